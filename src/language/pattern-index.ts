/** Whether a text matches one of many patterns, of which only a few are worth trying. */
import { foldForPatterns, type WordPattern, wordKeys } from './word-pattern.ts'

/** A text prepared once for all the indexes that it is tried on. */
export interface FoldedText {
  folded: string
  keys: Set<string>
}

export interface PatternIndex {
  /** The patterns whose first word begins as a word of the text does. */
  candidates(text: FoldedText): WordPattern[]
  matches(text: FoldedText): boolean
}

export function foldText(text: string): FoldedText {
  const folded = foldForPatterns(text)
  return { folded, keys: wordKeys(folded) }
}

/** Looking keys up is far cheaper than trying a pattern, and nearly always enough. */
function hasKeys({ neededKeys }: WordPattern, keys: Set<string>): boolean {
  return neededKeys.every((oneOf) => oneOf.some((key) => keys.has(key)))
}

export function createPatternIndex(patterns: WordPattern[]): PatternIndex {
  const byKey = new Map<string, WordPattern[]>()
  const always: WordPattern[] = []
  for (const pattern of patterns) {
    if (!pattern.keys) always.push(pattern)
    for (const key of new Set(pattern.keys)) {
      const known = byKey.get(key)
      if (known) known.push(pattern)
      else byKey.set(key, [pattern])
    }
  }
  function candidates({ keys }: FoldedText): WordPattern[] {
    return [...always, ...keys.values().flatMap((key) => byKey.get(key) ?? [])]
  }
  return {
    candidates,
    matches({ keys, folded }) {
      // Every message is tried on dozens of indexes, so no list of candidates is made.
      for (const pattern of always) if (hasKeys(pattern, keys) && pattern.test(folded)) return true
      for (const key of keys) {
        const known = byKey.get(key)
        if (!known) continue
        for (const pattern of known) if (hasKeys(pattern, keys) && pattern.test(folded)) return true
      }
      return false
    },
  }
}
