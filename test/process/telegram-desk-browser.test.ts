/**
 * Asked in the web chat, answered from a group of Telegram, seen at the web desk; the process is
 * killed at each hand-over.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { browserTest } from '../browser.ts'
import {
  type FakeGroup,
  type FakeTelegram,
  startFakeTelegram,
} from '../fakes/telegram-bot-api/index.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'

const groupId = -1_001_234_567_890
const aylin = { id: 501, firstName: 'Aylin' }
const patience = { timeout: 20_000, interval: 50 }
const question = 'Як спекти яблучний пиріг?'

let directory: string
let telegram: FakeTelegram
let group: FakeGroup
let port: number
let lotse: LotseProcess | undefined

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-telegram-desk-'))
  telegram = await startFakeTelegram()
  group = telegram.addGroup(groupId)
  group.state.members.add(aylin.id)
  port = await freePort()
  lotse = await start()
})
afterEach(async () => {
  await lotse?.kill()
  await telegram.close()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

async function start(): Promise<LotseProcess> {
  const before = telegram.calls.filter(({ method }) => method === 'setWebhook').length
  const started = await startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TELEGRAM_DESK_GROUP_ID: String(groupId),
  })
  await telegram.waitForCalls('setWebhook', before + 1)
  return started
}
async function killAndStart(): Promise<void> {
  await lotse?.kill()
  lotse = await start()
}
const textsIn = (topic: number) => group.messagesIn(topic).map(({ text }) => text)

browserTest(
  'answers a question of the web chat from a topic, over crashes, and shows it at the web desk',
  async ({ openPage }) => {
    const ukrainian = sentencesIn('uk')
    const german = sentencesIn('de')
    expect(lotse?.output()).toContain(`group ${groupId}`)
    const chat = await openPage({ locale: 'uk-UA' })
    chat.setDefaultTimeout(20_000)
    await chat.goto(lotse!.url)
    await chat.locator('#message').fill(question)
    await chat.locator('#message').press('Enter')
    // Nobody has an account at the web desk: it is the group that makes the offer possible.
    await chat.getByRole('button', { name: ukrainian['button.askPerson']! }).last().click()
    await chat.getByText(ukrainian['handoff.previewAsk']!).waitFor()

    telegram.answerNext('pinChatMessage', { kind: 'hang' })
    await chat.getByRole('button', { name: ukrainian['button.consentYes']!, exact: true }).click()
    await telegram.waitForCalls('pinChatMessage', 1)
    await killAndStart()
    await vi.waitFor(() => expect(group.topics()[0]?.pinned).toHaveLength(1), patience)
    expect(group.topics()).toHaveLength(1)
    const [topic] = group.topics() as [FakeGroup['state']['topics'][number]]
    expect(textsIn(topic.id)[0]).toContain(question)

    const reply = await group.write(aylin, 'Добрий день! У центрі є майстерня.', topic.id)
    await killAndStart()
    await telegram.receive(reply)
    // A page looks for the server less and less often; whoever reloads need not wait.
    await chat.reload()
    const person = chat.locator('.line.person .said')
    await person.getByText('Добрий день! У центрі є майстерня.').waitFor()
    await group.edit(reply, 'Добрий день! У центрі є дві майстерні.')
    await person.getByText('Добрий день! У центрі є дві майстерні.').waitFor()
    expect(await person.getByText('У центрі є майстерня.').count()).toBe(1)

    await chat.locator('#message').fill('Дуже дякую, а де саме?')
    await chat.locator('#message').press('Enter')
    await vi.waitFor(
      () => expect(textsIn(topic.id).join()).toContain('Дуже дякую, а де саме?'),
      patience,
    )
    const desk = await openPage({ locale: 'de-DE' })
    desk.setDefaultTimeout(20_000)
    await desk.goto(/http:\S+\/desk\/join#\S+/.exec(lotse!.output())![0])
    await desk.locator('#name').fill('Mira')
    await desk.locator('#passphrase').fill('sieben freundliche lange Wörter')
    await desk.keyboard.press('Enter')
    await desk.getByText('Дуже дякую, а де саме?').first().click()
    await desk.getByText('Добрий день! У центрі є дві майстерні.').first().waitFor()
    await desk.getByText('Aylin').first().waitFor()
    await desk.getByText(german['desk.system.corrected']!.replace('{{name}}', '')).first().waitFor()
    // Nothing that stood in the topic before a crash was posted again.
    const texts = textsIn(topic.id)
    expect(texts.filter((text) => text.includes(question))).toHaveLength(1)
    expect(new Set(texts).size).toBe(texts.length)
  },
  180_000,
)
