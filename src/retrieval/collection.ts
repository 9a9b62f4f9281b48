/** The passages with their indexes: what a search reads and never writes. */
import type { EntryId, LanguageCode, Role } from '../message.ts'
import type { Encoder } from './dense/encoder.ts'
import { createDenseIndex, type DenseIndex } from './dense/index.ts'
import type { FieldName, WordIndex } from './lexical/index.ts'
import { plainTextOf, titlesOf } from './passages.ts'
import type { Passage } from './retriever.ts'
import { openWordIndexes } from './word-indexes.ts'

export interface Collection {
  /** Those of one language stand together. */
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
  /** Number of a passage -> 1 where it is a phrasing. */
  isPhrase: Uint8Array
  shards: readonly Shard[]
  dense: DenseIndex | undefined
}

/** The passages of one language. */
export interface Shard {
  language: LanguageCode
  /** Numbers of its passages: from `from` to before `to`. */
  from: number
  to: number
  words: WordIndex
  /**
   * Document of each field -> number of its passage; for `whole`, all titles and sections of an entry
   * as one document, number of its entry.
   */
  documents: Record<FieldName, Uint32Array>
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
  const byLanguage = Map.groupBy(options.passages, ({ language }) => language)
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
    isPhrase: Uint8Array.from(passages, ({ kind }) => (kind === 'question' ? 1 : 0)),
    shards: createShards(byLanguage, words, entryOf),
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

function createShards(
  byLanguage: ReadonlyMap<LanguageCode, readonly Passage[]>,
  words: ReadonlyMap<LanguageCode, WordIndex>,
  entryOf: Uint32Array,
): Shard[] {
  const shards: Shard[] = []
  let from = 0
  for (const [language, passages] of byLanguage) {
    const numbers = passages.map((_, index) => from + index)
    const isPhrase = (number: number) => passages[number - from]!.kind === 'question'
    const sections = numbers.filter((number) => !isPhrase(number))
    shards.push({
      language,
      from,
      to: from + passages.length,
      words: words.get(language)!,
      documents: {
        phrase: Uint32Array.from(numbers.filter(isPhrase)),
        section: Uint32Array.from(sections),
        whole: new Uint32Array(new Set(sections.map((number) => entryOf[number]!))),
      },
    })
    from += passages.length
  }
  return shards
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
