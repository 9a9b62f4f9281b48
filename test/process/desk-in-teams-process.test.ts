/**
 * A case from Telegram to a channel of Teams and back, and one from Teams to a group of Telegram; the
 * whole program is killed at each hand-over.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type FakeTeams, startFakeTeams } from '../fakes/teams-connector/index.ts'
import {
  type FakeGroup,
  type FakeTelegram,
  startFakeTelegram,
} from '../fakes/telegram-bot-api/index.ts'
import { actionsIn } from '../teams-desk-house.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'

const patience = { timeout: 20_000, interval: 50 }
const channel = '19:desk@thread.tacv2'
const user = { id: 77, languageCode: 'uk' }
const mediator = {
  id: '29:mira',
  name: 'Mira',
  aadObjectId: '00000000-0000-4000-8000-00000000000a',
}
const groupId = -1_001_234_567_890
const aylin = { id: 501, firstName: 'Aylin' }
const question = 'Як спекти яблучний пиріг?'
const ukrainian = sentencesIn('uk')
const german = sentencesIn('de')

let directory: string
let telegram: FakeTelegram
let group: FakeGroup
let teams: FakeTeams
let port: number
let lotse: LotseProcess

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-desk-in-teams-'))
  telegram = await startFakeTelegram()
  group = telegram.addGroup(groupId)
  group.state.members.add(aylin.id)
  teams = await startFakeTeams()
  port = await freePort()
  await start()
})
afterEach(async () => {
  await lotse.kill()
  await teams.close()
  await telegram.close()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

async function start(): Promise<void> {
  lotse = await startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TEAMS_DEVELOPMENT: 'true',
    TEAMS_DESK_CHANNEL_ID: channel,
    TELEGRAM_DESK_GROUP_ID: String(groupId),
    EMBEDDING_MODEL: 'none',
  })
}

async function killAndStart(): Promise<void> {
  await lotse.kill()
  await start()
}

/** The group of the mediators gets messages, too. */
const toUser = () => telegram.messages.filter(({ chatId }) => chatId === user.id)

/** The last message that the user got, once it contains the text. */
async function received(text: string) {
  await vi.waitFor(() => expect(toUser().at(-1)?.text).toContain(text), patience)
  return toUser().at(-1)!
}
const timesReceived = (text: string) =>
  toUser().filter((message) => message.text.includes(text)).length

async function press(label: string): Promise<void> {
  const buttons = toUser().flatMap((message) => message.buttons.flat())
  const button = buttons.findLast(({ text }) => text === label)
  if (!button) throw new Error(`There is no button "${label}".`)
  await telegram.pressButton(user, String(button.callback_data))
}

/** What stands in the channel, once it fulfils the check. */
async function posts(check: (texts: string[]) => void) {
  await vi.waitFor(() => check(teams.messages.map(({ text }) => plain(text))), patience)
  return teams.messages
}
/** Names are set apart from the sentence around them. */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
const countIn = (texts: string[], part: string) =>
  texts.filter((text) => text.includes(part)).length

async function inChannel(post: string, text: string): Promise<void> {
  const place = { kind: 'channel', id: channel, post } as const
  const activity = teams.activities.text(mediator, text, place)
  expect((await teams.receive(lotse.url, activity, null)).status).toBe(200)
}

it('carries a case from Telegram to the channel and the answer back, killed at each step', async () => {
  // From the first message in the channel on, the desk knows where to write.
  await inChannel('1', 'Guten Morgen')

  await telegram.receiveText(user, question)
  await received(ukrainian['unknown.sorry']!)
  await press(ukrainian['button.askPerson']!)
  await received(ukrainian['handoff.previewAsk']!)
  // Killed while Teams has not taken the card yet.
  teams.answerNext({ kind: 'hang' })
  const calls = teams.calls.length
  await press(ukrainian['button.consentYes']!)
  await received(ukrainian['handoff.opened']!)
  await teams.waitForCalls(calls + 1)
  expect(teams.messages.filter(({ text }) => text.includes(question))).toEqual([])
  await killAndStart()
  const [card] = await posts((texts) => expect(countIn(texts, question)).toBe(1))

  const claim = actionsIn(card!.activity).find(({ verb }) => verb === 'desk claim')!
  const place = { kind: 'channel', id: channel, post: card!.id } as const
  const pressed = teams.activities.cardAction(mediator, claim, place)
  expect((await teams.receive(lotse.url, pressed, null)).status).toBe(200)
  await posts((texts) => expect(texts.join()).toContain('Bei Mira'))
  await received('Mira')

  // Killed while Telegram has not taken the reply yet.
  telegram.answerNext('sendMessage', { kind: 'hang' })
  const sent = telegram.calls.filter(({ method }) => method === 'sendMessage').length
  await inChannel(card!.id, 'Добрий день! У центрі є майстерня.')
  await telegram.waitForCalls('sendMessage', sent + 1)
  expect(timesReceived('У центрі є майстерня')).toBe(0)
  await killAndStart()
  const answer = await received('У центрі є майстерня')
  expect(answer.text).toContain('Mira')
  expect(timesReceived('У центрі є майстерня')).toBe(1)

  // Killed while Teams has not taken what the user wrote back.
  teams.answerNext({ kind: 'hang' })
  const before = teams.calls.length
  await telegram.receiveText(user, 'Дуже дякую, а де саме?')
  await teams.waitForCalls(before + 1)
  await killAndStart()
  await posts((texts) => expect(countIn(texts, 'а де саме?')).toBe(1))

  const thread = teams.messages.find(({ text }) => text.includes('а де саме?'))
  expect(thread?.conversation).toBe(`${channel};messageid=${card!.id}`)
  await press(ukrainian['button.backToAssistant']!)
  await received(ukrainian['handoff.returned']!)
  await posts((texts) => expect(texts.join('\n')).toContain(german['desk.system.user-returned']!))
}, 120_000)

it('carries a case from Teams to the group of Telegram and the answer back, killed at each step', async () => {
  const reader = { id: '29:reader', locale: 'uk-UA' }
  /** The last card that the reader got, once it contains the text. */
  const card = async (text: string) =>
    vi.waitFor(() => {
      const last = teams.messages.findLast(({ conversation }) => conversation === 'a:reader')
      expect(last?.text).toContain(text)
      return last!
    }, patience)
  const pressOn = async (activity: unknown, verb: string) => {
    const action = actionsIn(activity).find((one) => one.verb === verb)
    const pressed = teams.activities.cardAction(reader, action!)
    expect((await teams.receive(lotse.url, pressed, null)).status).toBe(200)
  }
  const textsIn = (topic: number) => group.messagesIn(topic).map(({ text }) => text)

  await teams.receive(lotse.url, teams.activities.text(reader, question), null)
  await pressOn((await card(ukrainian['unknown.sorry']!)).activity, 'ask-person')
  const preview = await card(ukrainian['handoff.previewAsk']!)
  await pressOn(preview.activity, 'consent yes')
  await card(ukrainian['handoff.opened']!)
  await killAndStart()
  await vi.waitFor(() => expect(group.topics()[0]?.pinned).toHaveLength(1), patience)
  expect(group.topics()).toHaveLength(1)
  const topic = group.topics()[0]!.id
  expect(textsIn(topic)[0]).toContain(question)

  // Killed while Teams has not taken the reply yet.
  teams.answerNext({ kind: 'hang' })
  const calls = teams.calls.length
  await group.write(aylin, 'Добрий день! У центрі є майстерня.', topic)
  await teams.waitForCalls(calls + 1)
  await killAndStart()
  expect((await card('У центрі є майстерня')).text).toContain('Aylin')
  await teams.receive(lotse.url, teams.activities.text(reader, 'А де саме?'), null)
  await vi.waitFor(() => expect(textsIn(topic).join()).toContain('А де саме?'), patience)
  const answers = teams.messages.filter(({ text }) => text.includes('У центрі є майстерня'))
  expect(answers.filter(({ conversation }) => conversation === 'a:reader')).toHaveLength(1)
}, 120_000)
