/** Lines of a case as messages in its thread. Pure. */
import type { Block } from '../../../message.ts'
import type { CaseLine } from '../../../storage/store.ts'
import type { Words } from './words.ts'

export interface ThreadMessage<Part> {
  /** The newest line that it shows. */
  line: number
  summary: string
  /** One, unless a single line is longer than a message may be. */
  parts: Part[]
}

/**
 * Lines that wait go into one message as far as they fit: the chat is not flooded, and the vendor is
 * asked less often.
 */
export function groupLines<Part>(options: {
  lines: CaseLine[]
  words: Words
  /** As few as the vendor takes. */
  toParts: (blocks: Block[]) => Part[]
  /** Whether its words stand in the thread already, because they were typed there. */
  isFromHere: (line: CaseLine) => boolean
}): ThreadMessage<Part>[] {
  const { lines, words, toParts, isFromHere } = options
  const messages: (ThreadMessage<Part> & { blocks: Block[] })[] = []
  for (const line of lines) {
    const added = describeLine(line, words, isFromHere(line))
    if (added.length === 0) continue
    const last = messages.at(-1)
    const together = last && toParts([...last.blocks, ...added])
    if (last && together?.length === 1) {
      last.blocks.push(...added)
      last.parts = together
      last.line = line.id
    } else {
      const summary = line.author === 'system' ? words.event(line.text, line.name) : line.text
      messages.push({ line: line.id, summary, blocks: added, parts: toParts(added) })
    }
  }
  return messages.filter(({ parts }) => parts.length > 0)
}

function describeLine(line: CaseLine, words: Words, isFromHere: boolean): Block[] {
  const name = withReaders(line, line.name ?? words.say('desk.author.mediator'), words)
  switch (line.author) {
    case 'user':
      return withTranslation(line, withReaders(line, words.say('desk.author.user'), words), words)
    case 'other-side':
      return withTranslation(
        line,
        withReaders(line, words.say('desk.author.other-side'), words),
        words,
      )
    case 'assistant':
      return [{ kind: 'quote', author: words.say('desk.author.assistant'), text: line.text }]
    case 'mediator':
      return [
        ...(isFromHere ? [] : [{ kind: 'quote' as const, author: name, text: withFiles(line) }]),
        ...whatTheUserRead(line, words),
      ]
    case 'note':
      return isFromHere
        ? []
        : [{ kind: 'quote', author: words.say('desk.author.note', { name }), text: line.text }]
    case 'system':
      // What was pressed here is seen on the card.
      return isFromHere ? [] : [{ kind: 'note', text: words.event(line.text, line.name) }]
    default:
      return line.author satisfies never
  }
}

/** Whoever looks here sees who else has read it; what is answered here stays private. */
function withReaders({ forBoth, proposal }: CaseLine, author: string, words: Words): string {
  return [
    author,
    ...(proposal ? [words.say('desk.author.proposal')] : []),
    ...(forBoth ? [words.say('desk.compose.common')] : []),
  ].join(' · ')
}

/** What went along is named; it stands whole where it was sent. */
function withFiles({ text, attachments = [] }: CaseLine): string {
  return [...(text ? [text] : []), ...attachments.map(({ name }) => `📎 ${name}`)].join('\n')
}

/** A user's words as mediators can read them, with the original below. */
function withTranslation({ text, translation }: CaseLine, author: string, words: Words): Block[] {
  switch (translation?.kind) {
    case undefined:
      return [{ kind: 'quote', author, text }]
    case 'translated':
      return [
        { kind: 'quote', author, text: translation.text },
        { kind: 'note', text: words.say('desk.translation.machine', { service: translation.by }) },
        { kind: 'quote', author: words.say('desk.translation.original'), text },
      ]
    case 'unsure':
      return [
        { kind: 'quote', author, text },
        { kind: 'note', text: words.say('desk.translation.unsure') },
      ]
    default:
      return translation satisfies never
  }
}

function whatTheUserRead({ translation }: CaseLine, words: Words): Block[] {
  switch (translation?.kind) {
    case undefined:
      return []
    case 'translated':
      return [
        { kind: 'note', text: words.say('desk.translation.machine', { service: translation.by }) },
        { kind: 'quote', author: words.say('desk.translation.sent'), text: translation.text },
      ]
    case 'unsure':
      return [{ kind: 'note', text: words.say('desk.translation.unsure') }]
    default:
      return translation satisfies never
  }
}
