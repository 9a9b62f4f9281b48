import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import {
  coverageNotices,
  coverageOf,
  dueForReview,
  readStarred,
} from '../src/knowledge/coverage.ts'
import { parseEntryText } from '../src/knowledge/parse-entry-text.ts'
import { contentWith, entryText, entryYaml } from './content.ts'

const german = entryText('Briefkasten')
const { hash } = parseEntryText(german)
const stamped = (more = '') => entryText('letterbox', '', `translatedFrom: ${hash}\n${more}`)
const old = entryYaml('housing/two', 'related: []').replace('2026-11-22', '2020-01-31')

const content = await contentWith({
  'starred.yaml': '- housing/one\n- housing/three\n',
  'entries/housing/one/entry.yaml': entryYaml('housing/one'),
  'entries/housing/one/de.md': german,
  'entries/housing/one/en.md': stamped(),
  'entries/housing/one/ar.md': stamped('machineMade: true\n'),
  'entries/housing/one/uk.md': entryText('letterbox', '', 'translatedFrom: 0123456789ab\n'),
  'entries/housing/one/tr.md': stamped().replace('reviewedBy: none', 'reviewedBy: native'),
  'entries/housing/two/entry.yaml': old,
  'entries/housing/two/de.md': entryText('Klingel'),
  'entries/offers/one/entry.yaml': entryYaml('offers/one'),
  'entries/offers/one/de.md': entryText('Treff'),
})
const { knowledge } = content
const starred = await readStarred(content.directory)
afterAll(content.remove)

function counts(language: string, topic = 'housing') {
  const found = coverageOf(knowledge, starred)
    .find((each) => each.language === language)
    ?.topics.find((each) => each.topic === topic)
  return Object.fromEntries(Object.entries(found?.counts ?? {}).filter(([, count]) => count > 0))
}

describe('the state of the translations', () => {
  it.each([
    ['de', { current: 2 }],
    ['en', { unreviewed: 1, missing: 1 }],
    ['ar', { machine: 1, missing: 1 }],
    ['uk', { outdated: 1, missing: 1 }],
    ['tr', { current: 1, missing: 1 }],
    ['fr', { missing: 2 }],
  ])('is counted by topic in %s', (language, expected) => {
    expect(counts(language)).toEqual(expected)
  })

  it('asks of a partial language only the starred entries', () => {
    expect(counts('so')).toEqual({ missing: 1, unwanted: 1 })
    expect(counts('so', 'offers')).toEqual({ unwanted: 1 })
  })

  it('says what is to be written, and which star has no entry', () => {
    const [missing, unknown] = coverageNotices(knowledge, starred).map(({ problem }) => problem)
    expect(missing).toContain('2 in en')
    expect(missing).toContain('3 in fr')
    expect(missing).toContain('1 in so')
    expect(missing).not.toContain('in de,')
    expect(unknown).toContain('housing/three')
  })

  it('names what is due for a new look, by topic', () => {
    expect(dueForReview(knowledge, new Date('2026-11-23'))).toEqual(
      new Map([['housing', ['housing/two']]]),
    )
  })
})

describe('the command', () => {
  const run = promisify(execFile)
  const status = async (...options: string[]) => {
    const { stdout } = await run(process.execPath, ['scripts/knowledge-status.ts', ...options], {
      env: { ...process.env, KNOWLEDGE_DIR: content.directory },
    })
    return stdout
  }

  it('prints a row a language and a column a topic', async () => {
    const table = await status()
    expect(table).toMatch(/^\s+housing \(2\)\s+offers \(1\)\s+to be written$/m)
    expect(table).toMatch(/^en\s+1u 1\.\s+1\.\s+2$/m)
    expect(table).toMatch(/^so\s+1\.\s+-\s+1$/m)
    expect(table).toContain('Due for review: housing/two')
  })

  it('prints a row an entry, and all of it as JSON', async () => {
    expect(await status('--entries')).toMatch(/^housing\/one \*\s+c\s+u\s+m\s/m)
    const document = JSON.parse(await status('--json'))
    expect(document.entries['housing/one']).toMatchObject({ en: 'unreviewed', uk: 'outdated' })
    expect(document.dueForReview).toEqual(['housing/two'])
  })
})

describe('the list of starred entries', () => {
  it('must be there, and must name entries', async () => {
    await expect(readStarred(join(content.directory, 'places'))).rejects.toThrow('starred.yaml')
    const wrong = await contentWith({ 'starred.yaml': '- Housing\n' })
    await expect(readStarred(wrong.directory)).rejects.toThrow('topic/slug')
    await wrong.remove()
  })
})
