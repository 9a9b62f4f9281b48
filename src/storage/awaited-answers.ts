/** The part of the port to storage for people who want to know when their question has an answer. */
import type { Address, LanguageCode } from '../message.ts'

export interface AwaitedAnswer {
  id: string
  conversation: string
  address: Address
  language: LanguageCode
  /** Without names and numbers. */
  question: string
  askedAt: string
  expiresAt: string
}

export interface AwaitedAnswers {
  listAwaitedAnswers(now: string): Promise<AwaitedAnswer[]>
  readAwaitedAnswer(id: string): Promise<AwaitedAnswer | undefined>
  /**
   * Notes which entries exist. Resolves to when each was first there; those of the very first call
   * were there always, and have no time.
   */
  noteEntries(entries: readonly string[], at: string): Promise<Map<string, string | undefined>>
}

/** At most one question of a conversation with the same words; `forget` takes one or all away. */
export type AwaitedAnswerChange =
  | { kind: 'await'; answer: Omit<AwaitedAnswer, 'conversation' | 'address'> }
  | { kind: 'forget'; id: string }
