import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileWordPattern, foldForPatterns, wordKeys } from '../src/language/word-pattern.ts'

const matches = (pattern: string, text: string, language = 'de') =>
  compileWordPattern(pattern, language).test(foldForPatterns(text))

describe('a pattern of words', () => {
  const table: [string, string, string, boolean][] = [
    ['finds its words anywhere in a message', 'mein mann', 'Und mein Mann sagt nein', true],
    ['finds whole words only', 'mann', 'Mannheim', false],
    ['wants its words beside each other', 'mein mann', 'mein lieber Mann', false],
    ['takes any ending after a star', 'schlag*', 'geschlagen, Schlagzeug', true],
    ['takes no beginning without a star', 'schlag*', 'geschlagen', false],
    ['takes any beginning before a star', '*klage', 'Räumungsklage', true],
    ['takes one of several words', '(gas|feuer) raus', 'Feuer, raus!', true],
    ['takes several words inside brackets', '(es brennt|feuer) hilfe', 'Es brennt! Hilfe', true],
    ['reads brackets inside brackets', '(mein (mann|freund)|er) kommt', 'mein Freund kommt', true],
    ['takes no word between', 'gas .. haus', 'Gas Haus', true],
    ['takes four words between', 'gas .. haus', 'Gas ist hier bei uns im Haus', false],
    ['takes up to four words between', 'gas .. haus', 'Gas ist hier bei uns Haus', true],
    ['keeps the order of its words', 'gas .. haus', 'Haus und Gas', false],
    ['takes both sides of "&" in the order as written', 'mann & schlägt', 'Mann, er schlägt', true],
    ['takes both sides of "&" in the other order', 'mann & schlägt', 'schlägt mein Mann', true],
    ['wants both sides of "&"', 'mann & schlägt', 'mein Mann', false],
    ['takes six words between', 'mann & schlägt', 'Mann und ich und er und sie schlägt', true],
    [
      'takes no seven words between',
      'mann & schlägt',
      'Mann da und ich und er und sie schlägt',
      false,
    ],
    ['takes three in any order', 'mann & schlägt & mich', 'mich schlägt oft der Mann', true],
    ['keeps words beside each other before "&"', 'mein mann & schlägt', 'schlägt ein Mann', false],
    ['reads "&" inside brackets', '(mann & schlägt|hilfe) bitte', 'schlägt mein Mann, bitte', true],
    ['reads a hyphen as one word', 'lock-out', 'lockout', true],
    ['reads a hyphen as two words', 'lock-out', 'lock out', true],
    ['reads a hyphen as a hyphen', 'lock-out', 'lock-out', true],
    ['reads a Persian half-space as a space or nothing', 'می-خواهم', 'میخواهم', true],
    ['finds a Persian half-space', 'می-خواهم', 'می\u200cخواهم', true],
    ['finds an umlaut without its dots', 'schlägt', 'schlagt', true],
    ['finds an umlaut written with e', 'schlägt', 'Schlaegt', true],
    ['forgives a doubled letter', 'kommen', 'komen', true],
    ['forgives letters repeated in panic', 'hilfe', 'hiiiiilfeeee', true],
    ['does not care for accents and capitals', 'expulsé', 'EXPULSE', true],
  ]
  it.each(table)('%s', (_what, pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
  })

  it('matches Arabic words with the particles that are written onto them', () => {
    for (const text of ['غاز', 'الغاز', 'بالغاز', 'والغاز', 'للغاز', 'هالغاز', 'فبهالغاز']) {
      expect(matches('غاز', text, 'ar'), text).toBe(true)
    }
    expect(matches('غاز', 'مغازي', 'ar')).toBe(false)
    expect(matches('غاز', 'الغاز', 'fa')).toBe(false)
  })

  it('cuts out what it matches, so that no other pattern reaches across the hole', () => {
    const text = foldForPatterns('der rauchmelder hat keine batterie mehr, es brennt')
    const left = compileWordPattern('rauchmelder .. batterie', 'de').cutOut(text)
    expect(compileWordPattern('es brennt', 'de').test(left)).toBe(true)
    expect(compileWordPattern('der .. mehr', 'de').test(left)).toBe(false)
    expect(left).not.toContain('batterie')
  })

  const broken: [string, RegExp][] = [
    ['(gas|feuer', /closing bracket/],
    ['gas) feuer', /outside of brackets/],
    ['(gas|) feuer', /word is missing/],
    ['.. gas', /not at the beginning/],
    ['gas ..', /not at the end/],
    ['g*s', /star/],
    ['gas ?', /no letters/],
    ['gas &', /word is missing/],
    ['a & b & c & d', /three at most/],
    ['', /word is missing/],
  ]
  it.each(broken)('says what is wrong with "%s"', (pattern, message) => {
    expect(() => compileWordPattern(pattern, 'de')).toThrow(message)
  })

  it('has a key among the keys of every text that it matches', () => {
    const words = ['ab', 'abc', 'abcd', 'schlägt', 'schlaegt', 'الغاز', 'غاز', 'a', 'نار', 'бье']
    const patterns = [
      'ab',
      'abc*',
      'abcd',
      '(ab|غاز)',
      'schlägt',
      'غاز',
      'نار*',
      'бье',
      'a .. ab',
      'a & غاز',
      '(a|abc) (غاز & *b|ab) .. abcd',
      '*b & ab',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...patterns),
        fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }),
        (source, chosen) => {
          const pattern = compileWordPattern(source, 'ar')
          const text = foldForPatterns(chosen.join(' '))
          const keys = wordKeys(text)
          const needed = [...pattern.neededKeys, pattern.keys].filter(
            (oneOf) => oneOf !== undefined,
          )
          expect(
            !pattern.test(text) || needed.every((oneOf) => oneOf.some((key) => keys.has(key))),
          ).toBe(true)
        },
      ),
      { numRuns: 1000 },
    )
  })
})
