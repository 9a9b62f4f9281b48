/** Greetings, thanks, "my tenant ...": phrases that people write, from `messages/<language>.yaml`. */
import type { LanguageCode } from '../message.ts'
import { createPatternIndex, type FoldedText, foldText } from './pattern-index.ts'
import { compileWordPattern, type WordPattern } from './word-pattern.ts'

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
  const patterns = new Map<string, WordPattern[]>()
  for (const [language, kinds] of phrases) {
    for (const [kind, sources] of Object.entries(kinds)) {
      patterns.set(`${language} ${kind}`, sources.map(compile(language)))
    }
  }
  const patternsOf = (kinds: PhraseKind[], language: LanguageCode) =>
    [...new Set([language, 'de', 'en'])].flatMap((code) =>
      kinds.flatMap((kind) => patterns.get(`${code} ${kind}`) ?? []),
    )
  const alternatives = (kinds: PhraseKind[], language: LanguageCode) =>
    patternsOf(kinds, language)
      .map(({ expression }) => expression)
      .join('|')

  const fold = rememberLast(foldText)
  const indexFor = remember((kind: PhraseKind, language) =>
    createPatternIndex(patternsOf([kind], language)),
  )
  const beginningFor = remember((kind: PhraseKind, language) =>
    anchored(alternatives([kind], language), ''),
  )
  const wholeFor = remember((kinds: string, language) =>
    anchored(alternatives(kinds.split(' ') as PhraseKind[], language), '+ $'),
  )

  return {
    contains: (kind, text, language) => indexFor(kind, language).matches(fold(text)),
    begins: (kind, text, language) => beginningFor(kind, language).test(fold(text).folded),
    consistsOf: (kinds, text, language) =>
      // Most messages hold no such phrase at all, which the index says quickly.
      kinds.some((kind) => indexFor(kind, language).matches(fold(text))) &&
      wholeFor(kinds.join(' '), language).test(fold(text).folded),
  }
}

/** Without alternatives nothing matches. */
function anchored(alternatives: string, end: string): RegExp {
  return alternatives ? new RegExp(`^(?:${alternatives})${end}`, 'u') : /(?!)/u
}

const compile = (language: LanguageCode) => (source: string) => {
  try {
    return compileWordPattern(source, language)
  } catch (cause) {
    throw new SyntaxError(`messages/${language}.yaml: ${(cause as Error).message}`, { cause })
  }
}

/** Built when first needed: most conversations use one or two languages. */
function remember<Kind extends string, Value>(
  build: (kind: Kind, language: LanguageCode) => Value,
): (kind: Kind, language: LanguageCode) => Value {
  const values = new Map<string, Value>()
  return (kind, language) => {
    const key = `${language} ${kind}`
    const known = values.get(key)
    if (known !== undefined) return known
    const value = build(kind, language)
    values.set(key, value)
    return value
  }
}

/** One message is tried against many phrases: its text is folded once. */
function rememberLast(fold: (text: string) => FoldedText): (text: string) => FoldedText {
  let last = { text: '', folded: fold('') }
  return (text) => {
    if (text !== last.text) last = { text, folded: fold(text) }
    return last.folded
  }
}
