/** The sentences that the assistant says word for word, from `messages/<language>.yaml`. */
import type { Language } from '../knowledge/schema.ts'
import type { LanguageCode } from '../message.ts'

export interface FixedSentences {
  /**
   * A sentence in this language, or in the one that answers for it.
   * @throws RangeError for a key that German doesn't have: a mistake in the program.
   */
  say(language: LanguageCode, key: string, values?: Record<string, string>): string
  /** The language in which the assistant really speaks to someone who writes this one. */
  spokenFor(language: LanguageCode): LanguageCode
  direction(language: LanguageCode): 'ltr' | 'rtl'
  /** All sentences of a language, gaps filled from the ones it falls back to: for web pages. */
  all(language: LanguageCode): Record<string, string>
}

export function createFixedSentences(
  messages: Map<LanguageCode, Record<string, string>>,
  languages: Map<LanguageCode, Language>,
): FixedSentences {
  const spoken = new Map<LanguageCode, LanguageCode>()
  const tables = new Map<LanguageCode, Record<string, string>>()

  function spokenFor(language: LanguageCode): LanguageCode {
    const known = spoken.get(language)
    if (known) return known
    const base = language === 'de-simple' ? 'de' : undefined
    const chain = [language, base, languages.get(language)?.answersIn, 'en', 'de']
    const found = chain.find((code) => code !== undefined && messages.has(code)) ?? 'de'
    spoken.set(language, found)
    return found
  }

  function all(language: LanguageCode): Record<string, string> {
    const code = spokenFor(language)
    let table = tables.get(code)
    if (!table) {
      table = { ...messages.get('de'), ...messages.get('en'), ...messages.get(code) }
      tables.set(code, table)
    }
    return table
  }

  return {
    say(language, key, values = {}) {
      const sentence = all(language)[key]
      if (sentence === undefined) {
        throw new RangeError(`The sentence "${key}" is missing in knowledge/messages/de.yaml.`)
      }
      return sentence.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole)
    },
    spokenFor,
    direction: (language) => languages.get(language)?.direction ?? 'ltr',
    all,
  }
}
