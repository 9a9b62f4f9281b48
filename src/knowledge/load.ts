/** Reads `knowledge/` into memory. Every problem is collected, so that one run names them all. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import type { LanguageCode } from '../message.ts'
import { figureNames, fillPlaceholders, formatFigure } from './figures.ts'
import {
  EntryTextError,
  listItems,
  type ParsedEntryText,
  parseEntryText,
} from './parse-entry-text.ts'
import { readPlaces } from './places.ts'
import {
  crisisCardSchema,
  type Entry,
  type EntryMeta,
  type EntryText,
  entryMetaSchema,
  glossarySchema,
  type Knowledge,
  languagesSchema,
  organisationSchema,
  type SectionName,
} from './schema.ts'
import { translationStatus } from './translation-status.ts'

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

  const entries = new Map<string, Entry>()
  for (const folder of await listEntryFolders(join(directory, 'entries'))) {
    const id = relative(join(directory, 'entries'), folder).split(/[\\/]/).join('/')
    const metaFile = join(folder, 'entry.yaml')
    if (!existsSync(metaFile)) {
      report(folder, 'The file entry.yaml is missing.')
      continue
    }
    const meta = await readYaml(metaFile, entryMetaSchema)
    if (!meta) continue
    if (meta.id !== id) report(metaFile, `id: the folder says "${id}", the file says "${meta.id}".`)
    hash.update(await readFile(metaFile))
    const parsed = new Map<LanguageCode, ParsedEntryText>()
    for (const file of (await listFiles(folder)).filter((name) => name.endsWith('.md'))) {
      const language = basename(file, '.md')
      if (!codes.has(language)) {
        report(file, `"${language}" is not among the languages in languages.yaml.`)
        continue
      }
      try {
        const source = await readFile(file, 'utf8')
        hash.update(language).update(source)
        parsed.set(language, parseEntryText(source))
      } catch (error) {
        if (!(error instanceof EntryTextError)) throw error
        report(file, error.message)
      }
    }
    const german = parsed.get('de')
    if (!german) {
      // A German text that is there but can't be read has been reported above.
      if (!existsSync(join(folder, 'de.md'))) {
        report(folder, 'The German text de.md is missing; German is the source of every language.')
      }
      continue
    }
    const texts = new Map<LanguageCode, EntryText>()
    for (const [language, text] of parsed) {
      texts.set(language, toEntryText(language, text, meta, german.hash))
      for (const name of figureNames(Object.values(text.sections).join('\n'))) {
        if (!(name in meta.figures)) {
          report(
            join(folder, `${language}.md`),
            `{{${name}}} is used, but entry.yaml has no figure "${name}". Add it there or mend the name.`,
          )
        }
      }
    }
    entries.set(id, { meta, texts })
  }

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

function toEntryText(
  language: LanguageCode,
  text: ParsedEntryText,
  meta: EntryMeta,
  germanHash: string,
): EntryText {
  const filled: Partial<Record<SectionName, string>> = {}
  for (const [name, markdown] of Object.entries(text.sections) as [SectionName, string][]) {
    filled[name] = fillPlaceholders(markdown, (figure) => {
      const value = meta.figures[figure]
      return value && formatFigure(value, language)
    })
  }
  return {
    language,
    title: text.title,
    questions: {
      tenant: listItems(text.sections.Questions),
      landlord: listItems(text.sections['Questions from landlords']),
    },
    sections: filled,
    reviewedBy: text.frontMatter.reviewedBy,
    machineMade: text.frontMatter.machineMade,
    status: translationStatus(language, text, germanHash),
  }
}

async function listEntryFolders(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return []
  const folders = await readdir(directory, { recursive: true, withFileTypes: true })
  return folders
    .filter((folder) => folder.isDirectory() && relative(directory, folder.parentPath) !== '')
    .map((folder) => join(folder.parentPath, folder.name))
    .toSorted()
}

async function listFiles(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return []
  const files = await readdir(directory, { withFileTypes: true })
  return files
    .filter((file) => file.isFile())
    .map((file) => join(directory, file.name))
    .toSorted()
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}
