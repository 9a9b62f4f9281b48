/** The fake is strict, or the tests that lean on it prove nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isEmptyText, parseHtml } from './fakes/telegram-bot-api/html.ts'
import { type FakeTelegram, startFakeTelegram } from './fakes/telegram-bot-api/index.ts'

let telegram: FakeTelegram

beforeEach(async () => {
  telegram = await startFakeTelegram()
})
afterEach(() => telegram.close())

async function call(method: string, parameters: unknown, token = telegram.token) {
  const response = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return { status: response.status, body: (await response.json()) as ApiBody }
}
interface ApiBody {
  ok: boolean
  error_code?: number
  description?: string
  result?: unknown
}
const button = (fields: object) => ({ reply_markup: { inline_keyboard: [[fields]] } })
const valid = { chat_id: 7, text: 'hello' }

describe('the fake Bot API', () => {
  it.each<[string, string, object, string]>([
    ['an unknown method', 'sendCarrierPigeon', {}, 'no such method'],
    ['an unknown parameter', 'sendMessage', { ...valid, colour: 'red' }, '"colour" does not exist'],
    ['a missing parameter', 'sendMessage', { chat_id: 7 }, '"text" is required'],
    ['a wrong type', 'sendMessage', { ...valid, text: 5 }, '"text" is no string'],
    ['a flag as text', 'sendMessage', { ...valid, protect_content: 'true' }, 'is no boolean'],
    ['a text over 4,096', 'sendMessage', { chat_id: 7, text: 'x'.repeat(4097) }, 'too long'],
    ['an empty text', 'sendMessage', { chat_id: 7, text: ' \u200f' }, 'message text is empty'],
    ['a bad tag', 'sendMessage', { chat_id: 7, text: '<p>x</p>', parse_mode: 'HTML' }, '"p"'],
    ['a button without action', 'sendMessage', { ...valid, ...button({ text: 'x' }) }, 'no action'],
    [
      'a button without text',
      'sendMessage',
      { ...valid, ...button({ text: '', callback_data: 'x' }) },
      'without text',
    ],
    [
      'callback data of 65 bytes',
      'sendMessage',
      { ...valid, ...button({ text: 'x', callback_data: 'ä'.repeat(33) }) },
      '1 to 64 bytes',
    ],
    [
      'an unknown field of a button',
      'sendMessage',
      { ...valid, ...button({ text: 'x', callback_data: 'x', size: 1 }) },
      '"size"',
    ],
    ['an action that does not exist', 'sendChatAction', { chat_id: 7, action: 'sing' }, 'one of'],
    [
      'an upper-case command',
      'setMyCommands',
      { commands: [{ command: 'Help', description: 'x' }] },
      'invalid',
    ],
    [
      'a language of three letters',
      'setMyCommands',
      { commands: [], language_code: 'kmr' },
      'language',
    ],
    ['a webhook without https', 'setWebhook', { url: 'http://example.org/' }, 'HTTPS'],
    [
      'a secret with a blank',
      'setWebhook',
      { url: 'https://a.de', secret_token: 'a b' },
      'unallowed',
    ],
    ['a message that was never sent', 'editMessageText', { ...valid, message_id: 9 }, 'not found'],
  ])('answers 400 to %s and remembers it', async (_, method, parameters, complaint) => {
    const { status, body } = await call(method, parameters)
    expect([status, body.ok, body.error_code]).toEqual([400, false, 400])
    expect(body.description).toContain(complaint)
    expect(telegram.takeViolations()).toEqual([expect.stringContaining(complaint)])
  })

  it('fails the test that caused a violation when it is closed', async () => {
    const other = await startFakeTelegram()
    await fetch(`${other.apiRoot}/bot${other.token}/sendDice?chat_id=7`)
    await expect(other.close()).rejects.toThrow(/sendDice/)
  })

  it('knows one token', async () => {
    expect(await call('getMe', {}, '1:other')).toMatchObject({ status: 401 })
    expect(await call('getMe', {})).toMatchObject({ status: 200 })
  })

  it('takes a form, with JSON within it', async () => {
    const markup = { inline_keyboard: [[{ text: 'x', callback_data: 'ask-person' }]] }
    const form = new URLSearchParams({
      chat_id: '7',
      text: 'hello',
      protect_content: 'true',
      reply_markup: JSON.stringify(markup),
    })
    const url = `${telegram.apiRoot}/bot${telegram.token}/sendMessage`
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(200)
    expect(telegram.messages).toMatchObject([
      { chatId: 7, text: 'hello', buttons: markup.inline_keyboard },
    ])
  })

  it('changes a message that was sent', async () => {
    await call('sendMessage', { ...valid, ...button({ text: 'x', callback_data: 'x' }) })
    const message_id = telegram.messages[0]?.messageId
    await call('editMessageText', {
      chat_id: 7,
      message_id,
      text: '<b>new</b>',
      parse_mode: 'HTML',
    })
    expect(telegram.messages).toMatchObject([
      { text: 'new', entities: [{ type: 'bold', offset: 0, length: 3 }], buttons: [] },
    ])
  })

  it('forgets updates below the offset, and ends a poll when another begins', async () => {
    const first = telegram.updates.text({ id: 7 }, 'one')
    await telegram.receive(first)
    await telegram.receiveText({ id: 7 }, 'two')
    expect((await call('getUpdates', {})).body.result).toHaveLength(2)
    const rest = await call('getUpdates', { offset: first.update_id + 1 })
    expect(rest.body.result).toMatchObject([{ message: { text: 'two' } }])

    const held = call('getUpdates', { offset: first.update_id + 2, timeout: 20 })
    await telegram.waitForCalls('getUpdates', 3)
    await call('getUpdates', { offset: first.update_id + 2 })
    expect((await held).body).toMatchObject({ error_code: 409 })
  })
})

describe("Telegram's HTML", () => {
  it('is read into text and entities', () => {
    expect(parseHtml('a <b>b <i>c</i></b> <a href="https://d.de/?x&amp;y">&lt;d&gt;</a>')).toEqual({
      text: 'a b c <d>',
      entities: [
        { type: 'bold', offset: 2, length: 3 },
        { type: 'italic', offset: 4, length: 1 },
        { type: 'text_link', offset: 6, length: 3, url: 'https://d.de/?x&y' },
      ],
    })
  })

  it.each([
    '<b>open',
    '<b><i>x</b></i>',
    'x</b>',
    'a & b',
    'a > b',
    'a < b',
    '<b class="x">x</b>',
    '<a>x</a>',
    '<a href="tel:112">112</a>',
    '<a href="https://a.de"><a href="https://b.de">x</a></a>',
    '<blockquote><blockquote>x</blockquote></blockquote>',
    '<h1>x</h1>',
  ])('is refused: %s', (html) => {
    expect(() => parseHtml(html)).toThrow(/can't parse entities/)
  })

  it.each([
    ['', true],
    [' \n\u200b\u2800', true],
    ['\u200fa', false],
    ['…', false],
  ])('is empty or not: %j', (text, empty) => {
    expect(isEmptyText(text)).toBe(empty)
  })
})

describe('a group of the fake', () => {
  const group = -100_123
  const make = (name: string) => call('createForumTopic', { chat_id: group, name })
  const write = (message_thread_id: number) =>
    call('sendMessage', { chat_id: group, message_thread_id, text: 'hello' })
  const topicOf = ({ body }: { body: ApiBody }) =>
    (body.result as { message_thread_id: number }).message_thread_id

  it('names a topic with 1 to 128 characters', async () => {
    telegram.addGroup(group)
    expect((await make('x'.repeat(128))).status).toBe(200)
    expect((await make('x'.repeat(129))).body.description).toContain('1 to 128')
    expect((await make('')).body.description).toContain('1 to 128')
    expect(telegram.takeViolations()).toHaveLength(2)
  })

  it('refuses what the bot has no right to, and every call where it is no forum', async () => {
    const { state } = telegram.addGroup(group)
    const topic = topicOf(await make('one'))
    const given = { chat_id: group, message_thread_id: topic }
    state.rights = { can_manage_topics: false, can_pin_messages: false, can_delete_messages: false }
    expect((await make('two')).body.description).toContain('not enough rights')
    expect((await call('closeForumTopic', given)).body.description).toContain('not enough rights')
    expect((await call('deleteForumTopic', given)).body.description).toContain('not enough rights')
    state.isForum = false
    expect((await make('two')).body.description).toContain('not a forum')
    state.isBotInside = false
    expect((await write(topic)).status).toBe(403)
  })

  it('says where nothing changes, and where a topic is gone', async () => {
    telegram.addGroup(group)
    const topic = topicOf(await make('one'))
    const given = { chat_id: group, message_thread_id: topic }
    const description = async (method: string, more = {}) =>
      (await call(method, { ...given, ...more })).body.description
    expect(await description('editForumTopic', { name: 'one' })).toContain('TOPIC_NOT_MODIFIED')
    expect(await description('reopenForumTopic')).toContain('TOPIC_NOT_MODIFIED')
    expect((await write(topic)).status).toBe(200)
    expect((await call('deleteForumTopic', given)).status).toBe(200)
    expect(telegram.messages).toEqual([])
    expect(await description('closeForumTopic')).toContain('TOPIC_ID_INVALID')
    expect((await write(topic)).body.description).toContain('message thread not found')
  })

  it('answers 429 above its limit, with the time to wait', async () => {
    const { state } = telegram.addGroup(group)
    state.limit = { messages: 3, seconds: 60 }
    const topic = topicOf(await make('one'))
    const statuses = []
    for (let count = 0; count < 4; count++) statuses.push((await write(topic)).status)
    expect(statuses).toEqual([200, 200, 429, 429])
    expect((await write(topic)).body).toMatchObject({
      parameters: { retry_after: expect.any(Number) },
    })
  })
})
