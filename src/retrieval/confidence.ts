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
  /** For pages, which have no phrasings that people ask. */
  pages: { fusion: FusionWeights; confidence: LogisticModel }
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
): Record<FeatureName, number> {
  const { score, signals } = candidates[rank]!
  const rival = Math.max(background, candidates[rank === 0 ? 1 : 0]?.score ?? 0)
  const others = candidates.slice(2, crowdEnd)
  const crowd = others.reduce((sum, other) => sum + other.score, 0) / Math.max(1, others.length)
  const isForeign = signals.whole + signals.section + signals.phrase === 0
  return {
    score,
    /** How close the best other entry comes; above 1 for all but the first. Twice as good is plenty. */
    rivalry: Math.min(2, rival / score),
    /** How close the third to tenth come: for a question that nothing answers, many are alike. */
    crowd: crowd / score,
    phrase: signals.densePhrase,
    /** The classifier of the authors' questions agrees, and how surely. */
    learned: signals.learned,
    length: lengthOf(wordCount),
    /** Nothing of the entry is in the question's language. */
    foreign: isForeign ? 1 : 0,
  }
}

export const featureNames = [
  'score',
  'rivalry',
  'crowd',
  'phrase',
  'learned',
  'length',
  'foreign',
] as const
export type FeatureName = (typeof featureNames)[number]

/** Candidates that `confidenceFeatures` looks at. */
export const crowdEnd = 10

/** What any entry scores for any question; without it the only entry would be sure of everything. */
const background = 0.1

/** A quarter for one word, a half for three, 1 for fifteen and more: short questions say little. */
const lengthOf = (wordCount: number) => Math.min(1, Math.log2(1 + wordCount) / 4)

/** What the regression looks at for a paragraph of the entry that was just shown. */
export function followUpFeatures(passage: ScoredPassage): Record<FollowUpFeatureName, number> {
  return { lexical: passage.lexical, dense: passage.dense }
}

export const followUpFeatureNames = ['lexical', 'dense'] as const
type FollowUpFeatureName = (typeof followUpFeatureNames)[number]

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
