/**
 * One analyzer for every language: words, and character 4-grams beside them in the same index. The
 * 4-grams stand in for stemmers, compound splitters and spelling correction.
 */
import { normalizeForMatching } from '../../language/normalize-text.ts'

const gramLength = 4

/** A run of letters and figures, with the marks that belong to them. */
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu
/** Scripts that put no space between words. */
const unspacedPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const hanPattern = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/**
 * Letters that people type for one another. Keyboards without umlauts write `ae`, `oe`, `ue`, and
 * accents are gone by now, so both spellings end as the bare vowel; other languages lose a letter
 * here and there, the same one on both sides. Ukrainian is often typed with Russian letters.
 */
function foldSpelling(word: string): string {
  return word
    .replaceAll('ae', 'a')
    .replaceAll('oe', 'o')
    .replaceAll('ue', 'u')
    .replace(/[іїы]/g, 'и')
    .replace(/[єэ]/g, 'е')
}

/** Letters, figures, marks, and the signs inside a word that `wordsOf` joins. */
const surfacePattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640\u200d]*/gu

/** Words of a text in order as they stand there, in small letters. */
export function surfaceWords(text: string): string[] {
  return text.toLowerCase().match(surfacePattern) ?? []
}

/** The text with each of its words replaced. */
export function replaceWords(text: string, replace: (surface: string) => string): string {
  return text.replace(surfacePattern, (surface) => replace(surface))
}

/** Words of a text in order, normalised; Chinese and Thai are cut by dictionary. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const run of normalizeForMatching(text).match(wordPattern) ?? []) {
    if (!unspacedPattern.test(run)) {
      words.push(foldSpelling(run))
      continue
    }
    for (const part of segmenter.segment(run)) {
      if (part.isWordLike) words.push(part.segment)
    }
  }
  return words
}

/**
 * Terms of one word: itself (marked `=`), and its 4-grams with `_` at either end. Chinese words give
 * single characters and pairs instead, because four characters are a whole clause there.
 */
export function termsOfWord(word: string): string[] {
  const terms = [`=${word}`]
  if (hanPattern.test(word)) {
    const characters = [...word]
    for (let start = 0; start < characters.length; start++) {
      terms.push(characters[start]!)
      if (start > 0) terms.push(characters[start - 1]! + characters[start]!)
    }
    return terms
  }
  const marked = `_${word}_`
  // Without letters beyond 16 bits a cut of the string is a cut between characters, and much faster.
  if (!/[\ud800-\udfff]/.test(marked)) {
    if (marked.length < gramLength) terms.push(marked)
    for (let start = 0; start + gramLength <= marked.length; start++) {
      terms.push(marked.slice(start, start + gramLength))
    }
    return terms
  }
  const characters = [...marked]
  if (characters.length < gramLength) terms.push(characters.join(''))
  for (let start = 0; start + gramLength <= characters.length; start++) {
    terms.push(characters.slice(start, start + gramLength).join(''))
  }
  return terms
}

/** All terms of a text, with repetitions: what the index counts. */
export function termsOf(text: string): string[] {
  return wordsOf(text).flatMap(termsOfWord)
}
