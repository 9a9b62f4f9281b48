import { join } from 'node:path'
import type { EntryId } from '../../message.ts'
import type { KnowledgeProblem } from '../load.ts'
import type { Reviewed } from '../reviewed.ts'
import type { Knowledge } from '../schema.ts'

interface Phrasing {
  entry: EntryId
  question: string
  /** As retrieval compares it. */
  normalized: string
}

/** Shorter questions that differ by one letter are often two questions: "was ist WBS", "was ist WGS". */
const shortestNearlySame = 16

/**
 * Questions that stand in two entries: the same, with the words in another order, or with one
 * letter changed. Nobody could say which entry answers them.
 */
export function lintSameQuestions(
  knowledge: Knowledge,
  reviewed: Reviewed['sameQuestions'],
  normalize: (text: string) => string,
): { problems: KnowledgeProblem[]; notices: KnowledgeProblem[] } {
  const used = new Set<Reviewed['sameQuestions'][number]>()
  const problems: KnowledgeProblem[] = []
  for (const language of knowledge.languages.keys()) {
    for (const role of ['tenant', 'landlord'] as const) {
      const phrasings = [...knowledge.entries.values()].flatMap(({ meta, texts }): Phrasing[] =>
        (texts.get(language)?.questions[role] ?? []).map((question) => ({
          entry: meta.id,
          question,
          normalized: normalize(question),
        })),
      )
      for (const [one, other] of samePairs(phrasings)) {
        const file = join('entries', one.entry, `${language}.md`)
        if (one.entry === other.entry) {
          if (one.normalized === other.normalized) {
            problems.push({ file, problem: `The question "${other.question}" stands twice.` })
          }
          continue
        }
        const allowed = reviewed.find(
          (pair) =>
            pair.language === language &&
            pair.entries.includes(one.entry) &&
            pair.entries.includes(other.entry) &&
            [one.question, other.question].includes(pair.question),
        )
        if (allowed) used.add(allowed)
        else {
          problems.push({
            file,
            problem: `"${one.question}" is also a question of ${other.entry} ("${other.question}"). Keep it where the answer is, or say in both what makes the difference.`,
          })
        }
      }
    }
  }
  const notices = reviewed
    .filter((pair) => !used.has(pair))
    .map(({ question }) => ({
      file: 'reviewed.yaml',
      problem: `sameQuestions: "${question}" is no longer found; take it out.`,
    }))
  return { problems, notices }
}

function* samePairs(phrasings: Phrasing[]): Iterable<[Phrasing, Phrasing]> {
  const bySortedWords = new Map<string, Phrasing[]>()
  const byLength = new Map<number, Phrasing[]>()
  for (const phrasing of phrasings) {
    const { normalized } = phrasing
    const sorted = normalized.split(' ').toSorted().join(' ')
    const same = bySortedWords.get(sorted) ?? []
    yield* same.map((other): [Phrasing, Phrasing] => [other, phrasing])
    bySortedWords.set(sorted, [...same, phrasing])

    if (normalized.length >= shortestNearlySame) {
      for (const length of [normalized.length - 1, normalized.length, normalized.length + 1]) {
        for (const other of byLength.get(length) ?? []) {
          if (!same.includes(other) && isOneLetterApart(other.normalized, normalized)) {
            yield [other, phrasing]
          }
        }
      }
    }
    byLength.set(normalized.length, [...(byLength.get(normalized.length) ?? []), phrasing])
  }
}

/** One letter replaced, added or left out. */
function isOneLetterApart(one: string, other: string): boolean {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one]
  let start = 0
  while (start < short.length && long[start] === short[start]) start += 1
  const rest = long.length === short.length ? start + 1 : start
  return long.slice(start + 1) === short.slice(rest)
}
