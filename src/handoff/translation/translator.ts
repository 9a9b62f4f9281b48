/** The port to a machine that translates what people write to each other. */
import type { LanguageCode } from '../../message.ts'

export interface TranslationRequest {
  text: string
  from: LanguageCode
  to: LanguageCode
  /** Words of the text that stay as they are, as they stand there: German terms of the glossary. */
  keep?: readonly string[]
}

export interface Translator {
  /** As people are told who translated: "DeepL". */
  readonly name: string
  /**
   * @throws TranslationError when the service can't be reached, refuses, or does not know a language.
   */
  translate(request: TranslationRequest, signal: AbortSignal): Promise<string>
}

/** `message` says what an operator can do; the text that was to be translated is never in it. */
export class TranslationError extends Error {
  override name = 'TranslationError'
}
