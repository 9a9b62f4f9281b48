/**
 * BM25 (Robertson and Zaragoza 2009) over typed arrays. Document frequencies and the average length
 * are kept per language: one statistic over all languages costs 3 to 4 points of recall@1.
 */
import type { LanguageCode } from '../../message.ts'

/** Longer repetitions count on for longer than the usual 1.2: one word brings many 4-grams. */
const saturation = 2
const lengthPenalty = 0.75

/** A text is cut to its most telling terms beyond this, so that no message is slow. */
const mostQueryTerms = 400

/** The terms of every index, numbered once, so that a question looks each of its terms up once. */
export interface Vocabulary {
  readonly size: number
  /** Number of a term, a new one where it has none. */
  add(term: string): number
  /** Numbers of the terms; -1 for every unknown one. */
  numbersOf(terms: readonly string[]): Int32Array
}

export interface LexicalDocument {
  language: LanguageCode
  /** Numbers of its terms in the vocabulary, with repetitions. */
  terms: ArrayLike<number>
}

export interface LexicalIndex {
  /** Number of documents. */
  readonly size: number
  /**
   * Scores of all documents for a query without repetitions. Each is divided by the best score that
   * any text of its language could have for this query; so it lies between 0 and 1.
   */
  score(terms: Int32Array): Float32Array
}

/** The documents of one language: what its statistics are taken from. */
interface LanguageStatistics {
  averageLength: number
  /** How rare a term is that stands in so many documents. */
  rarities: Float64Array
}

/** Postings of term t: positions starts[t] to starts[t + 1] of `slots` and `impacts`. */
interface Postings {
  starts: Uint32Array
  slots: Uint32Array
  impacts: Float32Array
}

export function createVocabulary(): Vocabulary {
  const numbers = new Map<string, number>()
  return {
    get size() {
      return numbers.size
    },
    add(term) {
      const known = numbers.get(term)
      if (known !== undefined) return known
      numbers.set(term, numbers.size)
      return numbers.size - 1
    },
    numbersOf: (terms) => Int32Array.from(terms, (term) => numbers.get(term) ?? -1),
  }
}

/** How rare a term is; the form that is never negative. */
function inverseDocumentFrequency(documentCount: number, documentFrequency: number): number {
  return Math.log(1 + (documentCount - documentFrequency + 0.5) / (documentFrequency + 0.5))
}

/** Builds the index; document i of `documents` is slot i of the scores. */
export function createLexicalIndex(
  documents: readonly LexicalDocument[],
  vocabulary: Vocabulary,
): LexicalIndex {
  const languages = [...new Set(documents.map(({ language }) => language))]
  const languageOf = Uint16Array.from(documents, ({ language }) => languages.indexOf(language))
  const statistics = languages.map((_, language) => statisticsOf(documents, languageOf, language))
  const postings = buildPostings(documents, languageOf, statistics, vocabulary.size)
  return searchPostings(postings, languageOf, statistics)
}

/** Apart from the building, so that the index does not keep the documents in memory. */
function searchPostings(
  { starts, slots, impacts }: Postings,
  languageOf: Uint16Array,
  statistics: readonly LanguageStatistics[],
): LexicalIndex {
  /** In how many documents of each language the term stands. */
  function countDocuments(term: number, counts: Uint32Array): void {
    counts.fill(0)
    if (term < 0) return
    for (let at = starts[term]!; at < starts[term + 1]!; at++) counts[languageOf[slots[at]!]!]!++
  }

  /** For each language how rare each term is there; 0 for those that do not count. */
  function weigh(terms: Int32Array): Float64Array[] {
    const rarities = statistics.map(() => new Float64Array(terms.length))
    const counts = new Uint32Array(statistics.length)
    for (const [position, term] of terms.entries()) {
      countDocuments(term, counts)
      for (let language = 0; language < counts.length; language++) {
        rarities[language]![position] = statistics[language]!.rarities[counts[language]!]!
      }
    }
    if (terms.length > mostQueryTerms) for (const ofTerms of rarities) keepRarest(ofTerms)
    return rarities
  }

  return {
    size: languageOf.length,
    score(terms) {
      const scores = new Float32Array(languageOf.length)
      const rarities = weigh(terms)
      const bests = rarities.map((ofTerms) => ofTerms.reduce((sum, rarity) => sum + rarity, 0))
      const isCut = terms.length > mostQueryTerms
      for (const [position, term] of terms.entries()) {
        if (term < 0) continue
        for (let at = starts[term]!; at < starts[term + 1]!; at++) {
          const slot = slots[at]!
          if (isCut && rarities[languageOf[slot]!]![position] === 0) continue
          scores[slot]! += impacts[at]!
        }
      }
      for (let slot = 0; slot < scores.length; slot++) {
        if (scores[slot] !== 0) scores[slot]! /= bests[languageOf[slot]!]!
      }
      return scores
    },
  }
}

function statisticsOf(
  documents: readonly LexicalDocument[],
  languageOf: Uint16Array,
  language: number,
): LanguageStatistics {
  const own = documents.filter((_, number) => languageOf[number] === language)
  const totalLength = own.reduce((sum, { terms }) => sum + terms.length, 0)
  return {
    averageLength: totalLength / own.length || 1,
    rarities: Float64Array.from({ length: own.length + 1 }, (_, frequency) =>
      inverseDocumentFrequency(own.length, frequency),
    ),
  }
}

function buildPostings(
  documents: readonly LexicalDocument[],
  languageOf: Uint16Array,
  statistics: readonly LanguageStatistics[],
  vocabularySize: number,
): Postings {
  const sortedTerms = documents.map(({ terms }) => Uint32Array.from(terms).sort())
  const starts = new Uint32Array(vocabularySize + 1)
  for (const terms of sortedTerms) forEachCount(terms, (term) => starts[term + 1]!++)
  for (let term = 0; term < vocabularySize; term++) starts[term + 1]! += starts[term]!
  const next = starts.slice()
  const slots = new Uint32Array(starts.at(-1)!)
  const impacts = new Float32Array(slots.length)
  for (const [slot, terms] of sortedTerms.entries()) {
    const length = terms.length / statistics[languageOf[slot]!]!.averageLength
    const norm = saturation * (1 - lengthPenalty + lengthPenalty * length)
    forEachCount(terms, (term, count) => {
      const at = next[term]!++
      slots[at] = slot
      impacts[at] = count / (count + norm)
    })
  }
  // The largest value that a count can reach is 1, so a query's best score is its sum of idf.
  const frequencies = new Uint32Array(statistics.length)
  for (let term = 0; term < vocabularySize; term++) {
    frequencies.fill(0)
    const [from, to] = [starts[term]!, starts[term + 1]!]
    for (let at = from; at < to; at++) frequencies[languageOf[slots[at]!]!]!++
    for (let at = from; at < to; at++) {
      const language = languageOf[slots[at]!]!
      impacts[at]! *= statistics[language]!.rarities[frequencies[language]!]!
    }
  }
  return { starts, slots, impacts }
}

/** Each term once with how often it stands there. */
function forEachCount(sorted: Uint32Array, visit: (term: number, count: number) => void): void {
  let start = 0
  for (let end = 1; end <= sorted.length; end++) {
    if (sorted[end] === sorted[start]) continue
    visit(sorted[start]!, end - start)
    start = end
  }
}

/** Sets all but the `mostQueryTerms` largest to 0. */
function keepRarest(rarities: Float64Array): void {
  const order = [...rarities.keys()].sort((a, b) => rarities[b]! - rarities[a]!)
  for (const position of order.slice(mostQueryTerms)) rarities[position] = 0
}
