/** From a question to entries with the signals that speak for each. */
import type { EntryId } from '../message.ts'
import type { Collection, Field } from './collection.ts'
import { type EntrySignals, type FusionWeights, fuse } from './fusion.ts'
import { termsOf } from './lexical/index.ts'
import type { RetrievalQuery } from './retriever.ts'
import { type Exclusions, isVisible, regionFactor } from './scope.ts'

export interface ScoredEntry {
  entry: EntryId
  /** The fused signals, with what the place adds or takes. */
  score: number
  signals: EntrySignals
  /** Number of the passage that matched best. */
  passage: number
}

export interface ScoredPassage {
  passage: number
  lexical: number
  dense: number
}

/** Entries whose cosines are completed when hnswlib named only the nearest passages. */
const completedEntries = 30
/** A cosine that nobody computed. */
const unknown = -2

/** Entries for a question, best first. `vector` is the question's, where there is an encoder. */
export function searchEntries(
  collection: Collection,
  query: RetrievalQuery,
  vector: Float32Array | undefined,
  weights: FusionWeights,
  exclusions: Exclusions = {},
): ScoredEntry[] {
  const { passages, entries, entryOf, dense } = collection
  const terms = termsOf(query.text)
  if (terms.length === 0 || passages.length === 0) return []
  const signals = entries.map(
    (): EntrySignals => ({
      whole: 0,
      section: 0,
      phrase: 0,
      other: 0,
      densePhrase: 0,
      denseSection: 0,
    }),
  )
  const visible = passages.map((passage) => isVisible(passage, query, exclusions))
  const reachable = new Uint8Array(entries.length)
  for (const [number, isOpen] of visible.entries()) if (isOpen) reachable[entryOf[number]!] = 1

  const bestPassage = new Int32Array(entries.length).fill(-1)
  const bestValue = new Float32Array(entries.length)
  const propose = (entry: number, passage: number, value: number) => {
    if (bestPassage[entry] !== -1 && value <= bestValue[entry]!) return
    bestPassage[entry] = passage
    bestValue[entry] = value
  }

  const values = new Float32Array(passages.length)
  const addField = (field: Field, name: 'phrase' | 'section') => {
    const scores = scoreAllLanguages(collection, field.index, terms)
    for (const [slot, passage] of field.passages.entries()) {
      const score = scores[slot]!
      if (score === 0 || !visible[passage]) continue
      values[passage] = score
      const entrySignals = signals[entryOf[passage]!]!
      const target = passages[passage]!.language === query.language ? name : 'other'
      if (score > entrySignals[target]) entrySignals[target] = score
    }
  }
  addField(collection.phrases, 'phrase')
  addField(collection.sections, 'section')

  const { wholes } = collection
  const wholeScores = scoreAllLanguages(collection, wholes.index, terms)
  for (const [slot, entry] of wholes.entries.entries()) {
    if (!reachable[entry] || exclusions.languages?.has(wholes.languages[slot]!)) continue
    const target = wholes.languages[slot] === query.language ? 'whole' : 'other'
    const entrySignals = signals[entry]!
    if (wholeScores[slot]! > entrySignals[target]) entrySignals[target] = wholeScores[slot]!
  }

  const cosines = new Float32Array(passages.length).fill(unknown)
  if (dense && vector) {
    dense.neighbours(vector, cosines)
    if (!dense.exact) completeCosines(collection, vector, signals, weights, cosines)
  }
  for (const [passage, isOpen] of visible.entries()) {
    if (!isOpen) continue
    const entry = entryOf[passage]!
    const cosine = Math.max(0, Math.min(1, cosines[passage]!))
    const name = passages[passage]!.kind === 'question' ? 'densePhrase' : 'denseSection'
    const entrySignals = signals[entry]!
    if (cosine > entrySignals[name]) entrySignals[name] = cosine
    propose(entry, passage, values[passage]! + cosine)
  }

  const scored: ScoredEntry[] = []
  for (const [entry, entrySignals] of signals.entries()) {
    const passage = bestPassage[entry]!
    if (passage === -1) continue
    const fused = fuse(entrySignals, weights)
    if (fused === 0) continue
    scored.push({
      entry: entries[entry]!,
      score: fused * regionFactor(passages[passage]!.region, query.municipality),
      signals: entrySignals,
      passage,
    })
  }
  // Equal scores in a fixed order, so that the same question always has the same answer.
  scored.sort((a, b) => b.score - a.score || (a.entry < b.entry ? -1 : 1))
  return scored
}

/** Passages of `query.entry`, unsorted: for a question about the entry that was just shown. */
export function searchPassages(
  collection: Collection,
  query: RetrievalQuery,
  vector: Float32Array | undefined,
): ScoredPassage[] {
  const terms = termsOf(query.text)
  if (terms.length === 0) return []
  const scores = scoreAllLanguages(collection, collection.sections.index, terms)
  const found: ScoredPassage[] = []
  for (const [slot, passage] of collection.sections.passages.entries()) {
    if (collection.passages[passage]!.kind !== 'section') continue
    if (!isVisible(collection.passages[passage]!, query, {})) continue
    const cosine = vector && collection.dense ? collection.dense.cosine(vector, passage) : 0
    found.push({ passage, lexical: scores[slot]!, dense: Math.max(0, Math.min(1, cosine)) })
  }
  const inLanguage = found.filter(
    ({ passage }) => collection.passages[passage]!.language === query.language,
  )
  return inLanguage.length > 0 ? inLanguage : found
}

function scoreAllLanguages(
  collection: Collection,
  index: Field['index'],
  terms: readonly string[],
): Float32Array {
  const scores = new Float32Array(index.size)
  for (const language of collection.languages) index.score(terms, language, scores)
  return scores
}

/** Computes the missing cosines of the entries that the rest of the signals puts first. */
function completeCosines(
  collection: Collection,
  vector: Float32Array,
  signals: readonly EntrySignals[],
  weights: FusionWeights,
  cosines: Float32Array,
): void {
  const first = [...signals.keys()]
    .sort((a, b) => fuse(signals[b]!, weights) - fuse(signals[a]!, weights))
    .slice(0, completedEntries)
  for (const entry of first) {
    for (const passage of collection.passagesOf[entry]!) {
      if (cosines[passage] === unknown) {
        cosines[passage] = collection.dense!.cosine(vector, passage)
      }
    }
  }
}
