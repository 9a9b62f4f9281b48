/** What the page knows of the conversation, without drawing it. */
import type { WebLine, WebPost, WebReply } from '../protocol.ts'

export interface Pending {
  /** UUID; the server answers the same one once. */
  id: string
  at: string
  /** What stands on the page meanwhile; a button's label for a button. */
  text: string
  body: { text: string } | { action: string }
  /** Not drawn, for example a choice of language. */
  silent: boolean
  /** waiting: no connection, goes out by itself; failed: waits for the person. */
  state: 'sending' | 'waiting' | 'failed' | 'accepted'
  /** The server's own sentence, where it gave one. */
  problem?: string
}

export type Item =
  | { kind: 'line'; key: string; line: WebLine }
  | { kind: 'pending'; key: string; pending: Pending }

export function asPost(pending: Pending, language: string): WebPost {
  return { id: pending.id, language, ...pending.body }
}

/** Number of the newest line that the transcript holds; where to go on after a lost connection. */
export function newestLine(items: Item[]): number {
  return Math.max(0, ...items.map((item) => (item.kind === 'line' && Number(item.line.id)) || 0))
}

/** Puts a line in its place; the same line twice changes nothing. */
export function withLine(items: Item[], line: WebLine): Item[] {
  if (items.some((item) => item.kind === 'line' && item.line.id === line.id)) return items
  const own = line.from === 'user' ? findPending(items, line.text) : -1
  if (own >= 0) {
    // The same key: the page keeps the element, and a screen reader says nothing twice.
    return withItem(items, own, { kind: 'line', key: items[own]!.key, line })
  }
  const place = items.findIndex(isAheadOfServer)
  const added: Item = { kind: 'line', key: line.id, line }
  return place < 0 ? [...items, added] : [...items.slice(0, place), added, ...items.slice(place)]
}

export function withPending(items: Item[], pending: Pending): Item[] {
  const changed: Item = { kind: 'pending', key: pending.id, pending }
  const place = items.findIndex((item) => item.key === pending.id)
  if (place < 0) return [...items, changed]
  // Its line came back from the server before the answer to the request did.
  return items[place]!.kind === 'line' ? items : withItem(items, place, changed)
}

/**
 * Replies whose buttons still stand: those after the last thing that the person said; while a
 * mediator has the chat the way back under the mediator's last message; and while there is another
 * side the choice of who reads what is written, which is not to be lost by writing.
 */
export function openReplies(items: Item[]): Set<string> {
  let open = new Set<string>()
  let fromMediator: string | undefined
  let aboutReaders: string | undefined
  for (const item of items) {
    if (item.kind === 'pending' || item.line.from === 'user') {
      open = new Set([fromMediator, aboutReaders].filter((key) => key !== undefined))
      continue
    }
    if (fromMediator && fromMediator !== aboutReaders) open.delete(fromMediator)
    fromMediator = item.line.from === 'person' ? item.key : undefined
    if (choosesReaders(item.line)) {
      if (aboutReaders) open.delete(aboutReaders)
      aboutReaders = item.key
    }
    open.add(item.key)
  }
  return open
}

function choosesReaders({ buttons }: WebReply): boolean {
  return buttons.flat().some(({ action }) => /^(write-to|leave-mediation) /.test(action))
}

export function lastAssistantLine(items: Item[]): WebLine | undefined {
  let last: WebLine | undefined
  for (const item of items) {
    if (item.kind === 'line' && item.line.from === 'assistant') last = item.line
  }
  return last
}

// Array methods of 2023 such as with() are missing on the phones that this page is for.
function withItem(items: Item[], place: number, item: Item): Item[] {
  return items.map((present, index) => (index === place ? item : present))
}

function findPending(items: Item[], text: string): number {
  const same = items.findIndex(
    (item) => item.kind === 'pending' && folded(item.pending.text) === folded(text),
  )
  if (same >= 0) return same
  // The server may have cleaned the text: then it is the oldest one that it accepted.
  return items.findIndex(
    (item) =>
      item.kind === 'pending' && item.pending.state === 'accepted' && 'text' in item.pending.body,
  )
}

function folded(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** Texts come back in the transcript, in order; a pressed button may not, and stays where it is. */
function isAheadOfServer(item: Item): boolean {
  return (
    item.kind === 'pending' && (item.pending.state !== 'accepted' || 'text' in item.pending.body)
  )
}
