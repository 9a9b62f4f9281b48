/**
 * The stairwell conflict, played by three: a tenant in Arabic on Telegram, a landlord in German on
 * the web page or in Teams, and a mediator at the web desk. The program runs in a process of its own
 * and is killed in between.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { browserTest } from '../browser.ts'
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram-bot-api/index.ts'
import { seriousFindings } from '../web-desk-page.ts'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'
import { type Playground, startPlayground } from './teams-playground.ts'

const tenant = { id: 77, languageCode: 'ar' }
const patience = { timeout: 30_000, interval: 50 }
const arabic = sentencesIn('ar')
const german = sentencesIn('de')

let directory: string
let telegram: FakeTelegram
let translator: FastifyInstance
let environment: Record<string, string>
let lotse: LotseProcess | undefined
let playground: Playground | undefined

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-mediation-'))
  telegram = await startFakeTelegram()
  translator = await startTranslator()
  const port = await freePort()
  environment = {
    DATA_DIR: directory,
    PORT: String(port),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    TRANSLATOR: 'libretranslate',
    TRANSLATOR_URL: addressOf(translator),
    EMBEDDING_MODEL: 'none',
  }
})
afterEach(async () => {
  await playground?.stop()
  playground = undefined
  await lotse?.kill()
  await telegram.close()
  await translator.close()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

async function start(): Promise<void> {
  const before = telegram.calls.filter(({ method }) => method === 'setWebhook').length
  lotse = await startLotse(environment)
  // Each process has a secret of its own, which Telegram learns by this call.
  if (environment.PUBLIC_URL) await telegram.waitForCalls('setWebhook', before + 1)
}

/** LibreTranslate's far end: each text comes back with the language that it was asked for. */
async function startTranslator(): Promise<FastifyInstance> {
  const server = Fastify()
  server.post<{ Body: { q: string; target: string } }>('/translate', (request) => ({
    translatedText: `${request.body.q} [${request.body.target}]`,
  }))
  await server.listen({ port: 0, host: '127.0.0.1' })
  return server
}

function addressOf({ server }: FastifyInstance): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const inboxOfTenant = () => telegram.messages.filter(({ chatId }) => chatId === tenant.id)

/** A message to the tenant that contains this. */
async function tenantReads(text: string) {
  return vi.waitFor(() => {
    const found = inboxOfTenant().findLast((message) => message.text.includes(text))
    expect(found, text).toBeDefined()
    return found!
  }, patience)
}

async function tenantPresses(label: string): Promise<void> {
  const button = await vi.waitFor(() => {
    const buttons = inboxOfTenant().flatMap((message) => message.buttons.flat())
    const found = buttons.findLast(({ text }) => text === label)
    expect(found, label).toBeDefined()
    return found!
  }, patience)
  await telegram.pressButton(tenant, String(button.callback_data))
}

const tenantWrites = (text: string) => telegram.receiveText(tenant, text)

const deskButton = (desk: Page, key: string) =>
  desk.getByRole('button', { name: german[key]!, exact: true })

async function deskWrites(desk: Page, mode: 'reply' | 'common', text: string): Promise<void> {
  await desk
    .locator('.foot .modes')
    .getByRole('button', { name: german[`desk.compose.${mode}`]!, exact: true })
    .click()
  await desk.locator(`#${mode}`).fill(text)
  await deskButton(desk, 'desk.reply.send').click()
}

/** The tenant asks, the mediator takes the case and answers. */
async function begin(desk: Page): Promise<void> {
  await desk.goto(/http:\S+\/desk\/join#\S+/.exec(lotse!.output())![0])
  await desk.locator('#name').fill('Mira')
  await desk.locator('#passphrase').fill('sieben freundliche lange Wörter')
  await desk.keyboard.press('Enter')
  await desk.getByText(german['desk.cases.empty']!).waitFor()

  await tenantWrites('هل يجوز وضع الأحذية أمام باب الشقة في الدرج؟')
  await tenantReads(arabic['answer.sources']!)
  await tenantPresses(arabic['button.askPerson']!)
  await tenantReads(arabic['handoff.previewAsk']!)
  await tenantPresses(arabic['button.consentYes']!)
  await tenantReads(arabic['handoff.opened']!)
  await desk.locator('[id^="case-"]').first().click()
  await deskButton(desk, 'desk.claim').click()
  await deskWrites(desk, 'reply', 'Guten Tag, ich helfe Ihnen gern.')
  await tenantReads('Guten Tag, ich helfe Ihnen gern. [ar]')
}

/** What the landlord's side can do, on whichever channel. */
interface Landlord {
  reads(text: string): Promise<void>
  presses(key: string): Promise<void>
  writes(text: string): Promise<void>
  /** Everything that has reached this side. */
  everything(): Promise<string>
}

/** From the room to the agreement. `landlord` has joined. */
async function settle(desk: Page, landlord: Landlord): Promise<void> {
  const conversation = desk.locator('#conversation')
  await tenantReads(arabic['mediation.otherJoined']!.replace('{{name}}', 'Mira'))
  await deskButton(desk, 'desk.mediation.open-room').click()
  await tenantReads(arabic['answer.forLandlords']!)
  await landlord.reads(german['answer.forTenants']!)

  // Private words, in both directions and on both sides.
  await landlord.writes('Nur für Mira: ich bin müde davon.')
  await tenantWrites('لميرا فقط: أنا متعب')
  await deskButton(desk, 'desk.mediation.this-side').click()
  await conversation.getByText('لميرا فقط: أنا متعب [de]').waitFor()

  await landlord.presses('button.writeToBoth')
  await landlord.reads(german['mediation.readBoth']!)
  await landlord.writes('Im Brandfall muss der Weg frei sein.')
  await tenantReads('Im Brandfall muss der Weg frei sein. [ar]')
  await tenantPresses(arabic['button.writeToBoth']!)
  await tenantReads(arabic['mediation.readBoth']!)

  await lotse!.kill()
  await start()

  await tenantWrites('نريد أن تبقى الشقة نظيفة')
  await landlord.reads('نريد أن تبقى الشقة نظيفة [de]')

  // The desk keeps them apart.
  await desk.reload()
  await deskButton(desk, 'desk.mediation.both').click()
  await conversation.getByText('Im Brandfall muss der Weg frei sein.').waitFor()
  await conversation.getByText('نريد أن تبقى الشقة نظيفة [de]').waitFor()
  expect(await conversation.getByText('لميرا فقط').count()).toBe(0)
  expect(await seriousFindings(desk)).toEqual([])

  await landlord.presses('button.propose')
  await landlord.reads(german['mediation.askProposal']!)
  await landlord.writes('Ich bezahle ein Schuhregal für innen.')
  await landlord.reads(german['mediation.proposalNoted']!)
  await expect
    .poll(async () => {
      await desk.reload()
      await deskButton(desk, 'desk.mediation.proposals').click()
      return desk.locator('.proposals li').count()
    }, patience)
    .toBe(1)
  await desk.locator('.proposals').getByRole('button').click()
  await deskButton(desk, 'desk.reply.send').click()
  const shared = await tenantReads('Ich bezahle ein Schuhregal für innen. [ar]')
  expect(shared.text).toContain(arabic['mediation.proposal'])

  await deskButton(desk, 'desk.mediation.agreement').click()
  expect(await seriousFindings(desk)).toEqual([])
  await desk.locator('#agreement').fill('Die Schuhe stehen innen.\nDer Vermieter zahlt 40 Euro.')
  await desk.locator('.agreement-form button').click()
  await tenantReads('Der Vermieter zahlt 40 Euro. [ar]')
  await tenantPresses(arabic['button.agree']!)
  await tenantReads(arabic['mediation.confirmed']!)
  await landlord.reads('Der Vermieter zahlt 40 Euro.')
  await landlord.presses('button.agree')
  await landlord.reads(german['mediation.agreed']!.split('{{time}}')[1]!.trim())
  const document = await vi.waitFor(() => {
    const found = inboxOfTenant().find(({ attachment }) => attachment?.kind === 'document')
    expect(found).toBeDefined()
    return found!
  }, patience)
  expect(document.attachment?.name).toContain(arabic['mediation.agreementTitle'])
  await desk.getByText(german['desk.mediation.status.agreed']!).waitFor()

  expect(
    inboxOfTenant()
      .map(({ text }) => text)
      .join('\n'),
  ).not.toContain('ich bin müde')
  expect(await landlord.everything()).not.toContain('أنا متعب')
}

/** The web link that the message holds. */
function linkIn(text: string): string {
  return /http:\/\/127\S+\?start=join_[\w-]+/.exec(text)![0]
}

browserTest(
  'settles a conflict between Telegram and the web page',
  async ({ openPage }) => {
    environment.PUBLIC_URL = `http://127.0.0.1:${environment.PORT}`
    await start()
    const desk = await openPage({ locale: 'de-DE', viewport: { width: 1280, height: 900 } })
    await begin(desk)

    await tenantPresses(arabic['button.inviteOtherSide']!)
    const invitation = await tenantReads('?start=join_')
    expect(invitation.text).toContain('https://t.me/lotse_fake_bot?start=join_')

    const page = await openPage({ locale: 'de-DE', viewport: { width: 360, height: 740 } })
    await page.goto(linkIn(invitation.text))
    await page.getByText(german['mediation.invitationLeave']!).waitFor()
    expect(new URL(page.url()).search).toBe('')
    await page.getByRole('button', { name: german['button.join']! }).click()
    await settle(desk, {
      reads: (text) => page.getByText(text).last().waitFor(),
      presses: (key) =>
        page.getByRole('button', { name: german[key]!, exact: true }).last().click(),
      async writes(text) {
        await page.locator('#message').fill(text)
        await page.keyboard.press('Enter')
      },
      everything: () => page.locator('#log').innerText(),
    })
    const link = page.getByRole('link', { name: german['mediation.agreementTitle']! }).last()
    const response = await page.request.get(
      new URL((await link.getAttribute('href'))!, page.url()).href,
    )
    expect((await response.body()).subarray(0, 5).toString()).toBe('%PDF-')
    // The secret of the link is gone from what a reload shows.
    await page.reload()
    await page.getByText(german['mediation.invitationAsk']!).waitFor()
    expect(await page.locator('#log').innerText()).not.toContain('join_')
  },
  240_000,
)

browserTest(
  'settles a conflict between Telegram and Teams, invited from the desk',
  async ({ openPage }) => {
    environment.TEAMS_DEVELOPMENT = 'true'
    await start()
    playground = await startPlayground(`${lotse!.url}/api/messages`, directory)
    const desk = await openPage({ locale: 'de-DE', viewport: { width: 1280, height: 900 } })
    await begin(desk)

    await deskButton(desk, 'desk.mediation.invite').click()
    await desk.locator('#mediation-entry').selectOption('housing/stairwell-shoes')
    await deskButton(desk, 'desk.team.invite.create').click()
    const code = desk.getByRole('img', { name: /Web/ }).first()
    await code.waitFor()
    expect(await seriousFindings(desk)).toEqual([])
    const link = await desk.locator('#mediation-link-web').inputValue()
    await tenantReads(arabic['mediation.invitedByMediator']!.replace('{{name}}', 'Mira'))

    const page = await openPage({ viewport: { width: 1280, height: 900 }, locale: 'de-DE' })
    page.setDefaultTimeout(30_000)
    await page.goto(playground.url)
    const cards = page.locator('.ac-adaptiveCard')
    await cards.first().waitFor()
    const writes = async (text: string) => {
      await page.locator('[contenteditable=true][role=textbox]').first().click()
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    }
    const reads = (text: string) => cards.filter({ hasText: text }).last().waitFor()
    const presses = (key: string) =>
      page.getByRole('button', { name: german[key]!, exact: true }).last().click()
    await writes('/language de')
    await reads(german['language.changed']!)
    await writes(`/start ${new URL(link).searchParams.get('start')}`)
    await reads(german['mediation.invitationAsk']!)
    await presses('button.join')
    await settle(desk, {
      reads,
      presses,
      writes,
      everything: async () => (await cards.allInnerTexts()).join('\n'),
    })
  },
  240_000,
)
