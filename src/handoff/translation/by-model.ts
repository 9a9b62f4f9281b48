import { TranslationError, type TranslationRequest, type Translator } from './translator.ts'

/** A language model as a translator; what it is asked, and how, is the business of who hands it in. */
export function createModelTranslator(options: {
  name: string
  translate: (
    request: TranslationRequest,
    signal: AbortSignal,
  ) => Promise<{ kind: 'translated'; text: string } | { kind: 'failed'; reason: string }>
}): Translator {
  const { name, translate } = options
  return {
    name,
    async translate(request, signal) {
      const result = await translate(request, signal)
      if (result.kind === 'translated') return result.text
      throw new TranslationError(`${name} does not translate: ${result.reason}`)
    },
  }
}
