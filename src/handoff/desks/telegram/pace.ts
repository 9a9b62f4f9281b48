/** The group's limit: Telegram takes about 20 messages a minute from a bot in one group. */
import type { TelegramBot } from './bot.ts'

export interface Pace {
  calls: number
  seconds: number
}

/** Too many calls for now; nothing was sent. */
export class PaceError extends Error {
  override name = 'PaceError'
  readonly afterSeconds: number

  constructor(afterSeconds: number) {
    super(`Telegram's limit for a group is reached; call again in ${afterSeconds} seconds.`)
    this.afterSeconds = afterSeconds
  }
}

/**
 * The same bot, whose writing calls reject with `PaceError` before Telegram would refuse them:
 * what waits meanwhile goes out together. Telegram tells no number for each method, so everything
 * that shows in the group counts as a message.
 */
export function keepPace(bot: TelegramBot, { calls, seconds }: Pace): TelegramBot {
  /** When the last ones were made, oldest first, in milliseconds. */
  const made: number[] = []

  function count(): void {
    const now = performance.now()
    while (made[0] !== undefined && made[0] <= now - seconds * 1000) made.shift()
    const [oldest] = made
    if (oldest !== undefined && made.length >= calls) {
      throw new PaceError(seconds - (now - oldest) / 1000)
    }
    made.push(now)
  }
  const paced =
    <Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      count()
      return call(...given)
    }
  return {
    ...bot,
    createTopic: paced(bot.createTopic),
    renameTopic: paced(bot.renameTopic),
    closeTopic: paced(bot.closeTopic),
    reopenTopic: paced(bot.reopenTopic),
    post: paced(bot.post),
    edit: paced(bot.edit),
    pin: paced(bot.pin),
    readFailure: (error) =>
      error instanceof PaceError
        ? { kind: 'rate-limit', afterSeconds: error.afterSeconds }
        : bot.readFailure(error),
  }
}
