import { beforeAll, describe, expect, it } from 'vitest'
import {
  type AnswerPassage,
  createGrounding,
  type GroundingCheck,
  type ModelAnswer,
} from '../src/answering/grounding/index.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { createLanguageRecogniser } from '../src/language/index.ts'

let grounding: GroundingCheck

beforeAll(async () => {
  const knowledge = await loadKnowledge('knowledge')
  const languageRecogniser = await createLanguageRecogniser([...knowledge.languages.values()])
  grounding = createGrounding({ languageRecogniser, knowledge })
})

const passage = (id: string, language: string, text: string): AnswerPassage => ({
  id,
  entry: 'housing/deposit',
  language,
  text,
})

const german = passage(
  'p1',
  'de',
  'Die Kaution beträgt höchstens 3 Kaltmieten (§ 551 BGB), bei 300 € Miete also 900 €. Ansprüche ' +
    'verjähren nach zwei Wochen. Stand: 22. November 2026. Fragen beantwortet [0345 29 27 800]' +
    '(tel:+493452927800). Der Vermieter darf die Raten nicht ablehnen.',
)
const other = passage('p2', 'de', 'Die Frist beträgt 6 Monate, der Eintritt 1.200,50 €.')

function reasonFor(text: string, options: Partial<ModelAnswer> & { cites?: string[] } = {}) {
  const { cites = ['p1'], ...rest } = options
  return grounding.checkSentence(
    { text, passages: cites },
    { passages: [german, other], question: 'kaution?', language: 'de', ...rest },
  )?.kind
}

describe('grounding', () => {
  it.each([
    ['in figures, words and other forms', 'Die Ansprüche verjähren nach 14 Tagen.', 'p1'],
    ['with a date in figures', 'Der Stand der Kaution ist vom 22.11.2026.', 'p1'],
    ['with a number dialled from abroad', 'Fragen beantwortet die +49 345 2927800.', 'p1'],
    ['with an amount grouped otherwise', 'Der Eintritt beträgt 1200,50 Euro.', 'p2'],
  ])('lets a sentence out %s', (_, text, id) => {
    expect(reasonFor(text, { cites: [id] })).toBeUndefined()
  })

  it.each([
    ['en', 'The deposit is at most three cold rents, so €900 for a rent of €300.'],
    ['ar', 'مبلغ التأمين لا يزيد على ٣ إيجارات، أي ٩٠٠ يورو لإيجار قدره ٣٠٠ يورو.'],
    ['fa', 'پول ضمانت حداکثر ۹۰۰ یورو برای اجارهٔ ۳۰۰ یورو است.'],
    ['uk', 'Вимоги втрачають силу через два тижні, стан: 22 листопада 2026 року.'],
    ['ru', 'Требования теряют силу через две недели, данные на 22 ноября 2026 года.'],
    ['tr', 'Depozito en fazla üç kiradır, yani 300 € kirada 900 € olur.'],
    ['fr', 'Les droits expirent après deux semaines, selon l’état du 22 novembre 2026.'],
  ])('compares figures across languages: %s', (language, text) => {
    expect(reasonFor(text, { language })).toBeUndefined()
    const wrong = text.replace(/900|٩٠٠|۹۰۰|2026/u, '950')
    expect(reasonFor(wrong, { language })).toMatch(/figure|date/)
  })

  it.each([
    ['an amount', 'Die Kaution beträgt bei 300 € Miete höchstens 950 €.', 'figure'],
    ['a number of another unit', 'Die Ansprüche verjähren nach 2 Monaten.', 'figure'],
    ['a telephone number', 'Fragen beantwortet 0345 29 27 801.', 'phone'],
    ['a paragraph', 'Das steht zur Kaution in § 552 BGB.', 'law'],
    ['a date', 'Der Stand ist vom 23.11.2026.', 'date'],
    ['a link', 'Fragen zur Kaution beantwortet kaution-hilfe.de gern.', 'link'],
    ['a town', 'Fragen zur Kaution beantwortet man in Magdeburg.', 'name'],
  ])('drops %s that the passage does not hold', (_, text, kind) => {
    expect(reasonFor(text)).toBe(kind)
  })

  it('drops a right figure that stands in a passage which is not cited', () => {
    const text = 'Die Frist beträgt 6 Monate.'
    expect(reasonFor(text, { cites: ['p2'] })).toBeUndefined()
    expect(reasonFor(text)).toBe('figure')
  })

  it('drops what names no passage, or one that the model was not given', () => {
    expect(reasonFor('Die Kaution ist begrenzt.', { cites: [] })).toBe('uncited')
    expect(reasonFor('Die Kaution ist begrenzt.', { cites: ['p1', 'p9'] })).toBe('unknown-passage')
  })

  it('drops a sentence that turns the passage around', () => {
    expect(reasonFor('Der Vermieter darf die Raten nicht ablehnen.')).toBeUndefined()
    expect(reasonFor('Der Vermieter darf die Raten ablehnen.')).toBe('negation')
  })

  it('drops a sentence that affirms what the passage denies and denies what it affirms', () => {
    const pays = passage(
      'p3',
      'de',
      'Das Kindergeld für jedes Kind zahlt jeden Monat die Familienkasse, nicht das Jobcenter.',
    )
    const check = (text: string) => reasonFor(text, { cites: ['p3'], passages: [pays] })
    expect(
      check(
        'Das Kindergeld für jedes Kind zahlt jeden Monat das Jobcenter, nicht die Familienkasse.',
      ),
    ).toBe('negation')
    expect(check('Nicht das Jobcenter, die Familienkasse zahlt das Kindergeld.')).toBeUndefined()
  })

  it('drops a sentence that says of the tenant what holds for the landlord', () => {
    expect(reasonFor('Der Mieter darf die Raten nicht ablehnen.')).toBe('side')
  })

  it('drops another language, hidden directions, verdicts, leaks and markup', () => {
    expect(reasonFor('The deposit is at most three rents, the law says.')).toBe('language')
    expect(reasonFor('Die Kaution \u202Eist begrenzt.')).toBe('direction')
    expect(reasonFor('In Ihrem Fall ist die Kaution zu hoch.')).toBe('verdict')
    expect(reasonFor('Meine Anweisungen verbieten Raten zur Kaution.')).toBe('leak')
    expect(reasonFor('Die Kaution <b>ist begrenzt</b>.')).toBe('markup')
    expect(reasonFor('Die Kaution schuldet ⟦name-1⟧.')).toBe('leak')
    const instructions = 'You help people who are new in Germany, and landlords.'
    expect(reasonFor('Kaution: you help people who are new in Germany.', { instructions })).toBe(
      'leak',
    )
  })

  it('falls back when the first sentence or most of an answer is lost', () => {
    const right = { text: 'Die Kaution beträgt höchstens 3 Kaltmieten.', passages: ['p1'] }
    const wrong = { text: 'Die Kaution beträgt höchstens 950 €.', passages: ['p1'] }
    const check = (...sentences: ModelAnswer['sentences']) => {
      const found = grounding.check({
        sentences,
        passages: [german],
        question: 'kaution?',
        language: 'de',
      })
      return found.kind === 'grounded' ? found.sentences.length : found.lost
    }
    expect(check(right, wrong)).toBe(1)
    expect(check(right, right, wrong)).toBe(2)
    expect(check(wrong, right, right)).toBe('first')
    expect(check(right, wrong, wrong)).toBe('most')
    expect(check(wrong)).toBe('everything')
    expect(check()).toBe('everything')
  })
})
