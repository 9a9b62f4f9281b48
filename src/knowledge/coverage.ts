/** Which languages an entry should be written in, and how far they have come. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import type { EntryId, LanguageCode } from '../message.ts'
import { KnowledgeError, type KnowledgeProblem } from './load.ts'
import type { Entry, Knowledge, Language, TranslationStatus } from './schema.ts'
import { isDueForReview } from './translation-status.ts'

const file = 'starred.yaml'
const starredSchema = z.array(
  z.string().regex(/^[a-z-]+\/[a-z0-9-]+$/, 'an entry is topic/slug, for example housing/deposit'),
)

/**
 * Entries that are written in the partial languages too.
 * @throws KnowledgeError when `starred.yaml` is missing or is no list of entries.
 */
export async function readStarred(directory: string): Promise<Set<EntryId>> {
  let document: unknown
  try {
    document = parseYaml(await readFile(join(directory, file), 'utf8')) ?? []
  } catch (cause) {
    throw new KnowledgeError([{ file, problem: `This can't be read: ${String(cause)}` }])
  }
  const parsed = starredSchema.safeParse(document)
  if (parsed.success) return new Set(parsed.data)
  const [issue] = parsed.error.issues
  throw new KnowledgeError([{ file, problem: `Line ${issue?.path.join('.')}: ${issue?.message}.` }])
}

/** `unwanted`: a partial language, and the entry is not among the starred ones. */
export type CoverageStatus = TranslationStatus | 'unwanted'

export interface TopicCoverage {
  topic: string
  entries: number
  counts: Record<CoverageStatus, number>
}

export interface LanguageCoverage {
  language: LanguageCode
  status: Language['status']
  topics: TopicCoverage[]
}

/** Every language that is written, and every topic folder. */
export function coverageOf(knowledge: Knowledge, starred: Set<EntryId>): LanguageCoverage[] {
  const byTopic = Map.groupBy(knowledge.entries.values(), ({ meta }) => topicOf(meta.id))
  return writtenLanguages(knowledge).map((language) => ({
    language: language.code,
    status: language.status,
    topics: [...byTopic].map(([topic, entries]) => {
      const statuses = entries.map((entry) => statusIn(entry, language, starred))
      const count = (status: CoverageStatus) => statuses.filter((each) => each === status).length
      return {
        topic,
        entries: entries.length,
        counts: {
          current: count('current'),
          unreviewed: count('unreviewed'),
          machine: count('machine'),
          outdated: count('outdated'),
          missing: count('missing'),
          unwanted: count('unwanted'),
        },
      }
    }),
  }))
}

/** Languages with texts of their own, in the order of `languages.yaml`. */
export function writtenLanguages({ languages }: Knowledge): Language[] {
  return [...languages.values()].filter(({ status }) => status !== 'recognised')
}

export function statusIn(
  { meta, texts }: Entry,
  language: Language,
  starred: Set<EntryId>,
): CoverageStatus {
  const status = texts.get(language.code)?.status ?? 'missing'
  const isWanted = language.status === 'ready' || starred.has(meta.id)
  return status === 'missing' && !isWanted ? 'unwanted' : status
}

/** Entries whose sources somebody should look at again, by topic. */
export function dueForReview(knowledge: Knowledge, today: Date): Map<string, EntryId[]> {
  const due = [...knowledge.entries.values()].filter(({ meta }) => isDueForReview(meta, today))
  return Map.groupBy(
    due.map(({ meta }) => meta.id),
    topicOf,
  )
}

/** What should be there and is not, in one line; and stars without an entry. */
export function coverageNotices(knowledge: Knowledge, starred: Set<EntryId>): KnowledgeProblem[] {
  const missing = coverageOf(knowledge, starred).flatMap(({ language, topics }) => {
    const count = topics.reduce((sum, { counts }) => sum + counts.missing, 0)
    return count === 0 ? [] : `${count} in ${language}`
  })
  const unknown = [...starred]
    .filter((id) => !knowledge.entries.has(id))
    .map((id) => ({ file, problem: `There is no entry "${id}" yet.` }))
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            file: 'entries',
            problem: `Still to be written: ${missing.join(', ')}. See npm run -s knowledge:status -- --entries.`,
          },
        ]),
    ...unknown,
  ]
}

export function topicOf(id: EntryId): string {
  return id.split('/')[0] ?? id
}
