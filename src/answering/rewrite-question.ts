/** A follow-up, or a long story, as one question that retrieval understands. */
import { z } from 'zod'
import { unmask } from '../language/mask-personal-data.ts'
import { type Mask, maskInputs } from './mask-inputs.ts'
import type { LanguageModel } from './model.ts'
import type { ModelUses } from './model-uses.ts'
import type { Prompt, PromptDefinition } from './prompts.ts'

const outputSchema = z.strictObject({ question: z.string() })

export const rewritePrompt = {
  name: 'rewrite',
  inputs: ['language', 'before', 'topic', 'message'],
  output: outputSchema,
} as const satisfies PromptDefinition<string, unknown>

const mostOutputTokens = 120
/** A longer one is no question any more. */
const mostCharacters = 300

export function createRewriter(options: {
  model: LanguageModel
  prompt: Prompt<(typeof rewritePrompt.inputs)[number]>
  mask: Mask
  languageName: (language: string) => string
}): NonNullable<ModelUses['rewrite']> {
  const { model, prompt, mask, languageName } = options
  return async ({ message, language, before = 'nothing', topic = 'nothing', signal }) => {
    const { texts, found } = maskInputs({ message, before }, language, mask)
    const result = await model.complete({
      use: 'rewrites',
      prompt: prompt.fill({ ...texts, topic, language: languageName(language) }),
      schema: outputSchema,
      mostOutputTokens,
      signal,
    })
    const question = result.kind === 'completed' ? result.output.question.trim() : ''
    return question === '' || question.length > mostCharacters ? undefined : unmask(question, found)
  }
}
