import type { DeskTextKey } from '../text-keys.ts'
import { settings } from './settings.ts'

const locale = Intl.DateTimeFormat.supportedLocalesOf([settings.language])[0] ?? 'de'
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const dayAndClock = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const languageNames = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' })

/**
 * A sentence of the interface. Values are set apart from their surroundings, so that an Arabic name
 * in a German sentence keeps its own direction.
 */
export function text(key: DeskTextKey, values: Record<string, string | number> = {}): string {
  return fill(settings.texts[key] ?? key, values)
}

function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name]
    return value === undefined ? '' : `\u2068${value}\u2069`
  })
}

/** A topic of the knowledge base, or an entry's id, in words. */
export function topicName(topic: string): string {
  const [name = ''] = topic.split('/')
  return settings.texts[`topic.${name}`] ?? text('desk.case.other-topic')
}

export function channelName(channel: string): string {
  return settings.texts[`desk.channel.${channel}`] ?? channel
}

/** How big a file is. */
export function fileSize(bytes: number): string {
  const isSmall = bytes < 1_000_000
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: isSmall ? 0 : 1,
  })
  return format.format(isSmall ? Math.max(1, bytes / 1_000) : bytes / 1_000_000)
}

/** A user's language in the mediator's language; where that is unknown, its own name. */
export function languageName(code: string): string {
  const own = settings.languages[code]?.name
  const known = /^[a-z]{2,3}$/.test(code) ? languageNames.of(code) : undefined
  return known ?? own ?? code
}

/** "5 minutes ago". */
export function timeAgo(instant: string, now: Date): string {
  const seconds = Math.min(0, (new Date(instant).getTime() - now.getTime()) / 1_000)
  if (seconds > -45) return relative.format(0, 'minute')
  if (seconds > -3_600) return relative.format(Math.round(seconds / 60), 'minute')
  if (seconds > -86_400) return relative.format(Math.round(seconds / 3_600), 'hour')
  return relative.format(Math.round(seconds / 86_400), 'day')
}

/** What happened to a case, for the codes that the core writes; anything else as it stands. */
export function eventSentence(code: string, name: string | null): string {
  const sentence = settings.texts[`desk.system.${code}`]
  return sentence ? fill(sentence, { name: name ?? text('desk.author.mediator') }) : code
}

/** "5 minutes", without saying from when. */
export function timeSpan(since: string, now: Date): string {
  const minutes = Math.max(0, (now.getTime() - new Date(since).getTime()) / 60_000)
  if (minutes < 60) return amount(minutes, 'minute')
  return minutes < 1_440 ? amount(minutes / 60, 'hour') : amount(minutes / 1_440, 'day')
}

function amount(count: number, unit: 'minute' | 'hour' | 'day'): string {
  const options = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(locale, options).format(Math.round(count))
}

/** The time of day, with the date where it was not today. */
export function clockTime(instant: string, now: Date): string {
  const date = new Date(instant)
  return date.toDateString() === now.toDateString() ? clock.format(date) : dayAndClock.format(date)
}

export function fullTime(instant: string): string {
  return dayAndClock.format(new Date(instant))
}
