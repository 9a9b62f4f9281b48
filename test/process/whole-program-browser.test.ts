/** What a stranger sees after one command: ask, be answered in Arabic, reach a person at the desk. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { browserTest, type OpenPage } from '../browser.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'

const passphrase = 'sieben freundliche lange Wörter'
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

let directory: string
let lotse: LotseProcess | undefined
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-whole-'))
  lotse = await startLotse({ DATA_DIR: directory })
})
afterAll(async () => {
  await lotse?.kill()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

async function openChat(openPage: OpenPage, locale: string): Promise<Page> {
  const page = await openPage({ ...phone, locale })
  page.setDefaultTimeout(8000)
  await page.goto(lotse!.url)
  return page
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#message').fill(text)
  await page.locator('#message').press('Enter')
}

const answers = (page: Page) => page.locator('.line.assistant .said')

describe('the whole program in a browser', () => {
  browserTest(
    'answers in Arabic with a source, and passes an open question to a mediator who answers in the same chat',
    async ({ openPage }) => {
      const arabic = sentencesIn('ar')
      const german = sentencesIn('de')

      const link = /http:\S+\/desk\/join#\S+/.exec(lotse!.output())?.[0]
      const desk = await openPage({ locale: 'de-DE' })
      await desk.goto(link!.replace('localhost', '127.0.0.1'))
      await desk.locator('#name').fill('Mira')
      await desk.locator('#passphrase').fill(passphrase)
      await desk.keyboard.press('Enter')
      await desk.getByText(german['desk.cases.empty']!).waitFor()

      const chat = await openChat(openPage, 'ar')
      expect(await chat.locator('html').getAttribute('dir')).toBe('rtl')
      await write(chat, 'هل يمكنني ترك الأحذية في الدرج أمام باب الشقة؟')
      await answers(chat).first().waitFor()
      expect(await answers(chat).first().getAttribute('lang')).toBe('ar')
      expect(await answers(chat).first().getAttribute('dir')).toBe('rtl')
      const sources = chat.locator('.sources a')
      expect(await sources.count()).toBeGreaterThan(0)
      expect(await sources.first().getAttribute('href')).toMatch(/^https:/)

      await write(chat, 'أين أجد قطع غيار لدراجتي القديمة؟')
      await chat.getByRole('button', { name: arabic['button.askPerson']! }).last().click()
      await chat.getByText(arabic['handoff.previewAsk']!).waitFor()
      expect(await desk.getByRole('link', { name: /Halle|عربية|Arabisch/ }).count()).toBe(0)
      await chat.getByRole('button', { name: arabic['button.consentYes']!, exact: true }).click()
      await chat.getByText(arabic['handoff.opened']!).waitFor()

      await desk.getByText('أين أجد قطع غيار لدراجتي القديمة؟').first().click()
      await desk.locator('.conversation').waitFor()
      await desk.getByRole('button', { name: german['desk.claim']! }).click()
      const reply = desk.locator('textarea')
      await reply.waitFor()
      await reply.fill('مرحبا، هناك ورشة للدراجات في المركز.')
      await desk.getByRole('button', { name: german['desk.reply.send']! }).click()

      const person = chat.locator('.line.person .said')
      await person.getByText('مرحبا، هناك ورشة للدراجات في المركز.').waitFor()
      await write(chat, 'شكرا جزيلا لك')
      await desk.getByText('شكرا جزيلا لك').first().waitFor()

      const before = await answers(chat).count()
      await chat.getByRole('button', { name: arabic['button.backToAssistant']! }).last().click()
      await chat.getByText(arabic['handoff.returned']!).waitFor()
      expect(await answers(chat).count()).toBeGreaterThan(before)
      await desk.getByText(german['desk.system.user-returned']!).first().waitFor()
    },
  )

  browserTest("answers a landlord in German with the landlord's side", async ({ openPage }) => {
    const german = sentencesIn('de')
    const chat = await openChat(openPage, 'de-DE')
    await write(chat, 'Meine Mieter stellen ihre Schuhe ins Treppenhaus, darf ich das verbieten?')
    await chat.getByText(german['answer.forLandlords']!).waitFor()
    await chat.getByText(german['answer.waysToAgree']!).waitFor()
    expect(await chat.getByText(german['answer.forTenants']!).count()).toBe(0)
  })

  browserTest('shows what people write as text, whatever it contains', async ({ openPage }) => {
    const chat = await openChat(openPage, 'de-DE')
    await write(chat, '<img src=x onerror="document.title=1"> \u202eVermieter & "Kaution"')
    await answers(chat).first().waitFor()
    expect(await chat.locator('.line img').count()).toBe(0)
    expect(await chat.locator('.own .said').textContent()).toContain('<img src=x')
    expect(await chat.locator('.own .said').textContent()).not.toContain('\u202e')
  })

  browserTest(
    'has the conversation again after a reload, and not after being forgotten',
    async ({ openPage }) => {
      const german = sentencesIn('de')
      const chat = await openChat(openPage, 'de-DE')
      await write(chat, 'Wie viel Kaution darf der Vermieter verlangen?')
      await answers(chat).first().waitFor()
      await chat.reload()
      await answers(chat).first().waitFor()
      await write(chat, '/forget')
      await chat.getByRole('button', { name: german['button.forgetYes']! }).click()
      await chat.getByText(german['forget.done']!).waitFor()
      await chat.reload()
      await chat.locator('#message').waitFor()
      expect(await answers(chat).count()).toBe(0)
    },
  )
})
