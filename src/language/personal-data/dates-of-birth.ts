/** Dates beside words for birth. Any other date may be a deadline and stays. */

import { monthNames } from '../month-names.ts'
import { birthCues, birthPapers } from './cues.ts'
import { type FindSpans, spansOf, wordEnd, wordStart } from './span.ts'

/** Characters between the word and the date. */
const reach = 30

const names = Object.values(monthNames)
  .flatMap((months) => months.flatMap((spellings) => spellings.split(' ')))
  .map((name) => RegExp.escape(name.replaceAll('_', ' ')))
  .toSorted((one, other) => other.length - one.length)
  .join('|')
const day = '(?:3[01]|[12]\\d|0?[1-9])'
const year = '(?:1[34]\\d\\d|19\\d\\d|20\\d\\d|\\d\\d)'
const date = `${wordStart}(?:${[
  `${day}\\.? ?(?:de )?(?:${names})\\p{L}{0,3}\\.?,? ?(?:de )?(?:1[34]|19|20)\\d\\d`,
  `(?:${names}) ${day}(?:st|nd|rd|th)?,? (?:19|20)\\d\\d`,
  `${day}\\. ?${day}\\. ?${year}`,
  `${day}[/-]${day}[/-]${year}`,
  `(?:1[34]|19|20)\\d\\d[./-]${day}[./-]${day}`,
].join('|')})${wordEnd}`

const cues = Object.values(birthCues).join('|')
const papers = new RegExp(`${wordStart}(?:${birthPapers})`, 'giu')
const after = new RegExp(`${wordStart}(?:${cues})[^.!?\\n]{0,${reach}}?(?<value>${date})`, 'dgiu')
const before = new RegExp(`(?<value>${date})[^.!?\\n\\p{L}]{0,4}(?:${cues})`, 'dgiu')
/** "born 1990", "Jahrgang 1985": the year alone, right beside the word. */
const yearAfter = new RegExp(
  `${wordStart}(?:${cues})(?: (?:in|im|en|am|سنة|عام|سال|в|у))?:? (?<value>(?:1[34]|19|20)\\d\\d)(?![./-]?\\d)`,
  'dgiu',
)
const yearBefore = new RegExp(`${wordStart}(?<value>19\\d\\d) (?:${cues})`, 'dgiu')

export const findDatesOfBirth: FindSpans = (text) => {
  // The same length, so that offsets stay right.
  const withoutPapers = text.replace(papers, (paper) => '.'.repeat(paper.length))
  return [after, before, yearAfter, yearBefore].flatMap((pattern) =>
    spansOf('date-of-birth', withoutPapers, pattern),
  )
}
