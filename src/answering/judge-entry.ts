/** A second opinion on whether an entry answers a question. */
import { z } from 'zod'
import type { FixedSentences } from '../language/fixed-sentences.ts'
import { chooseText } from './compose-answer.ts'
import { type Mask, maskInputs } from './mask-inputs.ts'
import type { LanguageModel } from './model.ts'
import { listPassages, modelPassages } from './model-passages.ts'
import type { ModelUses } from './model-uses.ts'
import type { Prompt, PromptDefinition } from './prompts.ts'

const outputSchema = z.strictObject({ answers: z.enum(['yes', 'partly', 'no']) })

export const judgePrompt = {
  name: 'judge',
  inputs: ['question', 'passages'],
  output: outputSchema,
} as const satisfies PromptDefinition<string, unknown>

const mostOutputTokens = 30

export function createJudge(options: {
  model: LanguageModel
  prompt: Prompt<(typeof judgePrompt.inputs)[number]>
  mask: Mask
  sentences: FixedSentences
}): NonNullable<ModelUses['judge']> {
  const { model, prompt, mask, sentences } = options
  return async ({ question, questionLanguage, entry, language, role, signal }) => {
    const { text } = chooseText(entry, language, sentences)
    const passages = modelPassages([{ entry, text, part: 'all' }], role)
    const { texts } = maskInputs({ question }, questionLanguage, mask)
    const result = await model.complete({
      use: 'judges',
      prompt: prompt.fill({ ...texts, passages: `${text.title}\n\n${listPassages(passages)}` }),
      schema: outputSchema,
      mostOutputTokens,
      signal,
    })
    return result.kind === 'completed' ? result.output.answers : undefined
  }
}
