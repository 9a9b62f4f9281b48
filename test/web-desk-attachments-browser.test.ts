/** A mediator sends a photo and a file from the composer, in a browser. */
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import type { Case } from '../src/storage/store.ts'
import { pdf, png } from './attachment-files.ts'
import { browserTest } from './browser.ts'
import { deskTexts, type House, openHouse, staff } from './web-desk-house.ts'
import { accountOf, look, seriousFindings, signIn } from './web-desk-page.ts'

const german = deskTexts('de')
let house: House
let one: Case
beforeEach(async () => {
  house = await openHouse()
  await staff(house)
  one = await house.openCase({ status: 'claimed', claimedBy: await accountOf(house, 'Jonas') })
})
afterEach(() => house.close())

const photo = { name: 'IMG_1.png', mimeType: 'image/png', buffer: png }
const plan = { name: 'Plan ü.pdf', mimeType: 'application/pdf', buffer: pdf }

async function attachmentsOf() {
  const lines = await house.store.readCaseLines(one.id)
  return lines.at(-1)?.attachments ?? []
}

describe('a mediator', () => {
  browserTest('sends a photo with its description, and a file', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    await page.locator('#attach').setInputFiles([photo, plan])
    await page.getByText('IMG_1.jpg').waitFor()
    await page.getByLabel(german['desk.attach.alternative']!).fill('Ein Regal')
    expect(await seriousFindings(page)).toEqual([])
    await page.locator('#reply').fill('So geht es')
    await page.getByRole('button', { name: german['desk.reply.send'], exact: true }).click()
    const shown = page.locator('.line.mediator img[alt="Ein Regal"]')
    await shown.waitFor()
    await expect
      .poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBe(2)
    expect(await attachmentsOf()).toMatchObject([
      { kind: 'photo', mediaType: 'image/jpeg', alternative: 'Ein Regal' },
      { kind: 'document', mediaType: 'application/pdf', name: 'Plan ü.pdf' },
    ])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /Plan ü.pdf/ }).click(),
    ])
    expect(Buffer.compare(await readFile(await download.path()), pdf)).toBe(0)
    expect(await page.locator('.pending').count()).toBe(0)
    expect(await page.locator('.chosen-files').count()).toBe(0)
  })

  browserTest('sends a photo without a word, and takes one back', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    await page.locator('#attach').setInputFiles([photo, plan])
    await page.getByRole('button', { name: /Plan ü.pdf.* entfernen/ }).click()
    await page.getByRole('button', { name: german['desk.reply.send'], exact: true }).click()
    await page.locator('.line.mediator img').waitFor()
    expect(await attachmentsOf()).toHaveLength(1)
  })

  browserTest(
    'makes large photos smaller, and leaves out where they were taken',
    async ({ openPage }) => {
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, one.id)
      const large = await page.evaluate(async () => {
        const canvas = document.createElement('canvas')
        canvas.width = 3200
        canvas.height = 800
        const blob = await new Promise<Blob>((resolve) =>
          canvas.toBlob((made) => resolve(made!), 'image/jpeg'),
        )
        return [...new Uint8Array(await blob.arrayBuffer())]
      })
      // An EXIF segment after the first marker, as cameras write it.
      const place = Buffer.from('Exif\0\0GPS-of-the-home!')
      const marker = Buffer.from([0xff, 0xe1, 0, place.length + 2])
      const buffer = Buffer.concat([
        Buffer.from(large.slice(0, 2)),
        marker,
        place,
        Buffer.from(large.slice(2)),
      ])
      await page.locator('#attach').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer })
      await page.getByText('a.jpg').waitFor()
      await page.getByRole('button', { name: german['desk.reply.send'], exact: true }).click()
      const shown = page.locator('.line.mediator img')
      await expect
        .poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth))
        .toBe(1600)
      const [sent] = await attachmentsOf()
      const stored = await house.store.readAttachment(one.conversation, sent!.id)
      expect(Buffer.from(stored!.bytes).includes('GPS-of-the-home')).toBe(false)
    },
  )

  browserTest('is told of a file that is too large', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    const buffer = Buffer.alloc(10 * 1024 * 1024 + 1)
    await page.locator('#attach').setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer })
    await page.getByText(/Diese Datei ist zu groß/).waitFor()
    expect(await page.locator('.chosen-files').count()).toBe(0)
  })

  browserTest('sends again what did not go out, each file once', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    await page.locator('#attach').setInputFiles(plan)
    await page.getByText('Plan ü.pdf').waitFor()
    let uploads = 0
    page.on('request', (request) => {
      if (request.url().includes('/attachments?')) uploads += 1
    })
    await page.route('**/reply', (route) => route.abort(), { times: 1 })
    await page.locator('#reply').fill('Der Plan')
    await page.getByRole('button', { name: german['desk.reply.send'], exact: true }).click()
    await page.locator('.failed').waitFor()
    await page.getByRole('button', { name: german['desk.retry'] }).click()
    await page.locator('.line.mediator .file').waitFor()
    expect([uploads, (await attachmentsOf()).length]).toEqual([1, 1])
  })
})
