/** Numbers by which an office, a court or a firm knows somebody. */
import { fileNumberCues } from './cues.ts'
import { type FindSpans, spansOf, wordEnd, wordStart } from './span.ts'

const inside = '[ ./-]{0,2}'

/** Forms that nothing else has, so they need no word before them. */
const forms = [
  // A court's: chamber, register, number and year, as `12 C 345/24` or `S 12 AS 345/24`.
  '(?:S )?\\d{1,3} [A-Z][A-Za-z]{0,3} \\d{1,5}/\\d{2,4}(?: [A-Z]{2,3})?',
  // Jobcenter: a household as `04402//0012345`, a person as `044D123456`.
  '\\d{5}//\\d{7}',
  '\\d{3}[A-Z]\\d{6}',
  // Asylum office, as `8123456-475`.
  '\\d{7} ?- ?\\d{3}',
  // Child benefit, as `101FK123456`.
  '\\d{3} ?FK ?\\d{6}',
  // Pension insurance, as `12 150390 M 012`; health insurance, as `A123456789`.
  '\\d{2} ?\\d{6} ?[A-Z] ?\\d{3}',
  '[A-Z]\\d{9}',
  // Tax: `12 345 678 901` and `102/345/67890`.
  '\\d{2} \\d{3} \\d{3} \\d{3}',
  '\\d{3}/\\d{3}/\\d{5}',
  // The register of foreigners, as `210123-4567890`.
  '\\d{6}-\\d{7}',
]
const standalone = new RegExp(`${wordStart}(?:${forms.join('|')})(?!/?\\d)${wordEnd}`, 'dgu')

/** A few small words may stand between: "Aktenzeichen lautet: ...", "case number is ...". */
const link = '(?:[^\\p{L}\\p{N}§]{1,4}\\p{L}{1,8}){0,2}?[^\\p{L}\\p{N}§]{0,4}'
const value = `(?=[^ ]{0,12}\\d)(?:[A-Z]{1,4}${inside})?[A-Z0-9]*\\d[A-Z0-9]*(?:${inside}[A-Z]{0,3}\\d[A-Z0-9]*)*`
const afterCue = new RegExp(`${wordStart}(?:${fileNumberCues})${link}(?<value>${value})`, 'dgiu')

/** Shorter ones are the number of a form, a room or a day. */
const fewestDigits = 4
const date = /^\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?$|^(?:19|20)\d\d$/u

export const findFileNumbers: FindSpans = (text) => {
  const cued = spansOf('file-number', text, afterCue).filter(({ start, end }) => {
    const written = text.slice(start, end)
    return written.replace(/\D/gu, '').length >= fewestDigits && !date.test(written)
  })
  return [...spansOf('file-number', text, standalone), ...cued]
}
