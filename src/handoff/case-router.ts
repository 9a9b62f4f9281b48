/** Routing over the accounts of the desks, as they are at this moment. */
import type { LanguageCode } from '../message.ts'
import type { Store } from '../storage/store.ts'
import { parseMediatorSettings } from './mediator-settings.ts'
import { type RouteCase, routeCase } from './route-case.ts'

export function createCaseRouter({
  store,
  now,
}: {
  store: Pick<Store, 'listAccounts' | 'countOpenCases'>
  now: () => Date
}): RouteCase {
  return async (request) => {
    const [accounts, openCases] = await Promise.all([store.listAccounts(), store.countOpenCases()])
    const mediators = accounts.map(({ id, name, settings }) => ({
      account: id,
      name,
      settings: parseMediatorSettings(settings),
      openCases: openCases.get(id) ?? 0,
    }))
    return routeCase(mediators, { ...request, at: now() })
  }
}

/** Where nobody said what they write, a desk in Saxony-Anhalt reads German. */
const usualLanguage: LanguageCode = 'de'

export function createMediatorLanguage(
  store: Pick<Store, 'readAccount'>,
): (account: string | undefined) => Promise<LanguageCode> {
  return async (account) => {
    const known = account === undefined ? undefined : await store.readAccount(account)
    const [first] = known ? parseMediatorSettings(known.settings).languages : []
    return first ?? usualLanguage
  }
}
