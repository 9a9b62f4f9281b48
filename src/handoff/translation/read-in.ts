/** A text as somebody reads it who does not know its language, or the reason why they cannot. */
import type { LanguageCode } from '../../message.ts'
import { lostFacts } from './lost-facts.ts'
import type { TranslationRequest, Translator } from './translator.ts'

export type Reading =
  /** Nothing to translate, or nobody who could. */
  | { kind: 'as-written' }
  | { kind: 'translated'; text: string; language: LanguageCode; by: string }
  /** The original is shown with a warning: no answer in time, or one that lost a figure. */
  | { kind: 'unsure' }

export type ReadIn = (request: TranslationRequest) => Promise<Reading>

/** Longer than this nobody waits for a translation: the original goes out. */
const patienceMilliseconds = 4_000

/** Never rejects and takes four seconds at most. `onFailure` hears why, without the text. */
export function createReader(
  translator: Translator | undefined,
  onFailure: (reason: string) => void,
): ReadIn {
  return async (request) => {
    const isSame = base(request.from) === base(request.to)
    if (!translator || isSame || !/\p{L}/u.test(request.text)) return { kind: 'as-written' }
    try {
      const signal = AbortSignal.timeout(patienceMilliseconds)
      const text = await translator.translate(request, signal)
      const lost = lostFacts(request.text, text)
      if (text.trim() !== '' && lost.length === 0) {
        return { kind: 'translated', text, language: request.to, by: translator.name }
      }
      onFailure(`A translation lost ${lost.length} figures or links; the original was shown.`)
    } catch (error) {
      onFailure(error instanceof Error ? error.message : String(error))
    }
    return { kind: 'unsure' }
  }
}

/** German in simple language is German. */
function base(language: LanguageCode): string {
  return language === 'de-simple' ? 'de' : language
}
