import type { LanguageCode } from '../message.ts'
import type { Conversation } from './conversation.ts'
import type { Services } from './turn.ts'

/** Under this a message does not count as "asked in another language". */
const certain = 0.6

/**
 * The language of this message, and the one that the assistant answers in. The first message sets
 * it; later the second message in a row in another language does, so that a pasted German letter
 * does not turn an Arabic conversation into a German one.
 */
export function settleLanguage(
  text: string,
  locale: LanguageCode | undefined,
  conversation: Conversation | undefined,
  services: Services,
): {
  messageLanguage: LanguageCode
  conversation: Pick<Conversation, 'language' | 'otherLanguage'>
} {
  const known = knownLocale(locale, services)
  const current = conversation?.language
  const { language: recognised, certainty } = services.languageRecogniser.recognise(text, {
    ...(current && { current }),
    ...(known && { locale: known }),
  })
  if (!current) {
    const language = recognised ?? known ?? 'de'
    return { messageLanguage: language, conversation: { language, otherLanguage: undefined } }
  }
  const messageLanguage = recognised ?? current
  // Simple German is written by choice; who reads it writes German.
  const isSame =
    messageLanguage === current || (current === 'de-simple' && messageLanguage === 'de')
  if (isSame || certainty < certain || text === '') {
    const otherLanguage = text === '' ? conversation.otherLanguage : undefined
    return { messageLanguage, conversation: { language: current, otherLanguage } }
  }
  if (conversation.otherLanguage === messageLanguage) {
    return {
      messageLanguage,
      conversation: { language: messageLanguage, otherLanguage: undefined },
    }
  }
  return {
    messageLanguage,
    conversation: { language: current, otherLanguage: messageLanguage },
  }
}

/** `pt-BR` is `pt`; a language that the assistant does not know is none. */
function knownLocale(
  locale: LanguageCode | undefined,
  { knowledge }: Services,
): LanguageCode | undefined {
  if (!locale) return undefined
  const base = locale.toLowerCase().split(/[-_]/)[0] ?? ''
  const code = base === 'ku' ? 'kmr' : base
  return knowledge.languages.has(code) ? code : undefined
}
