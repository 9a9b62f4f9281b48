/** What a failed call means: for what waits behind it, for the topic, and for the operator. */
import type { Verdict } from '../shared/send-queue.ts'
import type { Failure, Logger } from './bot.ts'

const longestPauseSeconds = 60

function refuses(failure: Failure, words: RegExp): boolean {
  return 'reason' in failure && words.test(failure.reason)
}

/** It is so already: another edit, or one whose answer got lost, was first. */
export function isUnchanged(failure: Failure): boolean {
  return refuses(failure, /message is not modified|TOPIC_NOT_MODIFIED/i)
}

/** Somebody has deleted the topic. */
export function isTopicGone(failure: Failure): boolean {
  return refuses(failure, /thread not found|TOPIC_(DELETED|ID_INVALID)/i)
}

/** Somebody has deleted the message, or it can no longer be edited. */
export function isMessageGone(failure: Failure): boolean {
  return refuses(
    failure,
    /message to (edit|delete|pin) not found|message can't be (edited|deleted)|MESSAGE_ID_INVALID/i,
  )
}

/** The group is no forum, the bot is no administrator in it or not in it at all. */
export function isGroupUnfit(failure: Failure): boolean {
  return (
    failure.kind === 'forbidden' ||
    refuses(
      failure,
      /not enough rights|CHAT_ADMIN_REQUIRED|chat not found|not a forum|FORUM_(MISSING|DISABLED)|upgraded to a supergroup/i,
    )
  )
}

/** @param failures How often this one has failed before. */
export function judgeFailure(failure: Failure, failures: number, logger: Logger): Verdict {
  const pause = Math.min(2 ** failures, longestPauseSeconds)
  if (isTopicGone(failure)) return { kind: 'again', afterSeconds: pause, everything: false }
  if (isGroupUnfit(failure)) {
    return { kind: 'again', afterSeconds: longestPauseSeconds, everything: true }
  }
  switch (failure.kind) {
    case 'rate-limit':
      return { kind: 'again', afterSeconds: failure.afterSeconds, everything: true }
    case 'outage':
    case 'conflict':
      logger.warn({ reason: failure.reason }, 'The desk in Telegram waits to be brought up to date')
      return { kind: 'again', afterSeconds: pause, everything: false }
    case 'token':
      logger.error(
        { reason: failure.reason },
        'Telegram refuses the token; check TELEGRAM_BOT_TOKEN',
      )
      return { kind: 'again', afterSeconds: longestPauseSeconds, everything: true }
    case 'forbidden':
    case 'bad-request':
      logger.error(
        { reason: failure.reason },
        'Telegram refuses a case in the group of the desk for good; read it at the web desk',
      )
      return { kind: 'never' }
    default:
      return failure satisfies never
  }
}
