/** Tests that need a real browser: Debian's Chromium, driven by playwright-core. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, test } from 'vitest'

const knownPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const launchArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
]
const missing =
  'There is no Chromium here: install the Debian package "chromium" (apt-get install chromium), or name its file in CHROMIUM_PATH.'

/** `CHROMIUM_PATH`, or where the systems that we know keep it; `undefined` where it is missing. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH } = process.env
  return (CHROMIUM_PATH ? [CHROMIUM_PATH] : knownPaths).find((path) => existsSync(path))
}

const required = process.env.CI === 'true' || process.env.LOTSE_REQUIRE_BROWSER === '1'
if (required && !findChromium()) throw new Error(missing)
// Reporters count skipped tests, but few say why.
if (!findChromium()) console.warn(`Browser tests are skipped. ${missing}`)

let launched: Promise<Browser> | undefined
afterAll(async () => (await launched)?.close())

export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>

/**
 * A test that is skipped where Chromium is missing. Each page it opens is a visitor of their own,
 * without cookies, and one that throws an error or breaks the Content-Security-Policy fails the test.
 */
export const browserTest = test.extend<{ openPage: OpenPage }>({
  openPage: async ({ skip }, use) => {
    const executablePath = findChromium()
    if (!executablePath) return skip(missing)
    launched ??= chromium.launch({ executablePath, args: launchArguments })
    const browser = await launched
    const pages: Page[] = []
    const problems: string[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
      const page = await context.newPage()
      pages.push(page)
      page.on('pageerror', (error) => problems.push(String(error)))
      page.on('console', (message) => {
        if (/Content.Security.Policy|TrustedHTML/i.test(message.text()))
          problems.push(message.text())
      })
      return page
    })
    await Promise.all(pages.map((page) => page.context().close()))
    if (problems.length > 0) throw new Error(`The page had problems:\n${problems.join('\n')}`)
  },
})
