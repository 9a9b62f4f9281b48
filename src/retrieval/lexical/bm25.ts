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

export interface LexicalDocument {
  language: LanguageCode
  /** With repetitions. */
  terms: readonly string[]
}

export interface LexicalIndex {
  /** Number of documents. */
  readonly size: number
  readonly languages: readonly LanguageCode[]
  /**
   * Adds each document's score to `scores` (one slot a document), divided by the best score that
   * any text could have for this query; so it lies between 0 and 1. Languages without documents
   * leave `scores` as it is.
   */
  score(terms: readonly string[], language: LanguageCode, scores: Float32Array): void
}

interface LanguageIndex {
  termNumbers: Map<string, number>
  /** Postings of term t: positions starts[t] to starts[t + 1] of `documents` and `impacts`. */
  starts: Uint32Array
  documents: Uint32Array
  impacts: Float32Array
  documentCount: number
}

/** How rare a term is; the form that is never negative. */
function inverseDocumentFrequency(documentCount: number, documentFrequency: number): number {
  return Math.log(1 + (documentCount - documentFrequency + 0.5) / (documentFrequency + 0.5))
}

/** Builds the index; document i of `documents` is slot i of the scores. */
export function createLexicalIndex(documents: readonly LexicalDocument[]): LexicalIndex {
  const numbersByLanguage = new Map<LanguageCode, number[]>()
  for (const [number, document] of documents.entries()) {
    const numbers = numbersByLanguage.get(document.language)
    if (numbers) numbers.push(number)
    else numbersByLanguage.set(document.language, [number])
  }
  const indexes = new Map<LanguageCode, LanguageIndex>()
  for (const [language, numbers] of numbersByLanguage) {
    indexes.set(language, buildLanguageIndex(documents, numbers))
  }
  return {
    size: documents.length,
    languages: [...indexes.keys()],
    score(terms, language, scores) {
      const index = indexes.get(language)
      if (index) addScores(index, terms, scores)
    },
  }
}

function buildLanguageIndex(
  documents: readonly LexicalDocument[],
  numbers: readonly number[],
): LanguageIndex {
  const termNumbers = new Map<string, number>()
  const documentFrequencies: number[] = []
  let totalLength = 0
  const countsByDocument = numbers.map((number) => {
    const counts = new Map<number, number>()
    for (const term of documents[number]!.terms) {
      let termNumber = termNumbers.get(term)
      if (termNumber === undefined) {
        termNumber = termNumbers.size
        termNumbers.set(term, termNumber)
        documentFrequencies.push(0)
      }
      const count = counts.get(termNumber) ?? 0
      if (count === 0) documentFrequencies[termNumber]!++
      counts.set(termNumber, count + 1)
      totalLength++
    }
    return counts
  })

  const starts = new Uint32Array(termNumbers.size + 1)
  for (const [term, frequency] of documentFrequencies.entries()) {
    starts[term + 1] = starts[term]! + frequency
  }
  const next = starts.slice()
  const postings = new Uint32Array(starts.at(-1)!)
  const impacts = new Float32Array(postings.length)
  const averageLength = totalLength / numbers.length || 1
  for (const [position, counts] of countsByDocument.entries()) {
    const number = numbers[position]!
    const length = documents[number]!.terms.length / averageLength
    const norm = saturation * (1 - lengthPenalty + lengthPenalty * length)
    for (const [term, count] of counts) {
      const slot = next[term]!++
      postings[slot] = number
      // The largest value that a count can reach is 1, so a query's best score is its sum of idf.
      impacts[slot] =
        inverseDocumentFrequency(numbers.length, documentFrequencies[term]!) *
        (count / (count + norm))
    }
  }
  return { termNumbers, starts, documents: postings, impacts, documentCount: numbers.length }
}

function addScores(index: LanguageIndex, terms: readonly string[], scores: Float32Array): void {
  const weighed = [...new Set(terms)].map((term) => {
    const { from, to } = rangeOf(index, term)
    return { from, to, rarity: inverseDocumentFrequency(index.documentCount, to - from) }
  })
  if (weighed.length > mostQueryTerms) {
    weighed.sort((a, b) => b.rarity - a.rarity)
    weighed.length = mostQueryTerms
  }
  let best = 0
  for (const { rarity } of weighed) best += rarity
  if (best === 0) return
  for (const { from, to } of weighed) {
    for (let slot = from; slot < to; slot++) {
      scores[index.documents[slot]!]! += index.impacts[slot]! / best
    }
  }
}

/** Where a term's postings are; empty for an unknown term. */
function rangeOf(index: LanguageIndex, term: string): { from: number; to: number } {
  const number = index.termNumbers.get(term)
  if (number === undefined) return { from: 0, to: 0 }
  return { from: index.starts[number]!, to: index.starts[number + 1]! }
}
