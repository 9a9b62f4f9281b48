import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import { attachment, pdf, png, wav } from './attachment-files.ts'
import { browserTest } from './browser.ts'
import { type ChatApp, says, startChat } from './web-chat-app.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let app: ChatApp
beforeEach(async () => {
  app = await startChat()
})
afterEach(() => app.stop())

async function receive(page: Page, language: 'de' | 'ar'): Promise<void> {
  await page.goto(app.url)
  await page.locator('#message').fill('Frage')
  await page.locator('#message').press('Enter')
  await expect.poll(() => app.server.eventStreams.size).toBe(1)
  const { address } = app.accepted[0]!
  const attachments = [
    attachment('photo', png, { alternative: 'Ein Regal hinter der Tür' }),
    attachment('voice', wav, { alternative: 'Guten Tag, hier ist Mira' }),
    attachment('document', pdf),
  ]
  const bytes = [png, wav, pdf]
  for (const [index, one] of attachments.entries()) app.attach(address, one, bytes[index]!)
  await app.reply(
    address,
    says([{ kind: 'quote', author: 'Mira', text: 'Sehen Sie' }], {
      author: 'person',
      attachments,
      language,
      direction: language === 'ar' ? 'rtl' : 'ltr',
    }),
  )
}

async function checkShown(page: Page): Promise<void> {
  const photo = page.getByRole('img', { name: 'Ein Regal hinter der Tür' })
  await photo.scrollIntoViewIfNeeded()
  await expect
    .poll(() => photo.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(2)
  const seconds = await page.locator('audio').evaluate(async (element) => {
    const audio = element as HTMLAudioElement
    audio.muted = true
    await audio.play()
    return audio.duration
  })
  expect(seconds).toBe(0.5)
  expect(await page.getByText('Guten Tag, hier ist Mira').isVisible()).toBe(true)
}

describe('attachments in a browser', () => {
  browserTest('are shown, played and saved, also after a reload', async ({ openPage }) => {
    const page = await openPage({ locale: 'de-DE' })
    await receive(page, 'de')
    await checkShown(page)
    await page.reload()
    await checkShown(page)
    const link = page.getByRole('link', { name: 'Einigung اتفاق.pdf 1 kB' })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe('Einigung اتفاق.pdf')
    expect(Buffer.compare(await readFile(await download.path()), pdf)).toBe(0)
  })

  browserTest('are in reach of a screen reader, from right to left too', async ({ openPage }) => {
    const page = await openPage({ locale: 'ar', viewport: { width: 320, height: 640 } })
    await receive(page, 'ar')
    await checkShown(page)
    await page.evaluate(axe)
    const violations = await page.evaluate(() =>
      (window as unknown as { axe: { run: () => Promise<{ violations: { id: string }[] }> } }).axe
        .run()
        .then((found) => found.violations.map(({ id }) => id)),
    )
    expect(violations).toEqual([])
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
  })
})
