/** `npm run docs:screenshots`: pictures of chat and desk, made with the real program. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load as parseYaml } from 'js-yaml'
import { type Browser, chromium, type Page } from 'playwright-core'

const help = `Usage: npm run docs:screenshots

Starts the program with an empty database, plays a talk in Chromium (CHROMIUM_PATH, or
/usr/bin/chromium), and writes the pictures into docs/screenshots/.

  --help   shows this text
`

const root = join(import.meta.dirname, '..')
const folder = join(root, 'docs', 'screenshots')
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 }
const passphrase = 'sieben freundliche lange Wörter'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const directory = mkdtempSync(join(tmpdir(), 'lotse-screenshots-'))
  const { child, output } = await start(directory)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    await play(browser, output())
  } finally {
    await browser.close()
    child.kill('SIGTERM')
    await once(child, 'exit')
    rmSync(directory, { recursive: true })
  }
}

async function play(browser: Browser, output: string): Promise<void> {
  const url = /Web chat\s+(http:\S+)\//.exec(output)?.[1] ?? ''
  const invitation = /http:\S+\/desk\/join#\S+/.exec(output)?.[0] ?? ''
  const open = async (locale: string, options: typeof phone): Promise<Page> =>
    (await browser.newContext({ ...options, locale, reducedMotion: 'reduce' })).newPage()

  const desk = await open('de-DE', desktop)
  await desk.goto(invitation)
  await desk.locator('#name').fill('Mira')
  await desk.locator('#passphrase').fill(passphrase)
  await desk.keyboard.press('Enter')
  await desk.getByText(sentence('de', 'desk.cases.empty')).waitFor()

  const welcome = await open('uk', phone)
  await welcome.goto(url)
  await shoot(welcome, 'chat-phone-uk-welcome')

  const landlord = await open('de-DE', desktop)
  await landlord.goto(url)
  await write(landlord, 'Meine Mieter stellen ihre Schuhe ins Treppenhaus, darf ich das verbieten?')
  await landlord.locator('.line.assistant .sources').first().waitFor()
  await landlord.locator('.line.own').first().scrollIntoViewIfNeeded()
  await shoot(landlord, 'chat-desktop-de')

  const newcomer = await open('ar', phone)
  await newcomer.goto(url)
  await write(newcomer, 'هل يمكنني ترك الأحذية في الدرج أمام باب الشقة؟')
  await newcomer.locator('.line.assistant .sources').first().waitFor()
  await newcomer.locator('.line.own').first().scrollIntoViewIfNeeded()
  await shoot(newcomer, 'chat-phone-ar')
  await write(newcomer, 'أين أجد قطع غيار لدراجتي القديمة؟')
  await press(newcomer, sentence('ar', 'button.askPerson'))
  await newcomer.getByText(sentence('ar', 'handoff.previewAsk')).waitFor()
  await shoot(newcomer, 'chat-phone-ar-preview')
  await press(newcomer, sentence('ar', 'button.consentYes'))

  await desk.getByText('أين أجد قطع غيار لدراجتي القديمة؟').first().click()
  await desk.getByRole('button', { name: sentence('de', 'desk.claim') }).click()
  await desk.locator('textarea').fill('مرحبا! هناك ورشة لإصلاح الدراجات في المركز.')
  await desk.getByRole('button', { name: sentence('de', 'desk.reply.send') }).click()
  await newcomer.locator('.line.person').waitFor()
  await shoot(newcomer, 'chat-phone-ar-person')
  await shoot(desk, 'desk-desktop-de')

  const phoneDesk = await open('ar', phone)
  await phoneDesk.context().addCookies(await desk.context().cookies())
  await phoneDesk.goto(desk.url())
  await phoneDesk.locator('.conversation').waitFor()
  await shoot(phoneDesk, 'desk-phone-ar')
}

async function start(directory: string): Promise<{ child: ChildProcess; output: () => string }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: directory,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (/desk\/join#\S+\n/.test(output)) resolve()
    })
    child.once('exit', () => reject(new Error('The program ended before it was ready.')))
  })
  return { child, output: () => output }
}

function sentence(language: string, key: string): string {
  const file = join(root, 'knowledge', 'messages', `${language}.yaml`)
  const { sentences } = parseYaml(readFileSync(file, 'utf8')) as {
    sentences: Record<string, string>
  }
  return sentences[key] ?? key
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#message').fill(text)
  await page.locator('#message').press('Enter')
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).last().click()
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
