/**
 * Figures, dates, telephone numbers, paragraphs and links of a text in one form for all languages
 * and digits: 1.200 €, 1,200 euros and ١٢٠٠ يورو are the same.
 */

import { toLatinDigits } from '../../language/latin-digits.ts'
import { monthNames } from '../../language/month-names.ts'
import type { LanguageCode } from '../../message.ts'
import { type Quantity, readNumbers } from './quantities.ts'

export interface Facts {
  quantities: Quantity[]
  dates: Day[]
  /** `14:30` and `14` for a full hour. */
  times: string[]
  /** National number without its zero. */
  phones: string[]
  /** `573c bgb`. */
  laws: string[]
  /** Address without scheme, in small letters. */
  links: string[]
}

export interface Day {
  day: number
  month: number
  year?: number
  written: string
}

const link =
  /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.|mailto:|javascript:|tg:|data:)[^\s<>"'”“»«)\]،]+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]+\.\p{L}{2,}|(?<![\p{L}\p{N}@.])@[a-z]\w{3,}|(?<![\p{L}\p{N}.@-])(?:[\p{L}\p{N}-]+\.)+(?:de|com|org|net|info|eu|io|me|at|ch|ru|ua|tr|fr|ir|app|help|online|site|xyz|bund|gov|shop|link|biz)(?:\/[^\s<>"')\]،]*)?(?![\p{L}\p{N}-])/giu
const phone =
  /(?<![\d.,])\(?(?:(?:\+|00)\d{1,3}|0\d{1,5})\)?(?:[ /\u00a0–-]{0,3}\d){4,13}(?!\d)|(?<!\d)116 ?\d{3}(?!\d)/gu
const law =
  /(?:§§?|Art(?:\.|ikel|icle)?|[Ss]ections?|Paragraphe?|[Пп]араграф\p{L}*|[Сс]тат\p{L}+|المادة|الفقرة|ماده)[ \u00a0]*(?<number>\d+[a-z]?)(?:[ \u00a0]*(?:Abs\.|Absatz|Satz|Nr\.|para\.|ff?\.)[ \u00a0]*\d*[a-z]?)*[ \u00a0]*(?:of the |of |du |des |de la |من |з |из )?(?<name>(?:[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,12})(?:[ \u00a0](?:[IVX]+|\d+)(?![\p{L}\d]))?)?/gu
const isoDate = /(?<!\d)(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?!\d)/gu
const figureDate =
  /(?<![\d.,/])(?<day>3[01]|[12]\d|0?[1-9])(?<mark>[./])[ \u00a0]?(?<month>1[0-2]|0?[1-9])(?:\k<mark>[ \u00a0]?(?<year>(?:19|20)?\d\d)(?!\d)|\k<mark>)(?![,.]?\d)/gu
const time =
  /(?<![\d.,])(?<hour>[01]?\d|2[0-4])(?:(?::|\.|h|[ \u00a0]h[ \u00a0])(?<minute>[0-5]\d))?(?:[ \u00a0]?(?<word>Uhr|h(?!\p{L})|heures?|o[’']clock|a\.?m\.?|p\.?m\.?|год\.))|(?<![\d.,])(?<hour2>[01]?\d|2[0-4]):(?<minute2>[0-5]\d)(?!\d)/giu

const allMonths = readMonths()
const months = [...allMonths.keys()]
  .toSorted((one, other) => other.length - one.length)
  .map((name) => RegExp.escape(name))
  .join('|')
const dayFirst = new RegExp(
  `(?<!\\d)(?<day>3[01]|[12]\\d|0?[1-9])(?:\\.|er|st|nd|rd|th|-?го|-?е)?[ \\u00a0](?:de |of )?(?<name>${months})(?![\\p{L}\\u200c])\\p{M}?[’']?(?:\\p{L}{0,4})(?:,?[ \\u00a0](?:de )?(?<year>(?:19|20)\\d\\d))?`,
  'giu',
)
const monthFirst = new RegExp(
  `(?<![\\p{L}])(?<name>${months})[ \\u00a0](?<day>3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?(?!\\d)(?:,?[ \\u00a0](?<year>(?:19|20)\\d\\d))?`,
  'giu',
)

function readMonths(): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const [language, names] of Object.entries(monthNames)) {
    if (language === 'fa-solar') continue
    for (const [index, spellings] of names.entries()) {
      for (const name of spellings.split(' ')) numbers.set(name.replaceAll('_', ' '), index + 1)
    }
  }
  return numbers
}

/** Everything of a text that can be right or wrong to the letter. */
export function factsOf(text: string, language: LanguageCode): Facts {
  let rest = toLatinDigits(text).replace(/[\u2066-\u2069\u200e\u200f]/gu, '')
  const take = (pattern: RegExp): RegExpExecArray[] => {
    const found = [...rest.matchAll(pattern)]
    rest = rest.replace(pattern, (whole) => '\n'.repeat(whole.length))
    return found as RegExpExecArray[]
  }
  // A link of Markdown says its target; a telephone link says its number again.
  rest = rest.replace(/\]\(tel:[^)]*\)/gu, ']')
  const links = take(link).map(([found]) => linkKey(found))
  const laws = take(law).map(({ groups }) =>
    `${groups?.number ?? ''} ${groups?.name ?? ''}`.trim().toLowerCase(),
  )
  const dates = [isoDate, figureDate, dayFirst, monthFirst].flatMap((pattern) =>
    take(pattern).map((match) => dayOf(match[0], match.groups ?? {})),
  )
  const phones = take(phone).map(([found]) => phoneKey(found))
  const times = take(time).map(({ groups }) => timeKey(groups ?? {}))
  return { quantities: readNumbers(rest, language), dates, times, phones, laws, links }
}

/** The national number: 0345 12 and +49 345 12 are one. */
const phoneKey = (written: string) => written.replace(/\D/gu, '').replace(/^(?:0049|49|0)/u, '')

/** An address without its scheme, in small letters. */
export const linkKey = (written: string) =>
  written
    .toLowerCase()
    .replace(/^(?:https?:\/\/|mailto:)?(?:www\.)?/u, '')
    .replace(/[/.,;:!?]+$/u, '')

function dayOf(written: string, groups: Record<string, string | undefined>): Day {
  const { day, month, name, year } = groups
  const full = year?.length === 2 ? 2000 + Number(year) : Number(year)
  return {
    day: Number(day),
    month: month ? Number(month) : (allMonths.get((name ?? '').toLowerCase()) ?? 0),
    ...(year && { year: full }),
    written,
  }
}

function timeKey(groups: Record<string, string | undefined>): string {
  const hour = Number(groups.hour ?? groups.hour2)
  const isAfternoon = /^p/iu.test(groups.word ?? '') && hour < 12
  return `${isAfternoon ? hour + 12 : hour}:${groups.minute ?? groups.minute2 ?? '00'}`
}
