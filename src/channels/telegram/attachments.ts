/** Photos, voice notes and documents, with the words of their message as caption where these fit. */
import { type Api, InputFile } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Attachment, Block, OutboundMessage } from '../../message.ts'
import { cleanText } from '../../message-text.ts'
import { readFailure } from './failure.ts'
import { maximumCaptionLength, type Part } from './html.ts'
import type { Logger } from './logger.ts'
import { renderMessage } from './markup.ts'
import type { PartPlace } from './send-part.ts'

/** What goes out in one call. */
export type Delivered =
  | { kind: 'text'; part: Part }
  | { kind: 'attachment'; attachment: Attachment; caption: Part | undefined }

/** What Telegram plays as a voice note; anything else it takes as a document. */
const voiceTypes = new Set(['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/x-m4a'])

/**
 * The calls that a message takes, in order. A text that is short enough stands under the first
 * attachment; a longer one goes before. What a person sent is marked as such, each by itself.
 */
export function planDelivery(message: OutboundMessage): Delivered[] {
  const [first, ...others] = message.attachments ?? []
  const texts = renderMessage(message)
  if (!first) return texts.map(asText)
  const captions = renderMessage(
    { ...message, blocks: [...message.blocks, ...describe(first)] },
    maximumCaptionLength,
  )
  if (texts.length > 0 && captions.length === 1) {
    return [
      { kind: 'attachment', attachment: first, caption: captions[0] },
      ...others.map((attachment) => asAttachment(attachment, message)),
    ]
  }
  return [
    ...texts.map(asText),
    ...[first, ...others].map((attachment) => asAttachment(attachment, message)),
  ]
}

function asText(part: Part): Delivered {
  return { kind: 'text', part }
}

function asAttachment(attachment: Attachment, message: OutboundMessage): Delivered {
  const described = describe(attachment)
  const isMarked = message.author === 'person'
  const blocks: Block[] =
    described.length === 0 && isMarked ? [{ kind: 'paragraph', content: [] }] : described
  const [caption] = renderMessage({ ...message, blocks }, maximumCaptionLength)
  return { kind: 'attachment', attachment, caption }
}

/** Telegram has no field for it: people who can't see the photo read it below. */
function describe({ alternative }: Attachment): Block[] {
  return alternative ? [{ kind: 'note', text: alternative }] : []
}

/** Sends the bytes. Rejects with what grammY throws. */
export async function sendAttachment(
  api: Api,
  logger: Logger,
  chat: number,
  {
    attachment,
    caption,
    bytes,
  }: {
    attachment: Attachment
    caption: Part | undefined
    bytes: Uint8Array
  },
  options: { keyboard?: InlineKeyboardMarkup | undefined; place?: PartPlace } = {},
) {
  const { keyboard, place } = options
  const common = { ...place, ...(keyboard && { reply_markup: keyboard }) }
  const formatted = caption && { caption: caption.html, parse_mode: 'HTML' as const }
  const plain = caption && { caption: caption.text }

  const send = (kind: Attachment['kind'], words: typeof formatted | typeof plain) => {
    const file = new InputFile(bytes, fileName(attachment.name))
    const other = { ...common, ...words }
    switch (kind) {
      case 'photo':
        return api.sendPhoto(chat, file, other)
      case 'voice':
        return api.sendVoice(chat, file, other)
      case 'document':
        return api.sendDocument(chat, file, other)
      default:
        return kind satisfies never
    }
  }

  let kind = attachment.kind
  if (kind === 'voice' && !voiceTypes.has(attachment.mediaType)) kind = 'document'
  let words: typeof formatted | typeof plain = formatted
  for (;;) {
    try {
      return await send(kind, words)
    } catch (error) {
      const failure = readFailure(error)
      if (failure.kind !== 'bad-request') throw error
      if (words !== plain && /can't parse entities/i.test(failure.reason)) {
        logger.error({}, 'Telegram could not read the markup of a caption; sent as plain text')
        words = plain
      } else if (kind !== 'document') {
        // A photo that is too wide, a kind of picture that Telegram does not show, a reader who takes
        // no voice notes: as a document it arrives all the same.
        logger.info(
          { kind, reason: failure.reason },
          'Telegram took no such attachment; sent as a document',
        )
        kind = 'document'
      } else throw error
    }
  }
}

/** grammY writes the name into a header as it is. */
function fileName(name: string): string {
  const harmless = cleanText(name)
    .replace(/[\p{Cc}\p{Cf}"\\;/:*?<>|]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return harmless || 'file'
}
