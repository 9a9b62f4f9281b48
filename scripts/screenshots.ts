/** `npm run docs:screenshots`: pictures of chat and desk, made with the real program. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { playMediation, startWrittenTranslator } from './screenshots-mediation.ts'
import {
  desktop,
  type OpenPage,
  phone,
  press,
  sentence,
  shoot,
  startProgram,
  write,
} from './screenshots-stage.ts'

const help = `Usage: npm run docs:screenshots

Starts the program with an empty database, plays a talk in Chromium (CHROMIUM_PATH, or
/usr/bin/chromium), and writes the pictures into docs/screenshots/.

  --help   shows this text
`

const passphrase = 'sieben freundliche lange Wörter'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const directory = mkdtempSync(join(tmpdir(), 'lotse-screenshots-'))
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const open: OpenPage = async (locale, options) =>
    (await browser.newContext({ ...options, locale, reducedMotion: 'reduce' })).newPage()
  const translator = await startWrittenTranslator()
  try {
    const alone = await startProgram({ DATA_DIR: directory })
    const desk = await playQuestions(open, alone.url, alone.output()).finally(alone.stop)
    // The same database and the same session at the desk, now with somebody to translate.
    const translated = await startProgram({
      DATA_DIR: directory,
      TRANSLATOR: 'libretranslate',
      TRANSLATOR_URL: translator.url,
    })
    await playMediation(open, translated.url, desk).finally(translated.stop)
  } finally {
    await browser.close()
    await translator.stop()
    rmSync(directory, { recursive: true })
  }
}

/** @returns the desk, signed in. */
async function playQuestions(open: OpenPage, url: string, output: string): Promise<Page> {
  const invitation = /http:\S+\/desk\/join#\S+/.exec(output)?.[0] ?? ''

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

  const covered = await open('uk', phone)
  await covered.goto(url)
  // A made-up name, and a number that is given to nobody.
  await write(
    covered,
    'Мене звати Олена Зразкова, мій номер 0171 3920012. Орендодавець не лагодить дзвінок біля дверей.',
  )
  await press(covered, sentence('uk', 'button.askPerson'))
  await covered.getByText(sentence('uk', 'handoff.previewAsk')).waitFor()
  await covered
    .getByRole('button', { name: sentence('uk', 'button.consentNo') })
    .scrollIntoViewIfNeeded()
  await shoot(covered, 'chat-phone-uk-contact')

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
  return desk
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
