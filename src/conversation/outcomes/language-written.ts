import type { LanguageCode } from '../../message.ts'
import type { Turn } from '../turn.ts'

/** Under this a text does not count as written in another language than usual. */
const certain = 0.6

/**
 * The language of these very words: a mediator may write the user's own language, and a user the
 * mediator's. What says too little, "OK" or a number, is in the language that is usual.
 */
export function languageWritten(
  { services }: Turn,
  text: string,
  usual: LanguageCode,
): LanguageCode {
  const { language, certainty } = services.languageRecogniser.recognise(text, { current: usual })
  return language !== undefined && certainty >= certain ? language : usual
}
