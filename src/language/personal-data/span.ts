/** Where personal data stands in a text, and the few tools that every kind of it needs. */
import type { LanguageCode } from '../../message.ts'

export type PersonalDataKind =
  | 'name'
  | 'phone'
  | 'email'
  | 'address'
  | 'file-number'
  | 'date-of-birth'
  | 'iban'

export interface Span {
  kind: PersonalDataKind
  /** UTF-16 offsets into the text as it was handed over; `end` is exclusive. */
  start: number
  end: number
}

/** Looks for one kind in a text whose digits are already 0 to 9. */
export type FindSpans = (text: string, language: LanguageCode) => Span[]

export const wordStart = '(?<![\\p{L}\\p{M}\\p{N}])'
export const wordEnd = '(?![\\p{L}\\p{M}\\p{N}])'

/** Every match of a pattern as a span; with a group named `value`, that part alone. */
export function spansOf(kind: PersonalDataKind, text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [start, end] = match.indices?.groups?.value ?? [
      match.index,
      match.index + match[0].length,
    ]
    return start === end ? [] : [{ kind, start, end }]
  })
}
