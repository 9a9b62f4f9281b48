/** `npm run knowledge:lint`: what is wrong in knowledge/, in which file, how to mend it. */
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../src/config.ts'
import { createCrisisDetector } from '../src/conversation/steps/detect-crisis.ts'
import { coverageNotices, readStarred } from '../src/knowledge/coverage.ts'
import { lintReachability } from '../src/knowledge/lint/reachable.ts'
import { lintKnowledge } from '../src/knowledge/lint.ts'
import { type KnowledgeProblem, readKnowledge } from '../src/knowledge/load.ts'
import { readContentFiles } from '../src/knowledge/read-files.ts'
import { readReviewed } from '../src/knowledge/reviewed.ts'
import { normalizeForMatching } from '../src/language/normalize-text.ts'
import { buildServices } from '../src/services.ts'
import { renderContent } from './channel-sizes.ts'

const help = `Usage: npm run -s knowledge:lint
       npm run -s knowledge:lint -- --questions [--entry topic/slug] [--language ar]

Reads everything under knowledge/ and says what is wrong, in which file, and how to mend it.
Exits with 1 when something is.

  --questions   asks the search every question of every entry instead, and names those that find
                another entry first; needs the index, so it is a step of its own: under a minute once that is built
  --entry       with --questions: only this entry
  --language    with --questions: only this language
  --notes       also what is only worth a look: long answers, what is still to be written
  --help        shows this text
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      questions: { type: 'boolean' },
      entry: { type: 'string' },
      language: { type: 'string' },
      notes: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const config = readConfig(process.env)
  const { problems, notices, summary } = values.questions
    ? await askQuestions(config, { entry: values.entry, language: values.language })
    : await checkContent(config)
  print(problems)
  if (notices.length > 0 && values.notes) {
    process.stdout.write('\nWorth a look; nothing breaks:\n')
    print(notices)
  }
  const result = problems.length === 0 ? 'nothing to mend' : `${problems.length} to mend`
  const more = notices.length > 0 && !values.notes ? ` ${notices.length} notes with --notes.` : ''
  process.stdout.write(`${summary}: ${result}.${more}\n`)
  if (problems.length > 0) process.exitCode = 1
}

interface Findings {
  problems: KnowledgeProblem[]
  notices: KnowledgeProblem[]
  summary: string
}

async function checkContent({ knowledgeDirectory }: Config): Promise<Findings> {
  const { knowledge, problems: unreadable } = await readKnowledge(knowledgeDirectory)
  const { problems, notices } = lintKnowledge({
    knowledge,
    files: await readContentFiles(knowledgeDirectory),
    reviewed: await readReviewed(knowledgeDirectory),
    detectCrisis: createCrisisDetector(knowledge.crisisCards),
    normalize: normalizeForMatching,
    rendered: renderContent(knowledge),
  })
  const { entries, organisations, crisisCards } = knowledge
  return {
    problems: [...unreadable, ...problems],
    notices: [...notices, ...coverageNotices(knowledge, await readStarred(knowledgeDirectory))],
    summary: `${entries.size} entries, ${crisisCards.length} crisis cards, ${organisations.size} organisations`,
  }
}

async function askQuestions(
  config: Config,
  wanted: { entry: string | undefined; language: string | undefined },
): Promise<Findings> {
  const reviewed = await readReviewed(config.knowledgeDirectory)
  const { services, retriever } = await buildServices(config)
  const { knowledge } = services
  if (wanted.entry && !knowledge.entries.has(wanted.entry)) {
    throw new Error(`There is no entry "${wanted.entry}" under knowledge/entries.`)
  }
  const { asked, problems, notices } = await lintReachability(knowledge, {
    findFirst: async (query) => (await retriever.retrieve({ ...query, limit: 1 }))[0]?.entry,
    reviewed: reviewed.foundElsewhere,
    wanted,
  })
  await retriever.close()
  return { problems, notices, summary: `${asked} questions asked (${retriever.description})` }
}

function print(findings: KnowledgeProblem[]): void {
  for (const [file, ofFile] of Map.groupBy(findings, (finding) => finding.file)) {
    const problems = new Set(ofFile.map(({ problem }) => `    ${problem}\n`))
    process.stdout.write(`${file}\n${[...problems].join('')}`)
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
