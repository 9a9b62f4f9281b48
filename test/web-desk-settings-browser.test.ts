/** A mediator's settings, and what administrators do with accounts and see of a case. */
import { afterEach, beforeEach, describe, expect } from 'vitest'
import { parseMediatorSettings } from '../src/handoff/mediator-settings.ts'
import { browserTest } from './browser.ts'
import { deskTexts, type House, openHouse, passphrase, staff } from './web-desk-house.ts'
import { accountOf, focusedId, look, seriousFindings, signIn } from './web-desk-page.ts'

const german = deskTexts('de')
const other = 'fünf trockene Dachdecker pfeifen'
let house: House
beforeEach(async () => {
  house = await openHouse()
  await staff(house)
})
afterEach(() => house.close())

const settingsOf = async (name: string) =>
  parseMediatorSettings((await house.store.findAccount(name))!.settings)

describe('the settings page', () => {
  browserTest('keeps languages, topics, hours, capacity and the pause', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await page.getByRole('link', { name: german['desk.settings'] }).click()
    await page.locator('#first-language').selectOption('ar')
    await page.locator('#languages-de').check()
    await page.locator('#topics-housing').check()
    await page.locator('#districts-15002').check()
    await page.locator('#hours-mo input').first().fill('10:30')
    await page
      .locator('#hours-fr')
      .getByRole('button', { name: /entfernen/ })
      .click()
    await page
      .locator('#hours-sa')
      .getByRole('button', { name: /hinzufügen/ })
      .click()
    await page.locator('#capacity').fill('4')
    await page.locator('#paused').check()
    await page.locator('#save-settings').click()
    await page.getByText(german['desk.settings.saved']!).waitFor()
    const { hours, ...rest } = await settingsOf('Jonas')
    expect(rest).toEqual({
      languages: ['ar', 'de'],
      topics: ['housing'],
      districts: ['15002'],
      capacity: 4,
      paused: true,
    })
    expect([hours.mo, hours.fr, hours.sa]).toEqual([['10:30-16:00'], [], ['09:00-16:00']])
    await page.reload()
    await expect.poll(() => page.locator('#capacity').inputValue()).toBe('4')
    expect(await page.locator('#first-language').inputValue()).toBe('ar')
    await page.locator('#capacity').fill('')
    await page.locator('#save-settings').click()
    await expect.poll(async () => (await settingsOf('Jonas')).capacity).toBeUndefined()
  })

  browserTest('shows the new name at once, and says when it is taken', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await page.goto('/desk#settings')
    await page.locator('#own-name').fill('Amina')
    await page.locator('#save-settings').click()
    await page.getByText(german['desk.error.name-taken']!).waitFor()
    await page.locator('#own-name').fill('Jonas B.')
    await page.locator('#save-settings').click()
    await page.locator('.who').getByText('Jonas B.').waitFor()
  })

  browserTest('changes the passphrase and stays signed in', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await page.goto('/desk#settings')
    await page.locator('#current').fill('falsch falsch falsch')
    await page.locator('#new-passphrase').fill(other)
    await page.locator('#save-passphrase').click()
    await page.getByText(german['desk.error.wrong-passphrase']!).waitFor()
    await page.locator('#current').fill(passphrase)
    await page.locator('#save-passphrase').click()
    await page.getByText(german['desk.settings.passphrase.changed']!).waitFor()
    await page.locator('#save-settings').click()
    await page.getByText(german['desk.settings.saved']!).waitFor()
  })

  browserTest(
    'notifies of a case that waits for the mediator, and of no word in it, once that is on',
    async ({ openPage }) => {
      const page = await signIn(openPage, house, 'Jonas')
      await page.context().grantPermissions(['notifications'])
      await page.evaluate(`
        window.shown = []
        window.Notification = class { constructor(title, options) { shown.push(title + ' ' + options.body) }
          static permission = 'granted'; static requestPermission = async () => 'granted' }
        Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })`)
      const shown = () => page.evaluate('shown')
      const asked = await accountOf(house, 'Jonas')
      const off = await house.openCase({ asked })
      await page.locator(`#case-${off.id}`).waitFor()
      expect(await shown()).toEqual([])

      await page.getByRole('link', { name: german['desk.settings'] }).click()
      await page.locator('#notify').check()
      await house.openCase({ asked: await accountOf(house, 'Amina') })
      await house.openCase({ asked, place: 'Burg' }, [{ author: 'user', text: 'geheime Frage' }])
      await expect.poll(shown).toEqual([expect.stringMatching(/Neue Nachricht .*Wohnen.* Burg/)])
      await page.locator('#notify').uncheck()
      await house.openCase({ asked, place: 'Aken' })
      await page.getByRole('link', { name: german['desk.title'] }).click()
      await page.locator('.case').getByText('Aken').waitFor()
      expect(await shown()).toHaveLength(1)
    },
  )

  browserTest.for([
    ['light, left to right', { locale: 'de-DE' }],
    [
      'on a phone, dark, right to left',
      { locale: 'ar', colorScheme: 'dark', viewport: { width: 320, height: 640 } },
    ],
  ] as const)('has nothing serious for axe to find, %s', async ([, options], { openPage }) => {
    const page = await signIn(openPage, house, 'Amina', options)
    await page.goto('/desk#settings')
    await page.locator('#first-language').selectOption('ar')
    await page.locator('#languages-de').waitFor()
    const width = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(width)).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
    const { id } = (await house.store.findAccount('Jonas'))!
    await page.goto('/desk#team')
    await page.locator(`#reset-${id}`).click()
    await page.locator('#invitation').waitFor()
    await page.locator(`#remove-${id}`).click()
    await page.locator('#removal').waitFor()
    expect(await page.evaluate(width)).toBe(0)
    expect(await seriousFindings(page)).toEqual([])
  })
})

describe('an administrator', () => {
  browserTest('lets a colleague choose a new passphrase by a link', async ({ openPage }) => {
    const { id } = (await house.store.findAccount('Jonas'))!
    const page = await signIn(openPage, house, 'Amina')
    await page.goto('/desk#team')
    await page.locator(`#reset-${id}`).click()
    const link = new URL(await page.locator('#invitation').inputValue())
    const forgetful = await openPage({ baseURL: house.url, locale: 'de-DE' })
    await forgetful.goto(`/desk/join${link.hash}`)
    expect(await forgetful.locator('#name').count()).toBe(0)
    await forgetful.locator('#passphrase').fill(other)
    await forgetful.keyboard.press('Enter')
    await forgetful.locator('.who').getByText('Jonas').waitFor()
  })

  browserTest('removes an account after a question, from the keyboard', async ({ openPage }) => {
    const { id } = (await house.store.findAccount('Jonas'))!
    const page = await signIn(openPage, house, 'Amina')
    await page.goto('/desk#team')
    await page.locator(`#remove-${id}`).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => focusedId(page)).toBe('removal')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText(/Das Konto von .Jonas. ist entfernt/).waitFor()
    await expect.poll(() => page.locator('.members li').count()).toBe(1)
  })

  browserTest('sees who saw and did what; others have no such button', async ({ openPage }) => {
    const one = await house.openCase()
    const [mediator, administrator] = [
      await signIn(openPage, house, 'Jonas'),
      await signIn(openPage, house, 'Amina'),
    ]
    await look(mediator, one.id)
    await mediator.getByRole('button', { name: german['desk.claim'] }).click()
    await mediator.locator('#reply:enabled').waitFor()
    expect(await mediator.locator('#audit').count()).toBe(0)
    await look(administrator, one.id)
    await administrator.locator('#audit').click()
    await administrator.locator('.audit-lines li').nth(2).waitFor()
    const told = await administrator.locator('.audit-lines span').allTextContents()
    expect(told.map((line) => line.replace(/[\u2068\u2069]/g, ''))).toEqual([
      'Jonas hat den Fall angesehen.',
      'Jonas hat den Fall übernommen.',
      'Amina hat den Fall angesehen.',
    ])
    expect(await seriousFindings(administrator)).toEqual([])
  })
})

describe('ready-made sentences', () => {
  browserTest(
    "go into the reply in the user's language, with the mediator's reading beside them",
    async ({ openPage }) => {
      const claimedBy = await accountOf(house, 'Jonas')
      const one = await house.openCase({ status: 'claimed', claimedBy, language: 'ar' })
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, one.id)
      await page.locator('#reply').fill('مرحبا')
      await page.locator('#phrases').click()
      const sentence = deskTexts('ar')['desk.phrase.more-questions']!
      const phrase = page.locator('.phrase', { hasText: sentence })
      await phrase.getByText(german['desk.phrase.more-questions']!).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await phrase.click()
      expect(await page.locator('#reply').inputValue()).toBe(`مرحبا ${sentence}`)
      await expect.poll(() => focusedId(page)).toBe('reply')
      await page.keyboard.press('Control+Enter')
      await page.locator('.line.mediator:not(.pending)').getByText(sentence).waitFor()
    },
  )
})
