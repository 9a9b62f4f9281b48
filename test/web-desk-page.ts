/** A mediator's browser at the desk. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { OpenPage } from './browser.ts'
import { type House, passphrase } from './web-desk-house.ts'

/** At the list of cases, with live updates. */
export async function signIn(
  openPage: OpenPage,
  house: House,
  name: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await openPage({ baseURL: house.url, locale: 'de-DE', ...options })
  await page.goto('/desk')
  await page.locator('#name').fill(name)
  await page.locator('#passphrase').fill(passphrase)
  const live = page.waitForResponse('**/desk/api/events')
  await page.keyboard.press('Enter')
  await live
  await page.locator('#list-heading').waitFor()
  return page
}

/** Opens a case from the list. */
export async function look(page: Page, caseId: string): Promise<void> {
  await page.locator(`#case-${caseId}`).click()
  await page.locator('.conversation').waitFor()
}

export function focusedId(page: Page): Promise<unknown> {
  return page.evaluate('document.activeElement?.id')
}

/** As a case names who has claimed it. */
export async function accountOf({ store }: House, name: string) {
  const account = (await store.findAccount(name))!
  return { account: account.id, name: account.name }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

/** What axe calls serious or critical on the page as it is now. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const findings = (await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html, failureSummary }) => html + failureSummary) })))',
  )) as { id: string; impact: string; nodes: string[] }[]
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.join('\n')}`)
}
