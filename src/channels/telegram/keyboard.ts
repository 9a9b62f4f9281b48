/** Buttons as Telegram's inline keyboard. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { type Block, encodeAction, type OutboundMessage } from '../../message.ts'
import { cleanText, isVisible } from '../../message-text.ts'
import { internationalNumber, isShortNumber } from './markup.ts'

/** Letters; what is longer a phone cuts off anyway. */
const longestLabel = 60
const shortNumbersInARow = 3
const mostShortNumbers = 6

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * The buttons under a message; above them one that copies each short number such as 112, which
 * Telegram does not make tappable. `undefined` where there are none.
 * @throws RangeError when an action does not fit into 64 bytes.
 */
export function renderKeyboard(message: OutboundMessage): InlineKeyboardMarkup | undefined {
  const rows: InlineKeyboardButton[][] = [
    ...shortNumberRows(message.blocks),
    ...message.buttons.map((row) =>
      row.map(({ label, action }) => ({
        text: trimLabel(label),
        callback_data: encodeAction(action),
      })),
    ),
  ].filter((row) => row.length > 0)
  return rows.length > 0 ? { inline_keyboard: rows } : undefined
}

function shortNumberRows(blocks: Block[]): InlineKeyboardButton[][] {
  const numbers = new Set(
    blocks
      .flatMap((block) => {
        if (block.kind === 'paragraph') return block.content
        return block.kind === 'list' ? block.items.flat() : []
      })
      .flatMap(({ phone }) => (phone !== undefined && isShortNumber(phone) ? [phone] : []))
      .map(internationalNumber),
  )
  const buttons = [...numbers]
    .slice(0, mostShortNumbers)
    .map((number) => ({ text: `📋 ${number}`, copy_text: { text: number } }))
  const rows: InlineKeyboardButton[][] = []
  for (let index = 0; index < buttons.length; index += shortNumbersInARow) {
    rows.push(buttons.slice(index, index + shortNumbersInARow))
  }
  return rows
}

export function trimLabel(label: string): string {
  const text = cleanText(label).replace(/\s+/g, ' ').trim()
  if (!isVisible(text)) return '•'
  if (text.length <= longestLabel) return text
  const letters = [...graphemes.segment(text)]
  if (letters.length <= longestLabel) return text
  return `${text.slice(0, letters[longestLabel - 1]?.index).trimEnd()}…`
}
