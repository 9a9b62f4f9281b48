/** What is learned from the authors' questions. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { learnQuestions } from '../src/retrieval/learned-questions.ts'
import { hashQuery } from '../src/retrieval/lexical/index.ts'
import type { Passage } from '../src/retrieval/retriever.ts'

const questions = [
  ['deposit', 'de', 'wie hoch darf die kaution sein'],
  ['deposit', 'de', 'kaution zurück nach auszug'],
  ['deposit', 'uk', 'скільки застави може вимагати орендодавець'],
  ['noise', 'de', 'nachbar ist nachts laut'],
  ['noise', 'en', 'neighbour makes noise at night'],
] as const

const passages = questions.map(
  ([entry, language, text], number): Passage => ({
    id: `${number}`,
    entry,
    language,
    kind: 'question',
    text,
    audience: [],
  }),
)
const entryOf = Uint32Array.from(questions, ([entry]) => (entry === 'deposit' ? 0 : 1))
const options = { passages, entryOf, entryCount: 2 }

async function likely(text: string, more: object = {}): Promise<Float32Array> {
  const classifier = await learnQuestions({ ...options, ...more })
  const result = new Float32Array(2)
  classifier!.classify(hashQuery(text), result)
  return result
}

it('knows the entry of a question in other words, in any of its languages', async () => {
  expect((await likely('kaution nicht zurückbekommen'))[0]).toBeGreaterThan(0.8)
  expect((await likely('яку заставу вимагає орендодавець'))[0]).toBeGreaterThan(0.8)
  expect((await likely('loud neighbours at night'))[1]).toBeGreaterThan(0.8)
})

it('learns nothing of what is left out', async () => {
  const isLeftOut = (passage: number) => passage >= 3
  expect((await likely('nachbar laut', { isLeftOut }))[1]).toBeLessThan(0.5)
})

it('is the same every time, also from the cache', async () => {
  const cacheDirectory = mkdtempSync(join(tmpdir(), 'lotse-questions-'))
  const first = await likely('kaution laut', { cacheDirectory })
  expect(await likely('kaution laut', { cacheDirectory })).toEqual(first)
  expect(await likely('kaution laut')).toEqual(first)
  rmSync(cacheDirectory, { recursive: true })
})

it('is nothing where nobody wrote questions', async () => {
  const pages = passages.map((passage) => ({ ...passage, kind: 'section' as const }))
  expect(await learnQuestions({ ...options, passages: pages })).toBeUndefined()
})

it('gives probabilities for any text', async () => {
  const classifier = (await learnQuestions(options))!
  const result = new Float32Array(2)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      classifier.classify(hashQuery(text), result)
      const [one = -1, other = -1] = result
      return one >= 0 && other >= 0 && Math.abs(one + other - 1) < 1e-5
    }),
  )
})
