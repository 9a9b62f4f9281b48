/** Whether the group is what the desk needs, and what the operator should mend where it is not. */
import type { GroupDescription, Logger, TelegramBot } from './bot.ts'
import { isGroupUnfit } from './judge-failure.ts'

export type GroupState =
  | { kind: 'usable'; username: string }
  | { kind: 'unusable' }
  /** Telegram did not answer. */
  | { kind: 'unknown' }

/** @returns A check that tells each trouble once, until it is another one. */
export function createGroupCheck(options: {
  bot: TelegramBot
  group: number
  logger: Logger
}): () => Promise<GroupState> {
  const { bot, group, logger } = options
  let lastTold = ''

  function tell(advice: string, fields: Record<string, unknown> = {}): void {
    if (advice !== lastTold) logger.error({ group, ...fields }, advice)
    lastTold = advice
  }

  return async () => {
    try {
      const description = await bot.describe(group)
      const advice = adviceOn(description)
      if (advice !== undefined) {
        tell(advice)
        return { kind: 'unusable' }
      }
      if (lastTold !== '') logger.info({ group }, 'The desk in Telegram can be used')
      lastTold = ''
      return { kind: 'usable', username: description.username }
    } catch (error) {
      const failure = bot.readFailure(error)
      if (isGroupUnfit(failure)) {
        tell(
          'The bot is not in the group of the desk: check TELEGRAM_DESK_GROUP_ID, and add the bot to that group',
        )
        return { kind: 'unusable' }
      }
      const reason = 'reason' in failure ? failure.reason : failure.kind
      tell('The group of the desk in Telegram could not be looked at; trying again', { reason })
      return { kind: 'unknown' }
    }
  }
}

function adviceOn(description: GroupDescription): string | undefined {
  const { isForum, canManageTopics, canPinMessages, canDeleteMessages } = description
  if (!isForum) {
    return 'The group of the desk in Telegram has no topics; switch on "Topics" in its settings'
  }
  const missing = [
    ...(canManageTopics ? [] : ['manage topics']),
    ...(canPinMessages ? [] : ['pin messages']),
    ...(canDeleteMessages ? [] : ['delete messages']),
  ]
  return missing.length > 0
    ? `The bot may not ${missing.join(', ')} in the group of the desk in Telegram; make it an administrator with these rights`
    : undefined
}
