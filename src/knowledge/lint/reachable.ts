import { join } from 'node:path'
import type { EntryId, LanguageCode, Role } from '../../message.ts'
import type { KnowledgeProblem } from '../load.ts'
import type { Reviewed } from '../reviewed.ts'
import type { Knowledge } from '../schema.ts'

/** The entry that the index finds first. */
export type FindFirst = (query: {
  text: string
  language: LanguageCode
  role: Role
}) => Promise<EntryId | undefined>

export interface Reachability {
  asked: number
  problems: KnowledgeProblem[]
  notices: KnowledgeProblem[]
}

/**
 * Asks the index each question of each entry. Its own entry must come first, or somebody has looked
 * at it and listed it under `foundElsewhere` in `reviewed.yaml`.
 *
 * @param wanted which entries and languages to ask; all unless told.
 */
export async function lintReachability(
  knowledge: Knowledge,
  options: {
    findFirst: FindFirst
    reviewed: Reviewed['foundElsewhere']
    wanted?: { entry?: EntryId | undefined; language?: LanguageCode | undefined }
  },
): Promise<Reachability> {
  const { findFirst, reviewed, wanted = {} } = options
  const problems: KnowledgeProblem[] = []
  const needed = new Set<Reviewed['foundElsewhere'][number]>()
  let asked = 0
  for (const { meta, texts } of knowledge.entries.values()) {
    if (wanted.entry && meta.id !== wanted.entry) continue
    for (const [language, { questions }] of texts) {
      if (wanted.language && language !== wanted.language) continue
      const other = meta.audience.find((role) => role !== 'landlord') ?? 'tenant'
      const all = [
        ...questions.tenant.map((text) => ({ text, language, role: other })),
        ...questions.landlord.map((text) => ({ text, language, role: 'landlord' as const })),
      ]
      for (const query of all) {
        asked += 1
        const found = await findFirst(query)
        if (found === meta.id) continue
        const listed = reviewed.find(
          (item) =>
            item.entry === meta.id && item.language === language && item.question === query.text,
        )
        if (listed) needed.add(listed)
        else problems.push(problemOf(meta.id, query, found))
      }
    }
  }
  const isWhole = !wanted.entry && !wanted.language
  const unneeded = isWhole ? reviewed.filter((item) => !needed.has(item)) : []
  return {
    asked,
    problems,
    notices: unneeded.map(({ question }) => ({
      file: 'reviewed.yaml',
      problem: `foundElsewhere: "${question}" finds its entry now; take it out.`,
    })),
  }
}

function problemOf(
  entry: EntryId,
  { text, language }: { text: string; language: LanguageCode },
  found: EntryId | undefined,
): KnowledgeProblem {
  return {
    file: join('entries', entry, `${language}.md`),
    problem: found
      ? `"${text}" finds ${found} first. Say what is special about this entry's case, or move the question there.`
      : `"${text}" finds nothing. Use the words of the title or of another question.`,
  }
}
