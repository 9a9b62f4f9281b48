/** A question on Telegram, a mediator at the web desk, and the process killed in between. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { browserTest } from '../browser.ts'
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram-bot-api/index.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'

const user = { id: 77, languageCode: 'uk' }
const patience = { timeout: 20_000, interval: 50 }

let directory: string
let telegram: FakeTelegram
let port: number
let lotse: LotseProcess | undefined

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-hand-off-'))
  telegram = await startFakeTelegram()
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
  })
  await telegram.waitForCalls('setWebhook', before + 1)
  return started
}

/** The last message that the user got, once it contains the text. */
async function received(text: string) {
  await vi.waitFor(() => expect(telegram.messages.at(-1)?.text).toContain(text), patience)
  return telegram.messages.at(-1)!
}

async function press(label: string): Promise<void> {
  const buttons = telegram.messages.flatMap((message) => message.buttons.flat())
  const button = buttons.findLast(({ text }) => text === label)
  if (!button) throw new Error(`There is no button "${label}".`)
  await telegram.pressButton(user, String(button.callback_data))
}

browserTest(
  'reaches a mediator at the web desk from Telegram, and the answer comes back, over a crash',
  async ({ openPage }) => {
    const ukrainian = sentencesIn('uk')
    const german = sentencesIn('de')
    const desk = await openPage({ locale: 'de-DE' })
    await desk.goto(/http:\S+\/desk\/join#\S+/.exec(lotse!.output())![0])
    await desk.locator('#name').fill('Mira')
    await desk.locator('#passphrase').fill('sieben freundliche lange Wörter')
    await desk.keyboard.press('Enter')
    await desk.getByText(german['desk.cases.empty']!).waitFor()

    await telegram.receiveText(user, 'Як спекти яблучний пиріг?')
    await received(ukrainian['unknown.sorry']!)
    await press(ukrainian['button.askPerson']!)
    const preview = await received(ukrainian['handoff.previewAsk']!)
    expect(preview.text).toContain('Як спекти яблучний пиріг?')
    await press(ukrainian['button.consentYes']!)
    await received(ukrainian['handoff.opened']!)

    await desk.getByText('Як спекти яблучний пиріг?').first().click()
    await desk.getByRole('button', { name: german['desk.claim']! }).click()
    await desk.locator('textarea').fill('Добрий день! У центрі є майстерня.')

    await lotse?.kill()
    lotse = await start()

    await desk.getByRole('button', { name: german['desk.reply.send']! }).click()
    const answer = await received('Добрий день! У центрі є майстерня.')
    expect(answer.text).toContain('Mira')

    await telegram.receiveText(user, 'Дуже дякую, а де саме?')
    await desk.getByText('Дуже дякую, а де саме?').first().waitFor()
    await press(ukrainian['button.backToAssistant']!)
    await received(ukrainian['handoff.returned']!)
    await desk.getByText(german['desk.system.user-returned']!).first().waitFor()
  },
)
