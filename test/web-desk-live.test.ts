import type { Route } from 'playwright-core'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import { browserTest } from './browser.ts'
import { deskTexts, type House, openHouse, passphrase, staff } from './web-desk-house.ts'
import { accountOf, look, signIn } from './web-desk-page.ts'

const german = deskTexts('de')
let house: House
beforeEach(async () => {
  house = await openHouse()
  await staff(house)
})
afterEach(() => house.close())

describe('the desk in a browser', () => {
  browserTest('lets somebody who was invited join and start at once', async ({ openPage }) => {
    const fresh = await openHouse()
    try {
      const link = new URL((await fresh.firstInvitation())!)
      const page = await openPage({ baseURL: fresh.url, locale: 'de-DE' })
      await page.goto(`/desk/join${link.hash}`)
      await page.locator('#name').fill('Amina')
      await page.locator('#passphrase').fill('zu kurz')
      await page.keyboard.press('Enter')
      expect(await fresh.store.countAccounts()).toBe(0)
      await page.locator('#passphrase').fill(passphrase)
      await page.keyboard.press('Enter')
      await page.getByText(german['desk.cases.empty']!).waitFor()
      expect(new URL(page.url()).pathname).toBe('/desk')
      expect(page.url()).not.toContain(link.hash)
    } finally {
      await fresh.close()
    }
  })

  browserTest('says in words why a sign-in failed, and keeps the name', async ({ openPage }) => {
    const page = await openPage({ baseURL: house.url, locale: 'de-DE' })
    await page.goto('/desk')
    await page.locator('#name').fill('Jonas')
    await page.locator('#passphrase').fill('falsch falsch falsch')
    await page.keyboard.press('Enter')
    await page
      .getByRole('alert')
      .getByText(german['desk.error.wrong-name-or-passphrase']!)
      .waitFor()
    expect(await page.locator('#name').inputValue()).toBe('Jonas')
  })

  browserTest(
    'shows a new case, new words and a deletion without reloading',
    async ({ openPage }) => {
      const page = await signIn(openPage, house, 'Jonas')
      await page.getByText(german['desk.cases.empty']!).waitFor()

      const one = await house.openCase({ language: 'uk' }, [
        { author: 'user', text: 'Добрий день' },
      ])
      await page.getByRole('link', { name: /Ukrainisch.*Halle.*Добрий день/ }).waitFor()
      expect(await page.title()).toMatch(/^\(1\)/)

      await look(page, one.id)
      await expect.poll(() => page.title()).not.toMatch(/^\(/)
      await house.userWrites(one, 'Ще одне питання')
      await page.locator('.line.user').getByText('Ще одне питання').waitFor()

      await house.erase(one)
      await page.getByText(german['desk.error.case-gone']!).waitFor()
      expect(await page.locator('.case').count()).toBe(0)
      expect(await page.getByText('Добрий день').count()).toBe(0)
    },
  )

  browserTest(
    'marks a case as unread in which somebody waits, until it was looked at',
    async ({ openPage }) => {
      const page = await signIn(openPage, house, 'Jonas')
      const one = await house.openCase()
      const other = await house.openCase({ place: 'Dessau' })
      await page.locator('.case.unread').nth(1).waitFor()
      await look(page, one.id)
      await expect.poll(() => page.locator('.case.unread').count()).toBe(1)
      await page.reload()
      await page.locator(`#case-${other.id}.unread`).waitFor()
      expect(await page.locator('.case.unread').count()).toBe(1)
      await look(page, other.id)
      await house.userWrites(one, 'Sind Sie noch da?')
      await page.locator(`#case-${one.id}.unread`).waitFor()
    },
  )

  browserTest(
    'shows a claim at once to a second mediator, who can read along but not write',
    async ({ openPage }) => {
      const one = await house.openCase()
      const [first, second] = [
        await signIn(openPage, house, 'Jonas'),
        await signIn(openPage, house, 'Amina'),
      ]
      await look(first, one.id)
      await look(second, one.id)

      await first.getByRole('button', { name: german['desk.claim'] }).click()
      await second.locator(`#case-${one.id}`).getByText('Bei \u2068Jonas\u2069').waitFor()
      await second.getByText(/Jonas.* hat diesen Fall übernommen. Sie können mitlesen./).waitFor()
      expect(await second.locator('#reply').isDisabled()).toBe(true)
      expect(
        await second.getByRole('button', { name: german['desk.reply.send'] }).isDisabled(),
      ).toBe(true)

      await first.locator('#reply').fill('Guten Tag,\nich bin Jonas.')
      await first.getByRole('button', { name: german['desk.reply.send'] }).click()
      await second.locator('.line.mediator').getByText('ich bin Jonas.').waitFor()
      await first.locator('.line.mediator:not(.pending)').waitFor()
      expect(await first.locator('.line.mediator').count()).toBe(1)

      await first.locator('#close-case').click()
      await first.getByLabel(german['desk.outcome.solved']!).check()
      await first.locator('#confirm').click()
      await second.getByText(german['desk.closed-by.mediator']!).waitFor()
      expect(await second.locator('.case').count()).toBe(0)
    },
  )

  browserTest('keeps a reply that did not go out, and sends it once', async ({ openPage }) => {
    const one = await house.openCase()
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    await page.getByRole('button', { name: german['desk.claim'] }).click()
    await page.locator('#reply:enabled').fill('Ich melde mich.')
    // The request arrives, its answer does not: the worst moment for a line to break.
    const arrived = page.locator('.line.mediator:not(.pending)').getByText('Ich melde mich.')
    const lost = page.waitForEvent('requestfailed')
    const losesAnswer = async (route: Route) => {
      await route.fetch()
      await arrived.waitFor()
      await route.abort()
    }
    await page.route('**/reply', losesAnswer, { times: 1 })
    await page.getByRole('button', { name: german['desk.reply.send'] }).click()
    await lost
    expect(await page.locator('.line.mediator').count()).toBe(1)

    await page.route('**/reply', (route) => route.abort(), { times: 1 })
    await page.locator('#reply').fill('Zweite Nachricht.')
    await page.getByRole('button', { name: german['desk.reply.send'] }).click()
    const failed = page.locator('.failed')
    await failed.getByText(german['desk.error.no-connection']!).waitFor()
    await failed.getByRole('button', { name: german['desk.retry'] }).click()
    await page.locator('.line.mediator:not(.pending)').getByText('Zweite Nachricht.').waitFor()

    const lines = await house.store.readCaseLines(one.id)
    const sent = lines.filter(({ author }) => author === 'mediator').map(({ text }) => text)
    expect(sent).toEqual(['Ich melde mich.', 'Zweite Nachricht.'])
  })

  browserTest(
    'keeps what is being written while another case is looked at',
    async ({ openPage }) => {
      const mine = { status: 'claimed', claimedBy: await accountOf(house, 'Jonas') } as const
      const [one, two] = [await house.openCase(mine), await house.openCase(mine)]
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, one.id)
      await page.locator('#reply').fill('Angefangen')
      await page.locator(`#case-${two.id}`).click()
      await expect.poll(() => page.locator('#reply').inputValue()).toBe('')
      await page.locator(`#case-${one.id}`).click()
      await expect.poll(() => page.locator('#reply').inputValue()).toBe('Angefangen')
    },
  )

  browserTest(
    'goes back to signing in when the session ends, and shows nothing any more',
    async ({ openPage }) => {
      const one = await house.openCase()
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, one.id)
      house.clock.now = new Date(house.clock.now.getTime() + 13 * 3_600_000)
      await house.userWrites(one, 'Nach Feierabend')
      await page.locator('#passphrase').waitFor({ timeout: 20_000 })
      expect(await page.locator('.line, .case').count()).toBe(0)
    },
  )
})
