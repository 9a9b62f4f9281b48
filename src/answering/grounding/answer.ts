/** What a model answered, what it was given, and what is left of the answer after grounding. */
import type { EntryId, LanguageCode } from '../../message.ts'

export interface AnswerSentence {
  text: string
  /** Ids of the passages that say so. */
  passages: string[]
}

export interface AnswerPassage {
  id: string
  entry: EntryId
  language: LanguageCode
  /** Markdown, with the figures inserted. */
  text: string
}

export interface ModelAnswer {
  /** The first one is the core: what answers the question. */
  sentences: AnswerSentence[]
  /** All that the model was given; a sentence may cite only these. */
  passages: AnswerPassage[]
  /** As the model saw it. Names that the user wrote may come back. */
  question: string
  /** The language that was asked for. */
  language: LanguageCode
  /** The prompt's own words, to recognise where they come back. */
  instructions?: string
}

/** Why a sentence may not go out. */
export type DropReason =
  | { kind: 'uncited' }
  | { kind: 'unknown-passage'; passage: string }
  /** A figure, a date, an amount, a telephone number ... that no cited passage holds. */
  | { kind: 'figure' | 'date' | 'phone' | 'law' | 'link' | 'name'; found: string }
  | { kind: 'language'; found: LanguageCode | undefined }
  /** Characters that turn the direction of what follows, or hidden ones. */
  | { kind: 'direction' }
  /** A promise or a judgement on this person's case. */
  | { kind: 'verdict'; found: string }
  /** Words of the prompt, an id, a mark, a placeholder that stands for nothing. */
  | { kind: 'leak'; found: string }
  /** HTML, code, an image. */
  | { kind: 'markup'; found: string }
  /** "may not" where the passage says "may", or the other way round. */
  | { kind: 'negation'; passage: string }
  /** The tenant where the passage says the landlord, or the other way round. */
  | { kind: 'side'; passage: string }
  /** Too little of what it says stands in the cited passages. `share` from 0 to 1. */
  | { kind: 'unsupported'; share: number }

export interface DroppedSentence extends AnswerSentence {
  reason: DropReason
}

export type Grounding =
  | { kind: 'grounded'; sentences: AnswerSentence[]; dropped: DroppedSentence[] }
  /** The answer lost its core: the curated text goes out instead. */
  | { kind: 'fallback'; lost: 'everything' | 'first' | 'most'; dropped: DroppedSentence[] }
