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
  conversation: Pick<Conversation, 'language' | 'languageSettled' | 'otherLanguage'>
} {
  const known = knownLocale(locale, services)
  const current = conversation?.language
  const { language: recognised, certainty } = services.languageRecogniser.recognise(text, {
    ...(current && { current }),
    ...(known && { locale: known }),
  })
  // /start and a sticker say nothing: the first text that speaks for itself decides.
  if (!conversation?.languageSettled) {
    const isSure = text !== '' && recognised !== undefined && certainty >= certain
    const guess = current ?? recognised ?? known ?? 'de'
    const language = isSure ? recognised : languageOfPhrase(text, guess, services)
    return {
      messageLanguage: language,
      conversation: { language, languageSettled: isSure, otherLanguage: undefined },
    }
  }
  const settled = { languageSettled: true }
  const messageLanguage = recognised ?? conversation.language
  // Simple German is written by choice; who reads it writes German.
  const isSame =
    messageLanguage === conversation.language ||
    (conversation.language === 'de-simple' && messageLanguage === 'de')
  if (isSame || certainty < certain || text === '') {
    const otherLanguage = text === '' ? conversation.otherLanguage : undefined
    return {
      messageLanguage,
      conversation: { ...settled, language: conversation.language, otherLanguage },
    }
  }
  if (conversation.otherLanguage === messageLanguage) {
    return {
      messageLanguage,
      conversation: { ...settled, language: messageLanguage, otherLanguage: undefined },
    }
  }
  return {
    messageLanguage,
    conversation: { ...settled, language: conversation.language, otherLanguage: messageLanguage },
  }
}

const shortPhrases = ['greeting', 'thanks', 'goodbye', 'whoAreYou', 'help', 'stop'] as const

/** "سلام", "стоп": too short for statistics, but what people say in one of the languages. */
function languageOfPhrase(
  text: string,
  guess: LanguageCode,
  { knowledge, phrases }: Services,
): LanguageCode {
  if (!text || phrases.consistsOf([...shortPhrases], text, guess)) return guess
  const found = knowledge.messages
    .keys()
    .find((language) => phrases.consistsOf([...shortPhrases], text, language))
  return found ?? guess
}

/** `pt-BR` is `pt`; a language that the assistant does not know is none. */
export function knownLocale(
  locale: LanguageCode | undefined,
  { knowledge }: Services,
): LanguageCode | undefined {
  if (!locale) return undefined
  const base = locale.toLowerCase().split(/[-_]/)[0] ?? ''
  const code = base === 'ku' ? 'kmr' : base
  return knowledge.languages.has(code) ? code : undefined
}
