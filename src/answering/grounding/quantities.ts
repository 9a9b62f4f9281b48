/** Numbers with what they count, in one form for all languages. */
import type { LanguageCode } from '../../message.ts'
import {
  dualWords,
  halfYearWords,
  numberWords,
  oneWords,
  quarterWords,
  rentWords,
  type Unit,
  unitWords,
  withinWords,
} from './number-words.ts'

export interface Quantity {
  value: number
  unit?: Unit
  written: string
  /** Written out, with no unit behind it: "both", "two ways" count nothing that could be wrong. */
  isVague?: true
}

/** Stands before a figure that was a word: a letter that no text has. */
const wordMark = '\uE000'

const start = '(?<![\\p{L}\\p{M}\\p{N}])'
/** An apostrophe is a letter in Ukrainian: сім is seven, сім'я a family. */
const end = "(?![\\p{L}\\p{M}\\p{N}]|['’ʼ]\\p{L})"
const anyUnit = Object.values(unitWords).join('|')
const units = Object.entries(unitWords).map(
  ([unit, words]) => [unit as Unit, new RegExp(`^(?:${words})`, 'iu')] as const,
)
const rent = new RegExp(rentWords, 'iu')

const number =
  /(?<![\p{N}.,])(?:\d{1,3}(?:[.,'’٬][\d]{3})+(?!\d)(?:[.,٫]\d{1,2}(?!\d))?|\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)(?:[.,٫]\d{1,2})?|\d+(?:[.,٫]\d+)?)/gu
/** An ending as in 3rd and 3-го, a bracket, one word such as "full", and what is counted. */
const counted =
  /^(?:\.|[-\u200c]?(?:st|nd|rd|th|er|e|го|й|х|ти|ма|ої|и|مین|م|’?[ıiuü]nc[ıiuü]|inci)(?![\p{L}]))?[ \u00a0\u202f\u200c-]*(?:(?!(?:pro|per|par|je|im|in|an|am|vor|nach|и|или|та|або|و|или|bis|und|oder|and|or|et|ou|ve|veya|в|на|у|до|за)[ \u00a0])(?<between>[\p{L}\p{M}’'\u200c-]+)[ \u00a0])?(?<word>(?:[\p{L}\p{M}%٪’'-]|€(?!\d))+)?(?:[ \u00a0](?<next>[\p{L}\p{M}]+))?/iu
const unitBefore = /(?:(?<euro>€|EUR)|(?<percent>%|٪|yüzde))[ \u00a0]?$/iu
/** "3 to 6 months": the first number counts months too. */
const range =
  /^[ \u00a0]?(?:[-–—/]|bis|to|or|and|oder|und|à|ou|et|ile|ila|veya|до|или|або|–|إلى|الى|أو|تا|یا)[ \u00a0]?$/iu

/** All numbers of a text with Latin digits, written in figures or, in a language known here, in words. */
export function readNumbers(text: string, language: LanguageCode): Quantity[] {
  const plain = withFigures(text.replace(/^\s*\d{1,2}\.\s/gmu, ' '), language)
  const found = [...plain.matchAll(number)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    quantity: quantityAt(plain, match.index, match[0], language),
  }))
  for (const [index, { to, quantity }] of found.entries()) {
    const next = found[index + 1]
    if (!quantity.unit && next?.quantity.unit && range.test(plain.slice(to, next.from))) {
      quantity.unit = next.quantity.unit
    }
  }
  return found.map(({ quantity }) => quantity)
}

function quantityAt(
  text: string,
  index: number,
  written: string,
  language: LanguageCode,
): Quantity {
  const before = unitBefore.exec(text.slice(Math.max(0, index - 8), index))?.groups
  const value = readValue(written)
  if (before?.euro) return { value, unit: 'euro', written }
  if (before?.percent) return { value, unit: 'percent', written }
  const { between, word, next } =
    counted.exec(text.slice(index + written.length, index + written.length + 60))?.groups ?? {}
  for (const [first, second] of [
    [between, word],
    [word, next],
  ]) {
    const unit = first && units.find(([, pattern]) => pattern.test(first))?.[0]
    if (!unit || isCity(first, language)) continue
    const isRent = (unit === 'month' || unit === 'year') && rent.test(`${first} ${second ?? ''}`)
    return isRent ? { value, written } : { value, unit, written: `${written} ${first}` }
  }
  const isVague = text[index - 1] === wordMark && (value === 2 || value >= 100)
  return { value, written, ...(isVague && { isVague }) }
}

/** The Arabic word for a month is the Persian one for a town. */
const isCity = (word: string, language: LanguageCode) => language === 'fa' && word.startsWith('شهر')

/** 1.200,50 and 1,200.50 and 1 200,50 are one number; 18.36 and 18,36 another. */
function readValue(written: string): number {
  const compact = written.replace(/[\u00a0\u202f '’٬]/gu, '').replace('٫', ',')
  const grouped = /^\d{1,3}(?:[.,]\d{3})+(?=[.,]\d{1,2}$|$)/u.exec(compact)?.[0]
  const whole = grouped ? grouped.replace(/[.,]/gu, '') : undefined
  return Number(
    (whole === undefined ? compact : whole + compact.slice(grouped?.length)).replace(',', '.'),
  )
}

/** Written-out numbers as figures, where they count something. */
function withFigures(text: string, language: LanguageCode): string {
  const base = language === 'de-simple' ? 'de' : language
  let rest = text
  for (const [pattern, figure] of patternsFor(base)) rest = rest.replace(pattern, figure)
  return rest
}

/** "Bir" is an article as well: it counts where a span of time is meant. */
const turkishOne = /(?<!\p{L})bir(?= (?:gün|hafta|ay|yıl)\p{L}* (?:içinde|sonra|önce|boyunca))/giu

const patterns = new Map<LanguageCode, [RegExp, string][]>()

function patternsFor(language: LanguageCode): [RegExp, string][] {
  const known = patterns.get(language)
  if (known) return known
  const made: [RegExp, string][] = [
    [new RegExp(`${start}(?:${halfYearWords})`, 'giu'), '6 months'],
    [new RegExp(`${start}(?:${quarterWords})`, 'giu'), '3 months'],
  ]
  for (const [unit, words] of Object.entries(dualWords)) {
    made.push([new RegExp(`${start}[وبل]?(?:${words})${end}`, 'gu'), `2 ${unit}`])
  }
  const within = withinWords[language]
  if (language === 'tr') made.push([turkishOne, '1'])
  if (within) made.push([new RegExp(`${start}(${within}) (?=(?:${anyUnit}))`, 'giu'), '$1 1 '])
  const one = oneWords[language]
  if (one) {
    made.push([new RegExp(`${start}(?:${one})(?= (?:\\p{L}+ )?(?!شهر)(?:${anyUnit}))`, 'giu'), '1'])
  }
  const words = Object.entries(numberWords[language] ?? {}).flatMap(([value, spellings]) =>
    spellings.split('|').map((spelling) => [spelling, value] as const),
  )
  for (const [spelling, value] of words.toSorted((a, b) => b[0].length - a[0].length)) {
    made.push([new RegExp(`${start}(?:${spelling})${end}`, 'giu'), wordMark + value])
    if (language === 'de') {
      // "dreimonatig": number and unit in one word.
      made.push([
        new RegExp(`${start}${spelling}(?=monatig|wöchig|tägig|jährig)`, 'giu'),
        `${value} `,
      ])
    }
  }
  patterns.set(language, made)
  return made
}

const inMinutes: Partial<Record<Unit, number>> = {
  minute: 1,
  hour: 60,
  day: 24 * 60,
  week: 7 * 24 * 60,
}
const inMonths: Partial<Record<Unit, number>> = { month: 1, year: 12 }

/** Whether two quantities say the same: 14 days are 2 weeks, but 4 weeks are no month. */
export function isSame(one: Quantity, other: Quantity): boolean {
  if (!one.unit || !other.unit) return one.value === other.value
  for (const scale of [inMinutes, inMonths]) {
    const [first, second] = [scale[one.unit], scale[other.unit]]
    if (first && second) return one.value * first === other.value * second
  }
  return one.unit === other.unit && one.value === other.value
}

/** Both count time, or money, or hundredths. */
export function isAlike(one: Unit, other: Unit): boolean {
  const isTime = (unit: Unit) => unit in inMinutes || unit in inMonths
  return one === other || (isTime(one) && isTime(other))
}
