/** The port to retrieval: from a question to passages of the knowledge base, with one confidence. */
import type { EntryId, LanguageCode, Role } from '../message.ts'

/** One indexed text: a phrasing, or a section of an entry in one language. */
export interface Passage {
  /** `housing/deposit#de/answer` */
  id: string
  entry: EntryId
  language: LanguageCode
  kind: 'title' | 'question' | 'section'
  /** Empty: for everybody. */
  audience: Role[]
  /** `undefined`: for the whole state; otherwise district or municipality keys. */
  region?: string[]
  text: string
}

export interface RetrievalQuery {
  text: string
  language: LanguageCode
  /** Only passages for this role, or for everybody; `undefined` searches all. */
  role?: Role
  /** Municipality key; passages of its district or municipality are preferred. */
  municipality?: string
  /** Only passages of this entry: a follow-up question. */
  entry?: EntryId
  /** Candidates wanted; 5 unless told. */
  limit?: number
}

export interface Candidate {
  entry: EntryId
  /** 0 to 1: how likely this entry answers the question. */
  confidence: number
  /** The passage that matched best. */
  passage: Passage
}

export interface Retriever {
  /** Best first; empty for an empty index or a text with no letters. Never throws on any Unicode text. */
  retrieve(query: RetrievalQuery): Promise<Candidate[]>
  /** What is on, for the start-up report: `lexical` or `lexical + dense (lotse-encoder)`. */
  readonly description: string
  close(): Promise<void>
}
