import type { LanguageModel } from '../model.ts'
import { createOllama } from './ollama.ts'
import { createOpenAiCompatible } from './openai-compatible.ts'

export {
  createLimitedModel,
  type ModelCall,
  type ModelLedger,
  type ModelLimits,
} from './within-limits.ts'

export interface ModelProvider {
  kind: 'openai' | 'ollama'
  url: string
  model: string
  key?: string
}

/** LangChain is loaded here and nowhere else: without a model the program does without it. */
export function createLanguageModel(provider: ModelProvider): LanguageModel {
  switch (provider.kind) {
    case 'openai':
      return createOpenAiCompatible(provider)
    case 'ollama':
      return createOllama(provider)
    default:
      return provider.kind satisfies never
  }
}
