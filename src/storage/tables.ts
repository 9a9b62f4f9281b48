/** Rows as the database holds them. Instants are ISO 8601 text in UTC, so they sort as text. */
import type { Generated } from 'kysely'
import type { Attachment, CaseEnd } from '../message.ts'
import type { MediationStatus } from './mediations.ts'
import type { AuditedAct, CaseLine, CaseResult, CaseStatus } from './store.ts'

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
    /** JSON list of organisations. */
    organisations: Generated<string>
    promised_by: string | null
    reminded: Generated<number>
    claimed_by: string | null
    claimed_by_name: string | null
    closed_at: string | null
    closed_by: 'mediator' | 'user' | 'program' | null
    outcome: CaseEnd | null
    helped: number | null
    answered_at: string | null
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
    for_both: number | null
    proposal: number | null
  }
  /** Which two cases are sides of one conflict. */
  mediations: {
    id: string
    status: MediationStatus
    topic: string
    entry: string | null
    first_case: string
    second_case: string | null
    /** SHA-256; cleared when the invitation has been used. */
    secret_hash: string | null
    expires_at: string | null
    /** JSON of an `Agreement`. */
    agreement: string | null
    opened_at: string
    ended_at: string | null
    version: number
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
    organisation: string | null
  }
  /** With an account: a new passphrase for that one. */
  invitations: {
    token_hash: string
    administrator: number
    expires_at: string
    account: string | null
    organisation: string | null
  }
  sessions: { token_hash: string; account: string; expires_at: string }
  /** What of a case stands at a desk of a vendor: no texts. */
  desk_posts: { desk: string; case_id: string; line: number; post: string; shown: string | null }
  desk_places: { desk: string; place: string }
  /** What mediators typed at a desk of a vendor: no texts. */
  desk_inputs: {
    desk: string
    post: string
    case_id: string
    kind: 'reply' | 'note'
    digest: string
  }
  organisation_consents: {
    organisation: string
    account: string
    name: string
    accepted_at: string
    ended_at: string | null
  }
  organisation_settings: { organisation: string; settings: string }
  /** No case, no user: only what mediators wrote for everybody. */
  drafts: {
    id: string
    topic: string
    title: string
    answer: string
    /** JSON lists. */
    questions: string
    sources: string
    written_by: string
    approved_by: string | null
    changed_at: string
    /** JSON of where the files are. */
    files: string | null
  }
  awaited_answers: {
    id: string
    conversation: string
    address: string
    language: string
    question: string
    asked_at: string
    expires_at: string
  }
  /** Entries that have been there, so that a new one is known as new; `null`: from the beginning. */
  known_entries: { entry: string; since: string | null }
  /** How often nobody could answer: no names, no texts. */
  unanswered: { day: string; language: string; district: string; topic: string; count: number }
  /** How cases ended: no names, no texts, no ids. */
  case_results: {
    day: string
    topic: string
    language: string
    outcome: CaseResult['outcome']
    helped: 'yes' | 'no' | ''
    count: number
  }
  /** What a language model was asked, by month: no texts. Cost in millionths of a euro. */
  model_calls: {
    month: string
    use: string
    result: string
    calls: number
    input_tokens: number
    output_tokens: number
    cost: number
  }
}
