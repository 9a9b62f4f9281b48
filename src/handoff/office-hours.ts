/** When somebody is there: weekly hours, in the time of Saxony-Anhalt, without its public holidays. */
import { isHoliday } from 'feiertagejs'
import { Temporal } from 'temporal-polyfill'

export const weekdays = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const
export type Weekday = (typeof weekdays)[number]

/** Spans of a week's days as `09:00-12:30`, in the order of the day. */
export type OfficeHours = Partial<Record<Weekday, string[]>>

/** For a mediator who has not set any. */
export const usualHours: OfficeHours = {
  mo: ['09:00-16:00'],
  tu: ['09:00-16:00'],
  we: ['09:00-16:00'],
  th: ['09:00-16:00'],
  fr: ['09:00-13:00'],
}

const timeZone = 'Europe/Berlin'
/** Far enough for any row of holidays; hours that are never open end there. */
const longestSearchDays = 28

interface Span {
  from: Temporal.Instant
  until: Temporal.Instant
}

/**
 * When `workMinutes` of opening time will have passed, counted from `at`; `undefined` for hours that
 * do not open within four weeks. Pauses, nights, Sundays and holidays do not count.
 */
export function afterOpenMinutes(
  hours: OfficeHours,
  at: Date,
  workMinutes: number,
): Date | undefined {
  let left = workMinutes * 60_000
  for (const { from, until } of spansFrom(hours, instantOf(at))) {
    const length = until.epochMilliseconds - from.epochMilliseconds
    if (length >= left) return new Date(from.epochMilliseconds + left)
    left -= length
  }
  return undefined
}

/** A full hour, as one would say it: a promise to the minute would be none. */
export function roundUpToHour(at: Date): Date {
  const zoned = instantOf(at).toZonedDateTimeISO(timeZone)
  const rounded = zoned.round({ smallestUnit: 'hour', roundingMode: 'ceil' })
  return new Date(rounded.epochMilliseconds)
}

/** The moment at which `day` (`2026-11-23`), or a day that many days later, begins here. */
export function instantOfDay(day: string, daysLater = 0): Date {
  const date = Temporal.PlainDate.from(day).add({ days: daysLater })
  return new Date(instantAt(date, '00:00').epochMilliseconds)
}

/** Open spans from `start` on; one that has begun begins at `start`. */
function* spansFrom(hours: OfficeHours, start: Temporal.Instant): Generator<Span> {
  const today = start.toZonedDateTimeISO(timeZone).toPlainDate()
  for (let days = 0; days <= longestSearchDays; days++) {
    for (const span of spansOf(hours, today.add({ days }))) {
      if (Temporal.Instant.compare(span.until, start) <= 0) continue
      const from = Temporal.Instant.compare(span.from, start) < 0 ? start : span.from
      yield { from, until: span.until }
    }
  }
}

function spansOf(hours: OfficeHours, date: Temporal.PlainDate): Span[] {
  const day = weekdays[date.dayOfWeek - 1]
  // The library reads a date's own fields, so one is built that has them in every time zone.
  const holiday = isHoliday(new Date(date.year, date.month - 1, date.day), 'ST')
  if (!day || holiday) return []
  return (hours[day] ?? []).map((span) => {
    const [from = '', until = ''] = span.split('-')
    return { from: instantAt(date, from), until: instantAt(date, until) }
  })
}

function instantAt(date: Temporal.PlainDate, time: string): Temporal.Instant {
  return date.toZonedDateTime({ timeZone, plainTime: time }).toInstant()
}

function instantOf(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime())
}
