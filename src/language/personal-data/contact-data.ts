/** Telephone numbers, e-mail addresses and bank accounts: alike in every language. */
import { type CountryCode, findPhoneNumbersInText } from 'libphonenumber-js/max'
import type { LanguageCode } from '../../message.ts'
import { phoneCues } from './cues.ts'
import { type FindSpans, type Span, spansOf, wordEnd } from './span.ts'

const email = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/dgu

export const findEmails: FindSpans = (text) => spansOf('email', text, email)

const iban =
  /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}(?:[ -]?[A-Z0-9])?(?![\p{L}\p{N}])/dgiu

/** Only what the checksum confirms. */
export const findIbans: FindSpans = (text) =>
  spansOf('iban', text, iban).flatMap((span) => {
    // A word after the account looks like one more group of it.
    for (let end = span.end; end > span.start; end = lastGroup(text, span.start, end)) {
      if (isIban(text.slice(span.start, end))) return [{ ...span, end }]
    }
    return []
  })

function lastGroup(text: string, start: number, end: number): number {
  const cut = text.slice(start, end).search(/[ -][^ -]*$/u)
  return cut === -1 ? start : start + cut
}

/** ISO 13616: the first four characters go to the end, letters count from 10, the rest by 97 is 1. */
function isIban(text: string): boolean {
  const account = text.replace(/[ -]/gu, '').toUpperCase()
  if (account.length < 15 || account.length > 34) return false
  const digits = [...account.slice(4), ...account.slice(0, 4)]
    .map((character) => Number.parseInt(character, 36))
    .join('')
  return BigInt(digits) % 97n === 1n
}

/** Where a number without a country code may be from, besides Germany. */
const homeCountries: Record<LanguageCode, CountryCode[]> = {
  uk: ['UA'],
  ru: ['UA', 'RU'],
  tr: ['TR'],
  fa: ['IR', 'AF'],
  ar: ['SY', 'IQ'],
}

/** The shortest number that somebody has, without its area code, is longer than any hotline's. */
const fewestDigits = 8
const afterCue = new RegExp(
  `(?:${phoneCues})[^\\p{L}\\p{N}+]{0,4}(?:\\p{L}{1,5}[ :]{1,2})?(?<value>\\+?\\d(?:[ /()-]{0,2}\\d){5,14})${wordEnd}`,
  'dgiu',
)
const date = /^\d{1,2}[./]\d{1,2}[./]\d{2,4}|^(?:19|20)\d\d(?: |$)/u

/**
 * What libphonenumber takes for a number somewhere, and figures after "Telefon". Free and service
 * numbers belong to no person.
 */
export const findPhones: FindSpans = (text, language) => {
  const countries: CountryCode[] = ['DE', ...(homeCountries[language] ?? [])]
  const found = countries.flatMap((defaultCountry) =>
    findPhoneNumbersInText(text, { defaultCountry }).flatMap(({ number, startsAt, endsAt }) => {
      const written = text.slice(startsAt, endsAt)
      const isPlain =
        /^[+0(]/u.test(written) &&
        written.replace(/\D/gu, '').length >= fewestDigits &&
        !date.test(written)
      return isPlain && !serviceNumbers.has(number.getType() ?? '')
        ? [{ kind: 'phone', start: startsAt, end: endsAt } satisfies Span]
        : []
    }),
  )
  const service = /^(?:\+49|0)?(?:800|180|116|900)/u
  const cued = spansOf('phone', text, afterCue).filter(
    ({ start, end }) => !service.test(text.slice(start, end).replace(/[^\d+]/gu, '')),
  )
  return [...found, ...cued]
}

const serviceNumbers = new Set(['TOLL_FREE', 'SHARED_COST', 'PREMIUM_RATE', 'UAN'])
