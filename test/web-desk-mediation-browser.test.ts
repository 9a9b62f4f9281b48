/** Both sides of a conflict at the desk, in a browser: what is shown where, and who will read what. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import type { Case, Mediation } from '../src/storage/store.ts'
import { browserTest } from './browser.ts'
import { deskTexts, type House, openHouse, staff } from './web-desk-house.ts'
import { accountOf, focusedId, look, seriousFindings, signIn } from './web-desk-page.ts'

const german = deskTexts('de')
let house: House
let tenant: Case
let landlord: Case
beforeEach(async () => {
  house = await openHouse()
  await staff(house)
  const claimed = { status: 'claimed' as const, claimedBy: await accountOf(house, 'Jonas') }
  tenant = await house.openCase(claimed, [
    { author: 'user', text: 'Nur unter uns gesagt' },
    { author: 'user', text: 'Ich stelle ein Regal hinein', proposal: true },
    { author: 'user', text: 'An alle: guten Tag', forBoth: true },
    { author: 'other-side', text: 'An alle: der Weg muss frei sein', forBoth: true },
  ])
  landlord = await house.openCase({ ...claimed, language: 'de' }, [
    { author: 'user', text: 'Privat vom Vermieter' },
  ])
})
afterEach(() => house.close())

async function mediate(changes: Partial<Mediation>): Promise<void> {
  const updateId = randomUUID()
  const { address } = tenant
  const at = new Date().toISOString()
  await house.store.acceptInbound({
    updateId,
    address,
    from: { kind: 'program' },
    content: { kind: 'unreachable' },
    receivedAt: at,
  })
  const waiting = await house.store.nextInbound(new Set(), 100)
  await house.store.commitTurn({
    inboundId: waiting.find(({ message }) => message.updateId === updateId)!.id,
    at,
    address,
    state: { kind: 'unchanged' },
    transcript: [],
    outbound: [],
    caseChanges: [],
    mediation: {
      id: 'm',
      status: 'open',
      topic: 'housing',
      firstCase: tenant.id,
      secondCase: landlord.id,
      openedAt: at,
      version: 0,
      ...changes,
    },
  })
}

describe('a mediation at the desk', () => {
  browserTest('shows the private word, the room and the other side apart', async ({ openPage }) => {
    await mediate({})
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, tenant.id)
    const lines = page.locator('#conversation')
    await lines.getByText('Nur unter uns gesagt').waitFor()
    expect(await lines.getByText('An alle').count()).toBe(0)

    await page.locator('#room-common').click()
    await lines.getByText('An alle: der Weg muss frei sein').waitFor()
    expect(await lines.getByText('Nur unter uns gesagt').count()).toBe(0)

    await page.locator('.rooms a').click()
    await lines.getByText('Privat vom Vermieter').waitFor()
    // Whoever comes to a side stands in its private word.
    expect(await page.locator('#room-private').getAttribute('aria-pressed')).toBe('true')
    await page.locator('#reply:enabled').waitFor()
  })

  browserTest(
    'writes to both only from the room, and says so at the field',
    async ({ openPage }) => {
      await mediate({})
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, tenant.id)
      expect(await page.locator('#writing-hint').innerText()).toContain(
        german['desk.reply.reaches'],
      )
      await page.locator('.foot .mode.common').click()
      expect(await page.locator('#room-common').getAttribute('aria-pressed')).toBe('true')
      expect(await page.locator('#writing-hint').innerText()).toContain(
        german['desk.reply.reaches-both'],
      )
      await page.locator('#common').fill('Für beide')
      await page.keyboard.press('Control+Enter')
      await expect.poll(() => house.acts.length).toBe(1)
      await page.locator('#room-private').click()
      await page.locator('#reply').fill('Für eine Seite')
      await page.keyboard.press('Control+Enter')
      await expect.poll(() => house.acts.length).toBe(2)
      expect(house.acts.map(({ content }) => content)).toMatchObject([
        { caseId: tenant.id, act: { kind: 'say-to-both', text: 'Für beide' } },
        { caseId: tenant.id, act: { kind: 'reply', text: 'Für eine Seite' } },
      ])
    },
  )

  browserTest(
    'puts a proposal into the field for both before it is shared',
    async ({ openPage }) => {
      await mediate({})
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, tenant.id)
      await page.locator('#mediation-proposals').click()
      await page.locator('.proposals button').click()
      await expect.poll(() => focusedId(page)).toBe('common')
      expect(await page.locator('#common').inputValue()).toBe('Ich stelle ein Regal hinein')
      expect(house.acts).toEqual([])
      await page.keyboard.press('Control+Enter')
      await expect
        .poll(() => house.acts[0]?.content)
        .toMatchObject({
          act: { kind: 'say-to-both', isProposal: true },
        })
    },
  )

  browserTest('gives a link and its code once, and keeps only a hash', async ({ openPage }) => {
    const page = await signIn(openPage, house, 'Jonas')
    await look(page, tenant.id)
    await page.locator('#mediation-invite').click()
    await page.locator('#mediation-entry').selectOption('housing/stairwell-shoes')
    const answer = page.waitForResponse('**/invite')
    await page.locator('.mediation-form .primary').click()
    const { links } = (await (await answer).json()) as { links: { url: string }[] }
    const act = house.acts[0]?.content
    expect(act).toMatchObject({ act: { kind: 'invite', entry: 'housing/stairwell-shoes' } })
    const secret = links[0]!.url.split('join_')[1]!
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(JSON.stringify(act)).not.toContain(secret)
  })

  browserTest(
    'goes on showing what both read, when the other side is gone',
    async ({ openPage }) => {
      await mediate({})
      await house.erase(landlord)
      const page = await signIn(openPage, house, 'Jonas')
      await look(page, tenant.id)
      await page.locator('#room-common').click()
      await page.locator('#conversation').getByText('An alle: guten Tag').waitFor()
      expect(await page.locator('.rooms a').count()).toBe(0)
      expect(await page.locator('.foot .mode.common').count()).toBe(0)
    },
  )

  browserTest.for([
    ['on a computer', { viewport: { width: 1280, height: 800 } }],
    ['on a phone', { viewport: { width: 360, height: 640 } }],
    ['right to left on a phone', { viewport: { width: 360, height: 640 }, locale: 'ar' }],
    ['in the dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ] as const)(
    'has nothing serious for axe, and nothing off the screen, %s',
    async ([name, options], { openPage }) => {
      await mediate({})
      const page = await signIn(openPage, house, 'Jonas', options)
      await page.goto(`/desk#case/${tenant.id}`)
      for (const form of ['proposals', 'agreement']) {
        await page.locator(`#mediation-${form}`).click()
        await page.locator('#mediation-form').waitFor()
        expect(await seriousFindings(page), form).toEqual([])
        const overflow = 'document.documentElement.scrollWidth - innerWidth'
        expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0)
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/${name}-${form}.png` })
      }
      await page.keyboard.press('Escape')
      await expect.poll(() => focusedId(page)).toBe('mediation-agreement')
    },
  )
})
