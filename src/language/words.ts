/** A message as language recognition sees it: its words, in small letters and folded, by script. */
import { normalizeForMatching } from './normalize-text.ts'

/** ISO 15924; `Zyyy` for every script that none of our languages is written in. */
export type Script = 'Latn' | 'Arab' | 'Cyrl' | 'Ethi' | 'Deva' | 'Hans' | 'Zyyy'

export interface Word {
  /** Small letters, accents kept. */
  text: string
  /** As `foldWord` leaves it. */
  folded: string
  script: Script
}

/** Long messages and endless words are judged by their beginning; this bounds the time. */
const longestText = 400
const longestWord = 40
/** Links, addresses, handles, commands: written alike in every language. */
const unspoken = /https?:\/\/\S+|www\.\S+|[^\s@]{1,64}@\S+|[@#/]\w+/giu
const wordPattern = /[\p{L}\p{M}\p{N}\u200c]+/gu
/** No word: pure figures, and levels, rooms and paragraphs such as B1, 3x, 2a. */
const figureWord = /^(?:\p{N}+|\p{L}{0,2}\p{N}+\p{L}?)$/u

const scriptPatterns: [Script, RegExp][] = [
  ['Latn', /\p{Script=Latin}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Ethi', /\p{Script=Ethiopic}/u],
  ['Deva', /\p{Script=Devanagari}/u],
  ['Hans', /\p{Script=Han}/u],
]

/** Every word of the message that can say something about its language. */
export function splitWords(text: string): Word[] {
  const spoken = text.slice(0, longestText).toWellFormed().replace(unspoken, ' ')
  return (spoken.normalize('NFC').toLowerCase().normalize('NFC').match(wordPattern) ?? [])
    .filter((word) => /\p{L}/u.test(word) && !figureWord.test(word))
    .map((word) => word.slice(0, longestWord))
    .map((word) => ({ text: word, folded: foldWord(word), script: scriptOf(word) }))
}

function scriptOf(word: string): Script {
  return scriptPatterns.find(([, pattern]) => pattern.test(word))?.[0] ?? 'Zyyy'
}

/** Letters that a neighbour's keyboard lacks, and what people type instead. */
const keyboardNeighbours = new Map([
  ['і', 'и'],
  ['ї', 'и'],
  ['є', 'е'],
  ['ڕ', 'ر'],
  ['ړ', 'ر'],
  ['ڑ', 'ر'],
  ['ڵ', 'ل'],
  ['ډ', 'د'],
  ['ڈ', 'د'],
  ['ټ', 'ت'],
  ['ٹ', 'ت'],
  ['ں', 'ن'],
  ['ڼ', 'ن'],
])

/** One form for every way of typing a word; function words and messages are both folded by it. */
export function foldWord(word: string): string {
  const normalized = normalizeForMatching(word.replaceAll('\u200c', ''))
  return normalized.replace(
    /[іїєڕړڑڵډڈټٹںڼ]/gu,
    (letter) => keyboardNeighbours.get(letter) ?? letter,
  )
}
