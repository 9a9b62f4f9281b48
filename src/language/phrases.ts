/** Greetings, thanks, "my tenant ...": phrases that people write, from `messages/<language>.yaml`. */
import type { LanguageCode } from '../message.ts'
import { compileWordPattern, foldForPatterns } from './word-pattern.ts'

export type PhraseKind =
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  | 'whoAreYou'
  | 'help'
  | 'stop'
  | 'yes'
  | 'no'
  | 'person'
  | 'forget'
  | 'landlord'
  | 'tenant'
  | 'authority'
  | 'followUp'
  | 'followUpStart'

export interface PhraseRecogniser {
  /** The message contains such a phrase. */
  contains(kind: PhraseKind, text: string, language: LanguageCode): boolean
  /** The message begins with such a phrase. */
  begins(kind: PhraseKind, text: string, language: LanguageCode): boolean
  /** The message consists of phrases of these kinds and nothing else. */
  consistsOf(kinds: PhraseKind[], text: string, language: LanguageCode): boolean
}

/**
 * Phrases of the message's language are tried together with German and English ones, which people
 * use in any language ("ok danke", "hello").
 * @throws SyntaxError naming the file and the pattern that can't be read.
 */
export function createPhraseRecogniser(
  phrases: Map<LanguageCode, Record<string, string[]>>,
): PhraseRecogniser {
  const alternatives = new Map<string, string>()
  for (const [language, kinds] of phrases) {
    for (const [kind, sources] of Object.entries(kinds)) {
      alternatives.set(`${language} ${kind}`, sources.map(compile(language)).join('|'))
    }
  }
  const expressions = new Map<string, RegExp | undefined>()

  function matches(
    kinds: PhraseKind[],
    language: LanguageCode,
    text: string,
    shape: (alternative: string) => string,
  ): boolean {
    const key = `${language} ${kinds.join(' ')} ${shape('')}`
    if (!expressions.has(key)) {
      const languages = [...new Set([language, 'de', 'en'])]
      const parts = languages
        .flatMap((code) => kinds.map((kind) => alternatives.get(`${code} ${kind}`)))
        .filter(Boolean)
      expressions.set(key, parts.length > 0 ? new RegExp(shape(parts.join('|')), 'u') : undefined)
    }
    return expressions.get(key)?.test(foldForPatterns(text)) ?? false
  }

  return {
    contains: (kind, text, language) => matches([kind], language, text, (any) => `(?:${any})`),
    begins: (kind, text, language) => matches([kind], language, text, (any) => `^(?:${any})`),
    consistsOf: (kinds, text, language) =>
      matches(kinds, language, text, (any) => `^(?:${any})+ $`),
  }
}

const compile = (language: LanguageCode) => (source: string) => {
  try {
    return compileWordPattern(source, language).expression
  } catch (cause) {
    throw new SyntaxError(`messages/${language}.yaml: ${(cause as Error).message}`, { cause })
  }
}
