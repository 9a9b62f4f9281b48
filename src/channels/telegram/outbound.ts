/** Sends messages, one attempt a call: whoever keeps the outbox decides when to try again. */
import { createHash } from 'node:crypto'
import type { Api } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Address } from '../../message.ts'
import type { Channel, Delivery, ReadAttachment } from '../channel.ts'
import { createPartSender } from '../part-sender.ts'
import { type Delivered, planDelivery, sendAttachment } from './attachments.ts'
import { describeFailure, type Failure, readFailure } from './failure.ts'
import { renderKeyboard } from './keyboard.ts'
import type { Logger } from './logger.ts'
import { renderMessage } from './markup.ts'
import { sendPart } from './send-part.ts'
import { callSignal } from './signal.ts'

const longestPauseSeconds = 60
/** The answer itself waits for the draft before it. */
const longestDraftMilliseconds = 2_000
/** Telegram's words for a chat that is not there, all lower case. */
const goneDescriptions = ['chat not found', 'user not found', 'peer_id_invalid']

/**
 * There is no limiter: Telegram's limits (about 30 messages a second, one a second and chat) move,
 * and it tells with 429 how long to wait, which is passed on.
 */
export function createSender(options: {
  api: Api
  /** The same with more time: ten megabytes take a while on a slow line. */
  uploadApi: Api
  readAttachment: ReadAttachment
  logger: Logger
}): Required<Pick<Channel, 'send' | 'showTyping' | 'showDraft'>> {
  const { api, uploadApi, readAttachment, logger } = options
  const sendParts = createPartSender((error, failures) => toDelivery(readFailure(error), failures))

  async function deliver(
    to: Address,
    delivered: Delivered,
    keyboard: InlineKeyboardMarkup | undefined,
  ): Promise<unknown> {
    const chat = Number(to.conversation)
    if (delivered.kind === 'text') return sendPart(api, logger, chat, delivered.part, { keyboard })
    const { attachment, caption } = delivered
    const stored = await readAttachment(to, attachment.id)
    if (stored) {
      const { bytes } = stored
      return sendAttachment(uploadApi, logger, chat, { attachment, caption, bytes }, { keyboard })
    }
    logger.info({}, 'An attachment was deleted before it was sent; its message goes without it')
    return caption && sendPart(api, logger, chat, caption, { keyboard })
  }

  function toDelivery(failure: Failure, failures: number): Delivery {
    const pause = Math.min(2 ** failures, longestPauseSeconds)
    switch (failure.kind) {
      case 'rate-limit':
        return {
          kind: 'retry',
          afterSeconds: failure.afterSeconds,
          reason: describeFailure(failure),
        }
      case 'outage':
      case 'conflict':
        return { kind: 'retry', afterSeconds: pause, reason: failure.reason }
      case 'token':
        // Nothing is wrong with the message: it goes out once the operator has mended the token.
        logger.error(
          { reason: failure.reason },
          'Telegram refuses the token; check TELEGRAM_BOT_TOKEN',
        )
        return { kind: 'retry', afterSeconds: longestPauseSeconds, reason: failure.reason }
      case 'forbidden':
        return { kind: 'gone' }
      case 'bad-request':
        return goneDescriptions.some((gone) => failure.reason.toLowerCase().includes(gone))
          ? { kind: 'gone' }
          : { kind: 'refused', reason: failure.reason }
      default:
        return failure satisfies never
    }
  }

  return {
    async send(to, message, outboxId) {
      const chat = Number(to.conversation)
      if (!Number.isSafeInteger(chat)) {
        return { kind: 'refused', reason: 'the conversation is not the number of a Telegram chat' }
      }
      let keyboard: InlineKeyboardMarkup | undefined
      try {
        keyboard = renderKeyboard(message)
      } catch (error) {
        if (error instanceof RangeError) return { kind: 'refused', reason: error.message }
        throw error
      }
      const parts = planDelivery(message)
      return sendParts(outboxId, parts, (part, index) =>
        deliver(to, part, index === parts.length - 1 ? keyboard : undefined),
      )
    },

    /** https://core.telegram.org/bots/api#sendmessagedraft: gone after 30 seconds, or with the answer. */
    async showDraft(to, message, draft) {
      const [part] = renderMessage(message)
      if (!part) return
      const signal = callSignal(AbortSignal.timeout(longestDraftMilliseconds))
      const options = { parse_mode: 'HTML' } as const
      await api
        .sendMessageDraft(Number(to.conversation), draftNumber(draft), part.html, options, signal)
        .catch(() => undefined)
    },

    async showTyping(to) {
      await api.sendChatAction(Number(to.conversation), 'typing').catch(() => undefined)
    },
  }
}

/** Telegram wants a number other than 0. */
function draftNumber(draft: string): number {
  return (createHash('sha256').update(draft).digest().readUInt32BE() % 0x7f_ff_ff_ff) + 1
}
