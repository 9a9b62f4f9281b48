/** Figures stand once in `entry.yaml` and are written into each language's text here. */
import type { LanguageCode } from '../message.ts'
import type { Figure } from './schema.ts'

const placeholder = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g

/** English as it is written in Europe: 22 November 2026. */
const formattedAs: Record<LanguageCode, string> = { 'de-simple': 'de', en: 'en-GB' }

/**
 * The locale for numbers and dates. Western digits and the Gregorian calendar in every language,
 * because that is how figures stand on German letters and forms.
 */
export function formattingLocale(language: LanguageCode): string {
  const base = formattedAs[language] ?? language
  return `${base}-u-ca-gregory-nu-latn`
}

/** Making one takes longer than a hundred uses. */
const dayFormats = new Map<LanguageCode, Intl.DateTimeFormat>()

/** A day such as 2026-11-22 in words of the reader's language. */
export function formatDay(day: string, language: LanguageCode): string {
  let format = dayFormats.get(language)
  if (!format) {
    format = new Intl.DateTimeFormat(formattingLocale(language), {
      dateStyle: 'long',
      timeZone: 'UTC',
    })
    dayFormats.set(language, format)
  }
  return format.format(new Date(`${day}T00:00:00Z`))
}

/** The state's own time, wherever the program runs. */
const timeZone = 'Europe/Berlin'

/** A day and an hour as one says it: Tuesday 24 November, 10:00. */
export function formatMoment(moment: Date, language: LanguageCode): string {
  return new Intl.DateTimeFormat(formattingLocale(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(moment)
}

/** A span of time as one says it: 48 hours. */
export function formatHours(hours: number, language: LanguageCode): string {
  const locale = formattingLocale(language)
  // The runtime knows no word for hours in Pashto, only the letter h.
  if (language === 'ps') return `${new Intl.NumberFormat(locale).format(hours)} ساعته`
  const unit = { style: 'unit', unit: 'hour', unitDisplay: 'long' } as const
  return new Intl.NumberFormat(locale, unit).format(hours)
}

/** The number to dial: `0345 213` becomes `+49345213`; short numbers such as 112 and 116 016 stay. */
export function dialable(phone: string): string {
  const digits = phone.replace(/[^+0-9]/g, '')
  return digits.startsWith('0') && !digits.startsWith('00') ? `+49${digits.slice(1)}` : digits
}

/** A figure as Markdown in the reader's language. */
export function formatFigure(figure: Figure, language: LanguageCode): string {
  const locale = formattingLocale(language)
  if ('euros' in figure) {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'EUR',
      currencyDisplay: 'narrowSymbol',
      trailingZeroDisplay: 'stripIfInteger',
    }).format(figure.euros)
  }
  if ('number' in figure) return new Intl.NumberFormat(locale).format(figure.number)
  if ('percent' in figure) {
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
      figure.percent / 100,
    )
  }
  if ('date' in figure) return formatDay(figure.date, language)
  if ('phone' in figure) return `[${figure.phone}](tel:${dialable(figure.phone)})`
  if ('email' in figure) return figure.email
  if ('link' in figure) {
    const label = figure.label ?? new URL(figure.link).hostname
    return `[${isolated(label, language)}](${figure.link})`
  }
  if ('text' in figure) return isolated(figure.text, language)
  return figure satisfies never
}

const leftToRightIsolate = '\u2066'
const popIsolate = '\u2069'
const rightToLeft = new Map<LanguageCode, boolean>()

/**
 * German text inside a line that runs from right to left: without the marks "§ 551 BGB" would be
 * shown as "BGB 551 §".
 */
function isolated(text: string, language: LanguageCode): string {
  let isRightToLeft = rightToLeft.get(language)
  if (isRightToLeft === undefined) {
    isRightToLeft = new Intl.Locale(formattingLocale(language)).getTextInfo().direction === 'rtl'
    rightToLeft.set(language, isRightToLeft)
  }
  return isRightToLeft && /\p{Script=Latin}/u.test(text)
    ? leftToRightIsolate + text + popIsolate
    : text
}

/** Names of the figures that a text asks for, each once. */
export function figureNames(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? ''))]
}

/** Puts values in place of `{{names}}`; a name without a value stays, and the lint reports it. */
export function fillPlaceholders(
  text: string,
  value: (name: string) => string | undefined,
): string {
  return text.replace(placeholder, (whole, name: string) => value(name) ?? whole)
}
