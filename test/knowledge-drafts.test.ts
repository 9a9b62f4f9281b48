/** From the desk's drafts to files, past a second person, to an entry that is served. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { draftFiles, draftId } from '../src/knowledge/draft-files.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { parseEntryText } from '../src/knowledge/parse-entry-text.ts'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import type { Draft, Store } from '../src/storage/store.ts'
import { contentWith, entryText, entryYaml } from './content.ts'

const run = promisify(execFile)
const words = Array.from({ length: 45 }, () => 'Wort').join(' ')
const source = { title: 'Behördennummer', url: 'https://www.115.de', checkedOn: '2026-11-22' }
const id = 'housing/darf-ich-auf-dem-balkon-grillen'

const draft: Draft = {
  id: 'draft-1',
  topic: 'tenancy',
  title: 'Darf ich auf dem Balkon grillen?',
  answer: words,
  questions: ['grillen', 'kohle', 'rauch', 'elektrogrill', 'nachbar grillt', 'wie oft grillen'].map(
    (what) => `${what} auf dem balkon`,
  ),
  sources: [source],
  writtenBy: ['jonas'],
  changedAt: '2026-11-23T10:00:00.000Z',
}

let content: Awaited<ReturnType<typeof contentWith>>
let dataDirectory: string
let store: Store
beforeEach(async () => {
  content = await contentWith({
    'reviewed.yaml': 'privatePersons:\nsameQuestions:\nfoundElsewhere:\n',
    'starred.yaml': '[]\n',
    'entries/housing/deposit/entry.yaml': entryYaml('housing/deposit'),
    'entries/housing/deposit/de.md': entryText('Kaution'),
  })
  dataDirectory = await mkdtemp(join(tmpdir(), 'lotse-drafts-'))
  store = await createSqliteStore({ file: join(dataDirectory, 'lotse.sqlite') })
})
afterEach(async () => {
  await store.close()
  await content.remove()
  await rm(dataDirectory, { recursive: true })
})

interface Ran {
  code: number
  output: string
}

async function command(script: string, ...parameters: string[]): Promise<Ran> {
  const env = { ...process.env, KNOWLEDGE_DIR: content.directory, DATA_DIR: dataDirectory }
  try {
    const { stdout } = await run(process.execPath, [`scripts/${script}.ts`, ...parameters], { env })
    return { code: 0, output: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, output: stdout + stderr }
  }
}
const drafts = (...parameters: string[]) => command('knowledge-drafts', ...parameters)
const fileOf = (name: string, folder = 'drafts') => join(content.directory, folder, id, name)
const change = async (name: string, edit: (text: string) => string) =>
  writeFile(fileOf(name), edit(await readFile(fileOf(name), 'utf8')))

describe('a draft of the desk', () => {
  it('becomes files that nobody is shown, and then an entry, past a second person', async () => {
    await store.writeDraft({ ...draft, approvedBy: 'amina' })
    expect(await drafts()).toMatchObject({ code: 0, output: expect.stringContaining(id) })
    expect([...(await loadKnowledge(content.directory)).entries.keys()]).toEqual([
      'housing/deposit',
    ])
    const written = await readFile(fileOf('entry.yaml'), 'utf8')
    expect(written).not.toMatch(/jonas|amina/)
    expect(await drafts('--approve', id)).toEqual({
      code: 0,
      output: `${id} is an entry now; the next start serves it.\n`,
    })
    const entry = (await loadKnowledge(content.directory)).entries.get(id)
    expect(entry?.meta).toMatchObject({ risk: 'high', sources: [source], referral: ['tenancy'] })
    expect(entry?.texts.get('de')).toMatchObject({ title: draft.title })
    expect(existsSync(fileOf('entry.yaml'))).toBe(false)
    expect(await store.listDrafts()).toEqual([])
    expect((await command('knowledge-lint')).output).toMatch(/2 entries.*nothing to mend/)
  })

  it('stays a draft without a source, an approval, or what the check wants', async () => {
    await store.writeDraft({ ...draft, sources: [], questions: ['grillen'] })
    await drafts()
    const refused = await drafts('--approve', id)
    expect(refused.code).toBe(1)
    expect(refused.output).toContain('sources: still empty')
    expect(refused.output).toContain('nobody has approved it')
    expect(refused.output).toContain('has 1 questions')
    expect(existsSync(fileOf('entry.yaml', 'entries'))).toBe(false)
  })

  it('stays a draft while whoever wrote it is the one who approves', async () => {
    await store.writeDraft({ ...draft, approvedBy: 'jonas' })
    await drafts()
    expect(await drafts('--approve', id)).toMatchObject({
      code: 1,
      output: expect.stringContaining('A second person has to'),
    })
  })

  it('stays a draft when its words are not those that were approved', async () => {
    await store.writeDraft({ ...draft, approvedBy: 'amina' })
    await drafts()
    await change('de.md', (text) => text.replace('Wort Wort', 'Anderes Wort'))
    expect(await drafts('--approve', id)).toMatchObject({
      code: 1,
      output: expect.stringContaining('are not those that were approved'),
    })
    await change('entry.yaml', (text) =>
      text
        .replace(/approvedBy: .*/, 'approvedBy: review-north')
        .replace(/ +approvedText: .*\n/, ''),
    )
    expect((await drafts('--approve', id)).code).toBe(0)
  })

  it('can be approved in its files by somebody else', async () => {
    await store.writeDraft({ ...draft, sources: [] })
    await drafts()
    await change('entry.yaml', (text) =>
      text
        .replace('sources: []', `sources:\n  - ${JSON.stringify(source)}`)
        .replace('draft:\n', 'draft:\n  approvedBy: review-north\n'),
    )
    expect(await drafts('--approve', id)).toMatchObject({ code: 0 })
    const yaml = await readFile(fileOf('entry.yaml', 'entries'), 'utf8')
    expect(yaml).not.toMatch(/draft|review-north/i)
  })

  it('is written again when the desk changes it, but never over a reviewer’s work', async () => {
    await store.writeDraft(draft)
    await drafts()
    const changed = async (answer: string) =>
      store.writeDraft({ ...(await store.readDraft('draft-1'))!, answer })
    await changed(`${words} neu`)
    expect(await drafts()).toMatchObject({ code: 0, output: expect.stringContaining('again') })
    expect(await readFile(fileOf('de.md'), 'utf8')).toContain('Wort neu')
    expect(await drafts()).toEqual({ code: 0, output: '' })
    await change('de.md', (text) => text.replace('neu', 'geprüft'))
    await changed(`${words} anders`)
    expect(await drafts()).toMatchObject({
      code: 1,
      output: expect.stringContaining('somebody has changed its files'),
    })
    expect(await readFile(fileOf('de.md'), 'utf8')).toContain('geprüft')
  })

  it('is named by the check without being a reason to refuse what is served', async () => {
    await store.writeDraft({ ...draft, sources: [], answer: 'Fragen Sie Herrn Musterfrau.' })
    await drafts()
    const { code, output } = await command('knowledge-lint')
    expect([code, output.split('\n').at(-2)]).toEqual([
      0,
      expect.stringMatching(/^1 entries.*nothing to mend/),
    ])
    expect(output).toContain('sources: still empty')
    expect(output).toContain('Herrn Musterfrau')
  })
})

describe('the command', () => {
  it.each([['--approve'], ['--approve', 'no-topic'], ['--what'], ['--list', '--approve', id]])(
    'explains itself with exit code 2 after %s %s',
    async (...parameters) => {
      const { code, output } = await drafts(...parameters)
      expect([code, output]).toEqual([2, expect.stringContaining('Usage:')])
    },
  )

  it('says with exit code 1 that there is no such draft', async () => {
    expect(await drafts('--approve', id)).toEqual({
      code: 1,
      output: `There is no draft "${id}".\n`,
    })
  })

  it('lists what stands between each draft and being served', async () => {
    expect(await drafts('--list')).toEqual({ code: 0, output: 'There are no drafts.\n' })
    await store.writeDraft({ ...draft, approvedBy: 'amina' })
    await drafts()
    expect(await drafts('--list')).toEqual({ code: 0, output: `${id}: may be served\n` })
  })
})

describe('the files of a draft', () => {
  it('read as an entry whatever a mediator typed', () => {
    const answer = '# Titel\n---\nText\n===\n```\nEnde {{x}} <b> ## nicht'
    const files = draftFiles(id, { ...draft, answer, title: '  # Zwei\nZeilen ' })
    const text = parseEntryText(files['de.md'])
    expect(text.title).toBe('Zwei Zeilen')
    expect(Object.keys(text.sections)).toEqual(['Questions', 'Answer'])
    expect(text.sections.Answer).toContain('Ende')
  })

  it('have a short name in small letters that nothing else has', () => {
    const title = 'Müllgebühren für Ärzte – und überhaupt alle Menschen im Haus'
    const first = draftId({ topic: 'housing', title }, () => false)
    expect(first).toBe('housing/muellgebuehren-fuer-aerzte-und')
    expect(draftId({ topic: 'housing', title }, (taken) => taken === first)).toBe(`${first}-2`)
    expect(draftId({ topic: 'work', title: 'شغل' }, () => false)).toBe('authorities/entwurf')
  })
})
