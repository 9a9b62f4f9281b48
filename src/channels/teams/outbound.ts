/** Sends a message, in as many cards as it takes, and says what became of it. */
import type { Channel, CommandDescriptions, Delivery } from '../channel.ts'
import { type AdaptiveCard, cardContentType } from './card.ts'
import { suggestCommands } from './commands.ts'
import type { Connector, OutboundActivity } from './connector.ts'
import { describeFailure, type Failure, readFailure } from './failure.ts'
import type { Logger } from './logger.ts'
import { renderMessage, summaryOf } from './markup.ts'
import { chatOf, referenceOf } from './reference.ts'
import { shorten } from './text.ts'

/** Unfinished messages that are remembered; the oldest is forgotten first. */
const mostUnfinished = 10_000
const longestPauseSeconds = 60
const longestSummary = 100

/** How far the sending of one message has come. */
interface Progress {
  cardsSent: number
  failures: number
}

/** There is no limiter: Teams tells with 429 how long to wait, which is passed on. */
export function createSender(options: {
  connector: Connector
  commands: CommandDescriptions
  logger: Logger
}): Required<Pick<Channel, 'send' | 'showTyping'>> {
  const { connector, commands, logger } = options
  const unfinished = new Map<string, Progress>()

  function toDelivery(failure: Failure, progress: Progress): Delivery {
    const pause = Math.min(2 ** progress.failures, longestPauseSeconds)
    const reason = describeFailure(failure)
    switch (failure.kind) {
      case 'rate-limit':
        return { kind: 'retry', afterSeconds: failure.afterSeconds, reason }
      case 'outage':
        return { kind: 'retry', afterSeconds: pause, reason }
      case 'credentials':
        // Nothing is wrong with the message: it goes out once the operator has mended them.
        logger.error(
          { reason },
          'Microsoft refuses our credentials; check TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET (it expires) and TEAMS_TENANT_ID',
        )
        return { kind: 'retry', afterSeconds: longestPauseSeconds, reason }
      case 'forbidden':
      case 'not-found':
        logger.info({ reason }, 'A conversation on Teams is gone: blocked, or the app was removed')
        return { kind: 'gone' }
      case 'bad-request':
        return { kind: 'refused', reason }
      default:
        return failure satisfies never
    }
  }

  return {
    async send(to, message, outboxId) {
      const reference = referenceOf(to)
      if (!reference) {
        return { kind: 'refused', reason: 'the address does not say which service of Teams it has' }
      }
      let cards: AdaptiveCard[]
      try {
        cards = renderMessage(message, { user: reference.user })
      } catch (error) {
        if (error instanceof RangeError) return { kind: 'refused', reason: error.message }
        throw error
      }
      if (cards.length === 0) return { kind: 'refused', reason: 'the message has nothing to show' }

      const suggested = suggestCommands(message, reference, commands)
      const progress = unfinished.get(outboxId) ?? { cardsSent: 0, failures: 0 }
      try {
        for (const [index, content] of cards.entries()) {
          if (index < progress.cardsSent) continue
          const activity: OutboundActivity = {
            type: 'message',
            summary: shorten(summaryOf(message), longestSummary),
            attachments: [{ contentType: cardContentType, content }],
            ...(index === cards.length - 1 && suggested && { suggestedActions: suggested }),
          }
          await connector.post({ chat: chatOf(to), reference }, activity)
          progress.cardsSent = index + 1
        }
      } catch (error) {
        const delivery = toDelivery(readFailure(error), progress)
        if (delivery.kind === 'retry') remember(outboxId, progress)
        else unfinished.delete(outboxId)
        return delivery
      }
      unfinished.delete(outboxId)
      return { kind: 'delivered' }
    },

    async showTyping(to) {
      const reference = referenceOf(to)
      if (!reference) return
      await connector
        .post({ chat: chatOf(to), reference }, { type: 'typing' })
        .catch(() => undefined)
    },
  }

  /**
   * The connector takes no idempotency key, so this memory is what keeps the first cards from going
   * out again. It ends with the process; and a card whose answer got lost on the way is sent twice
   * rather than never.
   */
  function remember(outboxId: string, progress: Progress): void {
    progress.failures += 1
    unfinished.set(outboxId, progress)
    for (const oldest of unfinished.keys()) {
      if (unfinished.size <= mostUnfinished) break
      unfinished.delete(oldest)
    }
  }
}
