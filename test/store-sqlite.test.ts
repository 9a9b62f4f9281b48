import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import type { Turn } from '../src/storage/store.ts'
import { describeAttachments } from './contracts/attachment-contract.ts'
import { describeMediations } from './contracts/mediation-contract.ts'
import { describeOrganisationStore } from './contracts/organisation-contract.ts'
import { describeQuietCases } from './contracts/quiet-case-contract.ts'
import { describeStore, inboundText } from './contracts/store-contract.ts'

const directory = mkdtempSync(join(tmpdir(), 'lotse-store-'))
afterAll(() => rmSync(directory, { recursive: true }))
let files = 0

const open = () => createSqliteStore({ file: join(directory, `${files++}.sqlite`) })
describeStore('SQLite', open)
describeAttachments('SQLite', open)
describeMediations('SQLite', open)
describeOrganisationStore('SQLite', open)
describeQuietCases('SQLite', open)

it('finds everything again after the file was closed and opened', async () => {
  const file = join(directory, 'again.sqlite')
  const first = await createSqliteStore({ file })
  await first.acceptInbound(inboundText('1', 'a', 'Frage'))
  await first.close()
  const second = await createSqliteStore({ file })
  expect(await second.nextInbound(new Set(), 10)).toMatchObject([{ message: { updateId: 'a' } }])
  await second.close()
})

it('leaves nothing of a forgotten user in its files', async () => {
  const file = join(directory, 'forgotten.sqlite')
  const store = await createSqliteStore({ file })
  const answer = async (updateId: string, state: Turn['state'], transcript: Turn['transcript']) => {
    await store.acceptInbound(inboundText('1', updateId, 'Mein-geheimes-Wort'))
    const [inbound] = await store.nextInbound(new Set(), 1)
    await store.commitTurn({
      inboundId: inbound!.id,
      at: '2026-11-22T10:00:00.000Z',
      address: { channel: 'telegram', conversation: '1' },
      state,
      transcript,
      outbound: [],
      caseChanges: [],
    })
  }
  const holds = () =>
    [file, `${file}-wal`].some(
      (path) => existsSync(path) && readFileSync(path).includes('Mein-geheimes-Wort'),
    )
  await answer('a', { kind: 'keep', json: '{}' }, [{ kind: 'user', text: 'Mein-geheimes-Wort' }])
  expect(holds()).toBe(true)
  await answer('b', { kind: 'erase' }, [])
  expect(holds()).toBe(false)
  await store.close()
})

it('begins a migration again that was killed half-way', async () => {
  const file = join(directory, 'half-way.sqlite')
  await (await createSqliteStore({ file })).close()
  const sqlite = new SqliteDatabase(file)
  sqlite.exec('delete from kysely_migration; drop table unanswered; drop table sessions')
  sqlite.close()
  const store = await createSqliteStore({ file })
  await store.check()
  expect(await store.readUnanswered()).toEqual([])
  await store.close()
})
