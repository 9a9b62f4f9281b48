/**
 * Routing over everybody who takes cases, as they are at this moment: each account of our own, and each
 * organisation of the directory that has an account at the desk.
 */
import type { LanguageCode } from '../message.ts'
import { organisationOfTaker, type Store, takerOfOrganisation } from '../storage/store.ts'
import { parseMediatorSettings } from './mediator-settings.ts'
import { type OfficeHours, usualHours } from './office-hours.ts'
import {
  type DirectoryTerms,
  mayTakeCases,
  organisationTerms,
  parseOrganisationSettings,
} from './organisation-settings.ts'
import { type MediatorState, type RouteCase, routeCase } from './route-case.ts'

type RouterStore = Pick<Store, 'listAccounts' | 'countOpenCases' | 'readOrganisationSettings'>

interface TakersOptions {
  store: RouterStore
  /** The directory, by id; asked for at each case, because it is read after the router is built. */
  organisations: () => ReadonlyMap<string, DirectoryTerms>
  now: () => Date
}

export function createCaseRouter(options: TakersOptions): RouteCase {
  return async (request) => routeCase(await readTakers(options), { ...request, at: options.now() })
}

async function readTakers({ store, organisations, now }: TakersOptions): Promise<MediatorState[]> {
  const [accounts, openCases, settingsById] = await Promise.all([
    store.listAccounts(),
    store.countOpenCases(),
    store.readOrganisationSettings(),
  ])
  const own = accounts
    .filter(({ organisation }) => organisation === undefined)
    .map(({ id, name, settings }) => ({
      account: id,
      name,
      settings: parseMediatorSettings(settings),
      openCases: openCases.get(id) ?? 0,
    }))
  const members = Map.groupBy(accounts, ({ organisation }) => organisation)
  const partners = [...members].flatMap(([id, people]): MediatorState[] => {
    const directory = id === undefined ? undefined : organisations().get(id)
    if (!directory || !mayTakeCases(directory)) return []
    const taker = takerOfOrganisation(directory.id)
    const settings = parseOrganisationSettings(settingsById.get(directory.id))
    return [
      {
        account: taker,
        name: directory.name,
        ...organisationTerms(directory, settings, now()),
        openCases: openCases.get(taker) ?? 0,
        organisation: {
          id: directory.id,
          accounts: people.map((account) => account.id),
          // As the directory names it to users: an authority is responsible for its own district only.
          onlyOwnDistrict: directory.kind === 'authority',
        },
      },
    ]
  })
  return [...own, ...partners]
}

/** When a taker is there; the usual hours for nobody in particular. */
export type HoursOf = (taker: string | undefined) => Promise<OfficeHours>

export function createHoursOf({
  store,
  organisations,
  now,
}: TakersOptions & { store: Pick<Store, 'readAccount'> }): HoursOf {
  return async (taker) => {
    if (taker === undefined) return usualHours
    const account = await store.readAccount(taker)
    if (account && !account.organisation) return parseMediatorSettings(account.settings).hours
    const id = account?.organisation ?? organisationOfTaker(taker)
    const directory = id === undefined ? undefined : organisations().get(id)
    if (!directory) return usualHours
    const written = (await store.readOrganisationSettings()).get(directory.id)
    const settings = parseOrganisationSettings(written)
    return organisationTerms(directory, settings, now()).settings.hours
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
