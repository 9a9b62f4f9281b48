/** Reads folders of entries, `topic/slug` each: those that are served, and drafts. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { EntryId, LanguageCode } from '../message.ts'
import { figureNames, fillPlaceholders, formatFigure } from './figures.ts'
import {
  EntryTextError,
  listItems,
  type ParsedEntryText,
  parseEntryText,
} from './parse-entry-text.ts'
import type { Entry, EntryMeta, EntryText, SectionName } from './schema.ts'
import { translationStatus } from './translation-status.ts'

export interface EntryReader<Meta extends EntryMeta> {
  /** Languages that a text may be in. */
  codes: ReadonlySet<LanguageCode>
  /** `entry.yaml`; `undefined` where it can't be read and was reported. */
  readMeta: (file: string) => Promise<Meta | undefined>
  /** @param file absolute. */
  report: (file: string, problem: string) => void
  /** Everything that was read, in its order. */
  note?: (part: string | Buffer) => void
}

/** What is broken is left out and reported. */
export async function readEntries<Meta extends EntryMeta>(
  directory: string,
  { codes, readMeta, report, note = () => {} }: EntryReader<Meta>,
): Promise<Map<EntryId, Entry & { meta: Meta }>> {
  const entries = new Map<EntryId, Entry & { meta: Meta }>()
  for (const folder of await listEntryFolders(directory)) {
    const id = relative(directory, folder).split(/[\\/]/).join('/')
    const metaFile = join(folder, 'entry.yaml')
    if (!existsSync(metaFile)) {
      report(folder, 'The file entry.yaml is missing.')
      continue
    }
    const meta = await readMeta(metaFile)
    if (!meta) continue
    if (meta.id !== id) report(metaFile, `id: the folder says "${id}", the file says "${meta.id}".`)
    note(await readFile(metaFile))
    const parsed = new Map<LanguageCode, ParsedEntryText>()
    for (const file of (await listFiles(folder)).filter((name) => name.endsWith('.md'))) {
      const language = basename(file, '.md')
      if (!codes.has(language)) {
        report(file, `"${language}" is not among the languages in languages.yaml.`)
        continue
      }
      try {
        const source = await readFile(file, 'utf8')
        note(language)
        note(source)
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
  return entries
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

export async function listFiles(directory: string): Promise<string[]> {
  if (!existsSync(directory)) return []
  const files = await readdir(directory, { withFileTypes: true })
  return files
    .filter((file) => file.isFile())
    .map((file) => join(directory, file.name))
    .toSorted()
}
