/** `npm run knowledge:status`: which entry stands in which language, and how far it can be trusted. */
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { Entry, TranslationStatus } from '../src/knowledge/schema.ts'
import { isDueForReview } from '../src/knowledge/translation-status.ts'

const help = `Usage: npm run knowledge:status

Prints a table of entries and languages:
  .  missing      m  machine-made      u  unreviewed: no native reader yet
  o  outdated: the German text changed since      c  current
and names the entries whose sources are due for a new look.

  --help   shows this text
`

const marks: Record<TranslationStatus, string> = {
  missing: '.',
  machine: 'm',
  unreviewed: 'u',
  outdated: 'o',
  current: 'c',
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const { knowledge } = await readKnowledge(readConfig(process.env).knowledgeDirectory)
  const languages = [...knowledge.languages.values()]
    .filter(({ status }) => status !== 'recognised')
    .map(({ code }) => code)
  const width = Math.max(...[...knowledge.entries.keys()].map((id) => id.length))
  const cell = (text: string, code: string) => text.padEnd(code.length)
  process.stdout.write(`${''.padEnd(width)}  ${languages.join(' ')}\n`)
  for (const [id, entry] of knowledge.entries) {
    const row = languages.map((code) => cell(marks[statusOf(entry, code)], code)).join(' ')
    process.stdout.write(`${id.padEnd(width)}  ${row}\n`)
  }
  const today = new Date()
  const due = [...knowledge.entries.values()].filter(({ meta }) => isDueForReview(meta, today))
  process.stdout.write(
    due.length === 0
      ? '\nNo entry is due for review.\n'
      : `\nDue for review: ${due.map(({ meta }) => meta.id).join(', ')}\n`,
  )
}

function statusOf({ texts }: Entry, language: string): TranslationStatus {
  return texts.get(language)?.status ?? 'missing'
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
