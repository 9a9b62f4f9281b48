/** Sends a message, in as many cards as it takes, and says what became of it. */
import { plainText, shorten } from '../../message-text.ts'
import type { Channel, CommandDescriptions, Delivery } from '../channel.ts'
import { createPartSender } from '../part-sender.ts'
import type { AttachmentLinks } from './attachments.ts'
import { type AdaptiveCard, cardContentType } from './card.ts'
import { suggestCommands } from './commands.ts'
import type { Connector, OutboundMessageActivity } from './connector.ts'
import { describeFailure, type Failure, readFailure } from './failure.ts'
import type { Logger } from './logger.ts'
import { renderMessage, summaryOf } from './markup.ts'
import { chatOf, referenceOf } from './reference.ts'
import { createStreams } from './stream.ts'

const longestPauseSeconds = 60
const longestSummary = 100

/** There is no limiter: Teams tells with 429 how long to wait, which is passed on. */
export function createSender(options: {
  connector: Connector
  commands: CommandDescriptions
  links: AttachmentLinks | undefined
  logger: Logger
  /** Between two drafts of one answer, and before the answer. */
  draftPauseSeconds: number
}): Required<Pick<Channel, 'send' | 'showTyping' | 'showDraft'>> {
  const { connector, commands, links, logger, draftPauseSeconds } = options
  const streams = createStreams({ connector, pauseSeconds: draftPauseSeconds })
  const sendParts = createPartSender((error, failures) => toDelivery(readFailure(error), failures))

  function toDelivery(failure: Failure, failures: number): Delivery {
    const pause = Math.min(2 ** failures, longestPauseSeconds)
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
        cards = renderMessage(message, { user: reference.user, links })
      } catch (error) {
        if (error instanceof RangeError) return { kind: 'refused', reason: error.message }
        throw error
      }
      const suggested = suggestCommands(message, reference, commands)
      return sendParts(outboxId, cards, (content, index) => {
        const activity: OutboundMessageActivity = {
          type: 'message',
          summary: shorten(summaryOf(message), longestSummary),
          attachments: [{ contentType: cardContentType, content }],
          ...(index === cards.length - 1 && suggested && { suggestedActions: suggested }),
        }
        const chat = { chat: chatOf(to), reference }
        // A person's words are nobody's draft.
        return index === 0 && message.author === 'assistant'
          ? streams.end(to, chat, activity)
          : connector.post(chat, activity)
      })
    },

    async showDraft(to, message, draft) {
      await streams.show(to, plainText(message), draft)
    },

    async showTyping(to) {
      const reference = referenceOf(to)
      if (!reference) return
      await connector
        .post({ chat: chatOf(to), reference }, { type: 'typing' })
        .catch(() => undefined)
    },
  }
}
