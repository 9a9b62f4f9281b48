/** What a failed call means for what waits behind it, and what the operator should know. */
import type { Verdict } from '../shared/send-queue.ts'
import type { Failure, Logger } from './bot.ts'

const longestPauseSeconds = 60

/** @param failures How often this one has failed before. */
export function judgeFailure(failure: Failure, failures: number, logger: Logger): Verdict {
  const pause = Math.min(2 ** failures, longestPauseSeconds)
  switch (failure.kind) {
    case 'rate-limit':
      return { kind: 'again', afterSeconds: failure.afterSeconds, everything: true }
    case 'outage':
      logger.warn({ reason: failure.reason }, 'The desk in Teams waits to be brought up to date')
      return { kind: 'again', afterSeconds: pause, everything: false }
    case 'credentials':
      logger.error(
        { reason: failure.reason },
        'Microsoft refuses our credentials; check TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET (it expires) and TEAMS_TENANT_ID',
      )
      return { kind: 'again', afterSeconds: longestPauseSeconds, everything: true }
    case 'forbidden':
    case 'not-found':
      logger.error(
        { reason: failure.reason },
        'The channel of the desk cannot be written to; check TEAMS_DESK_CHANNEL_ID, and that the app is still in that team',
      )
      return { kind: 'again', afterSeconds: pause, everything: false }
    case 'bad-request':
      logger.error({ reason: failure.reason }, 'Teams refuses the card of a case for good')
      return { kind: 'never' }
    default:
      return failure satisfies never
  }
}
