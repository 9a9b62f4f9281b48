/** Turns the core's messages into what the page draws. Nothing here is HTML: the page escapes. */

import { isShown, qrCode } from '../../http/index.ts'
import type { Attachment, Block, Inline, OutboundMessage } from '../../message.ts'
import { encodeAction } from '../../message.ts'
import type { WebAttachment, WebBlock, WebInline, WebLine } from './protocol.ts'

/** One line of a conversation as the store keeps it. */
export interface HistoryLine {
  id: number | string
  at: string
  content: { kind: 'user'; text: string } | { kind: 'reply'; message: OutboundMessage }
}

export function toWebLine({ id, at, content }: HistoryLine): WebLine {
  const head = { id: String(id), at }
  switch (content.kind) {
    case 'user':
      return { ...head, from: 'user', text: cleanText(content.text) }
    case 'reply': {
      const { author, language, direction, blocks, attachments, buttons } = content.message
      return {
        ...head,
        from: author,
        language,
        direction,
        blocks: blocks.map((block) => toWebBlock(block, language)),
        ...(attachments && { attachments: attachments.map(toWebAttachment) }),
        buttons: buttons.map((row) =>
          row.map(({ label, action }) => ({ label, action: encodeAction(action) })),
        ),
      }
    }
    default:
      throw content satisfies never
  }
}

/** Where a visitor's own attachments are; the cookie says whose they are. */
export const attachmentsPath = '/chat/attachments'

function toWebAttachment(attachment: Attachment): WebAttachment {
  const { id, kind, name, alternative, size } = attachment
  const shown = !isShown(attachment) ? 'file' : kind === 'photo' ? 'image' : 'sound'
  return {
    shown,
    url: `${attachmentsPath}/${encodeURIComponent(id)}`,
    name: cleanText(name),
    alternative: cleanText(alternative),
    size,
  }
}

function toWebBlock(block: Block, language: string): WebBlock {
  switch (block.kind) {
    case 'paragraph':
      return { kind: block.kind, content: block.content.map(toWebInline) }
    case 'list':
      return { ...block, items: block.items.map((item) => item.map(toWebInline)) }
    case 'quote':
      return {
        kind: block.kind,
        ...(block.author && { author: cleanText(block.author) }),
        text: cleanText(block.text),
      }
    case 'sources':
      return {
        kind: block.kind,
        label: block.label,
        items: block.items.map(({ title, url, checked }) => ({
          title,
          ...withHref(url, 'url'),
          checked: readableDay(checked, language),
        })),
      }
    case 'heading':
    case 'note':
      return block
    case 'qr-code':
      return { kind: block.kind, label: block.label, ...qrCode(block.url) }
    default:
      throw block satisfies never
  }
}

function toWebInline({ text, strong, href, phone }: Inline): WebInline {
  const dialled = phone?.replace(/[^+0-9]/g, '')
  return {
    text,
    ...(strong && { strong }),
    ...(dialled ? { href: `tel:${dialled}` } : withHref(href, 'href')),
  }
}

/** A link only where its scheme can do no harm; otherwise the text stays text. */
function withHref<Name extends string>(
  address: string | undefined,
  name: Name,
): Partial<Record<Name, string>> {
  const harmless = address !== undefined && /^(https?:\/\/|mailto:)/i.test(address)
  return harmless ? ({ [name]: address } as Record<Name, string>) : {}
}

/** A plain day as the reader writes it, in the calendar and figures of German papers. */
function readableDay(day: string, language: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return day
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeZone: 'UTC',
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).format(new Date(day))
}

/**
 * What a person wrote, without control characters and without the marks that turn the direction of
 * text around (U+202A to U+202E, U+2066 to U+2069), which could make it read as something else.
 * Joiners stay: Persian needs them.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
}
