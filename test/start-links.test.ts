/** Links that open a chat and say `/start` with an argument, on each channel; and their QR codes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTeamsChannel } from '../src/channels/teams/index.ts'
import { readUpdate } from '../src/channels/telegram/inbound.ts'
import { createTelegramChannel } from '../src/channels/telegram/index.ts'
import { createWebChannel } from '../src/channels/web/index.ts'
import { readStartArgument, startArgument } from '../src/handoff/mediation.ts'
import { qrCode } from '../src/http/index.ts'
import { type FakeTelegram, startFakeTelegram } from './fakes/telegram-bot-api/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'
import { sentencesIn } from './process/sentences.ts'

const secret = 'Abc-_0123456789Abc-_0123456789xy'
const argument = startArgument(secret)
const commands = { commands: [], languages: [], describe: () => '' }

describe('an invitation’s argument', () => {
  it('fits into a link of Telegram and is read again', () => {
    expect(argument).toMatch(/^[\w-]{1,64}$/)
    expect(readStartArgument(argument)).toBe(secret)
  })

  it.each(['', 'join_', 'join_short', `${argument}!`, `x${argument}`, secret])(
    'is not seen in %j',
    (other) => expect(readStartArgument(other)).toBeUndefined(),
  )
})

describe('Telegram', () => {
  let telegram: FakeTelegram
  beforeEach(async () => {
    telegram = await startFakeTelegram()
  })
  afterEach(() => telegram.close())

  const channelFor = (token: string) =>
    createTelegramChannel({
      token,
      apiRoot: telegram.apiRoot,
      commands,
      logger: createRecordingLogger(),
      callTimeoutSeconds: 2,
    })

  it('is opened by the name that Telegram gives the bot, which is asked for once', async () => {
    const channel = channelFor(telegram.token)
    const link = `https://t.me/lotse_fake_bot?start=${argument}`
    expect(await channel.startLink?.(argument)).toBe(link)
    expect(await channel.startLink?.(argument)).toBe(link)
    expect(telegram.calls.filter(({ method }) => method === 'getMe')).toHaveLength(1)
  })

  it('is left out where Telegram does not say who the bot is', async () => {
    expect(await channelFor('1:unknown').startLink?.(argument)).toBeUndefined()
  })

  it('sends the argument back as the command that opens the chat', () => {
    const read = readUpdate(
      {
        update_id: 1,
        message: {
          message_id: 1,
          chat: { id: 5, type: 'private' },
          from: { id: 5, is_bot: false },
          date: 1,
          text: `/start ${argument}`,
        },
      },
      new Date(),
    )
    expect(read).toMatchObject({
      message: { content: { kind: 'command', command: 'start', argument } },
    })
  })
})

it('opens the bot’s own chat in Teams with the words ready to be sent', async () => {
  const clientId = '11111111-1111-1111-1111-111111111111'
  const tenantId = '22222222-2222-2222-2222-222222222222'
  const logger = createRecordingLogger()
  const options = { commands, readHistory: async () => [], logger }
  const channel = createTeamsChannel({
    ...options,
    registration: { clientId, tenantId, clientSecret: 'x', allowedTenants: [tenantId] },
  })
  const link = new URL((await channel.startLink?.(argument)) ?? '')
  expect(link.origin + link.pathname).toBe('https://teams.microsoft.com/l/chat/0/0')
  expect(link.searchParams.get('users')).toBe(`28:${clientId}`)
  expect(link.searchParams.get('tenantId')).toBe(tenantId)
  expect(link.searchParams.get('message')).toBe(`/start ${argument}`)
  expect(link.href).not.toContain('+')
  // Without a registration there is no bot that anybody could find.
  const development = createTeamsChannel({ ...options, registration: undefined })
  expect(await development.startLink?.(argument)).toBeUndefined()
})

it('opens the web page with the argument, where the page has an address', async () => {
  const options = {
    languages: [
      { code: 'de', name: 'Deutsch', direction: 'ltr' as const, status: 'ready' as const },
    ],
    texts: sentencesIn,
    readHistory: async () => [],
    secureCookies: true,
  }
  const channel = createWebChannel({ ...options, publicUrl: 'https://lotse.example' })
  expect(await channel.startLink?.(argument)).toBe(`https://lotse.example/?start=${argument}`)
  expect(await createWebChannel(options).startLink?.(argument)).toBeUndefined()
})

it('draws a code with its three finder patterns and the quiet zone that scanners need', () => {
  const { size, path } = qrCode(`https://lotse.example/?start=${argument}`)
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
  const quiet = 4
  // ISO/IEC 18004: a side has 17 + 4 modules a version.
  expect((size - 2 * quiet - 17) % 4).toBe(0)
  const finder = (left: number, top: number) =>
    Array.from({ length: 7 }, (_, y) =>
      Array.from({ length: 7 }, (__, x) => (dark.has(`${left + x} ${top + y}`) ? '#' : '.')).join(
        '',
      ),
    )
  const pattern = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######']
  const far = size - quiet - 7
  for (const [left, top] of [
    [quiet, quiet],
    [far, quiet],
    [quiet, far],
  ] as const) {
    expect(finder(left, top)).toEqual(pattern)
  }
  for (const module of dark) {
    const [x, y] = module.split(' ').map(Number) as [number, number]
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(quiet)
    expect(Math.max(x, y)).toBeLessThan(size - quiet)
  }
})
