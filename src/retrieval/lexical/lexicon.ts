/** The words of one language that the knowledge base uses, to mend a question's spelling with. */
import { distance } from 'fastest-levenshtein'
import {
  type NativeScript,
  type Sound,
  scriptOf,
  soundOfNative,
  soundsOfLatin,
} from './latin-letters.ts'
import { surfaceWords, wordsOf } from './tokens.ts'

/** What is kept on disk: line i of each list is word i, commonest first. */
export interface LexiconData {
  /** As texts write them, in small letters. */
  surfaces: string[]
  /** As they are compared. */
  words: string[]
}

export interface Lexicon {
  /** The script of most words, where it is one that people also type in Latin letters. */
  readonly script: NativeScript | undefined
  /** @param word as `wordsOf` gives it. */
  has(word: string): boolean
  /** The commonest word that is one slip of the finger away, as texts write it. */
  nearest(word: string): string | undefined
  /** The word that was likely meant by one in Latin letters, as texts write it. */
  fromLatin(word: string): string | undefined
}

/** Below it too many words are one slip apart. */
const shortestMended = 4
/** Two letters may be wrong from here on. */
const longWord = 9

export function buildLexicon(texts: readonly string[]): LexiconData {
  const counts = new Map<string, { surface: string; count: number }>()
  for (const text of texts) {
    for (const surface of surfaceWords(text)) {
      const word = wordsOf(surface).join(' ')
      const known = counts.get(word)
      if (known) known.count++
      else if (word) counts.set(word, { surface, count: 1 })
    }
  }
  // Words of equal count in a fixed order, whatever the order of the texts.
  const sorted = [...counts].sort(
    ([a, { count: one }], [b, { count: other }]) => other - one || (a < b ? -1 : 1),
  )
  return {
    surfaces: sorted.map(([, { surface }]) => surface),
    words: sorted.map(([word]) => word),
  }
}

export function createLexicon({ surfaces, words }: LexiconData): Lexicon {
  const numbers = new Map(words.map((word, number) => [word, number]))
  const script = scriptOf(words)
  const byStart = lazily(() => Map.groupBy(words.keys(), (number) => startOf(words[number]!)))
  const sounds = lazily(() => words.map((word) => soundOfNative(word, script ?? 'Cyrl')))
  const bySkeleton = lazily(() => Map.groupBy(words.keys(), (number) => sounds()[number]!.skeleton))

  /** Numbers of words that sound alike, or nearly so. */
  function soundingLike({ skeleton }: Sound): readonly number[] {
    const same = bySkeleton().get(skeleton)
    if (same || skeleton.length < shortestMended) return same ?? []
    return [...bySkeleton()].flatMap(([other, numbers]) =>
      other[0] === skeleton[0] &&
      Math.abs(other.length - skeleton.length) <= 1 &&
      distance(other, skeleton) <= 1
        ? numbers
        : [],
    )
  }

  return {
    script,
    has: (word) => numbers.has(word),
    nearest(word) {
      if (word.length < shortestMended) return undefined
      const slips = word.length >= longWord ? 2 : 1
      let best: { number: number; slips: number } | undefined
      for (const number of byStart().get(startOf(word)) ?? []) {
        const other = words[number]!
        if (Math.abs(other.length - word.length) > slips) continue
        const apart = slipsBetween(word, other)
        if (apart <= slips && apart < (best?.slips ?? 3)) best = { number, slips: apart }
        if (best?.slips === 1) break
      }
      return best && surfaces[best.number]
    },
    fromLatin(word) {
      if (!script) return undefined
      let best: { number: number; apart: number } | undefined
      for (const sound of soundsOfLatin(word, script)) {
        for (const number of soundingLike(sound)) {
          const apart = distance(sound.full, sounds()[number]!.full)
          // The commoner of two comes first.
          if (apart < (best?.apart ?? Number.POSITIVE_INFINITY)) best = { number, apart }
        }
      }
      return best && surfaces[best.number]
    },
  }
}

/** People see a wrong first letter, so words are looked for under it. */
const startOf = (word: string) => word.slice(0, 1)

/** Letters left out, added, replaced; two neighbours swapped are one slip. */
function slipsBetween(one: string, other: string): number {
  const apart = distance(one, other)
  if (apart !== 2 || one.length !== other.length) return apart
  let at = 0
  while (one[at] === other[at]) at++
  return one[at] === other[at + 1] && one[at + 1] === other[at] ? 1 : 2
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
