/** Blocks as elements of a card. Text goes into text runs, in which nothing is markup. */
import type { Block, Inline, OutboundMessage } from '../../message.ts'
import type { CardElement, TextRun } from './card.ts'
import { isOpenable, type Line, type Run, toLines, toPieces } from './text.ts'

const leftToRightIsolate = '\u2066'
const firstStrongIsolate = '\u2068'
const popIsolate = '\u2069'
/** Lines that stand together in one element. */
const linesTogether = 4

type Direction = OutboundMessage['direction']
type Style = Pick<TextRun, 'weight' | 'size' | 'italic' | 'isSubtle'>

/** An element, and whether it belongs to the one below it. */
export interface Rendered {
  element: CardElement
  keepWithNext?: boolean
}

export function renderBlock(block: Block, direction: Direction): Rendered[] {
  switch (block.kind) {
    case 'heading':
      return renderHeading(block.text)
    case 'paragraph':
      return renderLines(toLines(renderInlines(block.content, direction)))
    case 'list':
      return block.items.flatMap((item, position) =>
        renderItem(block.ordered ? `${position + 1}.` : '•', renderInlines(item, direction)),
      )
    case 'quote':
      return renderQuote(block)
    case 'sources': {
      const label = renderLines(toLines([{ text: block.label, strong: true }]), { size: 'Small' })
      const items = block.items.flatMap((source) =>
        renderItem(
          '•',
          [
            // "§ 551 BGB" keeps its order also within a right-to-left line.
            { text: isolate(source.title, firstStrongIsolate, direction), href: source.url },
            ...(source.checked ? [{ text: ` (${source.checked})` }] : []),
          ],
          { size: 'Small' },
        ),
      )
      return [...label.map((one) => ({ ...one, keepWithNext: items.length > 0 })), ...items]
    }
    case 'note':
      return renderLines(toLines([{ text: block.text }]), { size: 'Small', isSubtle: true })
    case 'qr-code':
      // A card takes no drawing, and the link stands beside it.
      return []
    default:
      return block satisfies never
  }
}

/**
 * Screen readers jump from heading to heading, but only a TextBlock can be one, and it reads its
 * text as Markdown: a text that could be taken for that is set in bold instead.
 */
function renderHeading(text: string): Rendered[] {
  const lines = toLines([{ text }])
  return lines.flatMap(toPieces).map((line) => {
    const content = line.map((run) => run.text).join('')
    const isPlain = !/[\\`*_{}[\]<>#+|~!&]|^\s*(\d+[.)]|[-–•])\s|https?:|www\./.test(content)
    const element: CardElement = isPlain
      ? {
          type: 'TextBlock',
          text: content,
          style: 'heading',
          size: 'Large',
          weight: 'Bolder',
          wrap: true,
        }
      : renderLine(line, { size: 'Large', weight: 'Bolder' })
    return { element, keepWithNext: true }
  })
}

/** The lines of one paragraph, close together. */
function renderLines(lines: Line[], style: Style = {}): Rendered[] {
  return lines.flatMap(toPieces).map((line, index) => ({
    element: { ...renderLine(line, style), ...(index > 0 && { spacing: 'None' as const }) },
  }))
}

/** Mark and text in two columns, so that the second line begins below the first, on either side. */
function renderItem(mark: string, content: Run[], style: Style = {}): Rendered[] {
  const pieces = toLines(content).flatMap(toPieces)
  return inGroups(pieces, linesTogether).map((lines, index) => ({
    element: {
      type: 'ColumnSet',
      spacing: 'Small',
      columns: [
        {
          type: 'Column',
          width: 'auto',
          items: [renderLine([{ text: index === 0 ? mark : '\u2003' }], style)],
        },
        { type: 'Column', width: 'stretch', items: withoutGaps(lines, style) },
      ],
    },
  }))
}

/** What a person wrote stands on a ground of its own, and cannot reach into the lines around it. */
function renderQuote(block: Extract<Block, { kind: 'quote' }>): Rendered[] {
  const written = (text: string) => text.replace(/[\u2066-\u2069]/gu, '')
  const lines = [
    ...(block.author ? toLines([{ text: written(block.author), strong: true }]) : []),
    ...toLines([{ text: written(block.text) }]),
  ].flatMap(toPieces)
  return inGroups(lines, linesTogether).map((group, index) => ({
    element: {
      type: 'Container',
      style: 'emphasis',
      items: withoutGaps(group),
      ...(index > 0 && { spacing: 'None' as const }),
    },
  }))
}

function withoutGaps(lines: Line[], style: Style = {}): CardElement[] {
  return lines.map((line, index) => ({
    ...renderLine(line, style),
    ...(index > 0 && { spacing: 'None' as const }),
  }))
}

function renderLine(line: Line, style: Style) {
  return {
    type: 'RichTextBlock' as const,
    inlines: line.map(
      (run): TextRun => ({
        type: 'TextRun',
        text: run.text,
        ...style,
        ...(run.strong && { weight: 'Bolder' }),
        ...(run.href !== undefined &&
          isOpenable(run.href) && { selectAction: { type: 'Action.OpenUrl', url: run.href } }),
      }),
    ),
  }
}

function renderInlines(content: Inline[], direction: Direction): Run[] {
  return content.map(({ text, strong, href, phone }) => {
    const address = phone === undefined ? href : `tel:${internationalNumber(phone)}`
    return {
      text: phone === undefined ? text : renderPhone(text, phone, direction),
      ...(strong && { strong }),
      ...(address !== undefined && { href: address }),
    }
  })
}

/** In a right-to-left line the groups of a number would change places, so there it is isolated. */
function renderPhone(text: string, phone: string, direction: Direction): string {
  const number = internationalNumber(phone)
  const shown = text.replace(/\D/g, '').includes(number.replace(/\D/g, ''))
    ? text
    : /\d/.test(text)
      ? text
      : `${text} (${number})`
  return isolate(shown, leftToRightIsolate, direction)
}

function isolate(text: string, isolator: string, direction: Direction): string {
  return direction === 'rtl' ? isolator + text + popIsolate : text
}

/** `0345 213 893 99` is `+4934521389399`; a short number such as 112 stays as it is. */
function internationalNumber(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (phone.trim().startsWith('+')) return `+${digits}`
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  return digits.startsWith('0') ? `+49${digits.slice(1)}` : digits
}

function inGroups<Item>(items: Item[], size: number): Item[][] {
  const groups: Item[][] = []
  for (let index = 0; index < items.length; index += size) {
    groups.push(items.slice(index, index + size))
  }
  return groups
}
