/**
 * `node scripts/teams-screenshots.ts`: pictures of the Teams side, made with the real program and
 * Microsoft's Agents Playground.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { freePort } from '../test/process/free-port.ts'
import { startLotse } from '../test/process/lotse-process.ts'
import { sentencesIn } from '../test/process/sentences.ts'
import { channelId, type Playground, startPlayground } from '../test/process/teams-playground.ts'

const help = `Usage: node scripts/teams-screenshots.ts

Starts the program and the Agents Playground on this machine, plays a talk in Chromium
(CHROMIUM_PATH, or /usr/bin/chromium), and writes the pictures into docs/screenshots/.

  --help   shows this text
`

const folder = join(import.meta.dirname, '..', 'docs', 'screenshots')

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  await photograph({}, play)
  // The channel is the desk now: the bot answers nobody there.
  await photograph({ TEAMS_DESK_CHANNEL_ID: channelId }, playDesk)
}

async function photograph(
  environment: Record<string, string>,
  talk: (browser: Browser, playground: Playground) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'lotse-teams-screenshots-'))
  const port = await freePort()
  const lotse = await startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    TEAMS_DEVELOPMENT: 'true',
    ...environment,
  })
  const playground = await startPlayground(`http://127.0.0.1:${port}/api/messages`, directory)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    await talk(browser, playground)
  } finally {
    await browser.close()
    await playground.stop()
    await lotse.stop()
    rmSync(directory, { recursive: true })
  }
}

async function openPage(browser: Browser, { url }: Playground): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(url)
  await card(page, sentencesIn('en')['chat.greeting']).waitFor()
  return page
}

async function play(browser: Browser, playground: Playground): Promise<void> {
  const page = await openPage(browser, playground)
  await write(page, 'هل يمكنني ترك الأحذية في الدرج أمام باب الشقة؟')
  const arabic = sentencesIn('ar')
  await page.getByRole('button', { name: arabic['button.helped']!, exact: true }).waitFor()
  await shoot(page, 'teams-answer-ar', 'top')
  await page.getByRole('button', { name: arabic['button.helped']!, exact: true }).click()
  await card(page, `✓ ${arabic['button.helped']}`).waitFor()
  await shoot(page, 'teams-button-ar', 'bottom')

  await page.getByRole('treeitem', { name: 'Announcements' }).click()
  await card(page, sentencesIn('en')['chat.greeting']).waitFor()
  await page.locator('[contenteditable=true][role=textbox]').first().click()
  await page.keyboard.type('@Te', { delay: 100 })
  await page.getByRole('menuitem', { name: playground.bot.name }).click()
  await page.keyboard.type(' How much deposit may the landlord ask for?')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await card(page, 'Deposit').waitFor()
  await page.screenshot({ path: join(folder, 'teams-channel-en.png') })
}

async function playDesk(browser: Browser, playground: Playground): Promise<void> {
  const page = await openPage(browser, playground)
  const arabic = sentencesIn('ar')
  const german = sentencesIn('de')
  await playground.write(channelId, 'hello', { mention: true })
  await write(page, 'كيف أخبز كعكة التفاح؟')
  await press(page, arabic['button.askPerson'])
  await press(page, arabic['button.consentYes'])
  await card(page, arabic['handoff.opened']).waitFor()
  await page.getByRole('treeitem', { name: 'Announcements' }).click()
  await press(page, german['desk.claim'])
  await page.getByRole('button', { name: german['desk.release']!, exact: true }).waitFor()
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(folder, 'teams-desk-de.png') })
}

async function press(page: Page, label: string | undefined): Promise<void> {
  await page.getByRole('button', { name: label!, exact: true }).last().click()
}

function card(page: Page, text: string | undefined) {
  return page
    .locator('.ac-adaptiveCard')
    .filter({ hasText: text ?? '' })
    .last()
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator('[contenteditable=true][role=textbox]').first().click()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

/** The last card from its top, or to its bottom. */
async function shoot(page: Page, name: string, end: 'top' | 'bottom'): Promise<void> {
  await page
    .locator('.ac-adaptiveCard')
    .last()
    .evaluate(
      (element, block) => {
        element.scrollIntoView({ block })
      },
      end === 'top' ? ('start' as const) : ('end' as const),
    )
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
})
