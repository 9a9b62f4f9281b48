/** What the words of a message say for each candidate, apart from statistics. */
import type { LanguageCode } from '../message.ts'
import { functionWords, romanisedWords } from './function-words.ts'
import { tellingMarks } from './telling-marks.ts'
import { toLatinLetters, toSerbianCyrillic } from './transliterate.ts'
import { foldWord, type Word } from './words.ts'

/** A language in one script: `ar`, or `ar-Latn` for Arabic typed in Latin letters. */
export type Candidate = string

/** How many times likelier a word of a list is in its language than elsewhere, as a logarithm. */
const wordWeight = Math.log(20)
/** A telling letter or shape says less: foreign words and typing errors bear them too. */
const markWeight = Math.log(5)

export const romanised = (language: LanguageCode): Candidate => `${language}-Latn`

const candidatesOfWord = new Map<string, Candidate[]>()

/** Log-likelihoods that add up over words; a candidate that is missing has 0. */
export function weighWords(words: Word[]): Map<Candidate, number> {
  if (candidatesOfWord.size === 0) indexWords()
  const evidence = new Map<Candidate, number>()
  const add = (candidate: Candidate, weight: number) =>
    evidence.set(candidate, (evidence.get(candidate) ?? 0) + weight)
  for (const word of words) {
    for (const candidate of candidatesOfWord.get(word.folded) ?? []) add(candidate, wordWeight)
    for (const { pattern, languages, own } of tellingMarks) {
      if (!pattern.test(word.text)) continue
      for (const language of languages) add(language, own ? wordWeight : markWeight)
    }
  }
  return evidence
}

function indexWords() {
  const lists: [Candidate, string][] = [
    ...Object.entries(functionWords),
    ['sr', toSerbianCyrillic(functionWords.sr!)],
    ...(['ru', 'uk', 'bg'] as const).map((language): [Candidate, string] => [
      romanised(language),
      toLatinLetters(functionWords[language]!, language),
    ]),
    ...Object.entries(romanisedWords).map(([language, list]): [Candidate, string] => [
      romanised(language),
      list,
    ]),
  ]
  for (const [candidate, list] of lists) {
    for (const folded of new Set(list.split(/\s+/u).map(foldWord))) {
      // A lone letter in a romanised list is rather an abbreviation.
      if (folded.length === 1 && candidate.endsWith('-Latn')) continue
      const others = candidatesOfWord.get(folded) ?? []
      if (!others.includes(candidate)) candidatesOfWord.set(folded, [...others, candidate])
    }
  }
}
