/** What a reader may rely on, computed and never written by hand. */
import type { LanguageCode } from '../message.ts'
import type { ParsedEntryText } from './parse-entry-text.ts'
import type { EntryMeta, TranslationStatus } from './schema.ts'

/** From the hash of the German text: a translation is outdated as soon as the German changes. */
export function translationStatus(
  language: LanguageCode,
  text: ParsedEntryText,
  germanHash: string,
): TranslationStatus {
  if (language === 'de') return 'current'
  if (text.frontMatter.translatedFrom !== germanHash) return 'outdated'
  if (text.frontMatter.machineMade) return 'machine'
  return text.frontMatter.reviewedBy === 'native' ? 'current' : 'unreviewed'
}

const daysIn = { week: 7, month: 30.44, year: 365.25 }

/** Whether the oldest look at a source is longer ago than `reviewEvery` says. */
export function isDueForReview(meta: EntryMeta, today: Date): boolean {
  const [, count, unit] = /^(\d+) (week|month|year)s?$/.exec(meta.reviewEvery) ?? []
  const days = Number(count) * daysIn[(unit ?? 'year') as keyof typeof daysIn]
  const oldest = meta.sources.map(({ checkedOn }) => Date.parse(checkedOn)).toSorted()[0] ?? 0
  return today.getTime() - oldest > days * 86_400_000
}
