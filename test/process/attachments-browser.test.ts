/** A mediator sends files from the web desk to Telegram and to the web chat, in the real program. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { pdf, png } from '../attachment-files.ts'
import { browserTest } from '../browser.ts'
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram-bot-api/index.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'

const user = { id: 77, languageCode: 'de' }
const question = 'Wie backe ich einen Apfelkuchen?'
const patience = { timeout: 20_000, interval: 50 }
const german = sentencesIn('de')

let directory: string
let telegram: FakeTelegram
let port: number
let lotse: LotseProcess | undefined

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-attachments-'))
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

async function askOnTelegram(): Promise<void> {
  await telegram.receiveText(user, question)
  await received(german['unknown.sorry']!)
  await press(german['button.askPerson']!)
  await received(german['handoff.previewAsk']!)
  await press(german['button.consentYes']!)
  await received(german['handoff.opened']!)
}

async function askOnWeb(page: Page): Promise<void> {
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.locator('#message').fill(question)
  await page.locator('#message').press('Enter')
  // The page's own frame has a button of this name, too.
  const talk = page.getByRole('log')
  await talk.getByRole('button', { name: german['button.askPerson']!, exact: true }).click()
  await page.getByRole('button', { name: german['button.consentYes']!, exact: true }).click()
  await page.getByText(german['handoff.opened']!.slice(0, 20)).waitFor()
}

/** Takes the case that waits, and sends the files. */
async function sendFiles(desk: Page, words: string): Promise<void> {
  await desk.locator('[id^="case-"]').first().click()
  await desk.getByRole('button', { name: german['desk.claim']! }).click()
  await desk.locator('#reply:enabled').waitFor()
  await desk.locator('#attach').setInputFiles([
    { name: 'flur.png', mimeType: 'image/png', buffer: png },
    { name: 'Plan.pdf', mimeType: 'application/pdf', buffer: pdf },
  ])
  await desk.getByText('Plan.pdf').waitFor()
  await desk.locator('#reply').fill(words)
  await desk.getByRole('button', { name: german['desk.reply.send']!, exact: true }).click()
  await desk.locator('.line.mediator .file').waitFor()
}

browserTest(
  'brings files of a mediator to Telegram, and to one web chat alone, also after a crash',
  async ({ openPage }) => {
    const desk = await openPage({ locale: 'de-DE' })
    await desk.goto(/http:\S+\/desk\/join#\S+/.exec(lotse!.output())![0])
    await desk.locator('#name').fill('Mira')
    await desk.locator('#passphrase').fill('sieben freundliche lange Wörter')
    await desk.keyboard.press('Enter')
    await desk.getByText(german['desk.cases.empty']!).waitFor()

    await askOnTelegram()
    await sendFiles(desk, 'So sieht es aus')
    const withFiles = () => telegram.messages.filter(({ attachment }) => attachment)
    await vi.waitFor(() => expect(withFiles()).toHaveLength(2), patience)
    const [photo, plan] = withFiles()
    expect(photo).toMatchObject({ attachment: { kind: 'photo', name: 'flur.jpg' } })
    expect(photo?.text).toContain('Mira')
    expect(photo?.text).toContain('So sieht es aus')
    expect(plan).toMatchObject({ text: '👤 ', attachment: { kind: 'document', name: 'Plan.pdf' } })
    expect(Buffer.compare(plan!.attachment!.bytes, pdf)).toBe(0)
    await press(german['button.backToAssistant']!)
    await received(german['handoff.returned']!)

    const visitor = await openPage({ locale: 'de-DE' })
    await askOnWeb(visitor)
    await desk.goto(`http://127.0.0.1:${port}/desk`)
    await sendFiles(desk, 'Hier ist der Plan')
    const image = visitor.locator('.person img')
    await image.waitFor()
    const address = await image.getAttribute('src')
    await lotse?.kill()
    lotse = await start()
    await visitor.reload()
    await expect
      .poll(() => image.evaluate((shown) => (shown as HTMLImageElement).naturalWidth), patience)
      .toBe(2)
    const stranger = await openPage({ locale: 'de-DE' })
    const answer = await stranger.goto(`http://127.0.0.1:${port}${address}`)
    expect(answer?.status()).toBe(404)
  },
)
