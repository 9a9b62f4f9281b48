/** `npm run knowledge:lint`: what is wrong in knowledge/, in which file, how to mend it. */
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../src/config.ts'
import { coverageNotices, readStarred } from '../src/knowledge/coverage.ts'
import { obstaclesToApproval, readDrafts } from '../src/knowledge/drafts.ts'
import { lintReachability } from '../src/knowledge/lint/reachable.ts'
import { type KnowledgeProblem, readKnowledge } from '../src/knowledge/load.ts'
import { readContentFiles } from '../src/knowledge/read-files.ts'
import { readReviewed } from '../src/knowledge/reviewed.ts'
import { buildServices } from '../src/services.ts'
import { checkDrafts, checkServed, type ReadContent } from './check-content.ts'

const help = `Usage: npm run -s knowledge:lint
       npm run -s knowledge:lint -- --questions [--entry topic/slug] [--language ar]

Reads everything under knowledge/ and says what is wrong, in which file, and how to mend it.
Exits with 1 when something is. What drafts still need is named too, and is no reason for that.

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
  const { problems, notices, drafts, summary } = values.questions
    ? await askQuestions(config, { entry: values.entry, language: values.language })
    : await checkContent(config)
  print(problems)
  if (notices.length > 0 && values.notes) {
    process.stdout.write('\nWorth a look; nothing breaks:\n')
    print(notices)
  }
  if (drafts.length > 0) {
    process.stdout.write(
      '\nDrafts, which nobody is shown; each line stands between one and its approval:\n',
    )
    print(drafts)
    process.stdout.write('\n')
  }
  const result = problems.length === 0 ? 'nothing to mend' : `${problems.length} to mend`
  const more = notices.length > 0 && !values.notes ? ` ${notices.length} notes with --notes.` : ''
  process.stdout.write(`${summary}: ${result}.${more}\n`)
  if (problems.length > 0) process.exitCode = 1
}

interface Findings {
  problems: KnowledgeProblem[]
  notices: KnowledgeProblem[]
  /** Of what is not served. */
  drafts: KnowledgeProblem[]
  summary: string
}

async function checkContent({ knowledgeDirectory }: Config): Promise<Findings> {
  const { knowledge, problems: unreadable } = await readKnowledge(knowledgeDirectory)
  const content = {
    knowledge,
    files: await readContentFiles(knowledgeDirectory),
    reviewed: await readReviewed(knowledgeDirectory),
  }
  const { problems, notices } = checkServed(content)
  const { entries, organisations, crisisCards } = knowledge
  return {
    problems: [...unreadable, ...problems],
    notices: [...notices, ...coverageNotices(knowledge, await readStarred(knowledgeDirectory))],
    drafts: await findInDrafts(knowledgeDirectory, content),
    summary: `${entries.size} entries, ${crisisCards.length} crisis cards, ${organisations.size} organisations`,
  }
}

/** What stands between the drafts and being served; nothing that is served is wrong because of it. */
async function findInDrafts(directory: string, content: ReadContent): Promise<KnowledgeProblem[]> {
  const { drafts, problems } = await readDrafts(
    directory,
    new Set(content.knowledge.languages.keys()),
  )
  const obstacles = await Promise.all(
    [...drafts.values()].map((draft) => obstaclesToApproval(directory, draft)),
  )
  return [...problems, ...obstacles.flat(), ...checkDrafts(content, drafts)]
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
  return {
    problems,
    notices,
    drafts: [],
    summary: `${asked} questions asked (${retriever.description})`,
  }
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
