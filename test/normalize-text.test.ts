import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeForMatching, stripUnsafeCharacters } from '../src/language/normalize-text.ts'

describe('text for matching', () => {
  const table: [string, string, string][] = [
    ['small letters', 'Hausordnung HALLE', 'hausordnung halle'],
    ['Turkish dotted capital I', 'İSTANBUL', 'istanbul'],
    ['Turkish capital I with a combining dot', 'I\u0307stanbul', 'istanbul'],
    ['Turkish dotless i', 'kapı ISPARTA', 'kapi isparta'],
    ['full-width letters and ligatures', 'ＡＢＣ ﬁnden', 'abc finden'],
    [
      'umlauts without their digraphs',
      'Kündigung, Räumung, Müll, Mueller',
      'kundigung raumung mull mueller',
    ],
    ['sharp s, small and capital', 'Straße STRAẞE', 'strasse strasse'],
    ['French accents', 'où est l’école à côté', 'ou est l ecole a cote'],
    [
      'Polish, Romanian, Albanian, Kurdish letters',
      'Łódź țară shtëpi xwendingehê',
      'lodz tara shtepi xwendingehe',
    ],
    ['Vietnamese tones and d', 'Tôi cần giúp đỡ', 'toi can giup do'],
    ['decomposed accents', 'Ko\u0308nnen', 'konnen'],
    ['English negation with and without an apostrophe', "I don't, can’t, dont", 'i dont cant dont'],
    ['Arabic vowel signs and tatweel', 'مُحَمَّد الســـلام', 'محمد السلام'],
    ['Arabic hamza forms', 'أريد إلى آخر', 'اريد الي اخر'],
    ['Arabic hamza on waw and yeh', 'مسؤول رئيس', 'مسوول رييس'],
    ['Arabic ta marbuta and final alef', 'مدرسة مستشفى', 'مدرسه مستشفي'],
    ['Arabic presentation forms', 'ﻣﺪﺭﺳﺔ ﻻ', 'مدرسه لا'],
    ['Persian yeh and kaf', 'کلید خانه‌ی', 'كليد خانه ي'],
    ['Persian zero-width non-joiner', 'می\u200cخواهم', 'مي خواهم'],
    ['Pashto letters', 'ګټې کوم چېرې', 'گټي كوم چيري'],
    ['Arabic and Persian digits', '١٢٣ ۴۵۶', '123 456'],
    ['Ukrainian apostrophes of every kind', "п'ять п’ять пʼять п`ять", 'пять пять пять пять'],
    ['Ukrainian letters keep their own', 'її йод Ґанок', 'її йод ганок'],
    ['Russian yo and stress marks', 'ребёнок за\u0301мок', 'ребенок замок'],
    ['Ethiopic letters and punctuation', 'ክራይ፡ገዛ።', 'ክራይ ገዛ'],
    ['vowel signs of other scripts', 'किराया', 'किराया'],
    ['letters repeated in panic', 'Hiiiiilfe!!!! كتييييير', 'hiilfe كتيير'],
    ['figures are not shortened', '10000 0345', '10000 0345'],
    ['punctuation and emoji', 'Gas?! 🔥🔥 -- raus...', 'gas raus'],
    ['line breaks and tabs', 'a\r\nb\tc', 'a b c'],
    ['control characters inside a word', 'Mi\u0000e\u0007te', 'miete'],
    ['bidi marks, overrides and isolates', '\u202Eabc\u202C \u2067def\u2069\u200F', 'abc def'],
    [
      'zero-width space, joiner, byte order mark, soft hyphen',
      '\uFEFFMi\u200Be\u200Dt\u00ADe',
      'miete',
    ],
    ['hidden tag characters', 'a\u{E0041}\u{E0042}b', 'ab'],
    ['lone surrogates', 'a\uD800b', 'a b'],
    ['nothing but signs', ' ?! ', ''],
    ['an empty text', '', ''],
  ]
  it.each(table)('%s', (_what, text, expected) => {
    expect(normalizeForMatching(text)).toBe(expected)
  })

  it('gives the same text when it is applied twice, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const once = normalizeForMatching(text)
        expect(normalizeForMatching(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves only letters, marks, figures and single spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(normalizeForMatching(text)).toMatch(/^([\p{L}\p{M}\p{N}]+( [\p{L}\p{M}\p{N}]+)*)?$/u)
      }),
      { numRuns: 500 },
    )
  })

  it('takes any string, well-formed or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }),
        (units) => typeof normalizeForMatching(String.fromCharCode(...units)) === 'string',
      ),
    )
  })
})

describe('text for other people to read', () => {
  const table: [string, string, string][] = [
    [
      'keeps ordinary text as it is',
      'Grüße, שלום, مرحبا – "5 < 6" & mehr',
      'Grüße, שלום, مرحبا – "5 < 6" & mehr',
    ],
    ['keeps line breaks and brings them to one form', 'a\nb\r\nc\rd\u2028e', 'a\nb\nc\nd\ne'],
    ['turns a tab into a space', 'a\tb', 'a b'],
    ['removes control characters', 'a\u0000b\u001b[31mc\u009fd', 'ab[31mcd'],
    [
      'removes overrides, isolates and marks',
      'a\u202Eb\u202C\u2066c\u2069\u200E\u200F\u061Cd',
      'abcd',
    ],
    ['keeps Persian zero-width non-joiners', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['keeps emoji joined by a zero-width joiner', '👩\u200D👧', '👩\u200D👧'],
    ['removes hidden tags and zero-width spaces', 'a\u{E0041}\u200B\uFEFFb', 'ab'],
    ['removes lone surrogates and keeps pairs', 'a\uD800b\uDC00c😀', 'abc😀'],
  ]
  it.each(table)('%s', (_what, text, expected) => {
    expect(stripUnsafeCharacters(text)).toBe(expected)
  })

  it('leaves nothing unsafe in any string', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }), (units) => {
        const safe = stripUnsafeCharacters(String.fromCharCode(...units))
        expect(safe.isWellFormed()).toBe(true)
        expect(safe).not.toMatch(/(?!\n)\p{Cc}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u)
      }),
    )
  })
})
