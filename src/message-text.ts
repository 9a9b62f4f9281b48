/** Messages as plain text, and plain text as it may be shown: for channels, desks and the terminal. */
import type { Block, OutboundMessage } from './message.ts'

export function plainText(message: OutboundMessage): string {
  return message.blocks.map(blockText).join('\n')
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'note':
      return block.text
    case 'paragraph':
      return block.content.map(({ text }) => text).join('')
    case 'list':
      return block.items
        .map((item, index) => {
          const text = item.map((part) => part.text).join('')
          return block.ordered ? `${index + 1}. ${text}` : `• ${text}`
        })
        .join('\n')
    case 'quote':
      return block.author ? `${block.author}:\n${block.text}` : block.text
    case 'qr-code':
      return block.url
    case 'sources':
      return `${block.label}:\n${block.items.map((item) => `${item.title} (${item.checked}) ${item.url}`).join('\n')}`
    default:
      return block satisfies never
  }
}

/** Text without what would act on the screen instead of being read: controls, bidi overrides. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/g, '')
}

/** Whether there is anything to see; vendors refuse a message of blanks and invisible marks. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\u115f\u1160\u2800\u3164\uffa0\ufffc]/u.test(text)
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A text on one line of at most `most` letters, the last of them an ellipsis where it goes on. */
export function shorten(text: string, most: number): string {
  const line = cleanText(text).replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const letters = [...graphemes.segment(line)]
  if (letters.length <= most) return line
  return `${line.slice(0, letters[most - 1]?.index).trimEnd()}…`
}
