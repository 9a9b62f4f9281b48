/**
 * Which language is this message in? Statistics (fastText, and cld3 where that is unsure), function
 * words and telling letters are added up as log-likelihoods; what the conversation already knows
 * decides where the message says too little. The choice and its figures:
 * docs/decisions/2026-11-22-language-recognition.md.
 */
import type { Language } from '../knowledge/schema.ts'
import type { LanguageCode } from '../message.ts'
import { romanisedWords } from './function-words.ts'
import { wellKnownPlaces } from './german-terms.ts'
import { loadCld3, loadFastText } from './language-models.ts'
import { createTermMask } from './mask-terms.ts'
import { type Candidate, romanised, weighWords } from './word-evidence.ts'
import { type Script, splitWords, type Word } from './words.ts'

export interface LanguageRecogniser {
  /** Takes well under 2 ms for any text; never throws. */
  recognise(text: string, context?: LanguageContext): RecognisedLanguage
}

export interface LanguageContext {
  /** The language of the conversation so far. */
  current?: LanguageCode
  /** What the channel says about the user's device; region and script subtags are ignored. */
  locale?: LanguageCode
}

export interface RecognisedLanguage {
  /** `undefined` where neither the message nor the context says anything. */
  language: LanguageCode | undefined
  /** 0 to 1: what the message itself says for `language`; 0 where only the context speaks. */
  certainty: number
}

export interface RecogniserOptions {
  /** Places that do not tell a language, besides the few best known ones. */
  placeNames?: Iterable<string>
}

interface CandidateLanguage {
  candidate: Candidate
  language: LanguageCode
  script: Script
}

/** fastText is sure of itself on three words; this is how much of its logarithm is believed. */
const statisticsShare = 0.5
const smallestProbability = 1e-4
/** Romanised languages and Tigrinya are unknown to fastText: they start from here and need words. */
const unseenProbability = 1e-2
/** fastText's best guess below this asks cld3 as well. */
const sureProbability = 0.9
const cld3Share = 2.5
/** A word alone must be this likely to be called unmistakable. */
const unmistakable = 0.9
/** Below this a conversation stays in its language. */
const sureEnoughToSwitch = 0.6

/** How many times likelier than the others the language of the context is, by number of words. */
const trustInCurrent = [1, 1, 8, 4, 2]
const trustInLocale = [1, 1, 4, 2, 1.5]

/** Chosen by the user, never recognised: a German message leaves it as it is. */
const simpleGerman = 'de-simple'

/** Scripts that a language is also written in, besides the one of `languages.yaml`. */
const otherScripts: Record<LanguageCode, Script[]> = { sr: ['Cyrl'] }
const localeAliases: Record<string, LanguageCode> = {
  prs: 'fa',
  ku: 'kmr',
  hr: 'sr',
  bs: 'sr',
  sh: 'sr',
  cnr: 'sr',
  mo: 'ro',
}

/** Models are loaded on the first call in the process, about 0.1 s, from files of the packages. */
export async function createLanguageRecogniser(
  languages: Language[],
  options: RecogniserOptions = {},
): Promise<LanguageRecogniser> {
  const known = new Set(languages.map((language) => language.code))
  const candidates = candidatesOf(languages)
  const codes = [...new Set(candidates.map((candidate) => candidate.language))]
  const labels = [...codes, ...codes.map(romanised)]
  const [fastText, cld3] = await Promise.all([loadFastText(codes), loadCld3(labels)])
  const maskTerms = createTermMask([...wellKnownPlaces, ...(options.placeNames ?? [])])

  /** Nothing but German terms, and nothing known: half a sign. */
  const german: RecognisedLanguage = known.has('de')
    ? { language: 'de', certainty: 0.5 }
    : { language: undefined, certainty: 0 }

  return {
    recognise(text, context = {}) {
      const current = toKnownLanguage(context.current)
      const locale = toKnownLanguage(context.locale)
      const kept: RecognisedLanguage = { language: current ?? locale, certainty: 0 }

      const allWords = splitWords(text)
      const mask = maskTerms(allWords.map((word) => word.folded))
      const words = allWords.filter((_, index) => !mask[index])
      if (words.length === 0) {
        return allWords.length > 0 && !kept.language ? german : kept
      }

      const script = mainScript(words, candidates, current)
      const inScript = words.filter((word) => word.script === script)
      const pool = candidates.filter((candidate) => candidate.script === script)
      if (pool.length === 0) return kept

      const isWritten = (language: LanguageCode | undefined) =>
        pool.some((candidate) => candidate.language === baseOf(language))
      const alone = inScript.length === 1
      if (alone && current && isWritten(current)) return kept

      const preferred = current
        ? { language: baseOf(current), trust: trustInCurrent }
        : { language: baseOf(locale), trust: trustInLocale }
      const trust = preferred.trust[Math.min(inScript.length, preferred.trust.length - 1)]!
      const scores = score(inScript, pool, preferred.language, trust)
      const [language, certainty] = best(scores)

      const isTooWeak = alone
        ? certainty < unmistakable
        : certainty < sureEnoughToSwitch && isWritten(kept.language)
      if (isTooWeak && alone && !kept.language && mask.includes(true)) return german
      if (isTooWeak) return isWritten(kept.language) || alone ? kept : { language, certainty }
      return {
        language: language === 'de' && current === simpleGerman ? current : language,
        certainty,
      }
    },
  }

  function toKnownLanguage(tag: string | undefined): LanguageCode | undefined {
    if (!tag) return undefined
    if (known.has(tag)) return tag
    const primary = tag.toLowerCase().split(/[-_]/u)[0]!
    const language = localeAliases[primary] ?? primary
    return known.has(language) ? language : undefined
  }

  function score(
    words: Word[],
    pool: CandidateLanguage[],
    preferred: LanguageCode | undefined,
    trust: number,
  ): Map<LanguageCode, number> {
    const line = words.map((word) => word.text).join(' ')
    const statistics = pool.length > 1 ? fastText(line) : new Map<LanguageCode, number>()
    const evidence = weighWords(words)
    const surest = Math.max(0, ...statistics.values())
    const isUnsure = words[0]!.script === 'Latn' && surest < sureProbability
    const opinion = isUnsure ? cld3(line) : new Map<Candidate, number>()
    // cld3 knows one romanised Russian and takes Ukrainian for it.
    opinion.set(romanised('uk'), opinion.get(romanised('ru')) ?? 0)

    const scores = new Map<LanguageCode, number>()
    for (const { candidate, language } of pool) {
      const seen = candidate === language && language !== 'ti' && language !== 'am'
      const probability = seen
        ? Math.max(statistics.get(language) ?? 0, smallestProbability)
        : unseenProbability
      const total =
        statisticsShare * Math.log(probability) +
        (evidence.get(candidate) ?? 0) +
        cld3Share * (opinion.get(candidate) ?? 0) +
        (language === preferred ? Math.log(trust) : 0)
      scores.set(language, Math.max(scores.get(language) ?? -Infinity, total))
    }
    return scores
  }
}

function candidatesOf(languages: Language[]): CandidateLanguage[] {
  return languages
    .filter((language) => language.code !== simpleGerman)
    .flatMap(({ code, script }) => [
      ...[script as Script, ...(otherScripts[code] ?? [])].map((written) => ({
        candidate: code,
        language: code,
        script: written,
      })),
      ...(romanisedWords[code]
        ? [{ candidate: romanised(code), language: code, script: 'Latn' as const }]
        : []),
    ])
}

const baseOf = (language: LanguageCode | undefined) => (language === simpleGerman ? 'de' : language)

/**
 * The script that the message is judged by. Words in other alphabets count double: German words and
 * pasted lines stand in Arabic messages, hardly ever the other way round.
 */
function mainScript(
  words: Word[],
  candidates: CandidateLanguage[],
  current: LanguageCode | undefined,
): Script {
  const counts = new Map<Script, number>()
  for (const { script, folded } of words) {
    if (script === 'Latn' && folded.length === 1) continue
    counts.set(script, (counts.get(script) ?? 0) + (script === 'Latn' ? 1 : 2))
  }
  const own = candidates.find((candidate) => candidate.language === current)?.script
  if (own && own !== 'Latn' && (counts.get(own) ?? 0) >= 4) return own
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['Latn', 0])[0]
}

/** The likeliest language and its share of all likelihood. */
function best(scores: Map<LanguageCode, number>): [LanguageCode, number] {
  const [language, highest] = [...scores].reduce((most, one) => (one[1] > most[1] ? one : most))
  const total = [...scores.values()].reduce((sum, score) => sum + Math.exp(score - highest), 0)
  return [language, 1 / total]
}
