/** From a question to entries with the signals that speak for each. */
import type { EntryId, LanguageCode } from '../message.ts'
import { type Collection, everybody, type Part, roleBits, type Shard } from './collection.ts'
import { type EntrySignals, type FusionWeights, fuse, signalNames } from './fusion.ts'
import { hashQuery } from './lexical/index.ts'
import type { RetrievalQuery } from './retriever.ts'
import { type Exclusions, exclude, isVisible, regionFactor } from './scope.ts'

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

export interface Search {
  /**
   * Entries for a question, best first, `limit` at most. `vector` is the question's, where there is
   * an encoder.
   */
  findEntries(
    query: RetrievalQuery,
    vector: Float32Array | undefined,
    limit: number,
    exclusions?: Exclusions,
  ): ScoredEntry[]
  /** Passages of `query.entry`, unsorted: for a question about the entry that was just shown. */
  findPassages(query: RetrievalQuery, vector: Float32Array | undefined): ScoredPassage[]
}

/**
 * Passages up to which every language is searched. Beyond it the asker's language, German and English
 * are, which costs 2 points of first places (4 where the asker's language is missing).
 */
const mostForAllLanguages = 50_000
const widelyWritten: ReadonlySet<LanguageCode> = new Set(['de', 'en'])
/** Entries whose cosines are completed when hnswlib named only the nearest passages. */
const completedEntries = 30
/** A cosine that nobody computed. */
const unknown = -2

export function createSearch(collection: Collection, weights: FusionWeights): Search {
  const { passages, entries, passagesOf, shards, dense } = collection
  // A search is one step without a pause, so all of them share their memory.
  const signals = columns(entries.length)
  const lexical = new Float32Array(passages.length)
  const cosines = new Float32Array(passages.length)
  const isSmall = passages.length <= mostForAllLanguages
  const scores = new Float32Array(Math.max(0, ...shards.map(({ wholes }) => wholes.length)))
  const reachable = new Uint8Array(entries.length)
  const masks = new Map<number, Uint8Array>()

  function findEntries(
    query: RetrievalQuery,
    vector: Float32Array | undefined,
    limit: number,
    exclusions: Exclusions = {},
  ): ScoredEntry[] {
    const hashes = hashQuery(query.text)
    if (hashes.length === 0 || passages.length === 0) return []
    const visible = visiblePassages(query, exclusions)
    for (const name of signalNames) signals[name].fill(0)
    reachable.fill(0)
    lexical.fill(0)
    cosines.fill(unknown)
    const searched = shards.filter(
      ({ language }) =>
        (isSmall || language === query.language || widelyWritten.has(language)) &&
        !exclusions.languages?.has(language),
    )
    if (dense && vector) lookUpCosines(vector, searched)
    for (const shard of searched) {
      const isOwn = shard.language === query.language
      const terms = shard.words.numbersOf(hashes)
      for (const name of ['phrase', 'section'] as const) {
        const part = name === 'phrase' ? shard.phrases : shard.sections
        shard.words.fields[name].score(terms, lexical.subarray(part.from, part.to))
        const dense = name === 'phrase' ? signals.densePhrase : signals.denseSection
        raise(part, visible, signals[isOwn ? name : 'other'], dense)
      }
    }
    for (const shard of searched) {
      addWholes(shard, hashes, shard.language === query.language ? signals.whole : signals.other)
    }
    return rank(query, limit, visible)
  }

  /** 1 for every passage that the question may see. */
  function visiblePassages({ role }: RetrievalQuery, exclusions: Exclusions): Uint8Array {
    const wanted = role ? roleBits[role] : everybody
    const mask =
      masks.get(wanted) ?? collection.rolesOf.map((roles) => ((roles & wanted) !== 0 ? 1 : 0))
    masks.set(wanted, mask)
    return Object.keys(exclusions).length === 0 ? mask : exclude(collection, mask, exclusions)
  }

  /** Writes what is known into `cosines`. */
  function lookUpCosines(vector: Float32Array, searched: readonly Shard[]): void {
    if (dense?.exact) {
      for (const { phrases, sections } of searched) {
        dense.cosines(vector, cosines, phrases.from, sections.to)
      }
    } else {
      dense?.nearest(vector, cosines)
      completeCosines(vector)
    }
  }

  /** Takes the best passage of each entry in one part into the signals. */
  function raise(
    { runs }: Part,
    visible: Uint8Array,
    words: Float32Array,
    vectors: Float32Array,
  ): void {
    for (const { entry, from, to } of runs) {
      let score = 0
      let cosine = 0
      for (let passage = from; passage < to; passage++) {
        if (visible[passage] === 0) continue
        reachable[entry] = 1
        if (lexical[passage]! > score) score = lexical[passage]!
        if (cosines[passage]! > cosine) cosine = cosines[passage]!
      }
      if (score > words[entry]!) words[entry] = score
      if (cosine > vectors[entry]!) vectors[entry] = Math.min(1, cosine)
    }
  }

  function addWholes({ words, wholes }: Shard, hashes: Uint32Array, target: Float32Array): void {
    words.fields.whole.score(words.numbersOf(hashes), scores)
    for (let document = 0; document < wholes.length; document++) {
      const entry = wholes[document]!
      const score = scores[document]!
      if (score > target[entry]! && reachable[entry] === 1) target[entry] = score
    }
  }

  const signalsOf = (entry: number): EntrySignals => ({
    whole: signals.whole[entry]!,
    section: signals.section[entry]!,
    phrase: signals.phrase[entry]!,
    other: signals.other[entry]!,
    densePhrase: signals.densePhrase[entry]!,
    denseSection: signals.denseSection[entry]!,
  })

  /** Computes the missing cosines of the entries that the rest of the signals puts first. */
  function completeCosines(vector: Float32Array): void {
    const fused = Float64Array.from(entries, (_, entry) => fuse(signalsOf(entry), weights))
    const first = [...fused.keys()].sort((a, b) => fused[b]! - fused[a]!)
    for (const entry of first.slice(0, completedEntries)) {
      for (const passage of passagesOf[entry]!) {
        if (cosines[passage] === unknown) cosines[passage] = dense!.cosine(vector, passage)
      }
    }
  }

  function rank(query: RetrievalQuery, limit: number, visible: Uint8Array): ScoredEntry[] {
    const found: { entry: number; score: number }[] = []
    for (let entry = 0; entry < entries.length; entry++) {
      const score = fuse(signalsOf(entry), weights)
      if (score === 0) continue
      const factor = regionFactor(collection.regionOf[entry], query.municipality)
      found.push({ entry, score: score * factor })
    }
    // Equal scores in a fixed order, so that the same question always has the same answer.
    found.sort((a, b) => b.score - a.score || (entries[a.entry]! < entries[b.entry]! ? -1 : 1))
    return found.slice(0, limit).map(({ entry, score }) => ({
      entry: entries[entry]!,
      score,
      signals: signalsOf(entry),
      passage: bestPassage(passagesOf[entry]!, visible),
    }))
  }

  /** The passage of an entry that words and vector speak for most; -1 where none is visible. */
  function bestPassage(numbers: readonly number[], visible: Uint8Array): number {
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

  function findPassages(query: RetrievalQuery, vector: Float32Array | undefined): ScoredPassage[] {
    const hashes = hashQuery(query.text)
    const entry = query.entry === undefined ? -1 : entries.indexOf(query.entry)
    if (hashes.length === 0 || entry === -1) return []
    const found = (passagesOf[entry] ?? []).filter((passage) => {
      const { kind } = passages[passage]!
      return kind === 'section' && isVisible(passages[passage]!, query.role)
    })
    const inLanguage = found.filter((passage) => passages[passage]!.language === query.language)
    const wanted = inLanguage.length > 0 ? inLanguage : found
    const languages = new Set(wanted.map((passage) => passages[passage]!.language))
    for (const { language, words, sections } of shards) {
      if (!languages.has(language)) continue
      const target = lexical.subarray(sections.from, sections.to)
      words.fields.section.score(words.numbersOf(hashes), target)
    }
    return wanted.map((passage) => {
      const cosine = vector && dense ? dense.cosine(vector, passage) : 0
      const inRange = Math.max(0, Math.min(1, cosine))
      return { passage, lexical: lexical[passage]!, dense: inRange }
    })
  }

  return { findEntries, findPassages }
}

/** A number an entry for each signal. */
const columns = (length: number) =>
  Object.fromEntries(signalNames.map((name) => [name, new Float32Array(length)])) as Record<
    keyof EntrySignals,
    Float32Array
  >
