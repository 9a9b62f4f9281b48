/**
 * One number from 0 to 1 that the decision uses: how likely a candidate answers the question. A
 * logistic regression over a handful of signals, whose coefficients `npm run fit-confidence` writes
 * to fitted.json from the knowledge base's own questions.
 */
import fitted from './fitted.json' with { type: 'json' }
import { type FusionWeights, signalNames } from './fusion.ts'
import type { ScoredEntry, ScoredPassage } from './search.ts'

export interface ConfidenceThresholds {
  /** From here on the entry answers. */
  answer: number
  /** From here on candidates may be offered; below, the assistant says that it does not know. */
  clarify: number
}

export interface LogisticModel {
  intercept: number
  coefficients: Record<string, number>
}

/** Everything that was fitted for one encoder, or for none. */
export interface FittedModel {
  fusion: FusionWeights
  confidence: LogisticModel
  followUp: LogisticModel
  thresholds: ConfidenceThresholds
}

/** Key in fitted.json for a retriever without an encoder. */
export const lexicalOnly = 'lexical'
const defaultEncoder = 'lotse-encoder'

/**
 * The model for an encoder. One that nobody has fitted for takes the numbers of the encoder that
 * ships with the program: its cosines mean much the same.
 */
export function fittedFor(embeddingModel: string | undefined): FittedModel {
  const models: Record<string, FittedModel> = fitted.models
  return models[embeddingModel ?? lexicalOnly] ?? models[defaultEncoder]!
}

/** ConfidenceThresholds for the encoder that ships with the program. */
export const thresholds: ConfidenceThresholds = fittedFor(defaultEncoder).thresholds

/** What the regression looks at for candidate `rank` of a list that is sorted best first. */
export function confidenceFeatures(
  candidates: readonly ScoredEntry[],
  rank: number,
  wordCount: number,
): Record<string, number> {
  const candidate = candidates[rank]!
  const { signals } = candidate
  const rival = candidates[rank === 0 ? 1 : 0]?.score ?? 0
  return {
    score: candidate.score,
    /** To the best other entry; below zero for all but the first. */
    margin: candidate.score - rival,
    lexical: Math.max(signals.whole, signals.section, signals.phrase),
    phrase: Math.max(signals.phrase, signals.densePhrase),
    dense: Math.max(signals.densePhrase, signals.denseSection),
    /** One word says little: 1 for a single word, a half for two. */
    brevity: 1 / Math.max(1, wordCount),
  }
}

/** What the regression looks at for a paragraph of the entry that was just shown. */
export function followUpFeatures(
  passage: ScoredPassage,
  wordCount: number,
): Record<string, number> {
  return {
    lexical: passage.lexical,
    dense: passage.dense,
    brevity: 1 / Math.max(1, wordCount),
  }
}

/** The regression's probability; finite for any finite features. */
export function probability(model: LogisticModel, features: Record<string, number>): number {
  let sum = model.intercept
  for (const [name, coefficient] of Object.entries(model.coefficients)) {
    sum += coefficient * (features[name] ?? 0)
  }
  return 1 / (1 + Math.exp(-sum))
}

/** Even shares, to begin a fit with. */
export function evenWeights(): FusionWeights {
  return Object.fromEntries(
    signalNames.map((name) => [name, 1 / signalNames.length]),
  ) as FusionWeights
}
