/**
 * A question's spelling mended by the words of the knowledge base: slips of the finger, and Arabic,
 * Persian, Russian or Ukrainian typed in Latin letters. What is searched is the mended text, so words
 * and vectors both gain, and nothing of a question that is spelled right changes.
 */
import type { LanguageCode } from '../message.ts'
import type { Lexicon } from './lexical/index.ts'
import { replaceWords, wordsOf } from './lexical/index.ts'

export type Repair = (text: string, language: LanguageCode) => string

/** A German word of so many letters is hardly one of another language in Latin letters. */
const shortestTerm = 6
/** Longer messages say enough with the words that are right. */
const longestText = 1000

const latinLetters = /\p{Script=Latin}/u
const otherLetters = /(?!\p{Script=Latin})\p{L}/u

export function createRepair(lexicons: ReadonlyMap<LanguageCode, Lexicon>): Repair {
  const german = lexicons.get('de')
  // German terms stand in questions of every language, English ones in many.
  const shared = [german, lexicons.get('en')].filter((lexicon) => lexicon !== undefined)

  return (text, language) => {
    const own = lexicons.get(language)
    if (!own || text.length > longestText) return text
    const known = [own, ...shared]
    const inLatin = own.script && latinLetters.test(text) && !otherLetters.test(text)
    return replaceWords(text, (surface) => {
      const word = wordsOf(surface).join(' ')
      if (own.has(word)) return surface
      const isTerm = word.length >= shortestTerm && german?.has(word)
      const meant = inLatin && !isTerm ? own.fromLatin(word) : undefined
      if (meant) return meant
      if (known.some((lexicon) => lexicon.has(word))) return surface
      for (const lexicon of known) {
        const nearest = lexicon.nearest(word)
        if (nearest) return nearest
      }
      return surface
    })
  }
}
