/** Everything that a mediator can do to a case, in a browser. */
import { afterEach, beforeEach, describe, expect } from 'vitest'
import type { NewCaseLine } from '../src/storage/store.ts'
import { browserTest } from './browser.ts'
import { deskTexts, type House, openHouse, staff } from './web-desk-house.ts'
import { accountOf, focusedId, look, signIn } from './web-desk-page.ts'

const german = deskTexts('de')
let house: House
beforeEach(async () => {
  house = await openHouse()
  await staff(house)
})
afterEach(() => house.close())

async function casesOfJonas(lines?: NewCaseLine[]) {
  const claimedBy = await accountOf(house, 'Jonas')
  return house.openCase({ status: 'claimed', claimedBy }, lines)
}

describe('a mediator', () => {
  browserTest('says how a case ended, or closes nothing', async ({ openPage }) => {
    const one = await casesOfJonas()
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    await page.locator('#close-case').click()
    await page.locator('#confirm').click()
    expect((await house.store.readCase(one.id))?.status).toBe('claimed')
    await page.getByLabel(german['desk.outcome.referred']!).check()
    await page.locator('#confirm').click()
    await page.getByText(german['desk.closed-by.mediator']!).waitFor()
    expect(await house.store.readCase(one.id)).toMatchObject({ outcome: 'referred' })
    await page.locator('.facts').getByText(german['desk.outcome.referred']!).waitFor()
  })

  browserTest('opens a closed case again and goes on writing', async ({ openPage }) => {
    const one = await casesOfJonas()
    await house.userReturns(one)
    const page = await signIn(openPage, house, 'Amina')
    await page.goto(`/desk#case/${one.id}`)
    await page.getByRole('button', { name: german['desk.reopen'] }).click()
    await page.locator('#reply:enabled').waitFor()
    await expect.poll(() => focusedId(page)).toBe('reply')
    expect(await house.store.readCase(one.id)).toMatchObject({
      status: 'claimed',
      claimedBy: await accountOf(house, 'Amina'),
    })
  })

  browserTest('hands a case back, so that a colleague can take it', async ({ openPage }) => {
    const one = await casesOfJonas()
    const [first, second] = [
      await signIn(openPage, house, 'Jonas'),
      await signIn(openPage, house, 'Amina'),
    ]
    await look(first, one.id)
    await look(second, one.id)
    await first.locator('#release-case').click()
    await first.locator('#confirm').click()
    await second.getByRole('button', { name: german['desk.claim'] }).click()
    await second.locator('#reply:enabled').waitFor()
    await first.getByText(/Amina.* hat diesen Fall übernommen/).waitFor()
  })

  browserTest('hands a case over to a colleague by name', async ({ openPage }) => {
    const one = await casesOfJonas()
    const [first, second] = [
      await signIn(openPage, house, 'Jonas'),
      await signIn(openPage, house, 'Amina'),
    ]
    await look(first, one.id)
    await look(second, one.id)
    await first.locator('#hand-over-case').click()
    expect(await first.locator('#colleague option').allTextContents()).toEqual(['Amina'])
    await first.locator('#confirm').click()
    await second.locator('#reply:enabled').waitFor()
    await first.locator('#reply:disabled').waitFor()
    expect(await first.locator('.case-acts').count()).toBe(0)
  })

  browserTest(
    'dismisses a question by the keyboard and stands where they were',
    async ({ openPage }) => {
      const one = await casesOfJonas()
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, one.id)
      await page.locator('#release-case').focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => focusedId(page)).toBe('question')
      await page.keyboard.press('Escape')
      await expect.poll(() => focusedId(page)).toBe('release-case')
      expect(await page.locator('#question').count()).toBe(0)
      expect(house.acts).toEqual([])
    },
  )

  browserTest('writes a note, which never becomes a reply', async ({ openPage }) => {
    const one = await casesOfJonas()
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, one.id)
    await page.locator('#reply').fill('Guten Tag')
    await page.locator('.mode.note').click()
    await page.locator('#note').fill('Bitte den Hausmeister fragen')
    await page.keyboard.press('Control+Enter')
    await page.locator('.line.note:not(.pending)').getByText('Hausmeister').waitFor()
    await expect.poll(() => page.locator('.line.note').count()).toBe(1)
    await page.locator('.mode.reply').click()
    expect(await page.locator('#reply').inputValue()).toBe('Guten Tag')
    const lines = await house.store.readCaseLines(one.id)
    expect(lines.map(({ author }) => author)).toEqual(['user', 'note'])
  })

  browserTest(
    'may note something in a case of somebody else, also after its end',
    async ({ openPage }) => {
      const one = await casesOfJonas()
      await house.userReturns(one)
      const page = await signIn(openPage, house, 'Amina')
      await page.goto(`/desk#case/${one.id}`)
      await page.locator('.mode.note').click()
      await page.locator('#note').fill('War schon im März da')
      await page.getByRole('button', { name: german['desk.note.save'] }).click()
      await page.locator('.line.note:not(.pending)').getByText('im März').waitFor()
    },
  )

  browserTest(
    'sees which cases wait for them, and whom else a case waits for',
    async ({ openPage }) => {
      const mine = await house.openCase({ asked: await accountOf(house, 'Jonas') })
      const hers = await house.openCase({ asked: await accountOf(house, 'Amina') })
      const page = await signIn(openPage, house, 'Jonas')
      await page.locator(`#case-${mine.id}`).getByText(german['desk.case.asked-you']!).waitFor()
      await page
        .locator(`#case-${hers.id}`)
        .getByText(/Gefragt: .Amina/)
        .waitFor()
      await page.getByRole('button', { name: german['desk.cases.mine'] }).click()
      await expect.poll(() => page.locator('.case').count()).toBe(1)
      await page.locator(`#case-${mine.id}`).waitFor()
    },
  )

  browserTest(
    'reads the translation first, with the original one tap away',
    async ({ openPage }) => {
      const one = await casesOfJonas([
        {
          author: 'user',
          text: 'كم الضمان؟',
          translation: {
            kind: 'translated',
            text: 'Wie hoch ist die Kaution?',
            language: 'de',
            by: 'X',
          },
        },
        {
          author: 'mediator',
          name: 'Jonas',
          text: 'Drei Mieten.',
          translation: { kind: 'translated', text: 'ثلاثة إيجارات.', language: 'ar', by: 'X' },
        },
        { author: 'user', text: 'متى؟', translation: { kind: 'unsure' } },
      ])
      const page = await signIn(openPage, house, 'Jonas')
      await page.locator(`#case-${one.id}`).getByText('متى؟').waitFor()
      await look(page, one.id)
      const [asked, answered, unsure] = await page.locator('.line').all()
      expect(await asked!.getByText('Wie hoch ist die Kaution?').isVisible()).toBe(true)
      expect(await asked!.getByText('كم الضمان؟').isVisible()).toBe(false)
      await asked!.getByText(/Von einer Maschine übersetzt/).waitFor()
      await asked!.getByText(german['desk.translation.original']!).click()
      expect(await asked!.getByText('كم الضمان؟').isVisible()).toBe(true)
      expect(await answered!.getByText('Drei Mieten.').isVisible()).toBe(true)
      await answered!.getByText(german['desk.translation.sent']!).click()
      expect(await answered!.getByText('ثلاثة إيجارات.').isVisible()).toBe(true)
      expect(await unsure!.getByText('متى؟').isVisible()).toBe(true)
      expect(await unsure!.getByText(german['desk.translation.unsure']!).isVisible()).toBe(true)
    },
  )
})
