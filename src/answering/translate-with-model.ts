/** What users and mediators write to each other, translated by the model. */
import { z } from 'zod'
import { unmask } from '../language/mask-personal-data.ts'
import type { LanguageCode } from '../message.ts'
import { type Mask, maskInputs } from './mask-inputs.ts'
import type { LanguageModel } from './model.ts'
import type { Prompt, PromptDefinition } from './prompts.ts'

const outputSchema = z.strictObject({ text: z.string() })

export const translatePrompt = {
  name: 'translate',
  inputs: ['from', 'to', 'text'],
  output: outputSchema,
} as const satisfies PromptDefinition<string, unknown>

/** Tokens a character at most, in scripts that take many; a chat message is short. */
const tokensOf = (text: string) => Math.min(4_000, 200 + text.length * 2)

export type TranslateWithModel = (
  request: { text: string; from: LanguageCode; to: LanguageCode },
  signal: AbortSignal,
) => Promise<{ kind: 'translated'; text: string } | { kind: 'failed'; reason: string }>

export function createModelTranslation(options: {
  model: LanguageModel
  prompt: Prompt<(typeof translatePrompt.inputs)[number]>
  mask: Mask
  languageName: (language: string) => string
}): TranslateWithModel {
  const { model, prompt, mask, languageName } = options
  return async ({ text, from, to }, signal) => {
    const { texts, found } = maskInputs({ text }, from, mask)
    const result = await model.complete({
      use: 'translates',
      prompt: prompt.fill({ ...texts, from: languageName(from), to: languageName(to) }),
      schema: outputSchema,
      mostOutputTokens: tokensOf(text),
      signal,
    })
    if (result.kind === 'failed') return { kind: 'failed', reason: result.failure.reason }
    const translated = unmask(result.output.text, found)
    const lost = found.filter((item) => !translated.includes(item.text))
    return lost.length === 0
      ? { kind: 'translated', text: translated }
      : { kind: 'failed', reason: `The model lost ${lost.length} names or numbers.` }
  }
}
