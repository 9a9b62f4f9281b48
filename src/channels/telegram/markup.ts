/** Blocks as lines of styled text. Telegram has no lists and no right-to-left paragraphs of its own. */
import type { Block, Inline, OutboundMessage } from '../../message.ts'
import { cleanText } from '../../message-text.ts'
import { type Line, type Part, type Run, renderParts } from './html.ts'

const personMark = '👤 '
const rightToLeftMark = '\u200f'
const leftToRightIsolate = '\u2066'
const firstStrongIsolate = '\u2068'
const popIsolate = '\u2069'

type Direction = OutboundMessage['direction']

/**
 * A message as the parts that Telegram takes one after the other; none where nothing is visible.
 * @param longest UTF-16 units of a part, where Telegram takes fewer than in a message.
 */
export function renderMessage(message: OutboundMessage, longest?: number): Part[] {
  const lines = message.blocks.flatMap((block, index) => [
    ...(index > 0 ? [[]] : []),
    ...renderBlock(block, index, message.direction),
  ])
  return renderParts(message.author === 'person' ? markAsPerson(lines) : lines, longest)
}

function renderBlock(block: Block, index: number, direction: Direction): Line[] {
  const lines = (content: Run[]) => toLines(content).map((line) => align(line, direction))
  switch (block.kind) {
    case 'heading':
      return lines([{ text: block.text, strong: true }])
    case 'paragraph':
      return lines(renderInlines(block.content, direction))
    case 'list':
      return block.items.flatMap((item, position) =>
        lines([
          { text: block.ordered ? `${position + 1}. ` : '• ' },
          ...renderInlines(item, direction),
        ]),
      )
    case 'quote':
      return renderQuote(block, index, direction)
    case 'sources':
      return [
        ...lines([{ text: block.label, strong: true }]),
        ...block.items.flatMap((source) =>
          lines([
            { text: '• ' },
            { text: isolate(source.title, firstStrongIsolate, direction), href: source.url },
            ...(source.checked ? [{ text: ` (${source.checked})` }] : []),
          ]),
        ),
      ]
    case 'note':
      return lines([{ text: block.text, emphasis: true }])
    case 'qr-code':
      // The link stands beside it.
      return []
    default:
      return block satisfies never
  }
}

/** What a person wrote keeps its own direction, and cannot reach into the lines around it. */
function renderQuote(
  block: Extract<Block, { kind: 'quote' }>,
  index: number,
  direction: Direction,
): Line[] {
  const written = (text: string) => text.replace(/[\u2066-\u2069]/gu, '')
  const author = block.author ? [{ text: written(block.author), strong: true }] : []
  return [
    ...(author.length > 0 ? toLines(author).map((line) => align(line, direction)) : []),
    ...toLines([{ text: written(block.text) }]),
  ].map((line) => line.map((run) => ({ ...run, quote: index })))
}

function renderInlines(content: Inline[], direction: Direction): Run[] {
  return content.map(({ text, strong, href, phone }) => ({
    text: phone === undefined ? text : renderPhone(text, phone, direction),
    ...(strong && { strong }),
    ...(href !== undefined && { href }),
  }))
}

/**
 * A number that a phone can dial. Telegram takes no links with `tel:`; its apps make a number tappable
 * by its look, most surely in the international form without blanks. In a right-to-left line the groups of a number would change places,
 * so there the number is isolated.
 */
function renderPhone(text: string, phone: string, direction: Direction): string {
  const international = internationalNumber(phone)
  const shown = digitsOf(text).includes(digitsOf(international))
    ? text
    : `${text} (${international})`
  return isolate(shown, leftToRightIsolate, direction)
}

/** `0345 213 893 99` is `+4934521389399`; a short number such as 112 stays as it is. */
export function internationalNumber(phone: string): string {
  const digits = digitsOf(phone)
  if (phone.trim().startsWith('+')) return `+${digits}`
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  return digits.startsWith('0') ? `+49${digits.slice(1)}` : digits
}

/** Numbers that Telegram never makes tappable: 112, 115, 116 016. */
export function isShortNumber(phone: string): boolean {
  const number = internationalNumber(phone)
  return !number.startsWith('+') && number.length >= 2 && number.length <= 6
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

function isolate(text: string, isolator: string, direction: Direction): string {
  return direction === 'rtl' ? isolator + text + popIsolate : text
}

/** Apps lay a line out by its first letter; a mark in front stands in for a right-to-left one. */
function align(line: Line, direction: Direction): Line {
  if (direction === 'ltr') return line
  const text = line.map((run) => run.text).join('')
  const first = /[\p{L}\p{N}]/u.exec(text)?.[0]
  const needsMark = first !== undefined && !isRightToLeftLetter(first)
  return needsMark ? [{ text: rightToLeftMark }, ...line] : line
}

function isRightToLeftLetter(letter: string): boolean {
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(
    letter,
  )
}

/** Cuts runs where their text has line breaks. */
function toLines(runs: Run[]): Line[] {
  const lines: Line[] = [[]]
  for (const run of runs) {
    const [first = '', ...others] = cleanText(run.text).split('\n')
    lines.at(-1)?.push({ ...run, text: first })
    for (const text of others) lines.push([{ ...run, text }])
  }
  return lines
}

/** A person's words are recognised at a glance; the sentence that says so is among the blocks. */
function markAsPerson(lines: Line[]): Line[] {
  const [first, ...others] = lines
  if (first === undefined) return lines
  const quote = first[0]?.quote
  return [[{ text: personMark, ...(quote !== undefined && { quote }) }, ...first], ...others]
}
