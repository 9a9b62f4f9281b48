/** Reads `knowledge/` into memory. Every problem is collected, so that one run names them all. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import { readPlaces } from './places.ts'
import { listFiles, readEntries } from './read-entries.ts'
import {
  crisisCardSchema,
  entryMetaSchema,
  glossarySchema,
  type Knowledge,
  languagesSchema,
  organisationSchema,
} from './schema.ts'

/** One thing that is wrong, in the words of someone who writes content. */
export interface KnowledgeProblem {
  /** Relative to the knowledge folder. */
  file: string
  problem: string
}

/** The knowledge base can't be used as it is; `problems` names each file. */
export class KnowledgeError extends Error {
  override name = 'KnowledgeError'
  readonly problems: KnowledgeProblem[]
  constructor(problems: KnowledgeProblem[]) {
    super(
      `The knowledge base has ${problems.length} problem(s); the first: ${problems[0]?.file}: ${problems[0]?.problem} Run "npm run knowledge:lint" for all.`,
    )
    this.problems = problems
  }
}

const messagesSchema = z.strictObject({
  sentences: z.record(z.string(), z.string().min(1)),
  recognise: z.record(z.string(), z.array(z.string().min(1))).default({}),
})

/** @throws KnowledgeError when anything under `directory` can't be read as content. */
export async function loadKnowledge(directory: string): Promise<Knowledge> {
  const { knowledge, problems } = await readKnowledge(directory)
  if (problems.length > 0) throw new KnowledgeError(problems)
  return knowledge
}

/** As `loadKnowledge`, but leaves out what is broken and names it. */
export async function readKnowledge(
  directory: string,
): Promise<{ knowledge: Knowledge; problems: KnowledgeProblem[] }> {
  const problems: KnowledgeProblem[] = []
  const report = (file: string, problem: string) =>
    problems.push({ file: relative(directory, file), problem })

  const readYaml = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    let document: unknown
    try {
      document = parseYaml(await readFile(file, 'utf8'))
    } catch (cause) {
      report(file, `This is not valid YAML: ${firstLine(cause)}`)
      return undefined
    }
    const parsed = schema.safeParse(document)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      report(file, `${issue.path.join('.') || 'The file'}: ${issue.message}.`)
    }
    return undefined
  }
  const readFolder = async <T>(folder: string, schema: z.ZodType<T>) => {
    const files = (await listFiles(join(directory, folder))).filter((file) =>
      file.endsWith('.yaml'),
    )
    const read = await Promise.all(
      files.map(async (file) => ({
        name: basename(file, '.yaml'),
        value: await readYaml(file, schema),
      })),
    )
    return read.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]))
  }

  const languages = (await readYaml(join(directory, 'languages.yaml'), languagesSchema)) ?? []
  const codes = new Set(languages.map((language) => language.code))
  const hash = createHash('sha256')
  const entries = await readEntries(join(directory, 'entries'), {
    codes,
    readMeta: (file) => readYaml(file, entryMetaSchema),
    report,
    note: (part) => hash.update(part),
  })

  const messages = await readFolder('messages', messagesSchema)
  const organisations = await readFolder('organisations', organisationSchema)
  for (const { name, value } of organisations) {
    if (name !== value.id) {
      report(
        join(directory, 'organisations', `${name}.yaml`),
        `id: the file is called "${name}", the id says "${value.id}".`,
      )
    }
  }
  const crisisCards = (await readFolder('crisis', crisisCardSchema)).map(({ value }) => value)
  const glossaryFile = join(directory, 'glossary.yaml')
  const glossary = existsSync(glossaryFile) ? await readYaml(glossaryFile, glossarySchema) : {}
  const places = await readPlaces(join(directory, 'places'))

  const knowledge: Knowledge = {
    languages: new Map(languages.map((language) => [language.code, language])),
    entries,
    organisations: new Map(organisations.map(({ value }) => [value.id, value])),
    glossary: glossary ?? {},
    messages: new Map(messages.map(({ name, value }) => [name, value.sentences])),
    phrases: new Map(messages.map(({ name, value }) => [name, value.recognise])),
    crisisCards: crisisCards.toSorted((one, other) => one.order - other.order),
    ...places,
    contentHash: hash.digest('hex').slice(0, 16),
  }
  return { knowledge, problems }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}
