import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '../src/channels/channel.ts'
import { createTelegramChannel } from '../src/channels/telegram/index.ts'
import type { Action, OutboundMessage } from '../src/message.ts'
import { type FakeTelegram, startFakeTelegram } from './fakes/telegram-bot-api/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'

const chat = { channel: 'telegram', conversation: '7001' } as const
const noCommands = { commands: [], languages: [], describe: () => '' }

function say(...texts: string[]): OutboundMessage {
  return {
    author: 'assistant',
    language: 'en',
    direction: 'ltr',
    blocks: texts.map((text) => ({ kind: 'paragraph', content: [{ text }] })),
    buttons: [],
  }
}
function withButton(message: OutboundMessage, action: Action): OutboundMessage {
  return { ...message, buttons: [[{ label: 'Press', action }]] }
}
/** Three parts: A, B and C. */
const long = say('A'.repeat(4000), 'B'.repeat(4000), 'C'.repeat(4000))

let telegram: FakeTelegram
let logger: ReturnType<typeof createRecordingLogger>
let channel: Channel

function connect(token = telegram.token): Channel {
  const { apiRoot } = telegram
  return createTelegramChannel({
    token,
    apiRoot: `${apiRoot}/`,
    commands: noCommands,
    logger,
    callTimeoutSeconds: 1,
  })
}

beforeEach(async () => {
  telegram = await startFakeTelegram()
  logger = createRecordingLogger()
  channel = connect()
})
afterEach(() => telegram.close())

const initials = () => telegram.messages.map((message) => message.text[0]).join('')

describe('a draft', () => {
  const draftIds = () =>
    telegram.calls
      .filter(({ method }) => method === 'sendMessageDraft')
      .map(({ parameters }) => parameters.draft_id)

  it('is shown under one number for one answer, and is no message', async () => {
    await channel.showDraft?.(chat, say('<Kaution>'), 'update-1')
    await channel.showDraft?.(chat, say('<Kaution> & Miete'), 'update-1')
    await channel.showDraft?.(chat, say('Miete'), 'update-2')
    const [first, again, other] = draftIds()
    expect(again).toBe(first)
    expect(other).not.toBe(first)
    expect(telegram.messages).toEqual([])
  })

  it('is nobody’s business where it fails', async () => {
    telegram.answerNext(
      'sendMessageDraft',
      { kind: 'rate-limit', retryAfter: 9 },
      { kind: 'error', code: 403, description: 'Forbidden: bot was blocked by the user' },
    )
    await channel.showDraft?.(chat, say('A'), 'update-1')
    await channel.showDraft?.(chat, say('A'), 'update-1')
    expect(draftIds()).toHaveLength(2)
  })
})

describe('sending', () => {
  it('delivers text as HTML, with its buttons and without a preview of its links', async () => {
    const message = withButton(say('<Kaution> & Miete'), { kind: 'ask-person' })
    expect(await channel.send(chat, message, 'o1')).toEqual({ kind: 'delivered' })
    expect(telegram.messages).toMatchObject([
      {
        chatId: 7001,
        text: '<Kaution> & Miete',
        buttons: [[{ text: 'Press', callback_data: 'ask-person' }]],
      },
    ])
    expect(telegram.calls[0]?.parameters).toMatchObject({
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    })
  })

  it('sends a long message in parts, the buttons under the last', async () => {
    expect(await channel.send(chat, withButton(long, { kind: 'ask-person' }), 'o1')).toEqual({
      kind: 'delivered',
    })
    expect(initials()).toBe('ABC')
    expect(telegram.messages.map((message) => message.buttons.length)).toEqual([0, 0, 1])
  })

  it('shows that it is typing, and does not mind when that fails', async () => {
    await channel.showTyping?.(chat)
    telegram.answerNext('sendChatAction', { kind: 'cut', when: 'before' })
    await channel.showTyping?.(chat)
    expect(telegram.calls.map((call) => call.parameters)).toEqual([
      { chat_id: 7001, action: 'typing' },
      { chat_id: 7001, action: 'typing' },
    ])
  })
})

describe('a failure that passes', () => {
  it('of too many messages is tried again after the time that Telegram names', async () => {
    telegram.answerNext('sendMessage', { kind: 'rate-limit', retryAfter: 17 })
    expect(await channel.send(chat, say('hello'), 'o1')).toMatchObject({
      kind: 'retry',
      afterSeconds: 17,
    })
    expect(telegram.messages).toEqual([])
    expect(await channel.send(chat, say('hello'), 'o1')).toEqual({ kind: 'delivered' })
  })

  it.each([
    ['500', { kind: 'error', code: 500, description: 'Internal Server Error' }],
    ["a proxy's page", { kind: 'proxy-error' }],
    ['a cut connection', { kind: 'cut', when: 'before' }],
    ['no answer in time', { kind: 'hang' }],
  ] as const)('of %s is tried again, later each time', async (_, answer) => {
    telegram.answerNext('sendMessage', answer, answer)
    const first = await channel.send(chat, say('hello'), 'o1')
    const second = await channel.send(chat, say('hello'), 'o1')
    expect(first).toMatchObject({ kind: 'retry', afterSeconds: 1 })
    expect(second).toMatchObject({ kind: 'retry', afterSeconds: 2 })
    expect(await channel.send(chat, say('hello'), 'o1')).toEqual({ kind: 'delivered' })
    expect(JSON.stringify([first, second, logger.lines])).not.toContain(telegram.token)
  })

  it('in the middle of a long message sends only the parts that are missing', async () => {
    const cut = { kind: 'cut', when: 'before' } as const
    telegram.answerNext('sendMessage', { kind: 'pass' }, cut, { kind: 'pass' }, cut)
    expect(await channel.send(chat, long, 'o1')).toMatchObject({ kind: 'retry' })
    expect(initials()).toBe('A')
    expect(await channel.send(chat, long, 'o1')).toMatchObject({ kind: 'retry' })
    expect(initials()).toBe('AB')
    expect(await channel.send(chat, long, 'o1')).toEqual({ kind: 'delivered' })
    expect(initials()).toBe('ABC')
  })

  it('of one message does not shorten another', async () => {
    telegram.answerNext('sendMessage', { kind: 'pass' }, { kind: 'rate-limit', retryAfter: 1 })
    await channel.send(chat, long, 'o1')
    expect(await channel.send(chat, long, 'o2')).toEqual({ kind: 'delivered' })
    expect(initials()).toBe('AABC')
  })

  it('after the message arrived sends it again rather than never', async () => {
    telegram.answerNext('sendMessage', { kind: 'cut', when: 'after' })
    expect(await channel.send(chat, say('hello'), 'o1')).toMatchObject({ kind: 'retry' })
    expect(await channel.send(chat, say('hello'), 'o1')).toEqual({ kind: 'delivered' })
    expect(telegram.messages.map((message) => message.text)).toEqual(['hello', 'hello'])
  })

  it('of the token keeps the message and tells the operator', async () => {
    expect(await connect('1:wrong').send(chat, say('hello'), 'o1')).toMatchObject({ kind: 'retry' })
    expect(logger.lines).toMatchObject([{ level: 'error' }])
    expect(logger.lines[0]?.message).toContain('TELEGRAM_BOT_TOKEN')
  })

  it('leaves the connection usable when Telegram is away altogether', async () => {
    const away = createTelegramChannel({
      token: '1:x',
      apiRoot: 'http://127.0.0.1:9',
      commands: noCommands,
      logger,
    })
    expect(await away.send(chat, say('hello'), 'o1')).toMatchObject({ kind: 'retry' })
  })
})

describe('a failure for good', () => {
  it.each([
    [403, 'Forbidden: bot was blocked by the user'],
    [403, 'Forbidden: user is deactivated'],
    [400, 'Bad Request: chat not found'],
    [400, 'Bad Request: PEER_ID_INVALID'],
  ])('%i %s closes quietly', async (code, description) => {
    telegram.answerNext('sendMessage', { kind: 'error', code, description })
    expect(await channel.send(chat, say('hello'), 'o1')).toEqual({ kind: 'gone' })
    expect(logger.lines).toEqual([])
  })

  it('of a reader who has blocked the bot closes quietly', async () => {
    telegram.block(7001)
    expect(await channel.send(chat, long, 'o1')).toEqual({ kind: 'gone' })
  })

  it('of markup sends the same text once more as plain text', async () => {
    telegram.answerNext('sendMessage', {
      kind: 'error',
      code: 400,
      description: "Bad Request: can't parse entities: Unsupported start tag",
    })
    expect(await channel.send(chat, say('5 < 6'), 'o1')).toEqual({ kind: 'delivered' })
    expect(telegram.messages).toMatchObject([{ text: '5 < 6', raw: '5 < 6' }])
    expect(telegram.calls.map((call) => call.parameters.parse_mode)).toEqual(['HTML', undefined])
  })

  it('of any other kind is refused, with the reason', async () => {
    telegram.answerNext('sendMessage', {
      kind: 'error',
      code: 400,
      description: 'Bad Request: BUTTON_DATA_INVALID',
    })
    expect(await channel.send(chat, say('hello'), 'o1')).toEqual({
      kind: 'refused',
      reason: '400 Bad Request: BUTTON_DATA_INVALID',
    })
  })

  it.each([
    ['nothing to show', '7001', say(' '), 'nothing to show'],
    ['no chat number', 'web-1', say('hello'), 'number of a Telegram chat'],
    [
      'a button over 64 bytes',
      '7001',
      withButton(say('hello'), { kind: 'show-entry', entry: `housing/${'x'.repeat(70)}` }),
      'over 64 bytes',
    ],
  ])(
    'of a message with %s is noticed before Telegram is asked',
    async (_, conversation, message, reason) => {
      const delivery = await channel.send({ channel: 'telegram', conversation }, message, 'o1')
      expect(delivery.kind === 'refused' && delivery.reason).toContain(reason)
      expect(telegram.calls).toEqual([])
    },
  )
})
