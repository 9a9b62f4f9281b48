import type { KnowledgeProblem } from '../load.ts'

/** A message as the channels would send it. */
export interface RenderedMessage {
  file: string
  /** Which message, in words: `the answer for tenants`. */
  what: string
  /** By the channel's name: how many messages it needs for this one, cut where it has a limit. */
  parts: Record<string, number>
  /** Why it can't be sent at all, such as a button over 64 bytes. */
  failure?: string
}

/** More than two, and the beginning has left a phone's screen before the end is there. */
const mostParts = 2

/**
 * Whether what is written can be sent, and in one message: Telegram takes 4,096 letters at a time,
 * Teams a card of about 28 KB.
 */
export function lintLimits(rendered: Iterable<RenderedMessage>): {
  problems: KnowledgeProblem[]
  notices: KnowledgeProblem[]
} {
  const problems: KnowledgeProblem[] = []
  const notices: KnowledgeProblem[] = []
  for (const { file, what, parts, failure } of rendered) {
    if (failure) problems.push({ file, problem: `Nobody can be sent ${what}: ${failure}` })
    for (const [channel, count] of Object.entries(parts)) {
      if (count <= mostParts) continue
      problems.push({
        file,
        problem: `On ${channel}, ${what} would take ${count} messages; ${mostParts} are the most. Shorten it, or move something to "## Details".`,
      })
    }
    const cutBy = Object.keys(parts).filter((channel) => parts[channel] === 2)
    if (cutBy.length > 0) {
      notices.push({
        file,
        problem: `${cutBy.join(' and ')} show ${what} in two messages: with sources and notes it is too long for one.`,
      })
    }
  }
  return { problems, notices }
}
