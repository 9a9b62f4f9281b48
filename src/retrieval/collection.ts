/** The passages with their indexes: what a search reads and never writes. */
import type { EntryId, LanguageCode, Role } from '../message.ts'
import type { Encoder } from './dense/encoder.ts'
import { createDenseIndex, type DenseIndex } from './dense/index.ts'
import { learnQuestions } from './learned-questions.ts'
import type { QuestionClassifier, WordIndex } from './lexical/index.ts'
import { plainTextOf, titlesOf } from './passages.ts'
import type { Passage } from './retriever.ts'
import { openWordIndexes } from './word-indexes.ts'

export interface Collection {
  /** Those of one language stand together, its phrasings first, in either part those of one entry. */
  passages: readonly Passage[]
  entries: readonly EntryId[]
  /** Number of an entry -> its region; `undefined`: the whole state. */
  regionOf: readonly Passage['region'][]
  /** Number of a passage -> number of its entry. */
  entryOf: Uint32Array
  /** Number of an entry -> numbers of its passages. */
  passagesOf: readonly (readonly number[])[]
  /** Number of a passage -> bits of the roles that it is for, see `roleBits`. */
  rolesOf: Uint8Array
  shards: readonly Shard[]
  dense: DenseIndex | undefined
  /** What was learned from the phrasings; `undefined` without any. */
  questions: QuestionClassifier | undefined
}

/** The passages of one language. */
export interface Shard {
  language: LanguageCode
  words: WordIndex
  phrases: Part
  /** Titles and paragraphs. */
  sections: Part
  /** Document of the field `whole` -> number of its entry. */
  wholes: Uint32Array
}

/** Passages that stand together; document i of their field is passage `from + i`. */
export interface Part {
  from: number
  to: number
  /** The passages of one entry each, in order. */
  runs: { entry: number; from: number; to: number }[]
}

export interface CollectionOptions {
  passages: readonly Passage[]
  encoder: Encoder | undefined
  cacheDirectory?: string
  exactLimit?: number
}

export const roleBits: Record<Role, number> = { tenant: 1, landlord: 2, authority: 4 }
export const everybody = 255

/** Builds every index, seconds for tens of thousands of passages, or reads it from the cache. */
export async function createCollection(options: CollectionOptions): Promise<Collection> {
  const byLanguage = new Map(
    [...Map.groupBy(options.passages, ({ language }) => language)].map(([language, list]) => [
      language,
      arrange(list),
    ]),
  )
  const passages = [...byLanguage.values()].flat()
  const { entries, entryOf, passagesOf } = numberEntries(passages)
  const words = await openWordIndexes(byLanguage, options.cacheDirectory)
  return {
    passages,
    entries,
    regionOf: passagesOf.map(([first]) => passages[first!]!.region),
    entryOf,
    passagesOf,
    rolesOf: Uint8Array.from(passages, ({ audience }) => bitsOf(audience)),
    shards: createShards(byLanguage, words, entryOf),
    questions: await learnQuestions({
      passages,
      entryOf,
      entryCount: entries.length,
      cacheDirectory: options.cacheDirectory,
    }),
    dense: options.encoder
      ? await createDenseIndex({
          encoder: options.encoder,
          texts: [...byLanguage.values()].flatMap(textsOf),
          languages: passages.map(({ language }) => language),
          cacheDirectory: options.cacheDirectory,
          exactLimit: options.exactLimit,
        })
      : undefined,
  }
}

function numberEntries(passages: readonly Passage[]) {
  const numbers = new Map<EntryId, number>()
  const entryOf = new Uint32Array(passages.length)
  const passagesOf: number[][] = []
  for (const [number, { entry }] of passages.entries()) {
    const entryNumber = numbers.get(entry) ?? numbers.size
    numbers.set(entry, entryNumber)
    entryOf[number] = entryNumber
    const siblings = passagesOf[entryNumber]
    if (siblings) siblings.push(number)
    else passagesOf[entryNumber] = [number]
  }
  return { entries: [...numbers.keys()], entryOf, passagesOf }
}

/** Phrasings first; in either part the passages of an entry together. */
function arrange(passages: readonly Passage[]): Passage[] {
  const byEntry = [...Map.groupBy(passages, ({ entry }) => entry).values()].flat()
  return [...byEntry.filter(isPhrasing), ...byEntry.filter((passage) => !isPhrasing(passage))]
}

const isPhrasing = ({ kind }: Passage) => kind === 'question'

function createShards(
  byLanguage: ReadonlyMap<LanguageCode, readonly Passage[]>,
  words: ReadonlyMap<LanguageCode, WordIndex>,
  entryOf: Uint32Array,
): Shard[] {
  const shards: Shard[] = []
  let from = 0
  for (const [language, passages] of byLanguage) {
    const middle = from + passages.filter(isPhrasing).length
    const sections = partOf(middle, from + passages.length, entryOf)
    shards.push({
      language,
      words: words.get(language)!,
      phrases: partOf(from, middle, entryOf),
      sections,
      wholes: Uint32Array.from(sections.runs, ({ entry }) => entry),
    })
    from += passages.length
  }
  return shards
}

function partOf(from: number, to: number, entryOf: Uint32Array): Part {
  const runs: Part['runs'] = []
  for (let passage = from; passage < to; passage++) {
    const entry = entryOf[passage]!
    const last = runs.at(-1)
    if (last?.entry === entry) last.to++
    else runs.push({ entry, from: passage, to: passage + 1 })
  }
  return { from, to, runs }
}

/** The texts of passages of one language; a paragraph has its title in front, which says what it is about. */
function textsOf(passages: readonly Passage[]): string[] {
  const titles = titlesOf(passages)
  return passages.map(({ entry, kind, text }) => {
    const title = kind === 'section' ? titles.get(entry) : undefined
    return `${title === undefined ? '' : `${title}\n`}${plainTextOf(text)}`
  })
}

/** A passage for nobody in particular is for everybody. */
function bitsOf(audience: readonly Role[]): number {
  return audience.length === 0
    ? everybody
    : audience.reduce((bits, role) => bits | roleBits[role], 0)
}
