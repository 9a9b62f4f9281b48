/** The real program against Microsoft's Agents Playground as a person sees it, in a browser. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { browserTest } from '../browser.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'
import { type Playground, startPlayground } from './teams-playground.ts'

const question = 'How much deposit may the landlord ask for?'
const english = sentencesIn('en')
const german = sentencesIn('de')

let directory: string
let port: number
let lotse: LotseProcess
let playground: Playground

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-playground-'))
  port = await freePort()
  lotse = await start()
  playground = await startPlayground(`http://127.0.0.1:${port}/api/messages`, directory)
})
afterAll(async () => {
  await playground?.stop()
  await lotse?.kill()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

function start(): Promise<LotseProcess> {
  return startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    TEAMS_DEVELOPMENT: 'true',
    EMBEDDING_MODEL: 'none',
  })
}

const cards = (page: Page) => page.locator('.ac-adaptiveCard')
const buttons = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function write(page: Page, text: string): Promise<void> {
  const box = page.locator('[contenteditable=true][role=textbox]').first()
  await box.click()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

browserTest(
  'shows a person cards and buttons, and brings a mediator’s words after a crash',
  async ({ openPage }) => {
    const desk = await openPage({ locale: 'de-DE' })
    await desk.goto(/http:\S+\/desk\/join#\S+/.exec(lotse.output())![0])
    await desk.locator('#name').fill('Mira')
    await desk.locator('#passphrase').fill('sieben freundliche lange Wörter')
    await desk.keyboard.press('Enter')
    await desk.getByText(german['desk.cases.empty']!).waitFor()

    const page = await openPage({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
    page.setDefaultTimeout(20_000)
    await page.goto(playground.url)
    await cards(page).filter({ hasText: english['chat.greeting']! }).waitFor()
    await write(page, question)
    const answer = cards(page).filter({ hasText: 'Deposit' }).first()
    await answer.waitFor()
    expect(await answer.getByRole('heading').count()).toBeGreaterThan(0)
    expect(await answer.getByRole('link').first().innerText()).toContain('BGB')

    await answer.getByRole('button', { name: english['button.helped']!, exact: true }).click()
    const changed = cards(page).filter({ hasText: `✓ ${english['button.helped']}` })
    await changed.waitFor()
    expect(await changed.getByRole('button', { name: english['button.notHelped']! }).count()).toBe(
      0,
    )

    await write(page, 'Where do I find spare parts for an old bicycle?')
    await buttons(page, english['button.askPerson']!).last().click()
    await buttons(page, english['button.consentYes']!).last().click()
    await cards(page).filter({ hasText: english['handoff.opened']! }).waitFor()

    await desk.getByText('spare parts for an old bicycle').first().click()
    await desk.getByRole('button', { name: german['desk.claim']! }).click()
    await desk.locator('textarea').waitFor()
    await lotse.kill()
    lotse = await start()
    await desk.reload()
    await desk.locator('textarea').fill('There is a workshop in the centre.')
    await desk.getByRole('button', { name: german['desk.reply.send']! }).click()
    const reply = cards(page).filter({ hasText: 'There is a workshop in the centre.' })
    await reply.waitFor()
    expect(await reply.innerText()).toContain('👤')
    expect(await reply.innerText()).toContain('Mira')

    await write(page, 'Thank you, where exactly?')
    await desk.getByText('Thank you, where exactly?').first().waitFor()
  },
)
