/** The whole program, driven over HTTP as Telegram drives it, and killed at the worst moments. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram-bot-api/index.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'

const patience = { timeout: 20_000, interval: 50 }
const question = 'Wie viel Kaution darf der Vermieter verlangen?'

let directory: string
let telegram: FakeTelegram
let port: number
const running = new Set<LotseProcess>()

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-process-'))
  telegram = await startFakeTelegram()
  port = await freePort()
})
afterEach(async () => {
  for (const lotse of running) await lotse.kill()
  running.clear()
  await telegram.close()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

/** Resolves when the program is ready and Telegram knows where to find it. */
async function start(environment: Record<string, string> = {}): Promise<LotseProcess> {
  const calls = telegram.calls.length
  const callsBefore = (method: string) =>
    telegram.calls.slice(0, calls).filter((call) => call.method === method).length
  const lotse = await startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_WEBHOOK_SECRET: 'a-secret-only-telegram-knows',
    ...environment,
  })
  running.add(lotse)
  const received = environment.PUBLIC_URL === '' ? 'getUpdates' : 'setWebhook'
  await telegram.waitForCalls(received, callsBefore(received) + 1)
  return lotse
}

describe('the program on Telegram', () => {
  it('answers a question over the webhook, with buttons, and an answer to a button', async () => {
    await start()
    expect(await telegram.receiveText({ id: 7 }, question)).toBe(200)
    const [answer] = await telegram.waitForMessages(1)
    expect(answer?.chatId).toBe(7)
    expect(answer?.text).toContain('Kaution')
    await telegram.pressButton({ id: 7 }, 'show-details housing/deposit')
    expect(await telegram.waitForMessages(2)).toHaveLength(2)
  })

  it('answers over long polling where there is no public address', async () => {
    await start({ PUBLIC_URL: '' })
    await telegram.receiveText({ id: 7 }, question)
    expect((await telegram.waitForMessages(1))[0]?.text).toContain('Kaution')
  })

  it('answers the same update once, however often it comes', async () => {
    await start()
    const update = telegram.updates.text({ id: 7 }, question)
    for (let repeat = 0; repeat < 3; repeat++) expect(await telegram.receive(update)).toBe(200)
    await telegram.receiveText({ id: 8 }, question)
    await telegram.waitForMessages(2)
    expect(telegram.messages.filter(({ chatId }) => chatId === 7)).toHaveLength(1)
  })

  it('refuses who does not know the secret, and keeps nothing of it', async () => {
    const lotse = await start()
    for (const secret of [undefined, '', 'wrong', 'a-secret-only-telegram-knowz']) {
      const response = await fetch(`${lotse.url}/telegram/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
        },
        body: JSON.stringify(telegram.updates.text({ id: 7 }, question)),
      })
      expect(response.status).toBe(401)
    }
    await lotse.stop()
    expect(countInbox('1 = 1')).toBe(0)
  })
})

describe('killed and started again', () => {
  it('answers every message that it had accepted, also those it had not begun', async () => {
    const chats = Array.from({ length: 150 }, (_, index) => index + 1)
    const lotse = await start()
    const accepted: number[] = []
    const posts = chats.map(async (chat) => {
      const status = await telegram.receiveText({ id: chat }, question).catch(() => undefined)
      if (status === 200) accepted.push(chat)
      // Some are answered by now, most are not.
      if (accepted.length === 60) await lotse.kill()
    })
    await Promise.all(posts)
    running.delete(lotse)
    expect(accepted.length).toBeGreaterThanOrEqual(60)
    expect(countInbox('done_at is null')).toBeGreaterThan(0)
    await start()
    await vi.waitFor(() => {
      const answered = new Set(telegram.messages.map(({ chatId }) => chatId))
      expect(accepted.filter((chat) => !answered.has(chat))).toEqual([])
    }, patience)
  })

  it('sends an answer that was written and not yet sent, once', async () => {
    const lotse = await start()
    telegram.answerNext('sendMessage', { kind: 'hang' })
    await telegram.receiveText({ id: 7 }, question)
    await telegram.waitForCalls('sendMessage', 1)
    expect(countInbox('done_at is null')).toBe(0)
    await lotse.kill()
    running.delete(lotse)
    expect(telegram.messages).toEqual([])
    await start()
    await telegram.waitForMessages(1)
    await telegram.receiveText({ id: 8 }, question)
    await telegram.waitForMessages(2)
    expect(telegram.messages.map(({ chatId }) => chatId)).toEqual([7, 8])
  })

  it('keeps the order of a chat', async () => {
    const lotse = await start()
    const texts = ['/help', question, 'danke', '/language', 'tschüss']
    for (const text of texts) await telegram.receiveText({ id: 7 }, text)
    await lotse.kill()
    running.delete(lotse)
    await start()
    const words = ['/language', 'Kaution', 'Gern.', 'In welcher Sprache', 'Wiedersehen']
    await vi.waitFor(() => {
      const order = words.map((word) =>
        telegram.messages.findIndex(({ text }) => text.includes(word)),
      )
      expect(order[0]).toBe(0)
      expect(order).toEqual(order.toSorted((one, other) => one - other))
    }, patience)
  })
})

describe('a message that ends the process', () => {
  it('is parked after a few starts, its sender is told, and the others are answered', async () => {
    const startMortal = () =>
      startLotse(
        {
          DATA_DIR: directory,
          PORT: String(port),
          PUBLIC_URL: `http://127.0.0.1:${port}`,
          TELEGRAM_BOT_TOKEN: telegram.token,
          TELEGRAM_API_ROOT: telegram.apiRoot,
          TELEGRAM_WEBHOOK_SECRET: 'a-secret-only-telegram-knows',
        },
        'test/process/mortal-lotse.ts',
      )
    await startMortal()
    await telegram.waitForCalls('setWebhook', 1)
    await telegram.receiveText({ id: 7 }, 'Todeswort')
    for (let start = 0; start < 3; start++) {
      await expect(startMortal()).rejects.toThrow(/Ended with null before it was ready/)
    }
    const lotse = await startMortal()
    running.add(lotse)
    expect((await telegram.waitForMessages(1))[0]).toMatchObject({ chatId: 7 })
    expect(countInbox('error is not null')).toBe(1)
    await telegram.receiveText({ id: 8 }, question)
    const messages = await telegram.waitForMessages(2)
    expect(messages[1]).toMatchObject({ chatId: 8, text: expect.stringContaining('Kaution') })
  })
})

it('honours retry_after and loses nothing over server errors', async () => {
  await start()
  telegram.answerNext(
    'sendMessage',
    { kind: 'rate-limit', retryAfter: 1 },
    { kind: 'error', code: 500, description: 'Internal Server Error' },
    { kind: 'cut', when: 'before' },
  )
  await telegram.receiveText({ id: 7 }, question)
  const [answer] = await telegram.waitForMessages(1)
  expect(answer?.text).toContain('Kaution')
  expect(telegram.calls.filter(({ method }) => method === 'sendMessage').length).toBe(4)
})

it('stops in good order when asked to', async () => {
  const lotse = await start()
  await telegram.receiveText({ id: 7 }, question)
  await telegram.waitForMessages(1)
  expect(await lotse.stop()).toBe(0)
  expect(countInbox('done_at is null')).toBe(0)
})

it('says in one line what is wrong with the environment', async () => {
  await expect(startLotse({ DATA_DIR: directory, PORT: 'many' })).rejects.toThrow(
    /Please mend \.env: PORT/,
  )
})

function countInbox(condition: string): number {
  const database = new SqliteDatabase(join(directory, 'lotse.sqlite'), { readonly: true })
  const row = database.prepare(`select count(*) as count from inbox where ${condition}`).get()
  database.close()
  return (row as { count: number }).count
}
