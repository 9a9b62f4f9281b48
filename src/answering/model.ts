/**
 * The port to a language model. It gets a filled prompt and gives back an object of a known shape, or
 * says why there is none: whoever asks has an answer without it.
 */
import type { z } from 'zod'
import type { FilledPrompt } from './prompts.ts'

/** What a model may be used for; each has its own switch. */
export const modelUses = ['answers', 'rewrites', 'judges', 'translates'] as const
export type ModelUse = (typeof modelUses)[number]

export interface ModelRequest<Output> {
  use: ModelUse
  prompt: FilledPrompt
  /** What the answer is parsed with; the provider is told of `prompt.outputSchema`. */
  schema: z.ZodType<Output>
  /** More is cut off, and then is no answer. */
  mostOutputTokens: number
  /** When nobody waits any longer. */
  signal: AbortSignal
  /** Hears the text so far whenever more of it has come. */
  onText?: (soFar: string) => void
}

/**
 * slow: no answer in time; down: can't be reached, or broken; over-budget: the month's money is
 * spent; rate-limited: asked too often; nonsense: an answer of another shape; refused: the provider
 * or the model does not want this request, key or name.
 */
export const modelFailures = [
  'slow',
  'down',
  'over-budget',
  'rate-limited',
  'nonsense',
  'refused',
] as const

export interface ModelFailure {
  kind: (typeof modelFailures)[number]
  /** For the operator; never holds a prompt, an answer or a key. */
  reason: string
  /** For so long nothing will change: what the provider said, or a mistake in the settings. */
  retryAfterSeconds?: number
}

export interface ModelUsage {
  inputTokens: number
  outputTokens: number
}

export type ModelResult<Output> =
  /** `usage`: where the provider told it; a call that failed may cost as well. */
  | { kind: 'completed'; output: Output; usage?: ModelUsage }
  | { kind: 'failed'; failure: ModelFailure; usage?: ModelUsage }

export interface LanguageModel {
  /** As an operator names it: "mistral-small at api.mistral.ai". */
  readonly name: string
  /** Never rejects, and resolves soon after the signal. */
  complete<Output>(request: ModelRequest<Output>): Promise<ModelResult<Output>>
}
