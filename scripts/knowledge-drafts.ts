/** `npm run knowledge:drafts`: from a mediator's answer to the files of an entry, past a second person. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { type DraftFiles, draftFiles, draftId } from '../src/knowledge/draft-files.ts'
import {
  type DraftEntry,
  draftsFolder,
  obstaclesToApproval,
  readDrafts,
} from '../src/knowledge/drafts.ts'
import { type KnowledgeProblem, readKnowledge } from '../src/knowledge/load.ts'
import { readContentFiles } from '../src/knowledge/read-files.ts'
import { readReviewed } from '../src/knowledge/reviewed.ts'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import type { Draft, Store } from '../src/storage/store.ts'
import { checkDrafts } from './check-content.ts'

const help = `Usage: npm run -s knowledge:drafts
       npm run -s knowledge:drafts -- --list
       npm run -s knowledge:drafts -- --approve topic/slug

Writes each draft of the desk as files under knowledge/drafts/topic/slug/, ready for review. Files that
somebody has changed since are left as they are, and named. Nothing in that folder is ever served.

  --list      says of each draft what stands between it and being served; writes nothing
  --approve   moves a draft to knowledge/entries/, where the next start serves it; refuses without a
              source, without the approval of a second person, and while the check finds something
  --help      shows this text

Reads the desk's drafts in DATA_DIR; without a database there only the files count.
Exits with 0 when all went well, 1 when something was refused or left, 2 when the command is not right.
`

type Work = 'write' | 'list' | 'approve'

async function main(): Promise<number> {
  const wanted = readCommand()
  if (!wanted) {
    process.stderr.write(help)
    return 2
  }
  if (wanted.work === 'help') {
    process.stdout.write(help)
    return 0
  }
  const { knowledgeDirectory, dataDirectory } = readConfig(process.env)
  const file = join(dataDirectory, 'lotse.sqlite')
  const store = existsSync(file) ? await createSqliteStore({ file }) : undefined
  try {
    if (wanted.work === 'approve') return await approve(knowledgeDirectory, wanted.id, store)
    if (wanted.work === 'list') return await list(knowledgeDirectory)
    return await write(knowledgeDirectory, store)
  } finally {
    await store?.close()
  }
}

function readCommand(): { work: Work | 'help'; id: string } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        list: { type: 'boolean' },
        approve: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (values.help) return { work: 'help', id: '' }
    if (values.approve && values.list) return undefined
    if (values.approve !== undefined) {
      return /^[a-z-]+\/[a-z0-9-]+$/.test(values.approve)
        ? { work: 'approve', id: values.approve }
        : undefined
    }
    return { work: values.list ? 'list' : 'write', id: '' }
  } catch {
    return undefined
  }
}

async function write(directory: string, store: Store | undefined): Promise<number> {
  const drafts = (await store?.listDrafts()) ?? []
  let left = 0
  for (const draft of drafts.toReversed()) {
    const done = await writeDraft(directory, draft)
    if (done.kind === 'left') left++
    if (done.kind === 'written') {
      const { id, hash } = done
      await store?.noteDraftFiles(draft.id, { id, hash, writtenAt: new Date().toISOString() })
    }
    if (done.sentence) process.stdout.write(`${done.sentence}\n`)
  }
  if (drafts.length === 0) process.stdout.write('The desk has no drafts.\n')
  return left > 0 ? 1 : 0
}

type Written =
  | { kind: 'written'; id: string; hash: string; sentence: string }
  | { kind: 'unchanged'; sentence?: undefined }
  | { kind: 'left'; sentence: string }

async function writeDraft(directory: string, draft: Draft): Promise<Written> {
  const { files: before } = draft
  const isTaken = (id: string) =>
    ['entries', draftsFolder].some((folder) => existsSync(join(directory, folder, id)))
  const id = before?.id ?? draftId(draft, isTaken)
  const folder = join(directory, draftsFolder, id)
  const files = draftFiles(id, draft)
  const there = await readFiles(folder)
  if (before && !there) {
    return {
      kind: 'left',
      sentence: `${id}: its files are gone. Remove the draft at the desk too.`,
    }
  }
  if (there && digestOf(there) === digestOf(files)) return { kind: 'unchanged' }
  if (there && digestOf(there) !== before?.hash) {
    const sentence = `${id}: somebody has changed its files; what the desk holds was not written over them.`
    return { kind: 'left', sentence }
  }
  await mkdir(folder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const sentence = `${id}: ${there ? 'written again' : 'written'} to ${join(draftsFolder, id)}.`
  return { kind: 'written', id, hash: digestOf(files), sentence }
}

async function readFiles(folder: string): Promise<DraftFiles | undefined> {
  if (!existsSync(folder)) return undefined
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  return { 'entry.yaml': await read('entry.yaml'), 'de.md': await read('de.md') }
}

function digestOf(files: DraftFiles): string {
  return createHash('sha256').update(files['entry.yaml']).update(files['de.md']).digest('hex')
}

async function list(directory: string): Promise<number> {
  const { drafts, unreadable, findings } = await readAll(directory)
  for (const { file, problem } of unreadable) process.stdout.write(`${file}\n    ${problem}\n`)
  for (const id of drafts.keys()) {
    const obstacles = await findings(id)
    process.stdout.write(`${id}: ${obstacles.length === 0 ? 'may be served' : 'not yet'}\n`)
    print(obstacles)
  }
  if (drafts.size + unreadable.length === 0) process.stdout.write('There are no drafts.\n')
  return unreadable.length > 0 ? 1 : 0
}

async function approve(directory: string, id: string, store: Store | undefined): Promise<number> {
  const { drafts, unreadable, findings } = await readAll(directory)
  const folder = join(directory, draftsFolder, id)
  if (!drafts.has(id)) {
    const why = unreadable.filter(({ file }) => join(directory, file).startsWith(folder))
    if (why.length === 0) process.stdout.write(`There is no draft "${id}".\n`)
    print(why)
    return 1
  }
  const obstacles = await findings(id)
  if (obstacles.length > 0) {
    process.stdout.write(`${id} stays a draft:\n`)
    print(obstacles)
    return 1
  }
  const target = join(directory, 'entries', id)
  await mkdir(dirname(target), { recursive: true })
  const meta = withoutDraft(await readFile(join(folder, 'entry.yaml'), 'utf8'))
  await rename(folder, target)
  await writeFile(join(target, 'entry.yaml'), meta)
  const done = (await store?.listDrafts())?.find(({ files }) => files?.id === id)
  if (done) await store?.deleteDraft(done.id)
  // The folder of the topic, where this was its last draft.
  await rmdir(dirname(folder)).catch(() => undefined)
  process.stdout.write(`${id} is an entry now; the next start serves it.\n`)
  return 0
}

/** Only what every entry has; the rest of the file stays as it was written. */
function withoutDraft(yaml: string): string {
  return yaml.replace(/^# A draft: .*\n/, '').replace(/^draft:.*\n(?:[ \t].*\n?|\n)*/m, '')
}

async function readAll(directory: string) {
  const { knowledge } = await readKnowledge(directory)
  const { drafts, problems } = await readDrafts(directory, new Set(knowledge.languages.keys()))
  const content = {
    knowledge,
    files: await readContentFiles(directory),
    reviewed: await readReviewed(directory),
  }
  return {
    drafts,
    unreadable: problems,
    async findings(id: string): Promise<KnowledgeProblem[]> {
      const draft = drafts.get(id) as DraftEntry
      return [
        ...problems.filter(({ file }) => file.startsWith(join(draftsFolder, id))),
        ...(await obstaclesToApproval(directory, draft)),
        ...checkDrafts(content, new Map([[id, draft]])),
      ]
    },
  }
}

function print(problems: KnowledgeProblem[]): void {
  for (const { file, problem } of problems) process.stdout.write(`    ${file}: ${problem}\n`)
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  },
)
