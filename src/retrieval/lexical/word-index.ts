/** All texts of one language as documents of three kinds, with one vocabulary. */
import type { NumberArray } from '../array-file.ts'
import { buildField, createField, type Field, type FieldData } from './field.ts'
import { buildLexicon, createLexicon, type Lexicon, type LexiconData } from './lexicon.ts'
import { termsOf } from './tokens.ts'
import { hashOf, numberOf, sortedUnique } from './vocabulary.ts'

export const fieldNames = ['phrase', 'section', 'whole'] as const
export type FieldName = (typeof fieldNames)[number]

export interface WordIndex {
  lexicon: Lexicon
  fields: Record<FieldName, Field>
  /** Numbers of the terms, for `Field.score`. */
  numbersOf(hashes: Uint32Array): Int32Array
}

/** Hashes of the terms of each document, with repetitions. */
export type HashedDocuments = Record<FieldName, Uint32Array[]>

/** What is kept on disk of an index. */
export interface WordIndexData {
  lexicon: LexiconData
  vocabulary: Uint32Array
  fields: Record<FieldName, FieldData>
}

export const hashTerms = (text: string): Uint32Array => Uint32Array.from(termsOf(text), hashOf)

/** The terms of a question, each once. */
export const hashQuery = (text: string): Uint32Array => new Uint32Array(new Set(hashTerms(text)))

export function buildWordIndex(
  documents: HashedDocuments,
  texts: readonly string[],
): WordIndexData {
  const lists = fieldNames.flatMap((name) => documents[name])
  const hashes = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0))
  let at = 0
  for (const list of lists) {
    hashes.set(list, at)
    at += list.length
  }
  const vocabulary = sortedUnique(hashes)
  const numbered = (list: Uint32Array) => list.map((hash) => numberOf(vocabulary, hash))
  return {
    lexicon: buildLexicon(texts),
    vocabulary,
    fields: mapFields((name) => buildField(documents[name].map(numbered), vocabulary.length)),
  }
}

export function createWordIndex({ lexicon, vocabulary, fields }: WordIndexData): WordIndex {
  return {
    lexicon: createLexicon(lexicon),
    fields: mapFields((name) => createField(fields[name])),
    numbersOf: (hashes) => Int32Array.from(hashes, (hash) => numberOf(vocabulary, hash)),
  }
}

/** The arrays of an index under names that begin with `prefix`. */
export function packWordIndex(prefix: string, { lexicon, vocabulary, fields }: WordIndexData) {
  const packed: [string, NumberArray][] = [
    [`${prefix}/vocabulary`, vocabulary],
    [`${prefix}/words`, packLines(lexicon.words)],
    [`${prefix}/surfaces`, packLines(lexicon.surfaces)],
  ]
  for (const name of fieldNames) {
    const { documents, starts, postings } = fields[name]
    packed.push([`${prefix}/${name}/documents`, Uint32Array.of(documents)])
    packed.push([`${prefix}/${name}/starts`, starts], [`${prefix}/${name}/postings`, postings])
  }
  return packed
}

/** What `packWordIndex` packed. */
export function unpackWordIndex(
  prefix: string,
  arrays: ReadonlyMap<string, NumberArray>,
): WordIndexData {
  const array = (name: string) => arrays.get(`${prefix}/${name}`) as Uint32Array
  const lines = (name: string) => unpackLines(arrays.get(`${prefix}/${name}`) as Uint8Array)
  return {
    lexicon: { words: lines('words'), surfaces: lines('surfaces') },
    vocabulary: array('vocabulary'),
    fields: mapFields((name) => ({
      documents: array(`${name}/documents`)[0]!,
      starts: array(`${name}/starts`),
      postings: array(`${name}/postings`),
    })),
  }
}

const packLines = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'))
const unpackLines = (bytes: Uint8Array) => new TextDecoder().decode(bytes).split('\n')

function mapFields<T>(make: (name: FieldName) => T): Record<FieldName, T> {
  return { phrase: make('phrase'), section: make('section'), whole: make('whole') }
}
