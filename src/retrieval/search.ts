/** From a question to entries with the signals that speak for each. */
import type { EntryId, LanguageCode } from '../message.ts'
import { type Collection, everybody, type Part, roleBits, type Shard } from './collection.ts'
import { type EntrySignals, type FusionWeights, fuse, signalNames } from './fusion.ts'
import { hashQuery, type QuestionClassifier } from './lexical/index.ts'
import type { RetrievalQuery } from './retriever.ts'
import { type Exclusions, exclude, isVisible, regionFactor } from './scope.ts'
import { createTopThree, type TopThree } from './top-three.ts'

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

export function createSearch(collection: Collection, fitted: FusionWeights): Search {
  const weights = collection.questions ? fitted : withoutLearned(fitted)
  const { passages, entries, passagesOf, shards, dense } = collection
  // A search is one step without a pause, so all of them share their memory.
  const signals = columns(entries.length)
  const lexical = new Float32Array(passages.length)
  const cosines = new Float32Array(passages.length)
  const isSmall = passages.length <= mostForAllLanguages
  const scores = new Float32Array(Math.max(0, ...shards.map(({ wholes }) => wholes.length)))
  const closest = createTopThree(entries.length)
  const likest = createTopThree(entries.length)
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
    markReachable(visible)
    lexical.fill(0)
    cosines.fill(unknown)
    const searched = shards.filter(
      ({ language }) =>
        (isSmall || language === query.language || widelyWritten.has(language)) &&
        !exclusions.languages?.has(language),
    )
    if (dense && vector) lookUpCosines(vector, searched)
    closest.clear()
    for (const shard of searched) {
      const isOwn = shard.language === query.language
      const terms = shard.words.numbersOf(hashes)
      const { phrases, sections, words } = shard
      words.fields.phrase.score(terms, lexical.subarray(phrases.from, phrases.to))
      if (isOwn) raisePhrases(phrases, visible)
      else raiseBest(phrases, visible, lexical, signals.other)
      words.fields.section.score(terms, lexical.subarray(sections.from, sections.to))
      raiseBest(sections, visible, lexical, isOwn ? signals.section : signals.other)
      raiseBest(sections, visible, cosines, signals.denseSection)
      gather(phrases, visible, cosines, closest)
    }
    for (let entry = 0; entry < entries.length; entry++) {
      signals.densePhrase[entry] = closest.mean(entry)
    }
    for (const shard of searched) {
      addWholes(shard, hashes, shard.language === query.language ? signals.whole : signals.other)
    }
    learn(hashes, exclusions.questions ?? collection.questions)
    return rank(query, limit, visible)
  }

  /** An entry that nobody may see is none, however likely. */
  function learn(hashes: Uint32Array, questions: QuestionClassifier | undefined): void {
    if (!questions) return
    questions.classify(hashes, signals.learned)
    for (let entry = 0; entry < entries.length; entry++) {
      if (reachable[entry] === 0) signals.learned[entry] = 0
    }
  }

  /** 1 for every passage that the question may see. */
  function visiblePassages({ role }: RetrievalQuery, exclusions: Exclusions): Uint8Array {
    const wanted = role ? roleBits[role] : everybody
    const mask =
      masks.get(wanted) ?? collection.rolesOf.map((roles) => ((roles & wanted) !== 0 ? 1 : 0))
    masks.set(wanted, mask)
    return Object.keys(exclusions).length === 0 ? mask : exclude(collection, mask, exclusions)
  }

  function markReachable(visible: Uint8Array): void {
    reachable.fill(0)
    for (const { phrases, sections } of shards) {
      for (const part of [phrases, sections]) {
        for (const { entry, from, to } of part.runs) {
          for (let passage = from; passage < to && reachable[entry] === 0; passage++) {
            if (visible[passage] === 1) reachable[entry] = 1
          }
        }
      }
    }
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

  function raisePhrases(part: Part, visible: Uint8Array): void {
    likest.clear()
    gather(part, visible, lexical, likest)
    for (const { entry } of part.runs) signals.phrase[entry] = likest.mean(entry)
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
    learned: signals.learned[entry]!,
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

/** Pages without phrasings teach nothing: the other signals share what this one had. */
function withoutLearned(weights: FusionWeights): FusionWeights {
  const rest = 1 - weights.learned
  const shares = signalNames.map((name) => [name, name === 'learned' ? 0 : weights[name] / rest])
  return Object.fromEntries(shares) as FusionWeights
}

/** A number an entry for each signal. */
const columns = (length: number) =>
  Object.fromEntries(signalNames.map((name) => [name, new Float32Array(length)])) as Record<
    keyof EntrySignals,
    Float32Array
  >

/** Takes the largest value of each entry in one part into `target`. */
function raiseBest(
  { runs }: Part,
  visible: Uint8Array,
  values: Float32Array,
  target: Float32Array,
): void {
  for (const { entry, from, to } of runs) {
    let best = target[entry]!
    for (let passage = from; passage < to; passage++) {
      if (values[passage]! > best && visible[passage] === 1) best = values[passage]!
    }
    target[entry] = Math.min(1, best)
  }
}

function gather({ runs }: Part, visible: Uint8Array, values: Float32Array, target: TopThree): void {
  for (const { entry, from, to } of runs) {
    for (let passage = from; passage < to; passage++) {
      if (visible[passage] === 1) target.add(entry, values[passage]!)
    }
  }
}
