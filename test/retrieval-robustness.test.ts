/** Any Unicode, as question and as content: no crash, no confidence that is none. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createHybridRetriever, type Passage } from '../src/retrieval/index.ts'
import { createTopThree } from '../src/retrieval/top-three.ts'

const lexical = { modelsDirectory: 'models', embeddingModel: undefined }

/** What people paste: single letters, mixed scripts, emoji, direction marks, lone surrogates, nothing. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', 'a', 'ا', 'і', '漢', '🏠', '👩‍👩‍👧', '\u202eabc', '\ud83d', '0', 'ß', '...'),
  fc
    .array(fc.constantFrom('Kaution', 'ضمان', 'застава', '🏠', 'deposit', '押金', '3'), {
      maxLength: 9,
    })
    .map((words) => words.join(' ')),
)
const passages = fc.array(
  fc.record({
    entry: fc.constantFrom('a/one', 'a/two', 'b/three'),
    language: fc.constantFrom('de', 'ar', 'uk', 'zh'),
    kind: fc.constantFrom<Passage['kind'][]>('title', 'question', 'section'),
    audience: fc.subarray<Passage['audience'][number]>(['tenant', 'landlord', 'authority']),
    region: fc.constantFrom<Passage['region'][]>(undefined, ['15003']),
    text,
  }),
  { maxLength: 12 },
)
const query = fc.record({
  text,
  language: fc.constantFrom('de', 'ar', 'uk', 'zh', 'xx'),
  role: fc.constantFrom(undefined, 'tenant' as const, 'landlord' as const),
  municipality: fc.constantFrom(undefined, '15003000', '15002000'),
  entry: fc.constantFrom(undefined, 'a/one', 'no/such'),
  limit: fc.constantFrom(undefined, 0, 1, 50),
})

describe('a retriever over any texts', () => {
  test('answers any question with confidences between 0 and 1, best first, and always the same', async () => {
    await fc.assert(
      fc.asyncProperty(passages, query, async (list, asked) => {
        const numbered = list.map((passage, number) => ({ ...passage, id: `${number}` }))
        const retriever = await createHybridRetriever({ passages: numbered, ...lexical })
        const found = await retriever.retrieve(asked)
        for (const [rank, { confidence, entry, passage }] of found.entries()) {
          expect(confidence).toBeGreaterThanOrEqual(0)
          expect(confidence).toBeLessThanOrEqual(found[rank - 1]?.confidence ?? 1)
          expect(passage.entry).toBe(entry)
          if (asked.entry) expect(entry).toBe(asked.entry)
          if (asked.role && passage.audience.length > 0) {
            expect(passage.audience).toContain(asked.role)
          }
        }
        expect(found.length).toBeLessThanOrEqual(asked.limit ?? 5)
        expect(await retriever.retrieve(asked)).toEqual(found)
      }),
      { numRuns: 300 },
    )
  })
})

test('the mean of the three largest is that of a sorted list', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: 0, max: 1, noNaN: true })), (values) => {
      const top = createTopThree(2)
      for (const value of values) top.add(1, value)
      const three = values.toSorted((a, b) => b - a).slice(0, 3)
      const mean = three.reduce((sum, value) => sum + value, 0) / Math.max(1, three.length)
      expect(top.mean(1)).toBeCloseTo(mean, 5)
      expect(top.mean(0)).toBe(0)
      top.clear()
      expect(top.mean(1)).toBe(0)
    }),
  )
})
