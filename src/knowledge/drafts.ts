/**
 * Drafts: entries that nobody is shown. They lie in `drafts/`, which the loader never reads, until a
 * second person has approved them and they have moved to `entries/`.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import type { EntryId, LanguageCode } from '../message.ts'
import type { KnowledgeProblem } from './load.ts'
import { parseEntryText } from './parse-entry-text.ts'
import { readEntries } from './read-entries.ts'
import { type Entry, entryMetaSchema, sourceSchema } from './schema.ts'

export const draftsFolder = 'drafts'
/** Accounts of the desk in files: nobody's name, and still one can be told from another. */
const deskPrefix = 'desk-'

const draftMetaSchema = z.strictObject({
  ...entryMetaSchema.shape,
  /** Empty until somebody has looked them up. */
  sources: z.array(sourceSchema),
  draft: z.strictObject({
    /** Whose words stand in it. */
    writtenBy: z.array(z.string().min(2)).min(1),
    /** Somebody else, who has read it and its source. */
    approvedBy: z.string().min(2).optional(),
    /** With an approval at the desk: what exactly was approved there. */
    approvedText: z
      .string()
      .regex(/^[0-9a-f]{12}$/)
      .optional(),
  }),
})
export type DraftMeta = z.infer<typeof draftMetaSchema>
export type DraftEntry = Entry & { meta: DraftMeta }

export function deskHandle(account: string): string {
  return `${deskPrefix}${createHash('sha256').update(account).digest('hex').slice(0, 8)}`
}

/** Of the words and their sources: another word needs another approval. */
export function draftHash(germanText: string, sources: DraftMeta['sources']): string {
  return createHash('sha256')
    .update(parseEntryText(germanText).hash)
    .update(JSON.stringify(sources.map(({ title, url }) => [title, url])))
    .digest('hex')
    .slice(0, 12)
}

/** @param directory of the knowledge base. */
export async function readDrafts(
  directory: string,
  codes: ReadonlySet<LanguageCode>,
): Promise<{ drafts: Map<EntryId, DraftEntry>; problems: KnowledgeProblem[] }> {
  const problems: KnowledgeProblem[] = []
  const report = (file: string, problem: string) =>
    problems.push({ file: relative(directory, file), problem })
  const drafts = await readEntries(join(directory, draftsFolder), {
    codes,
    report,
    async readMeta(file) {
      let document: unknown
      try {
        document = parseYaml(await readFile(file, 'utf8'))
      } catch {
        report(file, 'This is not valid YAML.')
        return undefined
      }
      const parsed = draftMetaSchema.safeParse(document)
      for (const issue of parsed.error?.issues ?? []) {
        report(file, `${issue.path.join('.') || 'The file'}: ${issue.message}.`)
      }
      return parsed.data
    },
  })
  return { drafts, problems }
}

/** Why a draft may not be served yet, each with how to mend it; what the check finds comes on top. */
export async function obstaclesToApproval(
  directory: string,
  { meta }: DraftEntry,
): Promise<KnowledgeProblem[]> {
  const { id, sources, draft } = meta
  const folder = join(draftsFolder, id)
  const obstacles: string[] = []
  if (sources.length === 0) {
    obstacles.push(
      'sources: still empty. Write down where the answer stands, with the day on which you read it.',
    )
  }
  const { approvedBy, approvedText, writtenBy } = draft
  if (!approvedBy) {
    obstacles.push(
      'draft.approvedBy: nobody has approved it. Somebody who did not write it presses "approve" at the desk, or writes a name of their own here.',
    )
  } else if (writtenBy.includes(approvedBy)) {
    obstacles.push('draft.approvedBy: whoever wrote it has approved it. A second person has to.')
  } else if (approvedBy.startsWith(deskPrefix) || approvedText) {
    const german = await readFile(join(directory, folder, 'de.md'), 'utf8')
    if (approvedText !== draftHash(german, sources)) {
      obstacles.push(
        'draft.approvedText: text or sources are not those that were approved at the desk. Whoever approves it as it is now writes a name of their own as approvedBy and takes approvedText out.',
      )
    }
  }
  if (existsSync(join(directory, 'entries', id))) {
    obstacles.push(`There is an entry "${id}" already. Give the draft another name.`)
  }
  return obstacles.map((problem) => ({ file: join(folder, 'entry.yaml'), problem }))
}
