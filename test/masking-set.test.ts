/** The floor of masking: what it finds in made-up messages, and what it leaves in real questions. */
import { beforeAll, describe, expect, it } from 'vitest'
import { countMasking, type MaskingResult, runMaskingSet } from '../scripts/masking-set.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { createPublicFacts, maskPersonalData } from '../src/language/mask-personal-data.ts'

let results: MaskingResult[]
beforeAll(async () => {
  results = await runMaskingSet()
})

describe('masking on made-up messages', () => {
  it('has 200 of them, half with personal data', () => {
    expect(results.length).toBeGreaterThanOrEqual(200)
    const personal = results.filter(({ expected }) => expected.length > 0)
    expect(personal.length).toBe(results.length / 2)
  })

  it.each(['phone', 'email', 'iban', 'file-number', 'date-of-birth'])('finds every %s', (kind) => {
    const found = countMasking(results).find((one) => one.kind === kind)
    expect(found?.labelled).toBeGreaterThan(0)
    expect(found?.masked).toBe(found?.labelled)
  })

  it('finds nearly every name and address', () => {
    for (const kind of ['name', 'address']) {
      const { masked = 0, labelled = 0 } = countMasking(results).find((one) => one.kind === kind)!
      expect(masked / labelled).toBeGreaterThan(0.95)
    }
  })

  it('masks nothing else', () => {
    expect(results.flatMap(({ alarms }) => alarms)).toEqual([])
  })
})

describe('masking on the questions of the knowledge base', () => {
  it('leaves all but one in a thousand as they are', async () => {
    const knowledge = await loadKnowledge('knowledge')
    const isPublic = createPublicFacts(knowledge)
    let asked = 0
    const touched: string[] = []
    for (const { texts } of knowledge.entries.values()) {
      for (const { language, questions } of texts.values()) {
        for (const question of [...questions.tenant, ...questions.landlord]) {
          asked++
          const { found } = maskPersonalData(question, language, isPublic)
          if (found.length > 0) touched.push(`${language} ${question}`)
        }
      }
    }
    expect(asked).toBeGreaterThan(10_000)
    expect(touched.length, touched.join('\n')).toBeLessThanOrEqual(asked / 1_000)
  })
})
