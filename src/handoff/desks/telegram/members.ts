/** Who is in the group: asked once for each person, and again when Telegram tells of a change. */
import type { Logger, TelegramBot } from './bot.ts'

export interface Members {
  /** False also where Telegram could not say. */
  has(user: number): Promise<boolean>
  forget(user: number): void
}

export function createMembers(options: {
  bot: TelegramBot
  group: number
  logger: Logger
}): Members {
  const { bot, group, logger } = options
  const known = new Set<number>()
  return {
    async has(user) {
      if (known.has(user)) return true
      try {
        const isMember = await bot.isMember(group, user)
        if (isMember) known.add(user)
        return isMember
      } catch (error) {
        const failure = bot.readFailure(error)
        const reason = 'reason' in failure ? failure.reason : failure.kind
        logger.warn({ reason }, 'Telegram does not say who is in the group of the desk')
        return false
      }
    },
    forget(user) {
      known.delete(user)
    },
  }
}
