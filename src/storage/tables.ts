/** Rows as the database holds them. Instants are ISO 8601 text in UTC, so they sort as text. */
import type { Generated } from 'kysely'
import type { Attachment, CaseOutcome } from '../message.ts'
import type { AuditedAct, CaseLine, CaseStatus } from './store.ts'

export interface Database {
  inbox: {
    id: Generated<number>
    /** SHA-256 of channel and update id: recognises a repeat without keeping who wrote. */
    update_key: string
    /** Cleared, as the payload is, when the message has been answered. */
    conversation: string | null
    payload: string | null
    received_at: string
    done_at: string | null
    attempts: Generated<number>
    /** Set when answering failed for good; the payload is kept for the operator. */
    error: string | null
  }
  conversations: {
    key: string
    address: string
    state: string
    updated_at: string
  }
  transcript: {
    id: Generated<number>
    conversation: string
    at: string
    content: string
  }
  outbox: {
    sequence: Generated<number>
    id: string
    conversation: string
    address: string
    message: string
    due_at: string
    attempts: number
    /** Set when the vendor refused the message for good. */
    error: string | null
  }
  cases: {
    id: string
    conversation: string
    address: string
    status: CaseStatus
    language: string
    municipality: string | null
    place: string | null
    topic: string
    opened_at: string
    waiting_since: string | null
    asked: string | null
    asked_name: string | null
    asked_at: string | null
    /** JSON list of accounts. */
    asked_before: Generated<string>
    promised_by: string | null
    reminded: Generated<number>
    claimed_by: string | null
    claimed_by_name: string | null
    closed_at: string | null
    closed_by: 'mediator' | 'user' | null
    outcome: CaseOutcome | null
    assistant_muted: number
  }
  case_lines: {
    id: Generated<number>
    case_id: string
    at: string
    author: CaseLine['author']
    name: string | null
    account: string | null
    text: string
    /** JSON of a `LineTranslation`. */
    translation: string | null
    /** JSON list of `Attachment`. */
    attachments: string | null
  }
  attachments: {
    id: string
    conversation: string
    case_id: string | null
    created_at: string
    kind: Attachment['kind']
    media_type: string
    name: string
    alternative: string
    bytes: Buffer
  }
  /** Who saw and did what: no texts, and a time of its own. */
  case_audit: {
    id: Generated<number>
    case_id: string
    at: string
    account: string
    name: string
    act: AuditedAct
  }
  accounts: {
    id: string
    name: string
    /** Small letters, for signing in. */
    folded_name: string
    administrator: number
    passphrase_hash: string
    created_at: string
    settings: Generated<string>
  }
  /** With an account: a new passphrase for that one. */
  invitations: {
    token_hash: string
    administrator: number
    expires_at: string
    account: string | null
  }
  sessions: { token_hash: string; account: string; expires_at: string }
  /** What of a case stands at a desk of a vendor: no texts. */
  desk_posts: { desk: string; case_id: string; line: number; post: string; shown: string | null }
  desk_places: { desk: string; place: string }
  /** How often nobody could answer: no names, no texts. */
  unanswered: { day: string; language: string; district: string; topic: string; count: number }
}
