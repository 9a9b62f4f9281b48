import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import { describeStore, inboundText } from './contracts/store-contract.ts'

const directory = mkdtempSync(join(tmpdir(), 'lotse-store-'))
afterAll(() => rmSync(directory, { recursive: true }))
let files = 0

describeStore('SQLite', () => createSqliteStore({ file: join(directory, `${files++}.sqlite`) }))

it('finds everything again after the file was closed and opened', async () => {
  const file = join(directory, 'again.sqlite')
  const first = await createSqliteStore({ file })
  await first.acceptInbound(inboundText('1', 'a', 'Frage'))
  await first.close()
  const second = await createSqliteStore({ file })
  expect(await second.nextInbound(new Set(), 10)).toMatchObject([{ message: { updateId: 'a' } }])
  await second.close()
})
