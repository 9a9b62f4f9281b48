/** `npm run knowledge:lint`: what is wrong in knowledge/, in which file, how to mend it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { createCrisisDetector } from '../src/conversation/steps/detect-crisis.ts'
import { lintKnowledge } from '../src/knowledge/lint.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { Knowledge } from '../src/knowledge/schema.ts'

const help = `Usage: npm run knowledge:lint

Reads everything under knowledge/ and says what is wrong, in which file, and how to mend it.
Exits with 1 when something is.

  --help   shows this text
`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const { knowledgeDirectory } = readConfig(process.env)
  const { knowledge, problems } = await readKnowledge(knowledgeDirectory)
  problems.push(
    ...lintKnowledge(
      knowledge,
      await readSources(knowledgeDirectory, knowledge),
      createCrisisDetector(knowledge.crisisCards),
    ),
  )
  for (const { file, problem } of problems) process.stdout.write(`${file}\n    ${problem}\n`)
  const { entries, organisations, crisisCards } = knowledge
  process.stdout.write(
    `${entries.size} entries, ${crisisCards.length} crisis cards, ${organisations.size} organisations: ${problems.length === 0 ? 'nothing to mend' : `${problems.length} to mend`}.\n`,
  )
  if (problems.length > 0) process.exitCode = 1
}

/** The files as they were written, with their {{figures}}. */
async function readSources(directory: string, knowledge: Knowledge): Promise<Map<string, string>> {
  const files = [...knowledge.entries].flatMap(([id, { texts }]) =>
    [...texts.keys()].map((language) => join('entries', id, `${language}.md`)),
  )
  const read = files.map(
    async (file) => [file, await readFile(join(directory, file), 'utf8')] as const,
  )
  return new Map(await Promise.all(read))
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
