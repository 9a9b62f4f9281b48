/** Messages that nobody would write, for the channels that have to show them all the same. */
import fc from 'fast-check'
import type { Block, Inline, OutboundMessage } from '../src/message.ts'

const nastyEverywhere = [
  '&amp;',
  '"',
  '\n',
  '\n\n',
  ' ',
  '\u202e',
  '\u2066',
  '\u200f',
  '\ud83d',
  '👩‍👩‍👧',
  'سلام',
  'Wort ',
  '0345 21',
]

/**
 * @param nasty What acts as markup in this channel.
 * @param buttonsInRow At most.
 */
export function anyMessage(nasty: string[], buttonsInRow: number): fc.Arbitrary<OutboundMessage> {
  const anyNasty = fc.constantFrom(...nasty, ...nastyEverywhere)
  const piece = fc.oneof(
    anyNasty,
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc
      .tuple(anyNasty, fc.integer({ min: 1, max: 3000 }))
      .map(([text, times]) => text.repeat(times)),
  )
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('').slice(0, 9000))
  const inline: fc.Arbitrary<Inline> = fc.record(
    {
      text,
      strong: fc.boolean(),
      href: fc.oneof(fc.webUrl({ withQueryParameters: true }), text),
      phone: fc.constantFrom('112', '+4934521389399', '0345 1', '', 'x'),
    },
    { requiredKeys: ['text'] },
  )
  const inlines = fc.array(inline, { maxLength: 4 })
  const source = fc.record({ title: text, url: fc.oneof(fc.webUrl(), text), checked: text })
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant('heading' as const), text }),
    fc.record({ kind: fc.constant('paragraph' as const), content: inlines }),
    fc.record({
      kind: fc.constant('list' as const),
      ordered: fc.boolean(),
      items: fc.array(inlines, { maxLength: 4 }),
    }),
    fc.record(
      { kind: fc.constant('quote' as const), author: text, text },
      { requiredKeys: ['kind', 'text'] },
    ),
    fc.record({
      kind: fc.constant('sources' as const),
      label: text,
      items: fc.array(source, { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('note' as const), text }),
  )
  const button = fc.record({ label: text, action: fc.constant({ kind: 'ask-person' as const }) })
  return fc.record({
    author: fc.constantFrom('assistant' as const, 'person' as const),
    language: fc.constantFrom('ar', 'kmr', 'de-simple'),
    direction: fc.constantFrom('ltr' as const, 'rtl' as const),
    blocks: fc.array(block, { maxLength: 5 }),
    buttons: fc.array(fc.array(button, { maxLength: buttonsInRow }), { maxLength: 3 }),
  })
}

/** Whatever is seen: blanks and marks may change where a message is cut. */
export function seenLetters(text: string): string {
  return text.replace(/[\s\p{C}\u2800\u3164\u115f\u1160\uffa0\ufffc]/gu, '')
}
