import type { ModelCall } from './call.ts'

export type ScriptedAnswer =
  | { kind: 'json'; value: unknown; inputTokens?: number; outputTokens?: number }
  /** What the model writes in place of JSON. */
  | { kind: 'text'; text: string }
  /** The model refuses in so many words (OpenAI's `refusal`); Ollama has no such field. */
  | { kind: 'refusal' }
  /** Held back by a content filter. */
  | { kind: 'filtered' }
  /** The tokens ran out in the middle. */
  | { kind: 'cut'; value: unknown }
  /** The connection ends in the middle of the answer. */
  | { kind: 'half'; value: unknown }
  | { kind: 'error'; status: number; message?: string; retryAfter?: string }
  /** 200 with a body that is no JSON, as a proxy in between answers. */
  | { kind: 'not-json' }
  /** 307 to another address. */
  | { kind: 'redirect'; to: string }
  /** Never answers. */
  | { kind: 'hang' }

export type Script = (call: ModelCall) => ScriptedAnswer | undefined

/** The text that the model writes. */
export function textOf(
  answer: Extract<ScriptedAnswer, { kind: 'json' | 'text' | 'cut' | 'half' }>,
): string {
  if (answer.kind === 'text') return answer.text
  const whole = JSON.stringify(answer.value)
  return answer.kind === 'json' ? whole : whole.slice(0, Math.ceil(whole.length / 2))
}

/** A few letters at a time, cut between any two UTF-16 units as real token streams are not: at most worse. */
export function piecesOf(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / 7) }, (_, piece) =>
    text.slice(piece * 7, piece * 7 + 7),
  )
}

export const tokensOf = (answer: ScriptedAnswer) => ({
  input: (answer.kind === 'json' ? answer.inputTokens : undefined) ?? 100,
  output: (answer.kind === 'json' ? answer.outputTokens : undefined) ?? 20,
})
