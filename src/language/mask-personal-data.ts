/**
 * Takes out of a text what tells who wrote it or whom it is about, before the text leaves the
 * process, and puts it back afterwards. Rules, not a model: what is found and what is missed is
 * measured in docs/decisions/2026-11-23-masking.md.
 */
import type { LanguageCode } from '../message.ts'
import { toLatinDigits } from './latin-digits.ts'
import { findAddresses } from './personal-data/addresses.ts'
import { findEmails, findIbans, findPhones } from './personal-data/contact-data.ts'
import { findDatesOfBirth } from './personal-data/dates-of-birth.ts'
import { findFileNumbers } from './personal-data/file-numbers.ts'
import { findNames } from './personal-data/names.ts'
import type { IsPublic } from './personal-data/public-facts.ts'
import type { FindSpans, PersonalDataKind, Span } from './personal-data/span.ts'

export { createPublicFacts, type IsPublic } from './personal-data/public-facts.ts'
export type { PersonalDataKind } from './personal-data/span.ts'

export interface MaskedItem {
  kind: PersonalDataKind
  /** Stands in the masked text: `⟦name-1⟧`. The same text has the same one. */
  placeholder: string
  /** As the user wrote it. */
  text: string
}

export interface MaskedText {
  text: string
  found: MaskedItem[]
}

/** Where two overlap, the earlier kind has it: an account holds what looks like a telephone number. */
const finders: FindSpans[] = [
  findEmails,
  findIbans,
  findFileNumbers,
  findDatesOfBirth,
  findPhones,
  findAddresses,
  findNames,
]

const nobody: IsPublic = () => false
const written = /⟦ ?([a-z-]+)-(\d+) ?⟧/giu

/**
 * @param isPublic from `createPublicFacts`: numbers and addresses of the knowledge base stay.
 * Numbers such as 112, free numbers, amounts, paragraphs, ordinary dates and towns always stay.
 */
export function maskPersonalData(
  text: string,
  language: LanguageCode,
  isPublic: IsPublic = nobody,
): MaskedText {
  const plain = toLatinDigits(text)
  const spans: Span[] = []
  for (const find of finders) {
    for (const span of find(plain, language).toSorted((one, other) => size(other) - size(one))) {
      const isTaken = spans.some(({ start, end }) => span.start < end && start < span.end)
      if (!isTaken && !isPublic(span.kind, plain.slice(span.start, span.end))) spans.push(span)
    }
  }

  const found: MaskedItem[] = []
  // A user who writes `⟦name-1⟧` gets that back and nobody's name: counting begins behind it.
  const taken = Math.max(0, ...[...text.matchAll(written)].map(([, , number]) => Number(number)))
  const counts = new Map<PersonalDataKind, number>()
  let masked = ''
  let position = 0
  for (const { kind, start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    const original = text.slice(start, end)
    let item = found.find((known) => known.kind === kind && known.text === original)
    if (!item) {
      const number = (counts.get(kind) ?? taken) + 1
      counts.set(kind, number)
      item = { kind, placeholder: `⟦${kind}-${number}⟧`, text: original }
      found.push(item)
    }
    masked += text.slice(position, start) + item.placeholder
    position = end
  }
  return { text: masked + text.slice(position), found }
}

/**
 * Puts back what was masked. A placeholder that a model wrote with other capitals or spaces counts;
 * one that stands for nothing is left as it is.
 */
export function unmask(text: string, found: readonly MaskedItem[]): string {
  const originals = new Map(found.map((item) => [item.placeholder, item.text]))
  return text.replace(
    written,
    (whole, kind: string, number: string) =>
      originals.get(`⟦${kind.toLowerCase()}-${number}⟧`) ?? whole,
  )
}

const size = ({ start, end }: Span) => end - start
