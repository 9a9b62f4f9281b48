/** The retriever of the program: lexical and dense search, fused, with one confidence. */
import { type Collection, createCollection } from './collection.ts'
import {
  type ConfidenceThresholds,
  confidenceFeatures,
  crowdEnd,
  type FittedModel,
  fittedFor,
  followUpFeatures,
  type LogisticModel,
  probability,
} from './confidence.ts'
import { type Encoder, isModelPresent, loadEncoder, type Prefixes } from './dense/encoder.ts'
import { wordsOf } from './lexical/index.ts'
import { createRepair } from './repair.ts'
import type { Candidate, Passage, RetrievalQuery, Retriever } from './retriever.ts'
import type { Exclusions } from './scope.ts'
import { createSearch, type ScoredEntry, type ScoredPassage } from './search.ts'

export interface HybridOptions {
  passages: readonly Passage[]
  /** Where embeddings are kept between starts; `undefined` keeps them nowhere. */
  cacheDirectory?: string
  modelsDirectory: string
  /** Folder in `modelsDirectory`; `undefined` searches by words alone. */
  embeddingModel: string | undefined
  /** Overrides what is known of the model's family. */
  prefixes?: Prefixes
  /** Passages up to which every cosine is computed. */
  exactLimit?: number
}

export interface HybridRetriever extends Retriever {
  /** What the confidences of this retriever mean. */
  readonly thresholds: ConfidenceThresholds
}

/** A retriever that also shows its signals: for fitting and evaluating, never for answering. */
export interface Inspection extends HybridRetriever {
  readonly collection: Collection
  inspect(query: RetrievalQuery, exclusions?: Exclusions, limit?: number): Promise<ScoredEntry[]>
  inspectPassages(query: RetrievalQuery): Promise<ScoredPassage[]>
  retrieveWithout(query: RetrievalQuery, exclusions: Exclusions): Promise<Candidate[]>
}

const defaultLimit = 5
/** Far beyond every rank that counts. */
const inspected = 50

/**
 * Builds the indexes and loads the encoder. Without a readable model it searches by words alone and
 * says so in `description`.
 */
export async function createHybridRetriever(options: HybridOptions): Promise<HybridRetriever> {
  return createInspection(options)
}

/** As `createHybridRetriever`; `model` replaces what was fitted. */
export async function createInspection(
  options: HybridOptions & { model?: FittedModel },
): Promise<Inspection> {
  const { encoder, description } = await openEncoder(options)
  const collection = await createCollection({ ...options, encoder })
  const model = options.model ?? fittedFor(encoder?.name)

  const hasPhrasings = collection.shards.some(({ phrases }) => phrases.to > phrases.from)
  const { confidence, fusion } = hasPhrasings ? model : model.pages
  const search = createSearch(collection, fusion)

  let last: { key: string; vector: Promise<Float32Array> | undefined } = {
    key: '',
    vector: undefined,
  }
  /** One message asks several times: for its role, without it, within the last entry. */
  function encode({ text, language }: RetrievalQuery): Promise<Float32Array> | undefined {
    if (collection.passages.length === 0) return undefined
    const key = `${language} ${text}`
    if (key !== last.key) last = { key, vector: collection.dense?.encodeQuery(text, language) }
    return last.vector
  }
  const repair = createRepair(
    new Map(collection.shards.map(({ language, words }) => [language, words.lexicon])),
  )
  const mended = (query: RetrievalQuery) => ({ ...query, text: repair(query.text, query.language) })
  async function inspect(asked: RetrievalQuery, exclusions?: Exclusions, limit = inspected) {
    const query = mended(asked)
    return search.findEntries(query, await encode(query), limit, exclusions)
  }
  async function inspectPassages(asked: RetrievalQuery) {
    const query = mended(asked)
    return search.findPassages(query, await encode(query))
  }

  async function retrieveWithout(
    query: RetrievalQuery,
    exclusions: Exclusions,
  ): Promise<Candidate[]> {
    const limit = Math.max(0, query.limit ?? defaultLimit)
    const wordCount = wordsOf(query.text).length
    const candidates =
      query.entry === undefined
        ? toCandidates(
            collection,
            confidence,
            await inspect(query, exclusions, Math.max(crowdEnd, limit)),
            wordCount,
            limit,
          )
        : toFollowUps(collection, model, await inspectPassages(query))
    return candidates.slice(0, limit)
  }

  return {
    description,
    thresholds: model.thresholds,
    collection,
    inspect,
    inspectPassages,
    retrieveWithout,
    retrieve: (query) => retrieveWithout(query, {}),
    async close() {
      await encoder?.close()
    },
  }
}

async function openEncoder(
  options: HybridOptions,
): Promise<{ encoder?: Encoder; description: string }> {
  const { embeddingModel, modelsDirectory, prefixes } = options
  if (!embeddingModel) return { description: 'lexical' }
  const encoderOptions = { embeddingModel, modelsDirectory, prefixes }
  if (!(await isModelPresent(encoderOptions))) {
    return { description: `lexical (no model "${embeddingModel}" in ${modelsDirectory})` }
  }
  try {
    const encoder = await loadEncoder(encoderOptions)
    return { encoder, description: `lexical + dense (${embeddingModel})` }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { description: `lexical (the model "${embeddingModel}" can't be read: ${reason})` }
  }
}

function toCandidates(
  collection: Collection,
  confidence: LogisticModel,
  scored: readonly ScoredEntry[],
  wordCount: number,
  limit: number,
): Candidate[] {
  let ceiling = 1
  return scored.slice(0, limit).map((candidate, rank) => {
    const features = confidenceFeatures(scored, rank, wordCount)
    // The order is the fused score's; no candidate is surer than the one before it.
    ceiling = Math.min(ceiling, probability(confidence, features))
    return {
      entry: candidate.entry,
      confidence: ceiling,
      passage: collection.passages[candidate.passage]!,
    }
  })
}

/** Paragraphs of one entry; the confidence says how likely the paragraph answers, given the entry. */
function toFollowUps(
  collection: Collection,
  model: FittedModel,
  scored: readonly ScoredPassage[],
): Candidate[] {
  return scored
    .map((candidate) => {
      const passage = collection.passages[candidate.passage]!
      const features = followUpFeatures(candidate)
      return { entry: passage.entry, confidence: probability(model.followUp, features), passage }
    })
    .sort((a, b) => b.confidence - a.confidence || (a.passage.id < b.passage.id ? -1 : 1))
}
