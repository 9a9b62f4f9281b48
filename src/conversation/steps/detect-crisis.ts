import type { CrisisCard } from '../../knowledge/schema.ts'
import { createPatternIndex, foldText, type PatternIndex } from '../../language/pattern-index.ts'
import { compileWordPattern, type WordPattern } from '../../language/word-pattern.ts'

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
      triggers: indexOf(card.id, card.triggers),
      exceptions: indexOf(card.id, card.exceptions),
    }))

  return (text) => {
    const whole = foldText(text)
    return prepared.find(({ triggers, exceptions }) => {
      if (!triggers.matches(whole)) return false
      const withoutExceptions = exceptions
        .candidates(whole)
        .reduce((rest, pattern) => pattern.cutOut(rest), whole.folded)
      return triggers.matches({ ...whole, folded: withoutExceptions })
    })?.card
  }
}

function indexOf(card: string, patternsByLanguage: Record<string, string[]>): PatternIndex {
  return createPatternIndex(
    Object.entries(patternsByLanguage).flatMap(([language, sources]) =>
      sources.map((source) => compileForCard(card, source, language)),
    ),
  )
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
