import type { KnowledgeProblem } from '../load.ts'

/** A message as a channel would send it. */
export interface RenderedMessage {
  file: string
  /** Which message, in words: `the answer for tenants`. */
  what: string
  /** Messages that Telegram, which takes 4,096 letters at a time, needs for it. */
  telegramMessages: number
  /** Size of the card for Teams in bytes; absent where the channel is not there. */
  teamsBytes?: number
  /** Why it can't be sent at all, such as a button over 64 bytes. */
  failure?: string
}

/** More than two, and the beginning has left a phone's screen before the end is there. */
const mostTelegramMessages = 2
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const mostTeamsBytes = 28 * 1024

/** Whether what is written can be sent, and on Telegram in one message. */
export function lintLimits(rendered: Iterable<RenderedMessage>): {
  problems: KnowledgeProblem[]
  notices: KnowledgeProblem[]
} {
  const problems: KnowledgeProblem[] = []
  const notices: KnowledgeProblem[] = []
  for (const { file, what, telegramMessages, teamsBytes, failure } of rendered) {
    if (failure) problems.push({ file, problem: `Nobody can be sent ${what}: ${failure}` })
    if (telegramMessages > mostTelegramMessages) {
      problems.push({
        file,
        problem: `On Telegram, ${what} would take ${telegramMessages} messages; ${mostTelegramMessages} are the most. Shorten it, or move something to "## Details".`,
      })
    } else if (telegramMessages > 1) {
      notices.push({
        file,
        problem: `Telegram shows ${what} in ${telegramMessages} messages: with sources and notes it is over 4,096 letters. Shorter reads better.`,
      })
    }
    if (teamsBytes !== undefined && teamsBytes > mostTeamsBytes) {
      problems.push({
        file,
        problem: `As a card for Teams, ${what} would have ${Math.ceil(teamsBytes / 1024)} KB; ${mostTeamsBytes / 1024} are the most. Shorten it, or move something to "## Details".`,
      })
    }
  }
  return { problems, notices }
}
