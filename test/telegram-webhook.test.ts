import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '../src/channels/channel.ts'
import { createTelegramChannel } from '../src/channels/telegram/index.ts'
import type { InboundMessage } from '../src/message.ts'
import { type FakeTelegram, startFakeTelegram } from './fakes/telegram-bot-api/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'

const secretToken = 'correct-horse_battery-staple'
const reader = { id: 7001, languageCode: 'uk' }

let telegram: FakeTelegram
let server: FastifyInstance
let logger: ReturnType<typeof createRecordingLogger>
let channel: Channel
let publicUrl: string
let accepted: InboundMessage[]
let storing: (message: InboundMessage) => Promise<boolean>

beforeEach(async () => {
  telegram = await startFakeTelegram()
  logger = createRecordingLogger()
  server = Fastify()
  accepted = []
  const seen = new Set<string>()
  storing = async (message) => {
    accepted.push(message)
    return seen.size < seen.add(message.updateId).size
  }
  // The channel is told its address before its server listens: a first server finds a free port.
  publicUrl = await server.listen({ host: '127.0.0.1', port: 0 })
  await server.close()
  server = Fastify()
  channel = createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    webhook: { publicUrl, secretToken },
    commands: {
      commands: ['start', 'help'],
      languages: ['de', 'kmr', 'uk', 'en', 'de-simple'],
      describe: (command, language) => `${command} in ${language}`,
    },
    logger,
    callTimeoutSeconds: 2,
  })
  await channel.registerRoutes?.(server)
  await server.listen({ host: '127.0.0.1', port: Number(new URL(publicUrl).port) })
})

afterEach(async () => {
  await channel.stop()
  await server.close()
  await telegram.close()
})

async function start() {
  await channel.start((message) => storing(message))
  await telegram.waitForCalls('setWebhook', 1)
}

async function post(body: unknown, secret?: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${publicUrl}/telegram/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return response.status
}

describe('at start', () => {
  it('asks Telegram for the updates that it reads, with its secret', async () => {
    await start()
    const [call] = await telegram.waitForCalls('setWebhook', 1)
    expect(call?.parameters).toEqual({
      url: `${publicUrl}/telegram/webhook`,
      secret_token: secretToken,
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    })
  })

  it('registers the commands in each two-letter language, and in English for all others', async () => {
    await start()
    const calls = await telegram.waitForCalls('setMyCommands', 4)
    expect(calls.map(({ parameters }) => parameters.language_code)).toEqual([
      undefined,
      'de',
      'uk',
      'en',
    ])
    expect(calls[0]?.parameters.commands).toEqual([
      { command: 'start', description: 'start in en' },
      { command: 'help', description: 'help in en' },
    ])
  })

  it('goes on with the next language where Telegram refuses one', async () => {
    const description = 'Bad Request: LANGUAGE_CODE_INVALID'
    telegram.answerNext('setMyCommands', { kind: 'error', code: 400, description })
    await start()
    await telegram.waitForCalls('setMyCommands', 4)
  })

  it('sets the webhook once Telegram is back, and starts all the same while it is away', async () => {
    telegram.answerNext('setWebhook', { kind: 'cut', when: 'before' })
    await start()
    await telegram.waitForCalls('setWebhook', 2)
    expect(telegram.webhook?.url).toBe(`${publicUrl}/telegram/webhook`)
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1)
    expect(JSON.stringify(logger.lines)).not.toContain(telegram.token)
  })

  it('tells the operator what to mend where Telegram refuses the webhook', async () => {
    const description = 'Bad Request: bad webhook: Failed to resolve host'
    telegram.answerNext('setWebhook', { kind: 'error', code: 400, description })
    await start()
    await expect
      .poll(() => logger.lines.map(({ message }) => message))
      .toContainEqual(expect.stringContaining('PUBLIC_URL'))
  })

  it('refuses a secret that Telegram would not take', () => {
    expect(() =>
      createTelegramChannel({
        token: 'x',
        webhook: { publicUrl, secretToken: 'with blank' },
        commands: { commands: [], languages: [], describe: () => '' },
        logger,
      }),
    ).toThrow(/A-Z, a-z, 0-9/)
  })
})

describe('a request to the webhook', () => {
  it.each([
    ['no secret', undefined],
    ['an empty secret', ''],
    ['a wrong secret', 'correct-horse_battery-stapl3'],
    ['a part of the secret', secretToken.slice(0, -1)],
    ['more than the secret', `${secretToken}x`],
  ])('with %s is turned away, and its body is not looked at', async (_, secret) => {
    await start()
    expect(await post(telegram.updates.text(reader, 'hello'), secret)).toBe(401)
    expect(await post('{ not json', secret)).toBe(401)
    expect(accepted).toEqual([])
  })

  it('with the secret is stored, then answered 200', async () => {
    await start()
    let finish: (stored: boolean) => void = () => {}
    storing = (message) => {
      accepted.push(message)
      return new Promise((resolve) => {
        finish = resolve
      })
    }
    let status: number | undefined
    const answered = telegram.receiveText(reader, 'Добрий день').then((given) => {
      status = given
    })
    await expect.poll(() => accepted.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(status).toBeUndefined()
    finish(true)
    await answered
    expect(status).toBe(200)
    expect(accepted[0]).toMatchObject({ content: { text: 'Добрий день' }, locale: 'uk' })
  })

  it('is answered 500 where storing fails, so that Telegram sends it again', async () => {
    await start()
    const store = storing
    storing = async () => {
      throw new Error('disk full')
    }
    const update = telegram.updates.text(reader, 'private words')
    expect(await telegram.receive(update)).toBe(500)
    expect(logger.lines.at(-1)).toMatchObject({ level: 'error', fields: { reason: 'disk full' } })
    expect(JSON.stringify(logger.lines)).not.toContain('private words')
    storing = store
    expect(await telegram.receive(update)).toBe(200)
  })

  it('that comes twice is answered 200 twice', async () => {
    await start()
    const update = telegram.updates.text(reader, 'hello')
    expect([await telegram.receive(update), await telegram.receive(update)]).toEqual([200, 200])
    expect(accepted.map(({ updateId }) => updateId)).toEqual(Array(2).fill(`${update.update_id}`))
  })

  it('that is malformed is answered 200 and logged without its words', async () => {
    await start()
    const malformed = { update_id: 9, message: { text: 'private words', chat: 'x' } }
    expect(await post(malformed, secretToken)).toBe(200)
    expect(accepted).toEqual([])
    expect(logger.lines.at(-1)).toMatchObject({ level: 'warn', fields: { field: 'message.chat' } })
    expect(JSON.stringify(logger.lines)).not.toContain('private words')
  })

  it('that is no JSON is answered 400, and one that is too big 413', async () => {
    await start()
    expect(await post('{ "update_id": 1', secretToken)).toBe(400)
    expect(await post({ update_id: 1, filler: 'x'.repeat(300_000) }, secretToken)).toBe(413)
  })

  it('before the start is answered 503', async () => {
    expect(await post(telegram.updates.text(reader, 'hello'), secretToken)).toBe(503)
  })

  it('from a group is answered 200 and left alone', async () => {
    await start()
    const group = { chat: { id: -100, type: 'supergroup' }, from: { id: 5 }, text: 'hello' }
    expect(await post({ update_id: 3, message: group }, secretToken)).toBe(200)
    expect(accepted).toEqual([])
  })
})

describe('a button', () => {
  it('is stored as its action, and its spinner stops', async () => {
    await start()
    expect(await telegram.pressButton(reader, 'ask-person')).toBe(200)
    expect(accepted[0]?.content).toEqual({ kind: 'action', action: { kind: 'ask-person' } })
    const [call] = await telegram.waitForCalls('answerCallbackQuery', 1)
    expect(call?.parameters).toEqual({ callback_query_id: 'query-1' })
  })

  it('that nobody knows stops spinning too', async () => {
    await start()
    expect(await telegram.pressButton(reader, 'from another version')).toBe(200)
    await telegram.waitForCalls('answerCallbackQuery', 1)
    expect(accepted).toEqual([])
  })

  it('from long ago does no harm', async () => {
    await start()
    const update = telegram.updates.callbackQuery(reader, 'ask-person', 'too old')
    expect(await telegram.receive(update)).toBe(200)
    await telegram.waitForCalls('answerCallbackQuery', 1)
    expect(accepted).toHaveLength(1)
  })
})
