import type { CrisisCard } from '../../knowledge/schema.ts'
import {
  compileWordPattern,
  foldForPatterns,
  type WordPattern,
  wordKeys,
} from '../../language/word-pattern.ts'

/** The card that a message calls for, or `undefined`. Takes any text, never throws. */
export type CrisisDetector = (text: string) => CrisisCard | undefined

interface PreparedCard {
  card: CrisisCard
  triggers: PatternIndex
  exceptions: PatternIndex
}

/**
 * Prepares the cards' patterns once; trying a message then takes a fraction of a millisecond.
 *
 * The patterns of all languages are tried on every message, because people mix languages and
 * because a wrongly recognised language must not cost a life. What an exception matches is cut out
 * of the text before its own card is tried, so "who pays the ambulance?" stays quiet and "who pays
 * the ambulance? he is not breathing" does not. Where several cards match, the one with the
 * smallest `order` is shown.
 * The patterns' language is described in `language/word-pattern.ts`.
 *
 * @throws SyntaxError naming the card and the pattern that cannot be read.
 */
export function createCrisisDetector(cards: CrisisCard[]): CrisisDetector {
  const prepared: PreparedCard[] = cards
    .toSorted((one, other) => one.order - other.order)
    .map((card) => ({
      card,
      triggers: indexPatterns(card.id, card.triggers),
      exceptions: indexPatterns(card.id, card.exceptions),
    }))

  return (text) => {
    const folded = foldForPatterns(text)
    const keys = wordKeys(folded)
    return prepared.find(({ triggers, exceptions }) => {
      if (!candidates(triggers, keys).some((pattern) => pattern.test(folded))) return false
      const withoutExceptions = candidates(exceptions, keys).reduce(
        (text, pattern) => pattern.cutOut(text),
        folded,
      )
      return candidates(triggers, keys).some((pattern) => pattern.test(withoutExceptions))
    })?.card
  }
}

/** Patterns by the beginning of their first word, so that a message tries only a few of thousands. */
interface PatternIndex {
  byKey: Map<string, WordPattern[]>
  always: WordPattern[]
}

function indexPatterns(card: string, patternsByLanguage: Record<string, string[]>): PatternIndex {
  const index: PatternIndex = { byKey: new Map(), always: [] }
  for (const [language, sources] of Object.entries(patternsByLanguage)) {
    for (const source of sources) {
      const pattern = compileForCard(card, source, language)
      if (!pattern.keys) index.always.push(pattern)
      for (const key of new Set(pattern.keys)) {
        index.byKey.set(key, [...(index.byKey.get(key) ?? []), pattern])
      }
    }
  }
  return index
}

function compileForCard(card: string, source: string, language: string): WordPattern {
  try {
    return compileWordPattern(source, language)
  } catch (cause) {
    throw new SyntaxError(`crisis/${card}.yaml, ${language}: ${(cause as Error).message}`, {
      cause,
    })
  }
}

function candidates(index: PatternIndex, keys: Set<string>): WordPattern[] {
  return [...index.always, ...keys.values().flatMap((key) => index.byKey.get(key) ?? [])]
}
