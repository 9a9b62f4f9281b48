/** The part of the port to storage that keeps which two cases are sides of one conflict. */
import type { EntryId, LanguageCode } from '../message.ts'

/**
 * `invited`: the other side has a link; `joined`: it has come; `open`: both may write to both;
 * `agreed` and `ended`: each side is alone with the mediator again.
 */
export type MediationStatus = 'invited' | 'joined' | 'open' | 'agreed' | 'ended'

/** No words of either side stand here but the text that both are asked to agree to. */
export interface Mediation {
  id: string
  status: MediationStatus
  topic: string
  /** A twin entry, whose reasons both sides read. */
  entry?: EntryId
  /** The case of the side that was there first. */
  firstCase: string
  secondCase?: string
  /** Gone once it was used: it works once. The secret itself is never stored. */
  invitation?: { secretHash: string; expiresAt: string }
  agreement?: Agreement
  openedAt: string
  endedAt?: string
  /** Counts the changes, so that of two turns that read the same one only one is written. */
  version: number
}

export interface Agreement {
  /** Another text has another id. */
  id: string
  /** As the mediator wrote it. */
  text: string
  language: LanguageCode
  proposedAt: string
  /** When each side agreed to this very text. */
  first?: string
  second?: string
}

export interface Mediations {
  readMediation(id: string): Promise<Mediation | undefined>
  /** The newest that this case is a side of, over or not. */
  readMediationOfCase(caseId: string): Promise<Mediation | undefined>
  /** The one that this invitation leads to, whether it has expired or not. */
  findMediation(secretHash: string): Promise<Mediation | undefined>
}

/** Another turn has changed the mediation since this one read it; answer the message again. */
export class ConflictingTurnError extends Error {
  override name = 'ConflictingTurnError'
}
