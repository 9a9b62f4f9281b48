/** `npm run knowledge:status`: what stands in which language, and how far it can be trusted. */
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import {
  type CoverageStatus,
  coverageOf,
  dueForReview,
  type LanguageCoverage,
  readStarred,
  statusIn,
  type TopicCoverage,
  writtenLanguages,
} from '../src/knowledge/coverage.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { Knowledge } from '../src/knowledge/schema.ts'
import type { EntryId } from '../src/message.ts'

const marks: Record<CoverageStatus, string> = {
  current: 'c',
  unreviewed: 'u',
  machine: 'm',
  outdated: 'o',
  missing: '.',
  unwanted: ' ',
}

const legend = `  c  current        u  unreviewed: no native reader yet     m  machine-made
  o  outdated: the German text changed since      .  missing`

const help = `Usage: npm run -s knowledge:status [-- --entries | --json]

Prints a table of languages and topics: how many entries stand in which state.
${legend}
A partial language lacks only the entries of starred.yaml. Below the table stand the entries whose
sources are due for a new look.

  --entries   a table of entries and languages instead, one letter each
  --json      everything as one JSON document
  --help      shows this text
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      entries: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const { knowledgeDirectory } = readConfig(process.env)
  const { knowledge, problems } = await readKnowledge(knowledgeDirectory)
  const starred = await readStarred(knowledgeDirectory)
  const due = dueForReview(knowledge, new Date())
  if (values.json) {
    process.stdout.write(`${JSON.stringify(asDocument(knowledge, starred, due), null, 2)}\n`)
    return
  }
  const table = values.entries
    ? entryTable(knowledge, starred)
    : topicTable(coverageOf(knowledge, starred), due)
  process.stdout.write(`${table}\n${legend}\n\n${dueLine(due)}\n`)
  if (problems.length > 0) {
    process.stdout.write(
      `${problems.length} file(s) can't be read and are left out; npm run -s knowledge:lint names them.\n`,
    )
  }
}

function topicTable(coverage: LanguageCoverage[], due: Map<string, EntryId[]>): string {
  const heads = ['', ...(coverage[0]?.topics ?? []).map(headOf), 'to be written']
  const rows = coverage.map(({ language, topics }) => [
    language,
    ...topics.map(cellOf),
    String(topics.reduce((sum, { counts }) => sum + counts.missing, 0)),
  ])
  const dueRow = [
    'due for review',
    ...(coverage[0]?.topics ?? []).map(({ topic }) => String(due.get(topic)?.length ?? 0)),
    '',
  ]
  return aligned([heads, ...rows, dueRow])
}

function headOf({ topic, entries }: TopicCoverage): string {
  return `${topic} (${entries})`
}

/** `14u 2o 1.`, the states in the order of the legend; `-` where nothing is wanted. */
function cellOf({ counts }: TopicCoverage): string {
  const parts = Object.entries(counts)
    .filter(([status, count]) => count > 0 && status !== 'unwanted')
    .map(([status, count]) => `${count}${marks[status as CoverageStatus]}`)
  return parts.join(' ') || '-'
}

function entryTable(knowledge: Knowledge, starred: Set<EntryId>): string {
  const languages = writtenLanguages(knowledge)
  const rows = [...knowledge.entries].map(([id, entry]) => [
    `${id}${starred.has(id) ? ' *' : ''}`,
    ...languages.map((language) => marks[statusIn(entry, language, starred)]),
  ])
  return aligned([['', ...languages.map(({ code }) => code)], ...rows])
}

function aligned(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return `${rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`
}

function dueLine(due: Map<string, EntryId[]>): string {
  const ids = [...due.values()].flat()
  return ids.length === 0
    ? 'No entry is due for review.'
    : `Due for review: ${ids.toSorted().join(', ')}`
}

function asDocument(
  knowledge: Knowledge,
  starred: Set<EntryId>,
  due: Map<string, EntryId[]>,
): object {
  const languages = writtenLanguages(knowledge)
  return {
    languages: coverageOf(knowledge, starred),
    dueForReview: [...due.values()].flat().toSorted(),
    entries: Object.fromEntries(
      [...knowledge.entries].map(([id, entry]) => [
        id,
        Object.fromEntries(
          languages.map((language) => [language.code, statusIn(entry, language, starred)]),
        ),
      ]),
    ),
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
