/** The list of cases with many in it: searched, narrowed, longer. */
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

describe('the list', () => {
  browserTest('shows fifty, more on demand, and all counts', async ({ openPage }) => {
    for (let number = 1; number <= 60; number++) await house.openCase({ place: `Ort ${number}` })
    await house.openCase({ place: 'Meiner', claimedBy: await accountOf(house, 'Jonas') })
    const page = await signIn(openPage, house, 'Jonas')
    await expect.poll(() => page.locator('.case').count()).toBe(50)
    await page.getByText(/.50. von .61./).waitFor()
    expect(await page.locator('.filter .count').allTextContents()).toEqual(['61', '60', '1'])
    await page.getByRole('button', { name: german['desk.cases.more'] }).click()
    await expect.poll(() => page.locator('.case').count()).toBe(61)
    expect(await page.getByRole('button', { name: german['desk.cases.more'] }).count()).toBe(0)
    expect(await page.locator('.cases .case').last().textContent()).toContain('Meiner')
  })

  browserTest('finds while one types, and new cases only where they fit', async ({ openPage }) => {
    const one = await house.openCase({ topic: 'school' })
    await house.openCase({ topic: 'housing' })
    const page = await signIn(openPage, house, 'Jonas')
    await expect.poll(() => page.locator('.case').count()).toBe(2)
    await page.locator('#search').pressSequentially('schule')
    await expect.poll(() => page.locator('.case').count()).toBe(1)
    await page.locator(`#case-${one.id}`).waitFor()
    await house.openCase({ topic: 'housing' })
    const other = await house.openCase({ topic: 'school' })
    await page.locator(`#case-${other.id}`).waitFor()
    expect(await page.locator('.case').count()).toBe(2)
    expect(await focusedId(page)).toBe('search')
    await page.locator('#search').fill('nichts davon')
    await page.getByText(german['desk.cases.empty-filter']!).waitFor()
  })

  browserTest('finds closed cases by filters, which the keyboard reaches', async ({ openPage }) => {
    const one = await house.openCase({ language: 'uk' })
    await house.userReturns(one)
    await house.openCase()
    const page = await signIn(openPage, house, 'Jonas', { viewport: { width: 360, height: 720 } })
    await page.locator('#filter-toggle').focus()
    await page.keyboard.press('Enter')
    await page.locator('#filter-status').selectOption('closed')
    await page.locator(`#case-${one.id}`).waitFor()
    expect(await page.locator('.case').count()).toBe(1)
    await page.locator('#filter-language').selectOption('ar')
    await page.getByText(german['desk.cases.empty-filter']!).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    const width = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(width)).toBe(0)
    await page.getByRole('button', { name: german['desk.filter.clear'] }).click()
    await expect.poll(() => page.locator('.case').count()).toBe(1)
    expect(await focusedId(page)).toBe('filter-toggle')
  })

  browserTest('fetches the words of no case that nobody opens', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    const one = await house.openCase()
    await page.locator(`#case-${one.id}`).waitFor()
    await house.userWrites(one, 'Noch etwas')
    await page.locator(`#case-${one.id}`).getByText('Noch etwas').waitFor()
    expect(await house.store.readCaseAudit(one.id)).toEqual([])
    await look(page, one.id)
    expect(await house.store.readCaseAudit(one.id)).toMatchObject([{ name: 'Jonas', act: 'view' }])
  })
})
