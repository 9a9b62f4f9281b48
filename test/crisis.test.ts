import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { load as parse } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { createCrisisDetector } from '../src/conversation/steps/detect-crisis.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import type { CrisisCard } from '../src/knowledge/schema.ts'
import { crisisMessages } from './evaluation/crisis-messages.ts'
import { ordinaryQuestions } from './evaluation/ordinary-questions.ts'

const knowledge = await loadKnowledge('knowledge')
const cards = knowledge.crisisCards
const detect = createCrisisDetector(cards)

const languages = [...knowledge.languages.values()]
  .filter(({ status }) => status !== 'recognised')
  .map(({ code }) => code)
/** Languages in which most people here write; they have more examples. */
const wellCovered = ['de', 'en', 'ar', 'uk']

/** Messages in need by card and language, and the quiet ones, with the card that each is shown. */
const readMessages = (name: string) =>
  Object.entries(
    parse(readFileSync(`test/evaluation/${name}.yaml`, 'utf8')) as Record<
      string,
      Record<string, string[]>
    >,
  ).flatMap(([card, byLanguage]) =>
    Object.entries(byLanguage).flatMap(([language, texts]) =>
      texts.map((text) => ({ card, language, text, shown: detect(text)?.id })),
    ),
  )

const situations = [
  'medical-emergency',
  'gas-or-fire',
  'poison',
  'suicide',
  'violence-against-men',
  'violence-at-home',
  'child-in-danger',
  'trafficking-or-exploitation',
  'racist-attack',
  'police-now',
  'child-or-youth-helpline',
  'eviction-or-lock-out',
  'deportation-feared',
  'homeless-tonight',
]

describe('the crisis cards', () => {
  it('are the fourteen situations, life before law', () => {
    expect(cards.map(({ id }) => id)).toEqual(situations)
  })

  it.each(cards.map((card) => [card.id, card] as const))(
    '%s: has texts, labels, triggers and examples in every language',
    (_id, card) => {
      expect(languages.flatMap((language) => gaps(card, language))).toEqual([])
    },
  )

  it.each(cards.map((card) => [card.id, card] as const))(
    '%s: says one sentence, and figures only in its numbers',
    (_id, card) => {
      for (const [language, { title, sentence, steps }] of Object.entries(card.texts)) {
        expect(sentence, language).toMatch(/^[^.!?؟።]+[.!?؟።]$/)
        expect([title, sentence, ...steps].join(' '), language).not.toMatch(/\p{Nd}/u)
      }
    },
  )

  it.each(cards.map((card) => [card.id, card] as const))(
    '%s: is shown for each of its examples, and no card for the quiet ones',
    (_id, card) => {
      const wrong = Object.entries(card.examples).flatMap(([language, { fires, staysQuiet }]) => [
        ...fires
          .map((text) => ({ language, text, shown: detect(text)?.id }))
          .filter(({ shown }) => shown !== card.id),
        ...staysQuiet
          .map((text) => ({ language, text, shown: detect(text)?.id }))
          .filter(({ shown }) => shown !== undefined),
      ])
      expect(wrong).toEqual([])
    },
  )
})

describe('detecting a crisis', () => {
  it.each(crisisMessages)('shows %s for "%s"', (situation, text) => {
    expect(detect(text)?.id).toBe(situation)
  })

  it.each([
    { name: 'crisis-messages', missed: 0.01, otherCard: 0.04, falseAlarms: 0 },
    { name: 'crisis-development', missed: 0.01, otherCard: 0.02, falseAlarms: 0 },
    { name: 'crisis-held-out', missed: 0.03, otherCard: 0.04, falseAlarms: 0.02 },
  ])('finds the people in need in $name, nearly always with the very card', (most) => {
    const messages = readMessages(most.name)
    const inNeed = messages.filter(({ card }) => card !== 'quiet')
    const quiet = messages.filter(({ card }) => card === 'quiet')
    expect(inNeed.length).toBeGreaterThan(700)
    const missed = inNeed.filter(({ shown }) => !shown)
    const otherCard = inNeed.filter(({ card, shown }) => shown !== card)
    const falseAlarms = quiet.filter(({ shown }) => shown)
    // Who reads the messages held out will tune on them.
    const list = (some: object[]) => (most.name === 'crisis-held-out' ? '' : JSON.stringify(some))
    expect(missed.length / inNeed.length, list(missed)).toBeLessThan(most.missed)
    expect(otherCard.length / inNeed.length, list(otherCard)).toBeLessThan(most.otherCard)
    expect(falseAlarms.length, list(falseAlarms)).toBeLessThanOrEqual(
      quiet.length * most.falseAlarms,
    )
  })

  it('shows nothing for ordinary questions', () => {
    expect(ordinaryQuestions.length).toBeGreaterThan(200)
    expect(ordinaryQuestions.filter((text) => detect(text))).toEqual([])
  })

  it('shows nothing for the questions that the knowledge base answers', () => {
    const wrong = [...knowledge.entries.values()].flatMap(({ meta, texts }) =>
      [...texts.values()].flatMap(({ language, title, questions }) =>
        [title, ...questions.tenant, ...questions.landlord]
          .map((text) => ({ entry: meta.id, language, text, shown: detect(text)?.id }))
          .filter(({ shown }) => shown && !mayShow[meta.id]?.includes(shown)),
      ),
    )
    expect(wrong).toEqual([])
  })

  it('tries all languages on every message, because people mix them', () => {
    expect(detect('Bitte helfen Sie mir, زوجي يضربني')?.id).toBe('violence-at-home')
    expect(detect('لو سمحت der Vermieter hat das Schloss ausgetauscht')?.id).toBe(
      'eviction-or-lock-out',
    )
  })

  it('reads through capitals, missing accents, repeated letters and invisible characters', () => {
    for (const text of [
      'MEIN MANN SCHLÄGT MICH',
      'mein mann schlaegt mich',
      'mein mann schlagt miiiich!!!',
      'me\u200Bin ma\u00ADnn schlägt\u202E mich',
      'mein\nmann\n\nschlägt\nmich',
    ]) {
      expect(detect(text)?.id, text).toBe('violence-at-home')
    }
  })

  it('hears an emergency beside words that alone are harmless', () => {
    expect(detect('Wer bezahlt den Krankenwagen?')).toBeUndefined()
    expect(detect('Wer bezahlt den Krankenwagen? Meine Mutter atmet nicht mehr')?.id).toBe(
      'medical-emergency',
    )
    expect(detect('The rent is killing me and I want to die')?.id).toBe('suicide')
  })

  it('rather shows a suicide card once too often', () => {
    expect(detect('I do not want to kill myself, I only ask for a friend')?.id).toBe('suicide')
  })

  it('shows the most urgent card where several fit', () => {
    expect(detect('Mein Mann schlägt mich und ich blute stark')?.id).toBe('medical-emergency')
    expect(detect('Mein Mann schlägt mich und die Kinder')?.id).toBe('violence-at-home')
    expect(detect('Der Vermieter hat uns rausgeschmissen, wir schlafen im Auto')?.id).toBe(
      'eviction-or-lock-out',
    )
  })

  it('takes any text, however long and strange', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        detect(text)
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 500 }), (units) => {
        detect(String.fromCharCode(...units))
      }),
    )
  })

  it('comes to an end on long texts made of its own trigger words', () => {
    const words = [
      ...new Set(
        cards.flatMap(({ triggers }) =>
          Object.values(triggers)
            .flat()
            .flatMap((pattern) => pattern.match(/[\p{L}\p{M}]+/gu) ?? []),
        ),
      ),
    ]
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { minLength: 600, maxLength: 600 }),
        (text) => {
          detect(text.join(' ').slice(0, 4000))
        },
      ),
      { numRuns: 50 },
    )
    for (const unit of ['a', 'ا', 'mein ', 'ich ', 'нас ', 'لا ', 'schlag', 'a\u0301', '.. ']) {
      detect(unit.repeat(4000).slice(0, 4000))
    }
  })

  it('names the card and the pattern that cannot be read', () => {
    const [card] = cards
    const broken = { ...card!, triggers: { de: ['(gas|feuer'] } }
    expect(() => createCrisisDetector([broken])).toThrow(
      /crisis\/medical-emergency\.yaml, de: .*"\(gas\|feuer".*bracket/,
    )
  })
})

/** Entries on the very subject of a card: there both may come, and the card first. */
const mayShow: Record<string, string[]> = {
  'housing/eviction': ['eviction-or-lock-out', 'homeless-tonight'],
  'housing/losing-the-flat': ['eviction-or-lock-out', 'homeless-tonight'],
  'housing/notice-by-landlord': ['eviction-or-lock-out'],
  'housing/landlord-entry-and-keys': ['eviction-or-lock-out'],
  'authorities/asylum-procedure-advice': ['deportation-feared'],
  'offers/offers-for-women': ['violence-at-home', 'trafficking-or-exploitation'],
  'offers/psychosocial-support': ['suicide', 'violence-at-home'],
  'offers/anti-discrimination-advice': ['racist-attack', 'child-or-youth-helpline'],
}

function gaps(card: CrisisCard, language: string): string[] {
  const { fires = [], staysQuiet = [] } = card.examples[language] ?? {}
  const least = wellCovered.includes(language) ? { fires: 6, quiet: 4 } : { fires: 3, quiet: 2 }
  const found = {
    text: card.texts[language],
    labels: card.numbers.every(({ label }) => label[language]),
    triggers: card.triggers[language]?.length,
    'examples that fire': fires.length >= least.fires,
    'examples that stay quiet': staysQuiet.length >= least.quiet,
  }
  return Object.entries(found)
    .filter(([, value]) => !value)
    .map(([what]) => `${language}: ${what}`)
}
