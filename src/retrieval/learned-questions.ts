/** The classifier of the authors' questions: learned once for a content, then read from the cache. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { readArrays, writeArrays } from './array-file.ts'
import {
  type ClassifierExample,
  createClassifier,
  hashQuery,
  type QuestionClassifier,
  trainClassifier,
} from './lexical/index.ts'
import type { Passage } from './retriever.ts'

/** Another one where the same questions give other weights. */
const format = 'questions-1'

/**
 * @param passages those of the collection, numbered as there.
 * @param isLeftOut Passages that are not learned: for evaluation, which asks them.
 * @returns `undefined` where there is nothing to tell apart: no question, or one entry alone.
 */
export async function learnQuestions(options: {
  passages: readonly Passage[]
  entryOf: Uint32Array
  entryCount: number
  cacheDirectory?: string | undefined
  isLeftOut?: (passage: number) => boolean
}): Promise<QuestionClassifier | undefined> {
  const { passages, entryOf, entryCount, cacheDirectory, isLeftOut = () => false } = options
  const examples: ClassifierExample[] = []
  for (const [number, { kind, text }] of passages.entries()) {
    // A title asks nothing, but names the matter in the words of an author.
    if (kind === 'section' || isLeftOut(number)) continue
    examples.push({ terms: hashQuery(text), entry: entryOf[number]! })
  }
  const hasQuestions = passages.some(({ kind }) => kind === 'question')
  if (!hasQuestions || entryCount < 2) return undefined
  const file = cacheDirectory && join(cacheDirectory, 'questions.bin')
  const key = keyOf(examples, entryCount)
  const stored = file ? await readArrays(file, key) : undefined
  if (stored) {
    return createClassifier({
      entryCount,
      weights: stored.get('weights') as Float32Array,
      bias: stored.get('bias') as Float32Array,
    })
  }
  const data = await trainClassifier(examples, entryCount)
  if (file) {
    const arrays = [['weights', data.weights] as const, ['bias', data.bias] as const]
    await writeArrays(file, key, new Map(arrays))
  }
  return createClassifier(data)
}

function keyOf(examples: readonly ClassifierExample[], entryCount: number): string {
  const digest = createHash('sha256').update(`${format} ${entryCount}`)
  for (const { terms, entry } of examples) digest.update(`\0${entry}\0`).update(terms)
  return digest.digest('hex')
}
