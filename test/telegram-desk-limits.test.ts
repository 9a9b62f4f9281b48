/** The desk in a Telegram group where Telegram is slow, strict or gone, or the program ends. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import {
  aylin,
  ben,
  buildTelegramDeskServices,
  openTelegramDeskHouse,
  type TelegramDeskHouse,
  type TelegramUser,
} from './telegram-desk-house.ts'

let house: TelegramDeskHouse
let user: TelegramUser
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
const patience = { timeout: 10_000 }

let built: Awaited<ReturnType<typeof buildTelegramDeskServices>>
beforeAll(async () => {
  built = await buildTelegramDeskServices()
})
afterAll(() => built.retriever.close())
afterEach(() => house.close())

/** A case that a person has answered: what the user writes from now on goes to the topic alone. */
async function answered(options: Parameters<typeof openTelegramDeskHouse>[1] = {}) {
  house = await openTelegramDeskHouse(built.services, options)
  user = house.user(77)
  await user.openCase()
  const topic = await house.topic()
  await house.card(topic)
  await house.group.write(aylin, 'Guten Tag', topic)
  await house.settle()
  await house.card(topic, (text) => expect(plain(text)).toContain('Bei Aylin'))
  await house.topic(({ name }) => expect(name).toMatch(/^👤/))
  return topic
}
/** Each of them once, in this order. */
function expectInOrder(texts: string[], words: string[]) {
  const all = texts.join('\n')
  const positions = words.map((word) => all.indexOf(word))
  expect(positions).toEqual(positions.toSorted((one, other) => one - other))
  expect(positions[0]).toBeGreaterThanOrEqual(0)
  for (const word of words) expect(all.split(word)).toHaveLength(2)
}
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Zeile${index}.`)

it('posts nothing twice and loses nothing over a restart', async () => {
  const topic = await answered()
  await user.say('Vor dem Neustart')
  await house.lines(topic, (texts) => expect(texts.join()).toContain('Vor dem Neustart'))
  const before = house.group.messagesIn(topic).length
  await house.restart()
  expect(house.desk().isReachable()).toBe(true)
  await house.group.write(ben, '/note da', topic)
  await house.settle()
  expect(house.group.messagesIn(topic)).toHaveLength(before)
  await user.say('Nach dem Neustart')
  const texts = await house.lines(topic, (found) =>
    expect(found.join()).toContain('Nach dem Neustart'),
  )
  expectInOrder(texts, ['Vor dem Neustart', 'Nach dem Neustart'])
  expect(house.group.topics()).toHaveLength(1)
})

it('brings up to date after the start what Telegram did not take before', async () => {
  const topic = await answered()
  house.telegram.answerNext('sendMessage', { kind: 'hang' })
  const calls = house.telegram.calls.filter(({ method }) => method === 'sendMessage').length
  await user.say('Das blieb liegen')
  await house.telegram.waitForCalls('sendMessage', calls + 1)
  await house.restart()
  await house.lines(topic, (texts) => expectInOrder(texts, ['Das blieb liegen']))
})

it('pins the card that a killed program had posted and not yet pinned', async () => {
  house = await openTelegramDeskHouse(built.services)
  user = house.user(77)
  house.telegram.answerNext('pinChatMessage', { kind: 'hang' })
  await user.openCase()
  await house.telegram.waitForCalls('pinChatMessage', 1)
  await house.restart()
  const topic = await house.topic()
  await house.card(topic)
  expect(house.group.messagesIn(topic)).toHaveLength(1)
})

it('waits as long as 429 says, tries again after 5xx, and keeps the order', async () => {
  const topic = await answered()
  house.telegram.answerNext(
    'sendMessage',
    { kind: 'rate-limit', retryAfter: 1 },
    { kind: 'error', code: 500, description: 'Internal Server Error' },
    { kind: 'cut', when: 'before' },
  )
  const words = ['eins.', 'zwei.', 'drei.']
  for (const word of words) await user.say(word)
  await house.lines(topic, (found) => expect(found.join()).toContain('drei.'))
  await house.lines(topic, (texts) => expectInOrder(texts, words))
})

it('keeps within the limit of the group: what waits goes out together, in order', async () => {
  const topic = await answered({
    pace: { calls: 12, seconds: 1 },
    prepare: ({ state }) => Object.assign(state, { limit: { messages: 12, seconds: 0.9 } }),
  })
  const before = house.group.messagesIn(topic).length
  const words = numbered(40)
  for (const word of words) await user.say(word)
  await house.lines(topic, (texts) => expect(texts.join()).toContain(words.at(-1)))
  await house.lines(topic, (texts) => expectInOrder(texts, words))
  expect(house.group.messagesIn(topic).length - before).toBeLessThan(words.length)
  expect(house.group.state.refusals).toBe(0)
})

it('loses nothing where Telegram is stricter than it says', async () => {
  const topic = await answered({
    prepare: ({ state }) => Object.assign(state, { limit: { messages: 9, seconds: 1.5 } }),
  })
  const words = numbered(30)
  for (const word of words) await user.say(word)
  await house.lines(topic, (texts) => expect(texts.join()).toContain(words.at(-1)))
  await house.lines(topic, (texts) => expectInOrder(texts, words))
  expect(house.group.state.refusals).toBeGreaterThan(0)
})

it('goes on with a long line where it stopped, also over a restart', async () => {
  const topic = await answered()
  house.services.readIn = async ({ text }) => ({
    kind: 'translated',
    text: `Anfang ${'Wort '.repeat(1500)} Ende`,
    language: 'de',
    by: `Uebersetzer ${text.length}`,
  })
  house.telegram.answerNext('sendMessage', { kind: 'pass' }, { kind: 'hang' })
  const calls = house.telegram.calls.filter(({ method }) => method === 'sendMessage').length
  await user.say('Eine lange Geschichte')
  await house.telegram.waitForCalls('sendMessage', calls + 2)
  await house.restart()
  await house.lines(topic, (texts) =>
    expectInOrder(texts, ['Anfang', 'Ende', 'Eine lange Geschichte']),
  )
})

it('shows the other cases where Telegram refuses one for good', async () => {
  await answered()
  house.telegram.answerNext('createForumTopic', {
    kind: 'error',
    code: 400,
    description: 'Bad Request: something that nobody foresaw',
  })
  await house.user(78).openCase()
  await vi.waitFor(
    () => expect(house.logger.lines.some(({ level }) => level === 'error')).toBe(true),
    patience,
  )
  await house.user(79).openCase()
  await vi.waitFor(() => expect(house.group.topics()).toHaveLength(2), patience)
})
