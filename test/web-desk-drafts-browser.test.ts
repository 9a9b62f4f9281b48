/** Drafts and organisations at the desk, in a browser. */
import { afterEach, beforeEach, describe, expect } from 'vitest'
import { browserTest } from './browser.ts'
import {
  deskTexts,
  type House,
  inviteOrganisation,
  openHouse,
  passphrase,
  staff,
} from './web-desk-house.ts'
import { accountOf, look, seriousFindings, signIn } from './web-desk-page.ts'

const german = deskTexts('de')
const width = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
const phone = { locale: 'ar', colorScheme: 'dark', viewport: { width: 320, height: 640 } } as const
const plain = (text: string | null) => text?.replace(/[\u2068\u2069]/g, '')

let house: House
let administrator: Awaited<ReturnType<typeof staff>>['administrator']
beforeEach(async () => {
  house = await openHouse()
  ;({ administrator } = await staff(house))
})
afterEach(() => house.close())

describe('an answer', () => {
  browserTest(
    'becomes a draft without names, which somebody else approves once it has a source',
    async ({ openPage }) => {
      const claimedBy = await accountOf(house, 'Jonas')
      const one = await house.openCase({ status: 'claimed', claimedBy, topic: 'tenancy' }, [
        { author: 'user', text: 'Ich heiße Karla Musterfrau, darf ich grillen?' },
        { author: 'mediator', name: 'Jonas', text: 'Ja. Fragen Sie mich unter 0151 23456789.' },
      ])
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, one.id)
      await page.locator('#make-draft').click()
      await expect
        .poll(() => page.locator('#draft-answer').inputValue())
        .toBe('Ja. Fragen Sie mich unter ….')
      expect(await page.locator('#draft-questions').inputValue()).not.toContain('Musterfrau')
      expect(await page.locator('#draft-topic').inputValue()).toBe('tenancy')
      expect(await seriousFindings(page)).toEqual([])
      await page.locator('#draft-title').fill('Darf ich grillen?')
      await page.locator('#draft-answer').fill('Ja, wenn niemand gestört wird.')
      await page.locator('#save-draft').click()
      await page.getByText(german['desk.draft.waiting']!).waitFor()
      expect(await page.locator('#approve-draft').count()).toBe(0)

      const second = await signIn(openPage, house, 'Amina')
      await second.goto('/desk#drafts')
      await second.getByRole('link', { name: 'Darf ich grillen?' }).click()
      await second.locator('#approve-draft').click()
      await second.getByText(german['desk.error.draft-not-ready']!).waitFor()

      await page.locator('#draft-source').fill('Mietrecht')
      await page.locator('#draft-address').fill('https://example.org/recht')
      await page.locator('#save-draft').click()
      await page.getByText(german['desk.settings.saved']!).waitFor()
      await second.reload()
      await second.locator('#approve-draft').click()
      await second.locator('.mark.mine').getByText(german['desk.draft.approved']!).waitFor()
      const { id: approver } = (await house.store.findAccount('amina'))!
      expect(await house.store.listDrafts()).toMatchObject([
        { title: 'Darf ich grillen?', approvedBy: approver, writtenBy: [claimedBy.account] },
      ])
      expect(JSON.stringify(await house.store.listDrafts())).not.toContain(one.id)
    },
  )

  browserTest('in the list and in its form fits a phone, right to left', async ({ openPage }) => {
    await house.store.writeDraft({
      id: 'draft-1',
      topic: 'housing',
      title: `Donau${'dampfschiff'.repeat(4)}`,
      answer: 'Ja.',
      questions: ['eins'],
      sources: [],
      writtenBy: [],
      changedAt: house.clock.now.toISOString(),
    })
    const page = await signIn(openPage, house, 'Jonas', phone)
    await page.goto('/desk#drafts')
    await page.locator('.members a').waitFor()
    expect(await page.evaluate(width)).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.locator('.members a').click()
    await page.locator('#approve-draft').waitFor()
    expect(await page.evaluate(width)).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    await page.locator('#remove-draft').click()
    await expect.poll(() => house.store.listDrafts()).toEqual([])
  })
})

describe('an organisation', () => {
  browserTest('is invited, agrees, and sets what it takes', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Amina')
    await page.goto('/desk#team')
    await page.locator('#organisation').selectOption('mieterrat-halle')
    await page.getByRole('button', { name: german['desk.team.invite.create'] }).click()
    const link = new URL(await page.locator('#invitation').inputValue())

    const fresh = await openPage({ baseURL: house.url, locale: 'de-DE' })
    await fresh.goto(`/desk/join${link.hash}`)
    await fresh.getByText(/eingeladen, für .*Mieterrat Halle/).waitFor()
    await fresh.locator('#name').fill('Omar')
    await fresh.locator('#passphrase').fill(passphrase)
    await fresh.keyboard.press('Enter')
    expect(await house.store.findAccount('omar')).toBeUndefined()
    expect(await seriousFindings(fresh)).toEqual([])
    await fresh.locator('#agrees').check()
    await fresh.locator('#passphrase').press('Enter')
    await fresh.getByText(german['desk.cases.empty']!).waitFor()

    await fresh.goto('/desk#settings')
    await fresh.locator('#organisation-capacity').fill('2')
    await fresh.locator('#paused-until').fill('2026-12-01')
    await fresh.locator('#organisation-topics-tenancy').check()
    expect(await fresh.locator('#capacity').count()).toBe(0)
    await fresh.locator('#save-organisation').click()
    await fresh.getByText(german['desk.settings.saved']!).waitFor()
    const settings = (await house.store.readOrganisationSettings()).get('mieterrat-halle')
    expect(JSON.parse(settings!)).toEqual({
      languages: [],
      topics: ['tenancy'],
      districts: [],
      capacity: 2,
      pausedUntil: '2026-12-01',
    })

    await page.reload()
    await expect
      .poll(async () => plain(await page.locator('.members').textContent()))
      .toContain('Mieterrat Halle, einverstanden seit')
    expect(await seriousFindings(page)).toEqual([])
  })

  browserTest('sees its case marked as asked of it, and loses it live', async ({ openPage }) => {
    await inviteOrganisation(house, administrator, 'Omar')
    const asked = { account: 'organisation:mieterrat-halle', name: 'Mieterrat Halle' }
    const one = await house.openCase({ asked, organisations: ['mieterrat-halle'] })
    const other = await house.openCase()
    const page = await signIn(openPage, house, 'Omar')
    await page.locator(`#case-${one.id}`).getByText(german['desk.case.asked-you']!).waitFor()
    expect(await page.locator(`#case-${other.id}`).count()).toBe(0)
    const colleague = await signIn(openPage, house, 'Jonas')
    await look(colleague, one.id)
    await colleague.getByRole('button', { name: german['desk.claim'] }).click()
    await expect.poll(() => page.locator(`#case-${one.id}`).count()).toBe(0)
  })

  browserTest('sets it on a phone, right to left', async ({ openPage }) => {
    await inviteOrganisation(house, administrator, 'Omar')
    const page = await signIn(openPage, house, 'Omar', phone)
    await page.goto('/desk#settings')
    await page.locator('#organisation-settings').waitFor()
    expect(await page.evaluate(width)).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
  })
})
