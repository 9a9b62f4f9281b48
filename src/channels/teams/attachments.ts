/**
 * Photos, voice notes and documents. A card can only show what anybody with its address can fetch, so
 * they lie under an address that nobody can guess, which ends after a time or with the bytes. Voice
 * notes are links like documents: a card plays only what lies in OneDrive or SharePoint.
 */
import type { FastifyInstance } from 'fastify'
import { sendAttachment } from '../../http/index.ts'
import type { Attachment, LanguageCode } from '../../message.ts'
import { cleanText } from '../../message-text.ts'
import type { CardElement } from './card.ts'

const path = '/teams/attachments'
const reading = { rateLimit: { max: 240, timeWindow: '1 minute' } }

/** What Teams shows within a card, https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const shownTypes = new Set(['image/png', 'image/jpeg', 'image/gif'])
const largestShown = 1024 * 1024

const marks: Record<Attachment['kind'], string> = { photo: '🖼', voice: '🎤', document: '📄' }

/** How long a link opens anything. Whoever has it needs no cookie, so it is not for ever. */
export const linkDays = 30

/** The bytes of a message on Teams that is no older than `linkDays`; `undefined` for any other. */
export type ReadLinked = (id: string) => Promise<(Attachment & { bytes: Uint8Array }) | undefined>

export interface AttachmentLinks {
  /** The address of this server as Teams reaches it. */
  publicUrl: string
  read: ReadLinked
  /** What is said where a link opens nothing any more; the language is the browser's. */
  gone(language: LanguageCode): string
}

export function linkTo({ publicUrl }: AttachmentLinks, { id }: Attachment): string {
  return `${publicUrl.replace(/\/+$/, '')}${path}/${encodeURIComponent(id)}`
}

/** A picture with a link below, or the link alone. */
export function renderAttachment(attachment: Attachment, url: string): CardElement[] {
  const { kind, mediaType, size } = attachment
  const name = cleanText(attachment.name).replace(/\s+/g, ' ').trim() || marks[kind]
  const alternative = cleanText(attachment.alternative).replace(/\s+/g, ' ').trim()
  const selectAction = { type: 'Action.OpenUrl' as const, url }
  const isShown = kind === 'photo' && shownTypes.has(mediaType) && size <= largestShown
  const link: CardElement = {
    type: 'RichTextBlock',
    inlines: [
      { type: 'TextRun', text: `${marks[kind]} ${name}`, weight: 'Bolder', selectAction },
      { type: 'TextRun', text: ` (${formatSize(size)})`, size: 'Small', isSubtle: true },
    ],
    ...(isShown && { spacing: 'None' as const }),
  }
  if (isShown) return [{ type: 'Image', url, altText: alternative || name, selectAction }, link]
  if (!alternative) return [link]
  const described: CardElement = {
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: alternative, size: 'Small', isSubtle: true }],
    spacing: 'None',
  }
  return [link, described]
}

/** `GET /teams/attachments/<id>`, for whoever has the link. */
export function registerAttachmentRoute(
  server: FastifyInstance,
  { read, gone }: AttachmentLinks,
): void {
  server.get<{ Params: { id: string } }>(
    `${path}/:id`,
    { config: reading },
    async (request, reply) => {
      const attachment = await read(request.params.id)
      reply.header('x-robots-tag', 'noindex')
      if (!attachment) {
        const [language = 'de'] =
          /^[a-z]{2,3}\b/i.exec(request.headers['accept-language'] ?? '') ?? []
        reply.code(404).header('cache-control', 'no-store').type('text/plain; charset=utf-8')
        return gone(language.toLowerCase())
      }
      // Teams shows the picture on a page of its own.
      reply.header('cross-origin-resource-policy', 'cross-origin')
      return sendAttachment(request, reply, attachment)
    },
  )
}

function formatSize(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
