/** The passages with their indexes: what a search reads and never writes. */
import type { EntryId, LanguageCode, Role } from '../message.ts'
import type { Encoder } from './dense/encoder.ts'
import { createDenseIndex, type DenseIndex } from './dense/index.ts'
import {
  createLexicalIndex,
  createVocabulary,
  type LexicalIndex,
  termsOf,
  type Vocabulary,
} from './lexical/index.ts'
import { plainTextOf } from './passages.ts'
import type { Passage } from './retriever.ts'

/** Passages of one field in one index of their own, because their lengths differ. */
export interface Field {
  index: LexicalIndex
  /** Slot of the index -> number of the passage. */
  passages: Uint32Array
}

export interface Collection {
  passages: readonly Passage[]
  entries: readonly EntryId[]
  /** Number of a passage -> number of its entry. */
  entryOf: Uint32Array
  /** Number of an entry -> numbers of its passages. */
  passagesOf: readonly (readonly number[])[]
  languages: readonly LanguageCode[]
  /** Number of a passage -> number of its language. */
  languageOf: Uint16Array
  /** Number of a passage -> bits of the roles that it is for, see `roleBits`. */
  rolesOf: Uint8Array
  /** Number of a passage -> 1 where it is a phrasing. */
  isPhrase: Uint8Array
  vocabulary: Vocabulary
  /** What people ask. */
  phrases: Field
  /** Paragraphs with the title in front, and the titles alone. */
  sections: Field
  /** Sections of an entry in one language as one document. */
  wholes: { index: LexicalIndex; entries: Uint32Array; languages: Uint16Array }
  dense: DenseIndex | undefined
}

export interface CollectionOptions {
  passages: readonly Passage[]
  encoder: Encoder | undefined
  cacheDirectory?: string
  exactLimit?: number
}

export const roleBits: Record<Role, number> = { tenant: 1, landlord: 2, authority: 4 }
const everybody = 255

/** Passages between two turns of the event loop while the indexes are built. */
const passagesPerTurn = 200

/** Builds every index; seconds for tens of thousands of passages. */
export async function createCollection(options: CollectionOptions): Promise<Collection> {
  const { passages } = options
  const entryNumbers = new Map<EntryId, number>()
  const entryOf = new Uint32Array(passages.length)
  const passagesOf: number[][] = []
  const titles = new Map<string, string>()
  for (const [number, passage] of passages.entries()) {
    const entry = entryNumbers.get(passage.entry) ?? entryNumbers.size
    entryNumbers.set(passage.entry, entry)
    entryOf[number] = entry
    const siblings = passagesOf[entry]
    if (siblings) siblings.push(number)
    else passagesOf[entry] = [number]
    if (passage.kind === 'title') titles.set(`${passage.language} ${passage.entry}`, passage.text)
  }

  const vocabulary = createVocabulary()
  const numbersOf = (text: string) =>
    Uint32Array.from(termsOf(text), (term) => vocabulary.add(term))
  const ownTerms: Uint32Array[] = []
  for (const [number, passage] of passages.entries()) {
    ownTerms.push(numbersOf(plainTextOf(passage.text)))
    if (number % passagesPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  // A paragraph alone often lacks the word that the question is about; the title has it.
  const titleOf = (passage: Passage) =>
    passage.kind === 'section' ? titles.get(`${passage.language} ${passage.entry}`) : undefined
  const texts = passages.map((passage) => {
    const title = titleOf(passage)
    return `${title === undefined ? '' : `${title}\n`}${plainTextOf(passage.text)}`
  })
  const terms = passages.map((passage, number) => {
    const title = titleOf(passage)
    return title === undefined ? ownTerms[number]! : [...numbersOf(title), ...ownTerms[number]!]
  })

  const fieldOf = (belongs: (passage: Passage) => boolean): Field => {
    const numbers = [...passages.keys()].filter((number) => belongs(passages[number]!))
    return {
      passages: Uint32Array.from(numbers),
      index: createLexicalIndex(
        numbers.map((number) => ({
          language: passages[number]!.language,
          terms: terms[number]!,
        })),
        vocabulary,
      ),
    }
  }
  const languages = [...new Set(passages.map((passage) => passage.language))]
  return {
    passages,
    entries: [...entryNumbers.keys()],
    entryOf,
    passagesOf,
    languages,
    languageOf: Uint16Array.from(passages, ({ language }) => languages.indexOf(language)),
    rolesOf: Uint8Array.from(passages, ({ audience }) => bitsOf(audience)),
    isPhrase: Uint8Array.from(passages, ({ kind }) => (kind === 'question' ? 1 : 0)),
    vocabulary,
    phrases: fieldOf((passage) => passage.kind === 'question'),
    sections: fieldOf((passage) => passage.kind !== 'question'),
    wholes: buildWholes(passages, entryOf, languages, ownTerms, vocabulary),
    dense: options.encoder
      ? await createDenseIndex({
          encoder: options.encoder,
          texts,
          languages: passages.map(({ language }) => language),
          cacheDirectory: options.cacheDirectory,
          exactLimit: options.exactLimit,
        })
      : undefined,
  }
}

function buildWholes(
  passages: readonly Passage[],
  entryOf: Uint32Array,
  languages: readonly LanguageCode[],
  terms: readonly Uint32Array[],
  vocabulary: Vocabulary,
): Collection['wholes'] {
  const documents = new Map<string, { entry: number; language: LanguageCode; terms: number[] }>()
  for (const [number, passage] of passages.entries()) {
    // Phrasings stay out: they are documents of their own, and short ones are worth more alone.
    if (passage.kind === 'question') continue
    const key = `${passage.language} ${passage.entry}`
    const { language } = passage
    const document = documents.get(key) ?? { entry: entryOf[number]!, language, terms: [] }
    for (const term of terms[number]!) document.terms.push(term)
    documents.set(key, document)
  }
  const list = [...documents.values()]
  return {
    entries: Uint32Array.from(list, ({ entry }) => entry),
    languages: Uint16Array.from(list, ({ language }) => languages.indexOf(language)),
    index: createLexicalIndex(list, vocabulary),
  }
}

/** A passage for nobody in particular is for everybody. */
function bitsOf(audience: readonly Role[]): number {
  return audience.length === 0
    ? everybody
    : audience.reduce((bits, role) => bits | roleBits[role], 0)
}
