/**
 * BM25 (Robertson and Zaragoza 2009) over the documents of one language and one kind, in typed
 * arrays. Statistics over all languages together cost 3 to 4 points of recall@1, and phrasings,
 * paragraphs and whole entries differ in length.
 */

/** Longer repetitions count on for longer than the usual 1.2: one word brings many 4-grams. */
const saturation = 2
const lengthPenalty = 0.75

/** A text is cut to its most telling terms beyond this, so that no message is slow. */
const mostQueryTerms = 400
/** Likewise the postings that one question reads of one field: the commonest terms say the least. */
const mostPostings = 60_000

/** Postings of term t: `starts[t]` to `starts[t + 1]` of `postings`. */
export interface FieldData {
  documents: number
  starts: Uint32Array
  /** Document number times 256, plus how strongly the term stands there, from 1 to 255. */
  postings: Uint32Array
}

export interface Field {
  readonly documents: number
  /**
   * Writes the score of document i into `scores[i]`, each divided by the best score that any text
   * could have for this query, so between 0 and 1.
   * @param terms numbers of different terms; -1 for one that stands nowhere.
   */
  score(terms: Int32Array, scores: Float32Array): void
}

const strengths = 255
/** What is left of 32 bits. */
const mostDocuments = 2 ** 24

/** How rare a term is; the form that is never negative. */
function inverseDocumentFrequency(documentCount: number, documentFrequency: number): number {
  return Math.log(1 + (documentCount - documentFrequency + 0.5) / (documentFrequency + 0.5))
}

export function createField({ documents, starts, postings }: FieldData): Field {
  const rarityOf = Float64Array.from({ length: documents + 1 }, (_, frequency) =>
    inverseDocumentFrequency(documents, frequency),
  )
  const countOf = (term: number) => (term < 0 ? 0 : starts[term + 1]! - starts[term]!)
  return {
    documents,
    score(terms, scores) {
      scores.fill(0, 0, documents)
      const kept = keepTelling(terms, countOf)
      let best = 0
      for (const term of kept) best += rarityOf[countOf(term)]!
      for (const term of kept) {
        if (term < 0) continue
        // The largest value that a strength stands for is 1, so a query's best score is its sum of
        // rarities.
        const share = rarityOf[countOf(term)]! / (best * strengths)
        const end = starts[term + 1]!
        for (let at = starts[term]!; at < end; at++) {
          const posting = postings[at]!
          scores[posting >>> 8]! += share * (posting & 255)
        }
      }
    },
  }
}

/** All terms of a question; of a very long one the rarest, as far as the bounds reach. */
function keepTelling(terms: Int32Array, countOf: (term: number) => number): Int32Array {
  let sum = 0
  for (const term of terms) sum += countOf(term)
  if (terms.length <= mostQueryTerms && sum <= mostPostings) return terms
  // Sorting bare numbers is many times as fast as sorting terms by a function.
  const counts = Uint32Array.from(terms, countOf).sort()
  let kept = 0
  let left = mostPostings
  while (kept < Math.min(mostQueryTerms, counts.length) && left >= counts[kept]!) {
    left -= counts[kept++]!
  }
  const commonest = counts[Math.max(0, kept - 1)]!
  return terms.filter((term) => countOf(term) <= commonest).slice(0, Math.max(1, kept))
}

/**
 * Counts the terms of documents.
 * @param documents numbers of each one's terms, with repetitions.
 * @throws Error beyond 16 million documents.
 */
export function buildField(documents: readonly Uint32Array[], vocabularySize: number): FieldData {
  if (documents.length > mostDocuments) {
    throw new Error(`${documents.length} texts of one kind and language; 2^24 is the most.`)
  }
  const sortedTerms = documents.map((terms) => terms.toSorted())
  const totalLength = documents.reduce((sum, terms) => sum + terms.length, 0)
  const averageLength = totalLength / documents.length || 1
  const starts = new Uint32Array(vocabularySize + 1)
  for (const terms of sortedTerms) forEachCount(terms, (term) => starts[term + 1]!++)
  for (let term = 0; term < vocabularySize; term++) starts[term + 1]! += starts[term]!
  const next = starts.slice()
  const postings = new Uint32Array(starts.at(-1)!)
  for (const [document, terms] of sortedTerms.entries()) {
    const norm = saturation * (1 - lengthPenalty + (lengthPenalty * terms.length) / averageLength)
    forEachCount(terms, (term, count) => {
      const strength = Math.max(1, Math.round((strengths * count) / (count + norm)))
      postings[next[term]!++] = (document << 8) | strength
    })
  }
  return { documents: documents.length, starts, postings }
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
