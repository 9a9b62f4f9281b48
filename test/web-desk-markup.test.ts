import { afterEach, beforeEach, describe, expect } from 'vitest'
import { browserTest } from './browser.ts'
import { type House, openHouse, staff } from './web-desk-house.ts'
import { look, signIn } from './web-desk-page.ts'

let house: House
beforeEach(async () => {
  house = await openHouse()
  await staff(house)
})
afterEach(() => house.close())

describe('what people wrote', () => {
  browserTest.for([
    '<script>window.harm = 1</script>',
    '<img src=x onerror="window.harm = 1">',
    '<svg onload="window.harm = 1">',
    '"><iframe srcdoc="<script>parent.harm = 1</script>"></iframe>',
    '</textarea></script><script>window.harm = 1</script>',
    'javascript:window.harm=1',
    '{{topic}} {{name}} $& $1',
    '<!--?lit$123$--><b>bold</b>',
    '&lt;b&gt; &amp;amp; &#60;i&#62;',
  ])('shows %s as it was written', async (text, { openPage }) => {
    const name = text.slice(0, 60)
    const claimedBy = { account: 'someone', name }
    const one = await house.openCase({ place: text, topic: text, status: 'claimed', claimedBy }, [
      { author: 'user', text },
      { author: 'assistant', text },
      { author: 'mediator', name, text },
      { author: 'system', name, text },
    ])
    const page = await signIn(openPage, house, 'Amina')
    await look(page, one.id)
    for (const author of ['user', 'assistant', 'mediator']) {
      expect(await page.locator(`.line.${author} .bubble p`).textContent()).toBe(text)
    }
    expect(await page.locator('.line.system').textContent()).toContain(text)
    expect(await page.locator('#content bdi').textContent()).toBe(text)
    const markup = await page
      .locator('main :is(script, img, iframe, b, i, svg, a[href^=java])')
      .count()
    expect(markup).toBe(0)
    expect(await page.evaluate('window.harm')).toBeUndefined()
  })
})
