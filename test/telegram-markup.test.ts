import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderKeyboard } from '../src/channels/telegram/keyboard.ts'
import { renderMessage } from '../src/channels/telegram/markup.ts'
import type { Block, Inline, OutboundMessage } from '../src/message.ts'
import { anyMessage, seenLetters } from './any-message.ts'
import { isEmptyText, parseHtml } from './fakes/telegram-bot-api/html.ts'
import { checkParameters, checkText } from './fakes/telegram-bot-api/methods.ts'

function message(blocks: Block[], other: Partial<OutboundMessage> = {}): OutboundMessage {
  return { author: 'assistant', language: 'en', direction: 'ltr', blocks, buttons: [], ...other }
}
function html(blocks: Block[], other?: Partial<OutboundMessage>): string {
  return renderMessage(message(blocks, other))
    .map((part) => part.html)
    .join('⏎')
}
const paragraph = (...content: Inline[]): Block => ({ kind: 'paragraph', content })
const rightToLeft = { direction: 'rtl', language: 'ar' } as const

describe('blocks', () => {
  it.each<[string, Block[], string]>([
    ['a heading', [{ kind: 'heading', text: 'Deposit' }], '<b>Deposit</b>'],
    [
      'a paragraph with a strong word and a link',
      [
        paragraph(
          { text: 'At most ' },
          { text: '3', strong: true },
          { text: 'law', href: 'https://a.de/?x=1&y="2"' },
        ),
      ],
      'At most <b>3</b><a href="https://a.de/?x=1&amp;y=&quot;2&quot;">law</a>',
    ],
    [
      'an ordered list',
      [{ kind: 'list', ordered: true, items: [[{ text: 'Ask' }], [{ text: 'Write' }]] }],
      '1. Ask\n2. Write',
    ],
    [
      'an unordered list',
      [{ kind: 'list', ordered: false, items: [[{ text: 'Pass' }], [{ text: 'Form' }]] }],
      '• Pass\n• Form',
    ],
    [
      'a quote with its author',
      [{ kind: 'quote', author: 'R.', text: 'first <line>\nsecond' }],
      '<blockquote><b>R.</b>\nfirst &lt;line&gt;\nsecond</blockquote>',
    ],
    [
      'sources',
      [
        {
          kind: 'sources',
          label: 'Sources',
          items: [{ title: 'BGB § 551', url: 'https://g.de', checked: '1 May 2026' }],
        },
      ],
      '<b>Sources</b>\n• <a href="https://g.de">BGB § 551</a> (1 May 2026)',
    ],
    ['a note', [{ kind: 'note', text: 'General information' }], '<i>General information</i>'],
    ['two blocks', [paragraph({ text: 'one' }), paragraph({ text: 'two' })], 'one\n\ntwo'],
  ])('%s', (_, blocks, expected) => {
    expect(html(blocks)).toBe(expected)
  })

  it('show text that looks like markup as text', () => {
    expect(html([paragraph({ text: '<b>&amp;</b> <script>' })])).toBe(
      '&lt;b&gt;&amp;amp;&lt;/b&gt; &lt;script&gt;',
    )
  })

  it.each(['javascript:alert(1)', 'tel:112', 'https://a b.de', ''])(
    'show the text alone where the link is %j',
    (href) => {
      expect(html([paragraph({ text: 'here', href })])).toBe('here')
    },
  )

  it('lose controls and bidi overrides, and quotes also isolates', () => {
    expect(html([paragraph({ text: 'a\u202eb\u0000c\r\nd' })])).toBe('abc\nd')
    expect(html([{ kind: 'quote', text: '\u2067x\u202e' }])).toBe('<blockquote>x</blockquote>')
  })

  it('of a person bear a mark in front, within the quote if it begins with one', () => {
    expect(html([paragraph({ text: 'Hello' })], { author: 'person' })).toBe('👤 Hello')
    expect(html([{ kind: 'quote', text: 'Hello' }], { author: 'person' })).toBe(
      '<blockquote>👤 Hello</blockquote>',
    )
  })

  it('with nothing to see give no part at all', () => {
    expect(renderMessage(message([]))).toEqual([])
    expect(renderMessage(message([paragraph({ text: ' \u200f\n\u2800' })]))).toEqual([])
  })
})

describe('right-to-left messages', () => {
  const rlm = '\u200f'
  it.each<[string, Block, string]>([
    ['an Arabic line as it is', paragraph({ text: 'الكفالة' }), 'الكفالة'],
    ['a mark before a Latin line', paragraph({ text: 'Kaution ...' }), `${rlm}Kaution ...`],
    [
      'a mark before a line that begins with figures',
      paragraph({ text: '112 الآن' }),
      `${rlm}112 الآن`,
    ],
    ['a mark on each line that wants one', paragraph({ text: 'نعم\nJa' }), `نعم\n${rlm}Ja`],
    [
      'a mark before the bullet of a Latin item',
      { kind: 'list', ordered: false, items: [[{ text: 'Jobcenter' }], [{ text: 'نعم' }]] },
      `${rlm}• Jobcenter\n• نعم`,
    ],
    [
      'a quote in its own direction',
      { kind: 'quote', text: 'Hallo' },
      '<blockquote>Hallo</blockquote>',
    ],
  ])('have %s', (_, block, expected) => {
    expect(html([block], rightToLeft)).toBe(expected)
  })

  it('isolate a phone number, whose groups would change places', () => {
    expect(
      html(
        [paragraph({ text: 'اتصل ' }, { text: '0345 213 893', phone: '+49345213893' })],
        rightToLeft,
      ),
    ).toBe('اتصل \u20660345 213 893 (+49345213893)\u2069')
  })
})

describe('phone numbers', () => {
  it.each([
    ['0345 213 893 99', '0345 213 893 99', '0345 213 893 99 (+4934521389399)'],
    ['0345 213 893 99', '+4934521389399', '0345 213 893 99 (+4934521389399)'],
    ['+49 345 213', '+49345213', '+49 345 213'],
    ['112', '112', '112'],
    ['116 016', '116016', '116 016'],
    ['fire brigade', '112', 'fire brigade (112)'],
    ['hotline', '0049 800 11', 'hotline (+4980011)'],
  ])('%j for %j reads %j', (text, phone, expected) => {
    expect(html([paragraph({ text, phone })])).toBe(expected)
  })

  it('that are short get a button that copies them, each once', () => {
    const keyboard = renderKeyboard(
      message(
        [
          paragraph({ text: '112', phone: '112' }, { text: '116 016', phone: '116 016' }),
          { kind: 'list', ordered: false, items: [[{ text: '112', phone: '112' }]] },
          paragraph({ text: '0345 213 893 99', phone: '+4934521389399' }),
        ],
        { buttons: [[{ label: 'Ask a person', action: { kind: 'ask-person' } }]] },
      ),
    )
    expect(keyboard?.inline_keyboard).toEqual([
      [
        { text: '📋 112', copy_text: { text: '112' } },
        { text: '📋 116016', copy_text: { text: '116016' } },
      ],
      [{ text: 'Ask a person', callback_data: 'ask-person' }],
    ])
  })
})

describe('buttons', () => {
  const labelOf = (label: string) =>
    renderKeyboard(message([], { buttons: [[{ label, action: { kind: 'ask-person' } }]] }))
      ?.inline_keyboard[0]?.[0]?.text

  it('have labels of at most 60 letters, none of them torn', () => {
    expect(labelOf('  Ask\na person ')).toBe('Ask a person')
    expect(labelOf('👩‍👩‍👧'.repeat(80))).toBe(`${'👩‍👩‍👧'.repeat(59)}…`)
    expect(labelOf('\u200b')).toBe('•')
  })

  it('are absent where there are none', () => {
    expect(renderKeyboard(message([], { buttons: [[]] }))).toBeUndefined()
  })
})

describe('long messages', () => {
  const words = (count: number) => 'Wort '.repeat(count).trim()
  const textsOf = (blocks: Block[]) => renderMessage(message(blocks)).map((part) => part.text)

  it('are cut between paragraphs where one ends in time', () => {
    const blocks = [600, 500].map((count) => paragraph({ text: words(count) }))
    expect(textsOf(blocks)).toEqual([words(600), words(500)])
  })

  it('are cut between lines where no paragraph ends in time', () => {
    const items = [500, 250, 300].map((count) => [{ text: words(count) }])
    expect(textsOf([{ kind: 'list', ordered: false, items }])).toEqual([
      `• ${words(500)}\n• ${words(250)}`,
      `• ${words(300)}`,
    ])
  })

  it('are cut between words where no line ends in time', () => {
    expect(textsOf([paragraph({ text: words(1000) })])).toEqual([words(819), words(181)])
  })

  it('are cut between letters where there is no border at all', () => {
    const family = '👩‍👩‍👧'
    const parts = textsOf([paragraph({ text: family.repeat(600) })])
    expect(parts).toEqual([family.repeat(512), family.repeat(88)])
  })

  it.each([
    ['an odd number of units before a pair', `a${'😀'.repeat(4000)}`],
    ['one letter under more accents than fit', `e${'\u0301'.repeat(9000)}`],
    ['the same, with pairs', `😀${'\u{1f3fb}'.repeat(9000)}`],
  ])('are cut without tearing a pair: %s', (_, text) => {
    const parts = textsOf([paragraph({ text })])
    expect(parts.join('')).toBe(text)
    expect(parts.every((part) => part.isWellFormed())).toBe(true)
  })

  it('do not begin with a part that is a heading alone', () => {
    const blocks: Block[] = [{ kind: 'heading', text: 'Kaution' }, paragraph({ text: words(1000) })]
    expect(textsOf(blocks)).toEqual([`Kaution\n\n${words(817)}`, words(183)])
  })

  it('keep their styles in every part', () => {
    const parts = renderMessage(message([{ kind: 'quote', text: words(1000) }]))
    expect(parts.map((part) => part.html)).toEqual([
      `<blockquote>${words(819)}</blockquote>`,
      `<blockquote>${words(181)}</blockquote>`,
    ])
  })

  it('stay below the size that the server reads, also with very long links', () => {
    const href = `https://a.de/${'&'.repeat(2000)}`
    const parts = renderMessage(
      message([paragraph(...Array.from({ length: 40 }, () => ({ text: 'law ', href })))]),
    )
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) checkText({ text: part.html, parse_mode: 'HTML' })
    expect(parts.map((part) => part.text.trim()).join(' ')).toBe('law '.repeat(40).trim())
  })
})

describe('any message', () => {
  const hostile = anyMessage(['<b>', '</i>', '&'], 3)

  it('gives HTML and buttons that the Bot API accepts, within its limits', () => {
    fc.assert(
      fc.property(hostile, (given) => {
        const reply_markup = renderKeyboard(given)
        for (const part of renderMessage(given)) {
          const parameters = { chat_id: 1, text: part.html, parse_mode: 'HTML', reply_markup }
          if (reply_markup === undefined) delete parameters.reply_markup
          checkParameters('sendMessage', parameters, false)
          expect(checkText(parameters).text).toBe(part.text)
          expect(isEmptyText(part.text)).toBe(false)
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
            .map((part) => parseHtml(part.html).text)
            .join(''),
        )
        let position = 0
        for (const expected of given.blocks.flatMap(textsIn)) {
          const found = shown.indexOf(seenLetters(expected.toWellFormed()), position)
          expect(found).toBeGreaterThanOrEqual(position)
          position = found + seenLetters(expected.toWellFormed()).length
        }
      }),
      { numRuns: 300 },
    )
  })

  function textsIn(given: Block): string[] {
    switch (given.kind) {
      case 'heading':
      case 'note':
        return [given.text]
      case 'paragraph':
        return given.content.map((run) => run.text)
      case 'list':
        return given.items.flat().map((run) => run.text)
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
