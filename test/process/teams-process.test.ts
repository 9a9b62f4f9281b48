/** The whole program, driven over HTTP as Teams drives it, and killed at the worst moments. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  clientId,
  type FakeTeams,
  startFakeTeams,
  tenantId,
} from '../fakes/teams-connector/index.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'

const patience = { timeout: 20_000, interval: 50 }
const question = 'Wie viel Kaution darf der Vermieter verlangen?'
const person = (name: string | number, locale = 'de-DE') => ({ id: `29:${name}`, locale })

let directory: string
let teams: FakeTeams
let port: number
const running = new Set<LotseProcess>()

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-teams-'))
  teams = await startFakeTeams()
  port = await freePort()
})
afterEach(async () => {
  for (const lotse of running) await lotse.kill()
  running.clear()
  await teams.close()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

async function start(environment: Record<string, string> = { TEAMS_DEVELOPMENT: 'true' }) {
  const lotse = await startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    // By words alone: no vectors have to be made for each empty folder.
    EMBEDDING_MODEL: 'none',
    ...environment,
  })
  running.add(lotse)
  return lotse
}

async function kill(lotse: LotseProcess): Promise<void> {
  await lotse.kill()
  running.delete(lotse)
}

const url = () => `http://127.0.0.1:${port}`
const receive = async (activity: unknown) => (await teams.receive(url(), activity, null)).status
const ask = (name: string | number, text = question) =>
  receive(teams.activities.text(person(name), text))

describe('the program on Teams', () => {
  it('answers a question with a card, and a button of it with the next one', async () => {
    await start()
    expect(await ask('reader')).toBe(200)
    const [answer] = await teams.waitForMessages(1)
    expect(answer?.conversation).toBe('a:reader')
    expect(answer?.text).toContain('Kaution')
    expect(answer?.text).toContain(sentencesIn('de')['answer.sources']!)
    const button = { verb: 'show-details housing/deposit', data: { card: cardOf(answer) } }
    const press = teams.activities.cardAction(person('reader'), button)
    const { body } = await teams.receive(url(), press, null)
    expect(JSON.stringify(body)).toContain('✓')
    expect(JSON.stringify(body)).toContain('Kaution')
    expect(await teams.waitForMessages(2)).toHaveLength(2)
  })

  it('greets once, in the language of whoever installed it', async () => {
    await start()
    const reader = person('reader', 'uk-UA')
    await Promise.all([
      receive(teams.activities.botAdded(reader)),
      receive(teams.activities.installation(reader)),
    ])
    await ask('other')
    await teams.waitForMessages(2)
    const greetings = teams.messages.filter(({ conversation }) => conversation === 'a:reader')
    expect(greetings).toHaveLength(1)
    expect(greetings[0]?.text).toContain(sentencesIn('uk')['chat.greeting']!)
  })

  it('answers the same activity once, however often it comes', async () => {
    await start()
    const activity = teams.activities.text(person('reader'), question)
    for (let repeat = 0; repeat < 3; repeat++) expect(await receive(activity)).toBe(200)
    await ask('other')
    await teams.waitForMessages(2)
    expect(teams.messages.filter(({ conversation }) => conversation === 'a:reader')).toHaveLength(1)
  })

  it('answers in a group when it is mentioned, and is silent when it is not', async () => {
    await start()
    const group = { kind: 'group', id: '19:group@thread.v2' } as const
    await receive(teams.activities.text(person('a'), question, group))
    await receive(teams.activities.text(person('b'), question, group, true))
    const [answer] = await teams.waitForMessages(1)
    expect(answer?.conversation).toBe(group.id)
    await ask('reader')
    await teams.waitForMessages(2)
    expect(teams.messages).toHaveLength(2)
  })
})

function cardOf(message: unknown): string {
  return /"card":"([\w-]+)"/.exec(JSON.stringify(message))?.[1] ?? 'none'
}

describe('killed and started again', () => {
  it('answers everything that it had accepted, at the service that the activity named', async () => {
    const lotse = await start()
    const names = Array.from({ length: 100 }, (_, index) => index)
    const accepted: number[] = []
    await Promise.all(
      names.map(async (name) => {
        if ((await ask(name).catch(() => undefined)) === 200) accepted.push(name)
        // Some are answered by now, most are not.
        if (accepted.length === 40) await kill(lotse)
      }),
    )
    expect(accepted.length).toBeGreaterThanOrEqual(40)
    expect(count('inbox', 'done_at is null')).toBeGreaterThan(0)
    await start()
    await vi.waitFor(() => {
      const answered = new Set(teams.messages.map(({ conversation }) => conversation))
      expect(accepted.filter((name) => !answered.has(`a:${name}`))).toEqual([])
    }, patience)
  })

  it('sends an answer that was written and not yet sent, once', async () => {
    const lotse = await start()
    teams.answerNext({ kind: 'hang' })
    await ask('reader')
    await teams.waitForCalls(1)
    await kill(lotse)
    expect(count('inbox', 'done_at is null')).toBe(0)
    expect(teams.messages).toEqual([])
    await start()
    await teams.waitForMessages(1)
    await ask('other')
    await teams.waitForMessages(2)
    expect(teams.messages.map(({ conversation }) => conversation)).toEqual(['a:reader', 'a:other'])
  })
})

it('loses nothing and keeps the order over 429, 5xx, 412 and cut connections', async () => {
  await start()
  teams.answerNext(
    { kind: 'rate-limit', retryAfter: '1' },
    { kind: 'error', status: 500, code: 'ServiceError' },
    { kind: 'error', status: 412, code: 'PreconditionFailed' },
    { kind: 'cut', when: 'before' },
  )
  const texts = ['/help', question, 'danke', '/language', 'tschüss']
  for (const text of texts) expect(await ask('reader', text)).toBe(200)
  const words = ['/language', 'Kaution', 'Gern.', 'In welcher Sprache', 'Wiedersehen']
  await vi.waitFor(() => expect(teams.messages).toHaveLength(5), { ...patience, timeout: 40_000 })
  expect(teams.messages.map(({ text }, index) => text.includes(words[index]!))).toEqual(
    words.map(() => true),
  )
})

describe('who gets in', () => {
  const credentials = () => ({
    TEAMS_CLIENT_ID: clientId,
    TEAMS_CLIENT_SECRET: 'a secret of the bot',
    TEAMS_TENANT_ID: tenantId,
    TEAMS_OPENID_METADATA: teams.openIdMetadataUrl,
  })

  it('is nobody where nothing is set up: the endpoint does not exist', async () => {
    const lotse = await start({})
    expect(await ask('reader')).toBe(404)
    expect(lotse.output()).toMatch(/Teams\s+off/)
  })

  it('is, with credentials, whoever has a token for this bot', async () => {
    const lotse = await start(credentials())
    const activity = teams.activities.text(person('reader'), question)
    expect(await receive(activity)).toBe(401)
    for (const claims of [{ aud: tenantId }, { exp: 1 }, { iss: 'https://x' }, { serviceurl: 'x' }])
      expect(
        await teams.receive(url(), activity, `Bearer ${teams.token({ claims })}`),
      ).toMatchObject({
        status: 401,
      })
    await kill(lotse)
    expect(count('inbox', '1 = 1')).toBe(0)
    await start(credentials())
    expect(await teams.receive(url(), activity)).toMatchObject({ status: 200 })
    expect(count('inbox', '1 = 1')).toBe(1)
  })

  it('is everybody on this machine in development, which is said loudly', async () => {
    const lotse = await start()
    expect(lotse.output()).toContain('NO TOKEN IS CHECKED')
    await expect(
      startLotse({ DATA_DIR: directory, TEAMS_DEVELOPMENT: 'true', HOST: '0.0.0.0' }),
    ).rejects.toThrow(/Please mend \.env: TEAMS_DEVELOPMENT/)
  })
})

function count(table: 'inbox', condition: string): number {
  const database = new SqliteDatabase(join(directory, 'lotse.sqlite'), { readonly: true })
  const row = database.prepare(`select count(*) as count from ${table} where ${condition}`).get()
  database.close()
  return (row as { count: number }).count
}
