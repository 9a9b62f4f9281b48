/**
 * What the conversation may ask of a language model. Each use is there only where its switch is on,
 * and resolves to `undefined` where the model gave nothing that can be used: whoever asks goes on as
 * without it.
 */
import type { Entry } from '../knowledge/schema.ts'
import type { Block, LanguageCode, Role } from '../message.ts'
import type { ComposedAnswer } from './compose-answer.ts'

export interface ComposeRequest {
  question: string
  /** The language that the question is written in. */
  questionLanguage: LanguageCode
  /** What the answer is about. */
  entry: Entry
  /** Others that retrieval found, best first. */
  others: readonly Entry[]
  /** The language that the user reads. */
  language: LanguageCode
  role: Role | undefined
  signal: AbortSignal
  /** Hears what grounding has let through so far; the whole answer may still fall away. */
  onDraft?: ((blocks: Block[]) => void) | undefined
}

export interface RewriteRequest {
  message: string
  language: LanguageCode
  /** The question before, and the title of the answer seen last. */
  before?: string | undefined
  topic?: string | undefined
  signal: AbortSignal
}

export interface JudgeRequest {
  question: string
  questionLanguage: LanguageCode
  entry: Entry
  language: LanguageCode
  role: Role | undefined
  signal: AbortSignal
}

export type Judgement = 'yes' | 'partly' | 'no'

export interface ModelUses {
  /** How long one message waits for the model, all in all. */
  patience(): AbortSignal
  /** Puts an answer together from passages; only what grounding let through. */
  compose?: (request: ComposeRequest) => Promise<ComposedAnswer | undefined>
  /** One question for retrieval; never shown to anybody. */
  rewrite?: (request: RewriteRequest) => Promise<string | undefined>
  /** Whether an entry answers a question; may take an answer back, never bring one about. */
  judge?: (request: JudgeRequest) => Promise<Judgement | undefined>
}
