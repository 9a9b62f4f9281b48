/** Who is asked first about a case, and by when an answer can honestly be promised. Pure. */
import type { LanguageCode } from '../message.ts'
import type { MediatorSettings } from './mediator-settings.ts'
import { afterOpenMinutes, type OfficeHours, roundUpToHour } from './office-hours.ts'

export interface MediatorState {
  account: string
  name: string
  settings: MediatorSettings
  /** Cases that this mediator has, or was asked about, and that are not closed. */
  openCases: number
}

export interface RoutingRequest {
  topic: string
  language: LanguageCode
  /** District of the user's town, then of the bigger cities near it. */
  districts: readonly string[]
  /** Accounts that were asked before and stayed silent. */
  askedBefore: readonly string[]
  at: Date
}

export interface Routing {
  /** Nobody where all are full, paused or were asked before: then the case is for everybody. */
  asked?: { account: string; name: string }
  /** Absent where nobody has hours in the next weeks. */
  promisedBy?: Date
  /** Whether who is asked, or may take it, writes the user's language; absent where nobody said. */
  speaksLanguage?: boolean
}

/** Asks everybody who is at a desk now; who they are and what they have is read by whoever builds it. */
export type RouteCase = (request: Omit<RoutingRequest, 'at'>) => Promise<Routing>

/** Minutes of opening time in which a first answer is promised. */
const promisedMinutes = 120

/**
 * Free capacity and the topic decide who comes into question, then district, language, who is there
 * soonest, and among equals who has the fewest cases. A district nobody serves goes to its neighbours,
 * then to the whole state.
 */
export function routeCase(mediators: readonly MediatorState[], request: RoutingRequest): Routing {
  const free = mediators.filter(
    (mediator) => hasRoom(mediator) && !request.askedBefore.includes(mediator.account),
  )
  const forTopic = free.filter(({ settings }) => isFor(settings.topics, request.topic))
  // A topic that nobody chose is still somebody's: a person who knows little can find out.
  const [best] = (forTopic.length > 0 ? forTopic : free).toSorted(
    (one, other) =>
      distance(one, request) - distance(other, request) ||
      Number(speaks(other, request)) - Number(speaks(one, request)) ||
      answeredBy(one, request) - answeredBy(other, request) ||
      one.openCases - other.openCases ||
      one.account.localeCompare(other.account),
  )
  // Where all are full, whoever has room next answers: no sooner than the first who opens.
  const expected = best ? [best] : mediators.filter(({ settings }) => !settings.paused)
  const earliest = Math.min(...expected.map((mediator) => answeredBy(mediator, request)))
  return {
    ...(best && { asked: { account: best.account, name: best.name } }),
    ...(Number.isFinite(earliest) && { promisedBy: roundUpToHour(new Date(earliest)) }),
    ...(expected.some(({ settings }) => settings.languages.length > 0) && {
      speaksLanguage: expected.some((mediator) => speaks(mediator, request)),
    }),
  }
}

function hasRoom({ settings, openCases }: MediatorState): boolean {
  return !settings.paused && openCases < (settings.capacity ?? Number.POSITIVE_INFINITY)
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

function answeredBy({ settings }: MediatorState, { at }: RoutingRequest): number {
  const due = afterOpenMinutes(settings.hours, at, promisedMinutes)
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
