import type { LanguageCode } from '../../message.ts'

/** Everything is plain text: nothing in it is markup, line breaks are kept. */
export interface AgreementText {
  language: LanguageCode
  direction: 'ltr' | 'rtl'
  title: string
  /** What was agreed, point by point; numbered in the document. */
  points: string[]
}

export interface Agreement extends AgreementText {
  /** Who agreed on what this is about, before the points. */
  introduction?: string
  /** Place, date, who confirmed and when; a line each, in the reader's language. */
  facts?: { label: string; text: string }[]
  /** Small print, such as who translated it. */
  notes?: string[]
  /** The words that were agreed on, where the reader's language is a translation of them. */
  original?: AgreementText
  /** When it was agreed; stands in the document's metadata. */
  agreedAt: Date
}
