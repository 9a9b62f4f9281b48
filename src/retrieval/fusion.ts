/**
 * One score from several: a convex combination of scores that are already between 0 and 1. Never
 * rank fusion, which throws the distances away and hurts whenever one retriever is weaker (Bruch,
 * Gai and Ingber 2023).
 */

/** How well an entry fits a question, each from 0 to 1. */
export interface EntrySignals {
  /** BM25 of all sections of the entry together, in the question's language. */
  whole: number
  /** BM25 of its best paragraph, in the question's language. */
  section: number
  /** Mean BM25 of its three best phrasings, in the question's language: one alone may be a chance. */
  phrase: number
  /** The best BM25 of any of its texts in another language: German terms stand in every language. */
  other: number
  /** Mean cosine of its three best phrasings, in any language. */
  densePhrase: number
  /** Cosine of its best paragraph or title, in any language. */
  denseSection: number
  /** How likely it is among all entries, by what was learned from their phrasings. */
  learned: number
}

export const signalNames = [
  'whole',
  'section',
  'phrase',
  'other',
  'densePhrase',
  'denseSection',
  'learned',
] as const satisfies (keyof EntrySignals)[]

/** Shares of the signals; none is negative and they add up to 1. */
export type FusionWeights = Record<keyof EntrySignals, number>

/** The weighted sum of the signals, from 0 to 1. */
export function fuse(signals: EntrySignals, weights: FusionWeights): number {
  // Written out: it runs once an entry for every question.
  return (
    weights.whole * signals.whole +
    weights.section * signals.section +
    weights.phrase * signals.phrase +
    weights.other * signals.other +
    weights.densePhrase * signals.densePhrase +
    weights.denseSection * signals.denseSection +
    weights.learned * signals.learned
  )
}
