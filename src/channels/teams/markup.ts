/** Messages as Adaptive Cards. */
import { createHash } from 'node:crypto'
import type { Block, OutboundMessage } from '../../message.ts'
import { isVisible } from '../../message-text.ts'
import { type AttachmentLinks, linkTo, renderAttachment } from './attachments.ts'
import { type Rendered, renderBlock } from './blocks.ts'
import { type AdaptiveCard, toBodies, type Unit } from './card.ts'
import { refreshVerb } from './inbound.ts'
import { renderKeyboard } from './keyboard.ts'

const personMark = '👤 '

export interface CardView {
  /** Whose view is refreshed; nobody's without buttons. */
  user?: string
  /** Encoded actions of the buttons that this person pressed. */
  pressed?: ReadonlySet<string>
  /** Without it, attachments are left out. */
  links?: AttachmentLinks | undefined
}

/** Names a message without repeating it: what a button sends back. */
export function digestOf(message: OutboundMessage): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22)
}

/** A message as the cards that Teams takes one after the other; none where nothing is visible. */
export function renderMessage(message: OutboundMessage, view: CardView = {}): AdaptiveCard[] {
  const card = digestOf(message)
  const keyboard = renderKeyboard(message, card, view.pressed)
  const blocks = message.author === 'person' ? markAsPerson(message.blocks) : message.blocks
  const { links } = view
  const units = [
    ...toUnits(blocks.flatMap((block) => renderBlock(block, message.direction))),
    ...(message.attachments ?? []).flatMap((attachment) =>
      links ? [renderAttachment(attachment, linkTo(links, attachment))] : [],
    ),
  ]
  const bodies = toBodies(keyboard.length > 0 ? [...units, keyboard] : units)
  return bodies.map((body, index) => ({
    type: 'AdaptiveCard',
    version: '1.5',
    lang: message.language.replace(/-.*/, ''),
    ...(message.direction === 'rtl' && { rtl: true }),
    body,
    ...(view.user !== undefined &&
      index === bodies.length - 1 &&
      keyboard.length > 0 && {
        refresh: {
          action: { type: 'Action.Execute', verb: refreshVerb, data: { card } },
          userIds: [view.user],
        },
      }),
  }))
}

/** An element that belongs to the one below it stays with it. */
function toUnits(elements: Rendered[]): Unit[] {
  const units: Unit[] = [[]]
  for (const { element, keepWithNext } of elements) {
    units.at(-1)?.push(element)
    if (!keepWithNext) units.push([])
  }
  return units.filter((unit) => unit.length > 0)
}

/** A person's words are recognised at a glance; the sentence that says so is among the blocks. */
function markAsPerson(blocks: Block[]): Block[] {
  const [first, ...others] = blocks
  if (first === undefined) return blocks
  const mark = { text: personMark }
  switch (first.kind) {
    case 'paragraph':
      return [{ ...first, content: [mark, ...first.content] }, ...others]
    case 'heading':
    case 'note':
      return [{ ...first, text: personMark + first.text }, ...others]
    case 'quote':
      return [
        first.author
          ? { ...first, author: personMark + first.author }
          : { ...first, text: personMark + first.text },
        ...others,
      ]
    case 'list':
    case 'sources':
    case 'qr-code':
      return [{ kind: 'paragraph', content: [mark] }, ...blocks]
    default:
      return first satisfies never
  }
}

/** The beginning of a message as plain text, for the notification on a locked phone. */
export function summaryOf(message: OutboundMessage): string {
  for (const block of message.blocks) {
    const text = textOf(block)
    if (isVisible(text)) return text
  }
  return message.attachments?.[0]?.name ?? ''
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'note':
    case 'quote':
      return block.text
    case 'paragraph':
      return block.content.map(({ text }) => text).join('')
    case 'list':
      return (block.items[0] ?? []).map(({ text }) => text).join('')
    case 'sources':
      return block.label
    case 'qr-code':
      return ''
    default:
      return block satisfies never
  }
}
