import { afterEach, beforeEach, describe, expect } from 'vitest'
import { browserTest } from './browser.ts'
import { deskTexts, type House, openHouse, staff } from './web-desk-house.ts'
import { accountOf, focusedId, look, seriousFindings, signIn } from './web-desk-page.ts'

const german = deskTexts('de')
let house: House
beforeEach(async () => {
  house = await openHouse()
  await staff(house)
})
afterEach(() => house.close())

describe('the desk for everybody', () => {
  browserTest('can be used from the keyboard alone', async ({ openPage }) => {
    const one = await house.openCase()
    const page = await signIn(openPage, house, 'Jonas')
    await page.locator(`#case-${one.id}`).waitFor()
    const focused = () => focusedId(page)

    for (let tabs = 0; (await focused()) !== `case-${one.id}` && tabs < 20; tabs++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('content')
    await expect.poll(() => page.locator('#content').textContent()).toContain('Wohnen')
    const claim = german['desk.claim']
    const label = () => page.evaluate('document.activeElement?.textContent?.trim()')
    for (let tabs = 0; (await label()) !== claim && tabs < 20; tabs++) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('reply')
    await page.keyboard.type('Von der Tastatur')
    await page.keyboard.press('Control+Enter')
    await page.locator('.line.mediator:not(.pending)').getByText('Von der Tastatur').waitFor()
    expect(await focused()).toBe('reply')
  })

  browserTest('announces to screen readers what changes elsewhere', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Amina')
    await page.getByText(german['desk.cases.empty']!).waitFor()
    const one = await house.openCase()
    const region = page.locator('body > [role=status]')
    await region.getByText(/Neuer Fall: .*Wohnen.*Halle/).waitFor()
    await house.userWrites(one, 'Noch etwas')
    await region.getByText(/Neue Nachricht im Fall .*Wohnen/).waitFor()
  })

  browserTest(
    'fits a phone: one pane at a time, nothing wider than the screen',
    async ({ openPage }) => {
      const long = `https://example.org/${'a'.repeat(200)}`
      const one = await house.openCase({ place: 'Verwaltungsgemeinschaft Musterhausen' }, [
        { author: 'user', text: long },
      ])
      const page = await signIn(openPage, house, 'Jonas', {
        viewport: { width: 320, height: 640 },
        hasTouch: true,
      })
      const overflow = () =>
        page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      await page.locator(`#case-${one.id}`).waitFor()
      expect(await page.locator('.detail').isVisible()).toBe(false)
      expect(await overflow()).toBe(0)

      await look(page, one.id)
      expect(await page.locator('.list').isVisible()).toBe(false)
      expect(await overflow()).toBe(0)
      await page.getByRole('link', { name: german['desk.back'] }).click()
      await page.locator('.list').waitFor()
      await expect.poll(() => focusedId(page)).toBe(`case-${one.id}`)
    },
  )

  browserTest(
    'is laid out from right to left in Arabic, each line in its own direction',
    async ({ openPage }) => {
      const one = await house.openCase({}, [
        { author: 'user', text: 'مرحبا' },
        { author: 'mediator', name: 'Jonas', text: 'Guten Tag' },
      ])
      const page = await signIn(openPage, house, 'Jonas', {
        locale: 'ar',
        viewport: { width: 1200, height: 800 },
      })
      await look(page, one.id)
      const list = (await page.locator('.list').boundingBox())!
      const detail = (await page.locator('.detail').boundingBox())!
      expect(list.x).toBeGreaterThan(detail.x)
      const directions = await page.evaluate(
        '[...document.querySelectorAll(".bubble p")].map((line) => getComputedStyle(line).direction)',
      )
      expect(directions).toEqual(['rtl', 'ltr'])
      expect(await page.locator('.line.user [lang=ar]').count()).toBe(1)
    },
  )

  browserTest('changes its language and stays at the same case', async ({ openPage }) => {
    const one = await house.openCase()
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    await page.locator('.language-menu select').selectOption('ar')
    await page.locator('html[dir=rtl] .conversation').waitFor()
    expect(page.url()).toContain(one.id)
  })

  browserTest.for([
    ['light, left to right', { locale: 'de-DE' }],
    ['dark, right to left', { locale: 'ar', colorScheme: 'dark' }],
    ['on a phone', { locale: 'en', viewport: { width: 360, height: 720 } }],
  ] as const)('has nothing serious for axe to find, %s', async ([, options], { openPage }) => {
    const one = await house.openCase({}, [
      { author: 'user', text: 'مرحبا' },
      { author: 'assistant', text: 'أهلاً' },
    ])
    await house.openCase({ status: 'claimed', claimedBy: await accountOf(house, 'Jonas') })
    const gate = await openPage({ baseURL: house.url, ...options })
    await gate.goto('/desk')
    await gate.locator('#name').waitFor()
    expect(await seriousFindings(gate)).toEqual([])

    const page = await signIn(openPage, house, 'Amina', options)
    await page.locator(`#case-${one.id}`).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await look(page, one.id)
    expect(await seriousFindings(page)).toEqual([])
    await page.locator('.foot .primary').click()
    await page.locator('#reply:enabled').fill('x'.repeat(4_001))
    await page.locator('#close-case').click()
    await page.locator('#confirm').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.locator('.mode.note').click()
    await page.locator('#note').fill('Ruft morgen an')
    await page.locator('#hand-over-case').click()
    await page.locator('#colleague').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.goto('/desk#team')
    await page.locator('.members li').first().waitFor()
    await page.locator('.invite .primary').click()
    await page.locator('#invitation').waitFor()
    expect(await seriousFindings(page)).toEqual([])
  })
})
