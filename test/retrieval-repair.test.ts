import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inLatinLetters, withTypos } from '../scripts/evaluation-variants.ts'
import { buildLexicon, createLexicon } from '../src/retrieval/lexical/index.ts'
import { createRepair } from '../src/retrieval/repair.ts'

const texts = {
  de: ['Wie viel Kaution darf der Vermieter verlangen? Das Jobcenter zahlt die Kündigung nicht.'],
  en: ['How much deposit may the landlord ask for?'],
  ar: ['كم مبلغ التأمين الذي يطلبه صاحب البيت من المستأجر؟ رفضوا خدمتي في المحل'],
  uk: ['Яку заставу може вимагати орендодавець? Хто платить за житло і школу?'],
  ru: ['Можно ли включать кабельное телевидение в расходы? Кто платит за щётки?'],
}
const lexicons = new Map(
  Object.entries(texts).map(([language, list]) => [language, createLexicon(buildLexicon(list))]),
)
const repair = createRepair(lexicons)

describe('a slip of the finger', () => {
  test.each([
    ['de', 'der Vermiter verlangt', 'der vermieter verlangt'],
    ['de', 'der Vermeiter', 'der vermieter'],
    ['de', 'Kuendigng', 'kündigung'],
    ['uk', 'заставву', 'заставу'],
    ['ar', 'التامينن', 'التأمين'],
    ['en', 'the Vermietre of my flat', 'the vermieter of my flat'],
  ])('is mended in %s: %s', (language, typed, meant) => {
    expect(repair(typed, language)).toBe(meant)
  })

  test('is left where no known word is near, and where the word is short', () => {
    expect(repair('Lasagne ohne Kse', 'de')).toBe('Lasagne ohne Kse')
  })

  test('is left in a language that the knowledge base is not written in', () => {
    expect(repair('der Vermiter', 'pl')).toBe('der Vermiter')
  })
})

describe('another alphabet typed in Latin letters', () => {
  test.each([
    ['uk', 'yaku zastavu moje vymagaty orendodavets', 'яку заставу може вимагати орендодавець'],
    ['uk', 'hto platyt za zhytlo', 'хто платить за житло'],
    ['ru', 'mozhno vklyuchat v rashodi', 'можно включать в расходы'],
    ['ar', 'kam mablagh alta2min', 'كم مبلغ التأمين'],
    ['ar', 'sa7eb el beit', 'صاحب el البيت'],
  ])('is read in %s: %s', (language, typed, meant) => {
    expect(repair(typed, language)).toBe(meant)
  })

  test('keeps the German terms in it', () => {
    expect(repair('hto platyt Kündigung', 'uk')).toBe('хто платить Kündigung')
  })

  test('is not looked for beside words in the own alphabet', () => {
    expect(repair('заставу moje', 'uk')).toBe('заставу moje')
  })
})

test('what is spelled right stays as it is, letter for letter', () => {
  for (const [language, list] of Object.entries(texts)) {
    for (const text of list) expect(repair(text, language)).toBe(text)
  }
})

test('any text in any language comes back as text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('de', 'ar', 'uk', 'xx'),
      (text, language) => {
        expect(typeof repair(text, language)).toBe('string')
      },
    ),
  )
})

describe('the variants that questions are evaluated in', () => {
  test('are the same in every run, and differ from the question', () => {
    const question = 'wie viel kaution darf der vermieter eigentlich verlangen'
    expect(withTypos(question)).toBe(withTypos(question))
    expect(withTypos(question)).not.toBe(question)
    expect(withTypos('a b c')).toBe('a b c')
  })

  test('in Latin letters hold no other letters, and are for languages of another alphabet', () => {
    expect(inLatinLetters('скільки щастя', 'uk')).toMatch(/^[a-z ]+$/)
    expect(inLatinLetters('كم شهر تأمين', 'ar')).toMatch(/^[a-z0-9 ]+$/)
    expect(inLatinLetters('wie viel', 'de')).toBeUndefined()
  })
})
