/** Who is asked first about a case, and by when an answer can honestly be promised. Pure. */
import type { LanguageCode } from '../message.ts'
import type { MediatorSettings } from './mediator-settings.ts'
import { afterOpenMinutes, type OfficeHours, roundUpToHour } from './office-hours.ts'

/** Who takes cases: a mediator of our own, or an organisation with everybody who speaks for it. */
export interface MediatorState {
  /** The account, or the organisation as a taker. */
  account: string
  name: string
  settings: MediatorSettings
  /** Cases that this taker has, or was asked about, and that are not closed. */
  openCases: number
  /** Takes no new cases before this moment. */
  pausedUntil?: Date
  /** Takes only what it is for, and only where the user agrees to it by name. */
  organisation?: { id: string; accounts: readonly string[]; onlyOwnDistrict: boolean }
}

export interface RoutingRequest {
  topic: string
  language: LanguageCode
  /** District of the user's town, then of the bigger cities near it. */
  districts: readonly string[]
  /** Takers and accounts that were asked before and stayed silent. */
  askedBefore: readonly string[]
  /** The organisations that the user has agreed to; absent: they have not been asked yet. */
  organisations?: readonly string[]
  at: Date
}

export interface Routing {
  /** Nobody where all are full, paused or were asked before: then the case is for everybody. */
  asked?: { account: string; name: string }
  /** Absent where nobody has hours in the next weeks. */
  promisedBy?: Date
  /** Whether who is asked, or may take it, writes the user's language; absent where nobody said. */
  speaksLanguage?: boolean
  /** Nobody serves the user's own district: whoever was found is there for this one, or for all. */
  from?: { kind: 'district'; district: string } | { kind: 'state' }
  /** Who may see the case in their turn, besides our own mediators; the one that is asked comes first. */
  organisations?: { id: string; name: string }[]
  /** The case may only be written while whoever is asked has this much room. */
  room?: { taker: string; capacity: number }
}

/** Asks everybody who is at a desk now; who they are and what they have is read by whoever builds it. */
export type RouteCase = (request: Omit<RoutingRequest, 'at'>) => Promise<Routing>

/** Minutes of opening time in which a first answer is promised. */
const promisedMinutes = 120
/** Whoever answers so much later than somebody else counts as closed. */
const longestClosedDays = 7
/** More names than these nobody reads before saying yes. */
const mostOrganisations = 3

/**
 * Free capacity and the topic decide who comes into question, then district, language, who is there
 * soonest, and among equals who has the fewest cases. A district nobody serves goes to its neighbours,
 * then to the whole state.
 */
export function routeCase(mediators: readonly MediatorState[], request: RoutingRequest): Routing {
  const takers = mediators.filter((mediator) => comesIntoQuestion(mediator, request))
  const free = takers.filter((mediator) => hasRoom(mediator) && !wasAsked(mediator, request))
  const forTopic = free.filter(({ settings }) => isFor(settings.topics, request.topic))
  // A topic that nobody chose is still somebody's: a person who knows little can find out.
  const [best] = withoutClosed(forTopic.length > 0 ? forTopic : free, request).toSorted(
    (one, other) =>
      distance(one, request) - distance(other, request) ||
      Number(speaks(other, request)) - Number(speaks(one, request)) ||
      answeredBy(one, request) - answeredBy(other, request) ||
      one.openCases - other.openCases ||
      one.account.localeCompare(other.account),
  )
  // Where all are full, whoever has room next answers: no sooner than the first who opens.
  const expected = best ? [best] : takers.filter(isThereAgain)
  const earliest = Math.min(...expected.map((mediator) => answeredBy(mediator, request)))
  const organisations = organisationsInTurn(best, takers, request)
  const from = best && whereFrom(best, takers, request)
  const capacity = best?.settings.capacity
  return {
    ...(best && { asked: { account: best.account, name: best.name } }),
    ...(Number.isFinite(earliest) && { promisedBy: roundUpToHour(new Date(earliest)) }),
    ...(expected.some(({ settings }) => settings.languages.length > 0) && {
      speaksLanguage: expected.some((mediator) => speaks(mediator, request)),
    }),
    ...(from && { from }),
    ...(organisations.length > 0 && { organisations }),
    ...(best && capacity !== undefined && { room: { taker: best.account, capacity } }),
  }
}

/** Our own are there for everybody; an organisation for what it says, and for nothing else. */
function comesIntoQuestion(
  { settings, organisation }: MediatorState,
  { topic, districts, organisations }: RoutingRequest,
): boolean {
  if (!organisation) return true
  if (organisations && !organisations.includes(organisation.id)) return false
  const near = organisation.onlyOwnDistrict ? districts.slice(0, 1) : districts
  const serves =
    settings.districts.length === 0 || near.some((one) => settings.districts.includes(one))
  return serves && settings.topics.includes(topic as never)
}

function wasAsked({ account, organisation }: MediatorState, { askedBefore }: RoutingRequest) {
  return [account, ...(organisation?.accounts ?? [])].some((one) => askedBefore.includes(one))
}

function hasRoom({ settings, openCases }: MediatorState): boolean {
  return !settings.paused && openCases < (settings.capacity ?? Number.POSITIVE_INFINITY)
}

/** Now, or from a day that is known; a capacity of nothing waits for no day. */
function isThereAgain({ settings, pausedUntil }: MediatorState): boolean {
  return (!settings.paused || pausedUntil !== undefined) && settings.capacity !== 0
}

function withoutClosed(mediators: MediatorState[], request: RoutingRequest): MediatorState[] {
  const soonest = Math.min(...mediators.map((mediator) => answeredBy(mediator, request)))
  const latest = soonest + longestClosedDays * 86_400_000
  // Where nobody opens at all, everybody stays: the case is somebody's all the same.
  return mediators.filter(
    (mediator) => !Number.isFinite(soonest) || answeredBy(mediator, request) <= latest,
  )
}

/** Whom the user agrees to: the one that is asked, and those that may be asked after it. */
function organisationsInTurn(
  best: MediatorState | undefined,
  takers: readonly MediatorState[],
  request: RoutingRequest,
): { id: string; name: string }[] {
  const others = takers
    .filter((one) => one !== best && isThereAgain(one) && !wasAsked(one, request))
    .toSorted(
      (one, other) =>
        distance(one, request) - distance(other, request) ||
        Number(speaks(other, request)) - Number(speaks(one, request)) ||
        one.account.localeCompare(other.account),
    )
  return [...(best ? [best] : []), ...others]
    .flatMap(({ organisation, name }) => (organisation ? [{ id: organisation.id, name }] : []))
    .slice(0, mostOrganisations)
}

/** Worth a word only where somebody said which districts they are for. */
function whereFrom(
  best: MediatorState,
  takers: readonly MediatorState[],
  request: RoutingRequest,
): Routing['from'] {
  const step = distance(best, request)
  if (request.districts.length === 0 || step === 0) return undefined
  const district = request.districts[step]
  if (district !== undefined) return { kind: 'district', district }
  const someAreForDistricts = takers.some(({ settings }) => settings.districts.length > 0)
  return best.organisation || someAreForDistricts ? { kind: 'state' } : undefined
}

function isFor(wanted: readonly string[], one: string): boolean {
  return wanted.length === 0 || wanted.includes(one)
}

/** 0 for the user's own district, then the bigger cities in turn; who serves all comes after them. */
function distance({ settings }: MediatorState, { districts }: RoutingRequest): number {
  if (districts.length === 0) return 0
  const nearest = districts.findIndex((district) => settings.districts.includes(district))
  if (nearest !== -1) return nearest
  return settings.districts.length === 0 ? districts.length : districts.length + 1
}

function speaks({ settings }: MediatorState, { language }: RoutingRequest): boolean {
  return settings.languages.includes(language)
}

function answeredBy({ settings, pausedUntil }: MediatorState, { at }: RoutingRequest): number {
  const from = pausedUntil && pausedUntil > at ? pausedUntil : at
  const due = afterOpenMinutes(settings.hours, from, promisedMinutes)
  return due ? due.getTime() : Number.POSITIVE_INFINITY
}

/**
 * What the clock asks for, for a case that nobody answers. Silence is counted in the opening time of
 * whoever was asked, so that a night or a holiday is none; where everybody may take the case, nobody
 * is left to ask, and one reminder is all.
 *
 * @param since When the user began to wait, or somebody else was asked, whichever is later.
 */
export function overdue(
  silence: { since: Date; reminded: boolean; hours: OfficeHours; isForAll: boolean },
  limits: { remindMinutes: number; rerouteMinutes: number },
  at: Date,
): 'remind' | 'reroute' | undefined {
  const isPast = (minutes: number) => {
    const due = afterOpenMinutes(silence.hours, silence.since, minutes)
    return due !== undefined && due.getTime() <= at.getTime()
  }
  if (!silence.reminded) return isPast(limits.remindMinutes) ? 'remind' : undefined
  return !silence.isForAll && isPast(limits.rerouteMinutes) ? 'reroute' : undefined
}
