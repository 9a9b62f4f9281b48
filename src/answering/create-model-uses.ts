/** A model with its prompts, switch by switch. */
import { join } from 'node:path'
import type { Glossary, Language } from '../knowledge/schema.ts'
import type { FixedSentences } from '../language/fixed-sentences.ts'
import type { LanguageCode } from '../message.ts'
import { answerPrompt, createModelComposer } from './compose-with-model.ts'
import type { Grounding, GroundingCheck } from './grounding/index.ts'
import { createJudge, judgePrompt } from './judge-entry.ts'
import type { Mask } from './mask-inputs.ts'
import type { LanguageModel, ModelUse } from './model.ts'
import type { ModelUses } from './model-uses.ts'
import { loadPrompt } from './prompts.ts'
import { createRewriter, rewritePrompt } from './rewrite-question.ts'
import {
  createModelTranslation,
  type TranslateWithModel,
  translatePrompt,
} from './translate-with-model.ts'

export const promptsDirectory = join(import.meta.dirname, '..', '..', 'prompts')

/** What is asked of a model: one file in `prompts/` each. */
export const promptDefinitions = [answerPrompt, rewritePrompt, judgePrompt, translatePrompt]

export interface ModelAssistance extends ModelUses {
  translate?: TranslateWithModel
}

/**
 * @throws PromptError when a prompt and the program do not fit together.
 */
export async function createModelUses(options: {
  model: LanguageModel
  switches: Record<ModelUse, boolean>
  /** Of one message. */
  seconds: number
  grounding: GroundingCheck
  mask: Mask
  sentences: FixedSentences
  glossary: Glossary
  languages: ReadonlyMap<LanguageCode, Language>
  onGrounded: (grounding: Grounding) => void
  promptsDirectory?: string
}): Promise<ModelAssistance> {
  const { switches, seconds, languages } = options
  const directory = options.promptsDirectory ?? promptsDirectory
  const [answer, rewrite, judge, translate] = await Promise.all([
    loadPrompt(directory, answerPrompt),
    loadPrompt(directory, rewritePrompt),
    loadPrompt(directory, judgePrompt),
    loadPrompt(directory, translatePrompt),
  ])
  const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const shared = {
    ...options,
    /** In English, which models know best, and in its own name. */
    languageName(language: LanguageCode) {
      const own = languages.get(language)?.name ?? language
      const name = language === 'de-simple' ? 'German' : english.of(language)
      return name && name !== own ? `${name} (${own})` : own
    },
  }
  return {
    patience: () => AbortSignal.timeout(seconds * 1_000),
    ...(switches.answers && { compose: createModelComposer({ ...shared, prompt: answer }) }),
    ...(switches.rewrites && { rewrite: createRewriter({ ...shared, prompt: rewrite }) }),
    ...(switches.judges && { judge: createJudge({ ...shared, prompt: judge }) }),
    ...(switches.translates && {
      translate: createModelTranslation({ ...shared, prompt: translate }),
    }),
  }
}
