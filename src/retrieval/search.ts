/** From a question to entries with the signals that speak for each. */
import type { EntryId } from '../message.ts'
import { type Collection, type Field, roleBits } from './collection.ts'
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
  const { passages, entries } = collection
  const terms = uniqueTerms(collection, query.text)
  if (terms.length === 0 || passages.length === 0) return []
  const visible = visiblePassages(collection, query, exclusions)
  const signals = entries.map(noSignals)
  const lexical = new Float32Array(passages.length)
  addField(collection, collection.phrases, 'phrase', query, terms, visible, signals, lexical)
  addField(collection, collection.sections, 'section', query, terms, visible, signals, lexical)
  addWholes(collection, query, terms, exclusions, visible, signals)
  const cosines = new Float32Array(passages.length)
  if (!collection.dense?.exact) cosines.fill(unknown)
  if (collection.dense && vector) {
    collection.dense.neighbours(vector, cosines)
    if (!collection.dense.exact) completeCosines(collection, vector, signals, weights, cosines)
    addCosines(collection, visible, cosines, signals)
  }

  const scored: ScoredEntry[] = []
  for (let entry = 0; entry < entries.length; entry++) {
    const score = fuse(signals[entry]!, weights)
    if (score === 0) continue
    const passage = bestPassage(collection.passagesOf[entry]!, visible, lexical, cosines)
    const factor = regionFactor(passages[passage]?.region, query.municipality)
    scored.push({
      entry: entries[entry]!,
      score: score * factor,
      signals: signals[entry]!,
      passage,
    })
  }
  // Equal scores in a fixed order, so that the same question always has the same answer.
  return scored.sort((a, b) => b.score - a.score || (a.entry < b.entry ? -1 : 1))
}

function uniqueTerms({ vocabulary }: Collection, text: string): Int32Array {
  return vocabulary.numbersOf([...new Set(termsOf(text))])
}

function visiblePassages(
  { passages, rolesOf }: Collection,
  query: RetrievalQuery,
  exclusions: Exclusions,
): Uint8Array {
  const visible = new Uint8Array(passages.length)
  if (query.entry === undefined && Object.keys(exclusions).length === 0) {
    // Every question comes this way, so it reads numbers and no objects.
    const wanted = query.role ? roleBits[query.role] : 255
    for (let passage = 0; passage < visible.length; passage++) {
      if ((rolesOf[passage]! & wanted) !== 0) visible[passage] = 1
    }
    return visible
  }
  for (let passage = 0; passage < visible.length; passage++) {
    if (isVisible(passages[passage]!, query, exclusions)) visible[passage] = 1
  }
  return visible
}

const noSignals = (): EntrySignals => ({
  whole: 0,
  section: 0,
  phrase: 0,
  other: 0,
  densePhrase: 0,
  denseSection: 0,
})

/** The best passage of each entry in one field; each passage's score is noted in `lexical`. */
function addField(
  collection: Collection,
  field: Field,
  name: 'phrase' | 'section',
  query: RetrievalQuery,
  terms: Int32Array,
  visible: Uint8Array,
  signals: readonly EntrySignals[],
  lexical: Float32Array,
): void {
  const { entryOf, languageOf } = collection
  const language = collection.languages.indexOf(query.language)
  const scores = field.index.score(terms)
  for (let slot = 0; slot < scores.length; slot++) {
    const score = scores[slot]!
    const passage = field.passages[slot]!
    if (score === 0 || visible[passage] === 0) continue
    lexical[passage] = score
    const ofEntry = signals[entryOf[passage]!]!
    const target = languageOf[passage] === language ? name : 'other'
    if (score > ofEntry[target]) ofEntry[target] = score
  }
}

function addWholes(
  { wholes, entryOf, languages }: Collection,
  query: RetrievalQuery,
  terms: Int32Array,
  exclusions: Exclusions,
  visible: Uint8Array,
  signals: readonly EntrySignals[],
): void {
  const reachable = new Uint8Array(signals.length)
  for (let passage = 0; passage < visible.length; passage++) {
    if (visible[passage] === 1) reachable[entryOf[passage]!] = 1
  }
  const own = languages.indexOf(query.language)
  const isExcluded = languages.map((language) => exclusions.languages?.has(language) ?? false)
  const scores = wholes.index.score(terms)
  for (let slot = 0; slot < scores.length; slot++) {
    const entry = wholes.entries[slot]!
    const language = wholes.languages[slot]!
    if (reachable[entry] === 0 || isExcluded[language]) continue
    const target = language === own ? 'whole' : 'other'
    if (scores[slot]! > signals[entry]![target]) signals[entry]![target] = scores[slot]!
  }
}

function addCosines(
  { isPhrase, entryOf }: Collection,
  visible: Uint8Array,
  cosines: Float32Array,
  signals: readonly EntrySignals[],
): void {
  for (let passage = 0; passage < visible.length; passage++) {
    const cosine = Math.min(1, cosines[passage]!)
    if (visible[passage] === 0 || cosine <= 0) continue
    const ofEntry = signals[entryOf[passage]!]!
    const target = isPhrase[passage] === 1 ? 'densePhrase' : 'denseSection'
    if (cosine > ofEntry[target]) ofEntry[target] = cosine
  }
}

/** The passage of an entry that words and vector speak for most; -1 where none is visible. */
function bestPassage(
  numbers: readonly number[],
  visible: Uint8Array,
  lexical: Float32Array,
  cosines: Float32Array,
): number {
  let best = -1
  let bestValue = Number.NEGATIVE_INFINITY
  for (const passage of numbers) {
    const value = lexical[passage]! + Math.max(0, cosines[passage]!)
    if (visible[passage] === 0 || value <= bestValue) continue
    best = passage
    bestValue = value
  }
  return best
}

/** Passages of `query.entry`, unsorted: for a question about the entry that was just shown. */
export function searchPassages(
  collection: Collection,
  query: RetrievalQuery,
  vector: Float32Array | undefined,
): ScoredPassage[] {
  const terms = uniqueTerms(collection, query.text)
  if (terms.length === 0) return []
  const scores = collection.sections.index.score(terms)
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

/** Computes the missing cosines of the entries that the rest of the signals puts first. */
function completeCosines(
  collection: Collection,
  vector: Float32Array,
  signals: readonly EntrySignals[],
  weights: FusionWeights,
  cosines: Float32Array,
): void {
  const scores = Float64Array.from(signals, (ofEntry) => fuse(ofEntry, weights))
  const first = [...scores.keys()]
    .sort((a, b) => scores[b]! - scores[a]!)
    .slice(0, completedEntries)
  for (const entry of first) {
    for (const passage of collection.passagesOf[entry]!) {
      if (cosines[passage] === unknown) {
        cosines[passage] = collection.dense!.cosine(vector, passage)
      }
    }
  }
}
