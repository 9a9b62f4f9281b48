/** The knowledge base's own questions, as they are written and as people also type them. */
import type { Inspection } from '../src/retrieval/hybrid.ts'
import { inLatinLetters, withTypos } from './evaluation-variants.ts'
import { askOwnQuestions } from './fit-trials.ts'

export interface OwnResult {
  language: string
  questions: number
  /** Shares from 0 to 1. */
  first: number
  firstThree: number
}

export type OwnResults = Record<string, OwnResult[]>

const variants: Record<string, (text: string, language: string) => string | undefined> = {
  'as written': (text) => text,
  'one typo in five words': (text) => withTypos(text),
  'in Latin letters': inLatinLetters,
}

/**
 * Each question with its own phrasing and its near translations taken out of the index; per variant a
 * row a language, `all` last. Words of the left-out phrasing stay among those that mend spelling.
 */
export async function askOwnVariants(retriever: Inspection): Promise<OwnResults> {
  const results: OwnResults = {}
  for (const [name, vary] of Object.entries(variants)) {
    const trials = await askOwnQuestions(retriever, undefined, ['own'], vary)
    const count = (language: string, some: typeof trials): OwnResult => {
      const within = (places: number) =>
        some.filter(({ rank }) => rank >= 0 && rank < places).length / some.length
      return { language, questions: some.length, first: within(1), firstThree: within(3) }
    }
    results[name] = [
      ...[...Map.groupBy(trials, ({ language }) => language)].map(([language, some]) =>
        count(language, some),
      ),
      count('all', trials),
    ]
  }
  return results
}
