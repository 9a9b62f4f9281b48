import { describe, expect, it } from 'vitest'
import {
  type Item,
  newestLine,
  openReplies,
  type Pending,
  withLine,
  withPending,
} from '../src/channels/web/client/transcript.ts'
import type { WebLine } from '../src/channels/web/protocol.ts'

const at = '2026-11-22T10:00:00.000Z'

function own(id: string, text: string): WebLine {
  return { id, at, from: 'user', text }
}

function reply(id: string): WebLine {
  return { id, at, from: 'assistant', language: 'de', direction: 'ltr', blocks: [], buttons: [] }
}

function pending(id: string, text: string, changes: Partial<Pending> = {}): Pending {
  return { id, at, text, body: { text }, silent: false, state: 'accepted', ...changes }
}

function build(...parts: (WebLine | Pending)[]): Item[] {
  return parts.reduce<Item[]>(
    (items, part) => ('state' in part ? withPending(items, part) : withLine(items, part)),
    [],
  )
}

function ids(items: Item[]): string[] {
  return items.map((item) => (item.kind === 'line' ? item.line.id : item.pending.id))
}

describe('the conversation on the page', () => {
  it('shows a line that comes twice once', () => {
    expect(ids(build(own('1', 'a'), reply('2'), own('1', 'a'), reply('2')))).toEqual(['1', '2'])
  })

  it('replaces what was sent by its line, without a new element', () => {
    const items = build(pending('x', 'Hallo  du'), own('1', 'Hallo du'))
    expect(items).toEqual([{ kind: 'line', key: 'x', line: own('1', 'Hallo du') }])
  })

  it('recognises its own text after the server has cleaned it', () => {
    expect(ids(build(pending('x', 'a\u202Eb'), own('1', 'ab')))).toEqual(['1'])
  })

  it('puts an answer before the next question that is still on its way', () => {
    const items = build(
      pending('x', 'eins'),
      pending('y', 'zwei', { state: 'sending' }),
      own('1', 'eins'),
      reply('2'),
    )
    expect(ids(items)).toEqual(['1', '2', 'y'])
  })

  it('puts an answer after the button that asked for it', () => {
    const pressed = pending('x', 'Mehr dazu', { body: { action: 'show-details a/b' } })
    expect(ids(build(reply('1'), pressed, reply('2')))).toEqual(['1', 'x', '2'])
  })

  it('shows what was written in another window', () => {
    const pressed = pending('x', 'Mehr dazu', { body: { action: 'show-details a/b' } })
    expect(ids(build(pressed, own('1', 'von woanders')))).toEqual(['x', '1'])
  })

  it('keeps the line when the answer to the request arrives after it', () => {
    const sent = pending('x', 'Hallo', { state: 'sending' })
    expect(ids(build(sent, own('1', 'Hallo'), { ...sent, state: 'accepted' }))).toEqual(['1'])
  })

  it('offers the buttons of the answers after the last question only', () => {
    const items = build(own('1', 'a'), reply('2'), own('3', 'b'), reply('4'), reply('5'))
    expect([...openReplies(items)]).toEqual(['4', '5'])
    expect([...openReplies(withPending(items, pending('x', 'c')))]).toEqual([])
  })

  it('keeps the way back under the last words of a mediator until the assistant speaks again', () => {
    const person = (id: string) => ({ ...reply(id), from: 'person' }) as WebLine
    const items = build(reply('1'), person('2'), own('3', 'a'), person('4'), own('5', 'b'))
    expect([...openReplies(items)]).toEqual(['4'])
    expect([...openReplies(build(person('1'), own('2', 'a'), reply('3')))]).toEqual(['3'])
  })

  it('keeps the newest choice of who reads what is written, however much is written', () => {
    const choice = (id: string, action: string) =>
      ({ ...reply(id), buttons: [[{ label: 'x', action }]] }) as WebLine
    const items = build(
      choice('1', 'write-to both m'),
      own('2', 'a'),
      choice('3', 'write-to mediator m'),
      own('4', 'b'),
      own('5', 'c'),
    )
    expect([...openReplies(items)]).toEqual(['3'])
    expect([...openReplies(build(choice('1', 'feedback yes e'), own('2', 'a')))]).toEqual([])
  })

  it('goes on from the newest line of the transcript, not from one that stands in none', () => {
    expect(newestLine(build(own('7', 'a'), reply('8'), reply('outbox-99')))).toBe(8)
    expect(newestLine([])).toBe(0)
  })
})
