import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdaptiveCard } from '../src/channels/teams/card.ts'
import { renderMessage } from '../src/channels/teams/markup.ts'
import { toPieces } from '../src/channels/teams/text.ts'
import type { Action, Block, OutboundMessage } from '../src/message.ts'
import { encodeAction } from '../src/message.ts'
import { anyMessage, seenLetters } from './any-message.ts'
import { checkCard } from './fakes/teams-connector/checks.ts'
import { textsIn } from './fakes/teams-connector/server.ts'
import { button, paragraph, say } from './teams-house.ts'

/** Bytes of a whole message in UTF-16; some of it is for what stands around the card. */
const maximumBytes = 27 * 1024
const rightToLeft = { direction: 'rtl', language: 'ar' } as const

const only = (blocks: Block[], changes: Partial<OutboundMessage> = {}): AdaptiveCard => {
  const cards = renderMessage(say(blocks, changes))
  for (const card of cards) checkCard(card)
  expect(cards).toHaveLength(1)
  return cards[0]!
}
const words = (blocks: Block[], changes: Partial<OutboundMessage> = {}) =>
  textsIn(only(blocks, changes).body)
const run = (text: string, style = {}) => ({ type: 'TextRun', text, ...style })
const line = (...inlines: object[]) => ({ type: 'RichTextBlock', inlines })

describe('blocks', () => {
  it('are text runs, in which no character is markup', () => {
    expect(only([paragraph('**a** [b](https://c) {{DATE(x)}} <at>d</at>')]).body).toEqual([
      line(run('**a** [b](https://c) {{DATE(x)}} <at>d</at>')),
    ])
  })

  it('of a heading are one for screen readers, unless its text could be taken for Markdown', () => {
    const heading = (text: string) => only([{ kind: 'heading', text }]).body[0]
    expect(heading('Kaution: 3 Mieten?')).toMatchObject({ type: 'TextBlock', style: 'heading' })
    for (const text of [
      'a *b*',
      '1. Januar',
      '- eins',
      '§ [x](y)',
      '{{TIME}}',
      'a_b_',
      '<b>',
      '&amp;',
    ])
      expect(heading(text)).toEqual(line(run(text, { weight: 'Bolder', size: 'Large' })))
  })

  it('of a list have mark and text in columns', () => {
    const list = only([
      { kind: 'list', ordered: true, items: [[{ text: 'one' }], [{ text: 'two', strong: true }]] },
    ])
    expect(textsIn(list.body)).toEqual(['1.', 'one', '2.', 'two'])
    expect(list.body).toMatchObject([
      { type: 'ColumnSet', columns: [{ width: 'auto' }, { width: 'stretch' }] },
      { type: 'ColumnSet' },
    ])
  })

  it('of sources name what was checked when, and lead there', () => {
    const items = [{ title: '§ 551 BGB', url: 'https://a.de/551', checked: '22.11.2026' }]
    const { body } = only([{ kind: 'sources', label: 'Quellen', items }])
    expect(textsIn(body)).toEqual(['Quellen', '•', '§ 551 BGB (22.11.2026)'])
    expect(JSON.stringify(body)).toContain('{"type":"Action.OpenUrl","url":"https://a.de/551"}')
  })

  it.each([
    'javascript:alert(1)',
    'file:///x',
    'https://a b.de',
    '',
    `https://${'a'.repeat(3000)}`,
  ])('show the text alone where the link is %j', (href) => {
    expect(only([{ kind: 'paragraph', content: [{ text: 'here', href }] }]).body).toEqual([
      line(run('here')),
    ])
  })

  it.each([
    ['0345 213 893', '0345 213 893', '0345 213 893', 'tel:+49345213893'],
    ['112', '112', '112', 'tel:112'],
    ['fire brigade', '112', 'fire brigade (112)', 'tel:112'],
  ])('make %j callable at %j', (text, phone, shown, url) => {
    expect(only([{ kind: 'paragraph', content: [{ text, phone }] }]).body).toEqual([
      line(run(shown, { selectAction: { type: 'Action.OpenUrl', url } })),
    ])
  })

  it('lose controls and bidi overrides, and quotes also isolates', () => {
    expect(words([paragraph('a\u202eb\u0000c\r\nd')])).toEqual(['abc', 'd'])
    expect(words([{ kind: 'quote', text: '\u2067x\u202e' }])).toEqual(['x'])
  })

  it('of a person bear a mark in front', () => {
    expect(words([paragraph('Hello')], { author: 'person' })).toEqual(['👤 Hello'])
    const quote = { kind: 'quote', author: 'Mira', text: 'Hello' } as const
    expect(words([quote], { author: 'person' })).toEqual(['👤 Mira', 'Hello'])
  })

  it('with nothing to see give no card at all', () => {
    expect(renderMessage(say([]))).toEqual([])
    expect(renderMessage(say([paragraph(' \u200f\n\u2800')]))).toEqual([])
  })
})

describe('right-to-left messages', () => {
  it('are right-to-left cards in their language', () => {
    expect(only([paragraph('الكفالة')], rightToLeft)).toMatchObject({ rtl: true, lang: 'ar' })
    expect(only([paragraph('Kaution')])).not.toHaveProperty('rtl')
    expect(only([paragraph('Kaution')], { language: 'de-simple' }).lang).toBe('de')
  })

  it('isolate the title of a source, which may be in another script', () => {
    const items = [{ title: '§ 551 BGB', url: 'https://a.de', checked: '2026' }]
    expect(words([{ kind: 'sources', label: 'المصادر', items }], rightToLeft)).toEqual([
      'المصادر',
      '•',
      '\u2068§ 551 BGB\u2069 (2026)',
    ])
  })

  it('isolate a phone number, whose groups would change places', () => {
    const content = [{ text: 'اتصل ' }, { text: '0345 213 893', phone: '+49345213893' }]
    expect(words([{ kind: 'paragraph', content }], rightToLeft)).toEqual([
      'اتصل \u20660345 213 893\u2069',
    ])
  })
})

describe('buttons', () => {
  const yes: Action = { kind: 'consent', given: true }
  const no: Action = { kind: 'consent', given: false }
  const person: Action = { kind: 'ask-person' }
  const town = (municipality: string): Action => ({ kind: 'set-place', municipality })
  const titles = (message: OutboundMessage, ...pressed: Action[]) => {
    const [card] = renderMessage(message, {
      user: 'u',
      pressed: new Set(pressed.map(encodeAction)),
    })
    checkCard(card!)
    return textsIn(card?.body)
  }

  it('stand in their rows, each with the digest of its message, which tells messages apart', () => {
    const buttons = [[button('Yes', yes), button('No', no)], [button('Ask', person)]]
    const one = only([paragraph('?')], { buttons })
    expect(one.body.slice(1)).toMatchObject([
      { type: 'ActionSet', actions: [{ title: 'Yes', verb: 'consent yes' }, { title: 'No' }] },
      { type: 'ActionSet', actions: [{ title: 'Ask', verb: 'ask-person' }] },
    ])
    const digests = (card: AdaptiveCard) =>
      new Set(JSON.stringify(card.body).match(/"card":"[^"]+"/g))
    const other = only([paragraph('!')], { buttons })
    expect(digests(one).size).toBe(1)
    expect(digests(one)).not.toEqual(digests(other))
    const stored = JSON.parse(JSON.stringify(say([paragraph('?')], { buttons }))) as OutboundMessage
    expect(digests(renderMessage(stored)[0]!)).toEqual(digests(one))
  })

  it('are refreshed for the person, where there are any', () => {
    const message = say([paragraph('?')], { buttons: [[button('Yes', yes)]] })
    expect(renderMessage(message, { user: '29:reader' })[0]?.refresh).toMatchObject({
      action: { type: 'Action.Execute', verb: 'refresh' },
      userIds: ['29:reader'],
    })
    expect(renderMessage(say([paragraph('.')]), { user: '29:reader' })[0]).not.toHaveProperty(
      'refresh',
    )
  })

  it('give way to the choice that was made, and to nothing else', () => {
    const buttons = [[button('Yes', yes), button('No', no)], [button('Ask', person)]]
    expect(titles(say([], { buttons }))).toEqual(['Yes', 'No', 'Ask'])
    expect(titles(say([], { buttons }), no)).toEqual(['✓ No', 'Ask'])
    expect(titles(say([], { buttons }), no, person)).toEqual(['✓ No', '✓ Ask'])
  })

  it('of towns give way together with the one that skips the question', () => {
    const buttons = [
      [button('Halle', town('1'))],
      [button('Burg', town('2'))],
      [button('Skip', { kind: 'skip-place' })],
    ]
    expect(titles(say([], { buttons }), town('2'))).toEqual(['✓ Burg'])
    expect(titles(say([], { buttons }), { kind: 'skip-place' })).toEqual(['✓ Skip'])
  })

  it('of entries stay, so that a second one can be read', () => {
    const entry = (name: string): Action => ({ kind: 'show-entry', entry: name })
    const buttons = [[button('One', entry('a/1'))], [button('Two', entry('a/2'))]]
    expect(titles(say([], { buttons }), entry('a/1'))).toEqual(['✓ One', 'Two'])
  })

  it('have labels of at most 60 letters, none of them torn', () => {
    const label = (text: string) => titles(say([], { buttons: [[button(text, person)]] }))[0]
    expect(label('  Ask\na person ')).toBe('Ask a person')
    expect(label('👩‍👩‍👧'.repeat(80))).toBe(`${'👩‍👩‍👧'.repeat(59)}…`)
    expect(label('\u200b')).toBe('•')
  })
})

describe('long messages', () => {
  const sizes = (cards: AdaptiveCard[]) => cards.map((card) => JSON.stringify(card).length * 2)

  it('are several cards, none of which ends in a heading', () => {
    const blocks = Array.from({ length: 30 }, (_, index): Block[] => [
      { kind: 'heading', text: `Heading ${index}` },
      paragraph('word '.repeat(150)),
    ]).flat()
    const cards = renderMessage(say(blocks))
    expect(cards.length).toBeGreaterThan(2)
    for (const { body } of cards) expect(body.at(-1)?.type).toBe('RichTextBlock')
    for (const size of sizes(cards)) expect(size).toBeLessThan(maximumBytes)
  })

  it('keep the numbers of a list over cards', () => {
    const items = Array.from({ length: 120 }, (_, index) => [{ text: `item ${index} `.repeat(20) }])
    const cards = renderMessage(say([{ kind: 'list', ordered: true, items }]))
    const marks = cards.flatMap(({ body }) => textsIn(body)).filter((text) => /^\d+\.$/.test(text))
    expect(marks).toEqual(items.map((_, index) => `${index + 1}.`))
  })

  it('are cut between words', () => {
    const pieces = toPieces([{ text: 'Wort '.repeat(1000) }])
    expect(pieces.length).toBeGreaterThan(2)
    for (const piece of pieces) expect(piece[0]?.text).toMatch(/^(Wort )+$/)
  })

  it.each([
    ['an odd number of units before a pair', `a${'😀'.repeat(4000)}`],
    ['one letter under more accents than fit', `e${'\u0301'.repeat(9000)}`],
    ['the same, with pairs', `😀${'\u{1f3fb}'.repeat(9000)}`],
  ])('are cut without tearing a pair: %s', (_, text) => {
    const pieces = toPieces([{ text }]).map((piece) => piece.map((one) => one.text).join(''))
    expect(pieces.join('')).toBe(text)
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true)
  })
})

describe('any message', () => {
  const hostile = anyMessage(['<at>', '**', '[x](y)', '{{DATE(a)}}', '\\'], 9)

  it("gives cards that Microsoft's parser understands, within the limit of Teams", () => {
    fc.assert(
      fc.property(hostile, (given) => {
        for (const card of renderMessage(given, { user: '29:reader' })) {
          checkCard(card)
          expect(JSON.stringify(card).length * 2).toBeLessThan(maximumBytes)
          expect(JSON.stringify(card).isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('loses not a letter of any block, and keeps their order', () => {
    fc.assert(
      fc.property(hostile, (given) => {
        const shown = seenLetters(
          renderMessage(given)
            .flatMap(({ body }) => textsIn(body))
            .join(''),
        )
        let position = 0
        for (const expected of given.blocks.flatMap(textsOf)) {
          const found = shown.indexOf(seenLetters(expected.toWellFormed()), position)
          expect(found).toBeGreaterThanOrEqual(position)
          position = found + seenLetters(expected.toWellFormed()).length
        }
      }),
      { numRuns: 300 },
    )
  })

  function textsOf(given: Block): string[] {
    switch (given.kind) {
      case 'heading':
      case 'note':
        return [given.text]
      case 'paragraph':
        return given.content.map((one) => one.text)
      case 'list':
        return given.items.flat().map((one) => one.text)
      case 'quote':
        return [given.author ?? '', given.text]
      case 'sources':
        return [given.label, ...given.items.flatMap((item) => [item.title, item.checked])]
      case 'qr-code':
        return []
      default:
        return given satisfies never
    }
  }
})
