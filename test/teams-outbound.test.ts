import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTeamsChannel } from '../src/channels/teams/index.ts'
import type { Address, OutboundMessage } from '../src/message.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'
import {
  button,
  commands,
  openTeamsHouse,
  paragraph,
  reader,
  say,
  type TeamsHouse,
} from './teams-house.ts'

let house: TeamsHouse
let chat: Address

beforeEach(async () => {
  house = await openTeamsHouse()
  chat = addressOf('a:reader')
})
afterEach(() => house.close())

function addressOf(conversation: string, changes: object = {}): Address {
  const { serviceUrl } = house.teams
  const reference = { serviceUrl, bot: '28:bot', user: reader.id, personal: true, ...changes }
  return { channel: 'teams', conversation, reference: JSON.stringify(reference) }
}

/** Three cards: A, B and C. */
const long = say(['A', 'B', 'C'].map((letter) => paragraph(`${letter} `.repeat(4400))))
const initials = () => house.teams.messages.map(({ text }) => text[0]).join('')
const hello = say([paragraph('hello')])
const send = (message: OutboundMessage = hello, outboxId = 'o1') =>
  house.channel.send(chat, message, outboxId)

describe('sending', () => {
  it('delivers a card to its conversation, with the words that a locked phone shows', async () => {
    const message = say([{ kind: 'heading', text: 'Kaution' }, paragraph('<b>3</b> *')])
    expect(await send(message)).toEqual({ kind: 'delivered' })
    expect(house.teams.calls).toMatchObject([{ method: 'POST', hasToken: true }])
    const [posted] = house.teams.messages
    expect(posted).toMatchObject({ conversation: 'a:reader', text: 'Kaution\n<b>3</b> *' })
    expect(posted?.activity).toMatchObject({ summary: 'Kaution', from: { id: '28:bot' } })
  })

  it('writes into the thread of a channel, whoever of its people asked', async () => {
    const thread = '19:channel@thread.tacv2;messageid=1485983408500'
    await house.channel.send(addressOf(`${thread} 29:reader`, { personal: false }), hello, 'o1')
    expect(house.teams.messages[0]?.conversation).toBe(thread)
  })

  it('sends a long message in several cards, the buttons under the last', async () => {
    const message = { ...long, buttons: [[button('Press', { kind: 'ask-person' })]] }
    expect(await send(message)).toEqual({ kind: 'delivered' })
    expect(house.teams.messages.length).toBeGreaterThan(1)
    expect(house.teams.messages.map(({ text }) => text.includes('Press')).indexOf(true)).toBe(
      house.teams.messages.length - 1,
    )
  })

  it('suggests what one can do, in a personal chat and where there are no buttons', async () => {
    await send({ ...hello, language: 'uk' })
    expect(house.teams.messages[0]?.activity.suggestedActions).toEqual({
      to: [reader.id],
      actions: [
        { type: 'imBack', title: 'help in uk', value: '/help' },
        { type: 'imBack', title: 'language in uk', value: '/language' },
        { type: 'imBack', title: 'person in uk', value: '/person' },
      ],
    })
    await send({ ...hello, buttons: [[button('Press', { kind: 'ask-person' })]] }, 'o2')
    await send({ ...hello, author: 'person' }, 'o3')
    await house.channel.send(addressOf('19:group 29:reader', { personal: false }), hello, 'o4')
    const others = house.teams.messages.slice(1).map(({ activity }) => activity.suggestedActions)
    expect(others).toEqual([undefined, undefined, undefined])
  })

  it('shows that it is typing, and does not mind when that fails', async () => {
    await house.channel.showTyping?.(chat)
    expect(house.teams.calls.map(({ activity }) => activity.type)).toEqual(['typing'])
    await house.channel.showTyping?.(addressOf('a:1', { serviceUrl: 'http://127.0.0.1:9/' }))
    await house.channel.showTyping?.({ channel: 'teams', conversation: 'a:1' })
  })

  it('updates a message in place for a desk', async () => {
    const to = { chat: 'a:desk', reference: { serviceUrl: house.teams.serviceUrl, bot: '28:bot' } }
    const card = (text: string) => ({
      type: 'message' as const,
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.5',
            lang: 'de',
            body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }],
          },
        },
      ],
    })
    const id = await house.channel.connector.post(to, card('open'))
    await house.channel.connector.update(to, id, card('claimed'))
    expect(house.teams.messages.map(({ text }) => text)).toEqual(['claimed'])
  })
})

describe('a failure that passes', () => {
  it.each([
    ['17', 17],
    [undefined, 5],
    ['soon', 5],
  ])(
    'of too many messages with Retry-After %j is tried again after %i seconds',
    async (retryAfter, afterSeconds) => {
      house.teams.answerNext({ kind: 'rate-limit', ...(retryAfter && { retryAfter }) })
      expect(await send()).toMatchObject({ kind: 'retry', afterSeconds })
      expect(house.teams.messages).toEqual([])
      expect(await send()).toEqual({ kind: 'delivered' })
    },
  )

  it('takes a date for Retry-After, too', async () => {
    const retryAfter = new Date(Date.now() + 60_000).toUTCString()
    house.teams.answerNext({ kind: 'rate-limit', retryAfter })
    const delivery = await send()
    expect(delivery.kind === 'retry' && delivery.afterSeconds).toBeGreaterThan(50)
    expect(delivery.kind === 'retry' && delivery.afterSeconds).toBeLessThan(62)
  })

  it.each([
    ['500', { kind: 'error', status: 500, code: 'ServiceError' }],
    ['503', { kind: 'error', status: 503, code: 'ServiceUnavailable' }],
    ['504', { kind: 'error', status: 504, code: 'GatewayTimeout' }],
    ['412', { kind: 'error', status: 412, code: 'PreconditionFailed' }],
    ["a proxy's page", { kind: 'proxy-error' }],
    ['a cut connection', { kind: 'cut', when: 'before' }],
    ['no answer in time', { kind: 'hang' }],
  ] as const)('of %s is tried again, later each time', async (_, answer) => {
    house.teams.answerNext(answer, answer)
    const first = await send()
    const second = await send()
    expect(first).toMatchObject({ kind: 'retry', afterSeconds: 1 })
    expect(second).toMatchObject({ kind: 'retry', afterSeconds: 2 })
    expect(await send()).toEqual({ kind: 'delivered' })
    const token = await house.teams.registration.botToken()
    expect(JSON.stringify([first, second, house.logger.lines])).not.toContain(token)
    expect(JSON.stringify([first, second, house.logger.lines])).not.toContain('hello')
  })

  it('in the middle of a long message sends only the cards that are missing', async () => {
    const cut = { kind: 'cut', when: 'before' } as const
    house.teams.answerNext({ kind: 'pass' }, cut, { kind: 'pass' }, cut)
    expect(await send(long)).toMatchObject({ kind: 'retry' })
    expect(await send(long)).toMatchObject({ kind: 'retry' })
    expect(await send(long)).toEqual({ kind: 'delivered' })
    const shown = house.teams.messages.map(({ text }) => text).join('')
    expect(shown.replace(/\s+/g, '')).toBe('A'.repeat(4400) + 'B'.repeat(4400) + 'C'.repeat(4400))
  })

  it('of one message does not shorten another', async () => {
    house.teams.answerNext({ kind: 'pass' }, { kind: 'rate-limit' })
    await send(long)
    expect(await send(long, 'o2')).toEqual({ kind: 'delivered' })
    expect(initials().slice(0, 2)).toBe('AA')
  })

  it('after the message arrived sends it again rather than never', async () => {
    house.teams.answerNext({ kind: 'cut', when: 'after' })
    expect(await send()).toMatchObject({ kind: 'retry' })
    expect(await send()).toEqual({ kind: 'delivered' })
    expect(house.teams.messages.map(({ text }) => text)).toEqual(['hello', 'hello'])
  })

  it('of our credentials keeps the message and tells the operator', async () => {
    const botToken = async () => (await house.teams.registration.botToken()).slice(0, -4)
    const other = await openTeamsHouse({ registration: { botToken } })
    expect(await other.channel.send(chat, hello, 'o1')).toMatchObject({ kind: 'retry' })
    expect(other.logger.lines).toMatchObject([{ level: 'error' }])
    expect(other.logger.lines[0]?.message).toContain('TEAMS_CLIENT_SECRET')
    await other.close()
  })

  it.each([
    ['ServerError', 'invalid_client', 'error'],
    ['ClientAuthError', 'network_error', undefined],
  ])('of fetching our token (%s %s) keeps the message', async (name, errorCode, level) => {
    const botToken = async () => {
      throw Object.assign(new Error('with a secret in it'), { name, errorCode })
    }
    const other = await openTeamsHouse({ registration: { botToken } })
    expect(await other.channel.send(chat, hello, 'o1')).toMatchObject({ kind: 'retry' })
    expect(other.logger.lines.find((line) => line.level === 'error')?.level).toBe(level)
    expect(JSON.stringify(other.logger.lines)).not.toContain('with a secret')
    await other.close()
  })

  it('leaves the channel usable when Teams is away altogether, before the first request as well', async () => {
    const away = createTeamsChannel({
      registration: house.teams.registration,
      commands,
      readHistory: async () => [],
      logger: createRecordingLogger(),
    })
    const nowhere = addressOf('a:reader', { serviceUrl: 'http://127.0.0.1:9/' })
    expect(await away.send(nowhere, hello, 'o1')).toMatchObject({ kind: 'retry' })
    expect(await away.send(chat, hello, 'o1')).toEqual({ kind: 'delivered' })
  })
})

describe('a failure for good', () => {
  it.each([
    [403, 'MessageWritesBlocked'],
    [403, 'BotNotInConversationRoster'],
    [404, 'ConversationNotFound'],
  ])('%i %s closes quietly', async (status, code) => {
    house.teams.answerNext({ kind: 'error', status, code })
    expect(await send()).toEqual({ kind: 'gone' })
    expect(house.logger.lines.filter(({ level }) => level !== 'info')).toEqual([])
  })

  it.each([
    [400, 'BadSyntax'],
    [413, 'MessageSizeTooBig'],
  ])('%i %s is refused, with the reason', async (status, code) => {
    house.teams.answerNext({ kind: 'error', status, code })
    expect(await send()).toEqual({ kind: 'refused', reason: `${status} ${code}` })
  })

  it.each<[string, () => Address, OutboundMessage, string]>([
    ['nothing to show', () => chat, say([paragraph(' ')]), 'nothing to show'],
    ['no reference', () => ({ channel: 'teams', conversation: 'a:1' }), hello, 'which service'],
    [
      'a button over 64 bytes',
      () => chat,
      say([], { buttons: [[button('x', { kind: 'show-entry', entry: 'x'.repeat(70) })]] }),
      'over 64 bytes',
    ],
  ])('of a message with %s is noticed before Teams is asked', async (_, to, message, reason) => {
    const delivery = await house.channel.send(to(), message, 'o1')
    expect(delivery.kind === 'refused' && delivery.reason).toContain(reason)
    expect(house.teams.calls).toEqual([])
  })
})
