import { describe, expect, test } from 'vitest'
import { areaUnderCurve, fitLogistic, fitShares, wilsonLowerBound } from '../scripts/fitting.ts'
import type { Entry } from '../src/knowledge/schema.ts'
import { termsOf, wordsOf } from '../src/retrieval/lexical/index.ts'
import { buildPassages, paragraphsOf, plainTextOf } from '../src/retrieval/passages.ts'

const twin: Entry = {
  meta: {
    id: 'housing/deposit',
    audience: ['tenant', 'landlord'],
    region: ['15003'],
    risk: 'normal',
    sources: [],
    reviewEvery: '1 year',
    referral: ['tenancy'],
    needsPlace: false,
    confidence: 'verified',
    related: [],
    figures: {},
  },
  texts: new Map([
    [
      'de',
      {
        language: 'de',
        title: 'Kaution',
        questions: { tenant: ['wie viel kaution'], landlord: ['mieter zahlt nicht'] },
        sections: {
          Questions: '- wie viel kaution',
          Answer: 'Höchstens **drei** Mieten.\n\nDas gilt immer.',
          'For tenants': 'Zahlen Sie in Raten.',
          'For landlords': 'Verlangen Sie nicht mehr.',
        },
        reviewedBy: 'none',
        machineMade: false,
        status: 'current',
      },
    ],
  ]),
}

describe('passages of a twin entry', () => {
  const passages = buildPassages({ entries: new Map([[twin.meta.id, twin]]) })
  const audienceOf = (text: string) => passages.find((passage) => passage.text === text)?.audience

  test('give each side its own phrasings and sections, and both what stands between', () => {
    expect(audienceOf('wie viel kaution')).toEqual(['tenant'])
    expect(audienceOf('mieter zahlt nicht')).toEqual(['landlord'])
    expect(audienceOf('Zahlen Sie in Raten.')).toEqual(['tenant'])
    expect(audienceOf('Verlangen Sie nicht mehr.')).toEqual(['landlord'])
    expect(audienceOf('Das gilt immer.')).toEqual(['tenant', 'landlord'])
    expect(audienceOf('Kaution')).toEqual(['tenant', 'landlord'])
  })

  test('keep a paragraph’s Markdown, so that it can be shown', () => {
    expect(audienceOf('Höchstens **drei** Mieten.')).toBeDefined()
  })

  test('have identifiers of their own and carry the region', () => {
    expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length)
    expect(passages[0]?.region).toEqual(['15003'])
  })

  test('of an entry for landlords alone are all for landlords', () => {
    const meta = { ...twin.meta, audience: ['landlord' as const] }
    const alone = buildPassages({ entries: new Map([[meta.id, { ...twin, meta }]]) })
    const shared = alone.filter(({ id }) => !id.includes('for-tenants'))
    expect(shared.every(({ audience }) => audience.join() === 'landlord')).toBe(true)
  })
})

describe('paragraphs', () => {
  test('keep a short list with the line that introduces it', () => {
    expect(paragraphsOf('Bringen Sie mit:\n\n- Pass\n- Vertrag\n\nDanach warten.')).toEqual([
      'Bringen Sie mit:\n\n- Pass\n- Vertrag',
      'Danach warten.',
    ])
  })

  test('cut a long list into its items', () => {
    const items = Array.from({ length: 10 }, (_, i) => `${i + 1}. ${'Schritt '.repeat(12).trim()}`)
    expect(paragraphsOf(items.join('\n'))).toEqual(items)
  })

  test('are read without marks, and of a link only its words', () => {
    expect(plainTextOf('1. **Gehen** Sie zum [Amt](https://example.org).')).toBe(
      'Gehen Sie zum Amt.',
    )
  })
})

describe('terms', () => {
  test('are equal for umlauts and digraphs, and for Ukrainian typed with Russian letters', () => {
    expect(termsOf('Gebühr für Öl')).toEqual(termsOf('gebuehr fuer oel'))
    expect(termsOf('квітень')).toEqual(termsOf('квитень'))
  })

  test('of a compound share 4-grams with its parts', () => {
    const compound = new Set(termsOf('mietkaution'))
    expect(termsOf('kaution').filter((term) => compound.has(term)).length).toBeGreaterThan(2)
  })

  test('of Chinese are single characters and pairs', () => {
    expect(wordsOf('押金').join('')).toBe('押金')
    expect(termsOf('押金')).toEqual(expect.arrayContaining(['押', '金', '押金']))
  })
})

describe('fitting', () => {
  test('finds the logistic curve that made the labels', () => {
    const examples = Array.from({ length: 2000 }, (_, i) => {
      const x = i / 1000 - 1
      const p = 1 / (1 + Math.exp(-(0.5 + 3 * x)))
      return [
        { features: [x], label: true, weight: p },
        { features: [x], label: false, weight: 1 - p },
      ]
    }).flat()
    const model = fitLogistic(examples, 0)
    expect(model.intercept).toBeCloseTo(0.5, 3)
    expect(model.coefficients[0]).toBeCloseTo(3, 3)
  })

  test('gives the share to the signal that tells right from wrong', () => {
    const examples = Array.from({ length: 50 }, (_, i) => ({
      candidates: [
        [0.9, (i % 7) / 7],
        [0.2, (i % 5) / 5],
      ],
      right: [true, false],
    }))
    const [telling, noise] = fitShares(examples, 2)
    expect(telling).toBeGreaterThan(2 * noise!)
    expect(telling! + noise!).toBeCloseTo(1, 9)
  })

  test('has Wilson’s bound below the share, nearer the more trials there are', () => {
    expect(wilsonLowerBound(0, 0)).toBe(0)
    // Reference value of the closed form for 90 of 100 at z = 1.96.
    expect(wilsonLowerBound(90, 100, 1.96)).toBeCloseTo(0.8256, 3)
    expect(wilsonLowerBound(900, 1000)).toBeGreaterThan(wilsonLowerBound(90, 100))
  })

  test('counts ties as a half in the area under the curve', () => {
    expect(areaUnderCurve([1, 2], [0])).toBe(1)
    expect(areaUnderCurve([1], [1])).toBe(0.5)
    expect(areaUnderCurve([0], [1, 2])).toBe(0)
  })
})
