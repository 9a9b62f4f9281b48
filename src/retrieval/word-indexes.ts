/** One index of words a language, built from its passages or read from the cache. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { EntryId, LanguageCode } from '../message.ts'
import { readArrays, writeArrays } from './array-file.ts'
import {
  buildWordIndex,
  createWordIndex,
  hashTerms,
  packWordIndex,
  unpackWordIndex,
  type WordIndex,
  type WordIndexData,
} from './lexical/index.ts'
import { plainTextOf, titlesOf } from './passages.ts'
import type { Passage } from './retriever.ts'

type Passages = ReadonlyMap<LanguageCode, readonly Passage[]>

/** Another one where indexes are built otherwise from the same terms. */
const format = 'words-2'
/** Passages between two turns of the event loop while an index is built. */
const passagesPerTurn = 200

export async function openWordIndexes(
  byLanguage: Passages,
  cacheDirectory: string | undefined,
): Promise<Map<LanguageCode, WordIndex>> {
  const file = cacheDirectory && join(cacheDirectory, 'words.bin')
  const key = file ? keyOf(byLanguage) : ''
  const stored = file ? await readArrays(file, key) : undefined
  const data = new Map<LanguageCode, WordIndexData>()
  for (const [language, passages] of byLanguage) {
    data.set(language, stored ? unpackWordIndex(language, stored) : await build(passages))
  }
  if (file && !stored) {
    const packed = [...data].flatMap(([language, index]) => packWordIndex(language, index))
    await writeArrays(file, key, new Map(packed))
  }
  return new Map([...data].map(([language, index]) => [language, createWordIndex(index)]))
}

async function build(passages: readonly Passage[]): Promise<WordIndexData> {
  const titles = new Map(
    [...titlesOf(passages)].map(([entry, title]) => [entry, hashTerms(plainTextOf(title))]),
  )
  const phrase: Uint32Array[] = []
  const section: Uint32Array[] = []
  const wholes = new Map<EntryId, Uint32Array[]>()
  const texts = passages.map(({ text }) => plainTextOf(text))
  for (const [number, { entry, kind }] of passages.entries()) {
    const terms = hashTerms(texts[number]!)
    if (kind === 'question') {
      phrase.push(terms)
    } else {
      // A paragraph alone often lacks the word that the question is about; the title has it.
      const title = kind === 'section' ? titles.get(entry) : undefined
      section.push(title ? concatenate([title, terms]) : terms)
      // Phrasings stay out: they are documents of their own, and short ones are worth more alone.
      wholes.set(entry, [...(wholes.get(entry) ?? []), terms])
    }
    if (number % passagesPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const whole = [...wholes.values()].map(concatenate)
  return buildWordIndex({ phrase, section, whole }, texts)
}

function concatenate(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  return all
}

/** Names the texts, and by the terms of some of them the analyzer, which may change with the program. */
function keyOf(byLanguage: Passages): string {
  const digest = createHash('sha256').update(format)
  for (const [language, passages] of byLanguage) {
    digest.update(`\0${language}`)
    for (const { entry, kind, text } of passages) digest.update(`\0${entry}\0${kind}\0${text}`)
    for (const { text } of passages.slice(0, 5)) digest.update(hashTerms(plainTextOf(text)))
  }
  return digest.digest('hex')
}
