/** Takes German terms and place names out of a message: they stand inside every language. */
import { functionWords } from './function-words.ts'
import { germanCompound, germanTerms } from './german-terms.ts'
import { normalizeForMatching } from './normalize-text.ts'

/** Endings that Turkish, Polish, Albanian and others put on a place: `Magdeburgda`, `w Magdeburgu`. */
const longestEnding = 3
const shortestInflectedName = 6

/** Which of these words, folded, belong to a term: `true` at their index. */
export type TermMask = (words: string[]) => boolean[]

/** @param placeNames as they are written on the map, of one or several words. */
export function createTermMask(placeNames: Iterable<string>): TermMask {
  const common = new Set(normalizeForMatching(Object.values(functionWords).join(' ')).split(' '))
  const terms = new Set(normalizeForMatching(germanTerms).split(' '))
  const places = new Set<string>()
  const longPlaces = new Map<string, string[][]>()
  for (const name of placeNames) {
    const words = normalizeForMatching(name).split(' ')
    const [first] = words
    if (!first) continue
    if (words.length > 1) longPlaces.set(first, [...(longPlaces.get(first) ?? []), words])
    else if (!common.has(first)) places.add(first)
  }

  return (words) => {
    const masked = words.map(
      (word) => terms.has(word) || isPlace(word) || germanCompound.test(word),
    )
    for (const [index, word] of words.entries()) {
      for (const place of longPlaces.get(word) ?? []) {
        const isHere = place.every((part, offset) => words[index + offset] === part)
        if (isHere) masked.fill(true, index, index + place.length)
      }
    }
    return masked
  }

  function isPlace(word: string): boolean {
    if (places.has(word)) return true
    for (let ending = 1; ending <= longestEnding; ending++) {
      const name = word.slice(0, -ending)
      if (name.length >= shortestInflectedName && places.has(name)) return true
    }
    return false
  }
}
