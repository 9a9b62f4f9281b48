import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AcceptInbound, Channel } from '../src/channels/channel.ts'
import { createTelegramChannel } from '../src/channels/telegram/index.ts'
import type { Interceptor } from '../src/channels/telegram/receive.ts'
import { type FakeTelegram, startFakeTelegram } from './fakes/telegram-bot-api/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'

const reader = { id: 7001 }

let telegram: FakeTelegram
let logger: ReturnType<typeof createRecordingLogger>
let channel: Channel

beforeEach(async () => {
  telegram = await startFakeTelegram()
  logger = createRecordingLogger()
  channel = connect()
})
afterEach(async () => {
  await channel.stop()
  await telegram.close()
})

function connect(interceptors: Interceptor[] = []): Channel {
  return createTelegramChannel({
    interceptors,
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    commands: { commands: [], languages: [], describe: () => '' },
    logger,
    callTimeoutSeconds: 2,
  })
}

/** Accepts everything and keeps its words. */
function collect(): { words: string[]; accept: AcceptInbound } {
  const words: string[] = []
  return {
    words,
    async accept({ content }) {
      words.push(content.kind === 'text' ? content.text : content.kind)
      return true
    },
  }
}
const offsets = () =>
  telegram.calls
    .filter((call) => call.method === 'getUpdates')
    .map((call) => call.parameters.offset)

describe('long polling', () => {
  it('removes a webhook first, which would keep the updates away', async () => {
    await channel.start(collect().accept)
    await telegram.waitForCalls('getUpdates', 1)
    const receiving = telegram.calls.filter((call) => call.method !== 'setMyCommands')
    expect(receiving.map((call) => call.method)).toEqual(['deleteWebhook', 'getUpdates'])
    expect(receiving[1]?.parameters).toEqual({
      timeout: 30,
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    })
  })

  it('asks for edits and members as well where a desk takes the updates of its group', async () => {
    const group = telegram.addGroup(-100_123)
    const taken: unknown[] = []
    let refusals = 1
    await channel.stop()
    channel = connect([
      async (update) => {
        const isOfGroup = JSON.stringify(update).includes(String(group.state.id))
        if (isOfGroup && refusals-- > 0) throw new Error('not stored')
        if (isOfGroup) taken.push(update)
        return isOfGroup
      },
    ])
    const { words, accept } = collect()
    await channel.start(accept)
    await telegram.waitForCalls('getUpdates', 1)
    const written = await group.write(reader, 'in the group', 1)
    const edited = await group.edit(written, 'in the group, mended')
    await telegram.receiveText(reader, 'to the bot')
    // What could not be taken comes again, and nothing overtakes it.
    await expect.poll(() => words, { timeout: 5_000 }).toEqual(['to the bot'])
    expect(taken).toEqual([written, edited])
  })

  it('hands updates on in their order, those that waited and those that come', async () => {
    const { words, accept } = collect()
    await telegram.receiveText(reader, 'one')
    await telegram.receiveText(reader, 'two')
    await channel.start(accept)
    await telegram.waitForCalls('getUpdates', 2)
    await telegram.receiveText(reader, 'three')
    await telegram.pressButton(reader, 'ask-person')
    await expect.poll(() => words).toEqual(['one', 'two', 'three', 'action'])
    await telegram.waitForCalls('answerCallbackQuery', 1)
  })

  it('asks for the next update only after the last was stored', async () => {
    const update = telegram.updates.text(reader, 'one')
    let finish: (stored: boolean) => void = () => {}
    let storing = false
    await telegram.receive(update)
    await channel.start(() => {
      storing = true
      return new Promise((resolve) => {
        finish = resolve
      })
    })
    await expect.poll(() => storing).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(offsets()).toEqual([undefined])
    finish(true)
    await telegram.waitForCalls('getUpdates', 2)
    expect(offsets()).toEqual([undefined, update.update_id + 1])
  })

  it('fetches an update again that could not be stored, and those after it', async () => {
    const { words, accept } = collect()
    let failures = 0
    await telegram.receiveText(reader, 'one')
    await telegram.receiveText(reader, 'two')
    await channel.start(async (message) => {
      if (words.length === 1 && failures++ === 0) throw new Error('disk full')
      return accept(message)
    })
    await expect.poll(() => words, { timeout: 8000 }).toEqual(['one', 'two'])
    expect(failures).toBe(2)
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
  })

  it('passes over an update that is malformed', async () => {
    const { words, accept } = collect()
    await telegram.receive({ ...telegram.updates.text(reader, ''), message: 'private words' })
    await telegram.receiveText(reader, 'next')
    await channel.start(accept)
    await expect.poll(() => words).toEqual(['next'])
    expect(JSON.stringify(logger.lines)).not.toContain('private words')
  })

  it.each([
    ['500', { kind: 'error', code: 500, description: 'Internal Server Error' }],
    ['a cut connection', { kind: 'cut', when: 'before' }],
    ['too many requests', { kind: 'rate-limit', retryAfter: 1 }],
    ["a proxy's page", { kind: 'proxy-error' }],
  ] as const)('goes on after %s, which the operator reads once', async (_, answer) => {
    const { words, accept } = collect()
    telegram.answerNext('getUpdates', answer)
    await channel.start(accept)
    await telegram.waitForCalls('getUpdates', 2)
    await telegram.receiveText(reader, 'hello')
    await expect.poll(() => words).toEqual(['hello'])
    expect(logger.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(JSON.stringify(logger.lines)).not.toContain(telegram.token)
  })

  it('tells the operator once of an outage, however often it tries, and when it is over', async () => {
    const outage = { kind: 'error', code: 502, description: 'Bad Gateway' } as const
    telegram.answerNext('getUpdates', outage, { kind: 'cut', when: 'before' })
    await channel.start(collect().accept)
    await telegram.waitForCalls('getUpdates', 3)
    await telegram.receiveText(reader, 'hello')
    await telegram.waitForCalls('getUpdates', 4)
    expect(logger.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'Telegram cannot be reached; trying again'],
      ['info', 'Telegram answers again'],
    ])
  })

  it('tells the operator in one line that another program uses the bot', async () => {
    const other = connect()
    await channel.start(collect().accept)
    await telegram.waitForCalls('getUpdates', 1)
    await other.start(collect().accept)
    await expect.poll(() => logger.lines.length).toBeGreaterThan(0)
    await other.stop()
    expect(logger.lines[0]).toMatchObject({
      level: 'error',
      message: expect.stringContaining('Another program receives the messages'),
      fields: { reason: expect.stringContaining('409') },
    })
    expect(logger.lines[0]?.message).not.toContain('\n')
  })

  it('stops at once while Telegram holds the connection', async () => {
    await channel.start(collect().accept)
    await telegram.waitForCalls('getUpdates', 1)
    const stopped = channel.stop().then(() => 'stopped')
    const late = new Promise((resolve) => setTimeout(resolve, 5000, 'late').unref())
    expect(await Promise.race([stopped, late])).toBe('stopped')
    await telegram.receiveText(reader, 'after the stop')
    expect(offsets()).toHaveLength(1)
  })

  it('registers no webhook route', async () => {
    const routes: unknown[] = []
    const server = { post: (...route: unknown[]) => routes.push(route) }
    await channel.registerRoutes?.(server as never)
    expect(routes).toEqual([])
  })
})
