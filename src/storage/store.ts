/**
 * The port to storage. One schema and one set of queries for every database; only adapters know a
 * driver. State of a conversation is opaque JSON here: `conversation/` owns its shape.
 */
import type {
  Address,
  Attachment,
  CaseEnd,
  ChannelName,
  DeskAct,
  InboundMessage,
  LanguageCode,
  OutboundMessage,
} from '../message.ts'
import type { NewAttachment, StoredAttachments } from './attachments.ts'
import type { AwaitedAnswerChange, AwaitedAnswers } from './awaited-answers.ts'
import type { DeskPosts } from './desk-posts.ts'
import type { StoredDrafts } from './drafts.ts'
import type { Mediation, Mediations } from './mediations.ts'
import type { ModelCalls } from './model-calls.ts'
import type { StoredOrganisations } from './organisations.ts'

export {
  AttachmentTooLargeError,
  type LinkedAttachment,
  maximumAttachmentBytes,
  type NewAttachment,
  type StoredAttachment,
  type StoredAttachments,
} from './attachments.ts'
export type { AwaitedAnswer, AwaitedAnswerChange, AwaitedAnswers } from './awaited-answers.ts'
export type { DeskInput, DeskPost, DeskPosts } from './desk-posts.ts'
export type { Draft, StoredDrafts } from './drafts.ts'
export {
  type Agreement,
  ConflictingTurnError,
  type Mediation,
  type MediationStatus,
  type Mediations,
} from './mediations.ts'
export type { ModelCallCount, ModelCalls } from './model-calls.ts'
export {
  type OrganisationConsent,
  organisationOfTaker,
  type StoredOrganisations,
  TakerFullError,
  takerOfOrganisation,
} from './organisations.ts'

export interface StoredInbound {
  id: number
  /** `conversationKey(message.address)`: orders messages and names the state. */
  conversation: string
  message: InboundMessage
  /** How often answering it failed, or may have ended the process. */
  attempts: number
}

export interface StoredOutbound {
  id: string
  address: Address
  message: OutboundMessage
  attempts: number
}

export interface StoredConversation {
  key: string
  address: Address
  /** JSON that `conversation/conversation.ts` wrote. */
  state: string
  updatedAt: string
}

/** One line of a conversation as the user saw it; deleted with the conversation. */
export interface TranscriptLine {
  id: number
  at: string
  content: { kind: 'user'; text: string } | { kind: 'reply'; message: OutboundMessage }
}

export type CaseStatus = 'open' | 'claimed' | 'closed'

/** A question that a user, with consent, gave to a person. */
export interface Case {
  id: string
  conversation: string
  address: Address
  status: CaseStatus
  language: LanguageCode
  /** Municipality key and name, where the user told it. */
  municipality?: string
  place?: string
  topic: string
  openedAt: string
  /** When the user last wrote without an answer; a desk shows "waiting since". */
  waitingSince?: string
  /**
   * Who was asked to take it; everybody may who may see it. `account` is an account, or an
   * organisation as `takerOfOrganisation` names it.
   */
  asked?: { account: string; name: string }
  askedAt?: string
  /** Accounts and organisations that were asked earlier and stayed silent. */
  askedBefore: string[]
  /** Organisations that the user agreed may see it, when its turn comes; absent: none. */
  organisations?: string[]
  /** What the user was told about when to expect an answer. */
  promisedBy?: string
  /** The desk was reminded since the user last began to wait, or somebody else was asked. */
  reminded: boolean
  claimedBy?: { account: string; name: string }
  closedAt?: string
  /** Who ended it. */
  closedBy?: 'mediator' | 'user' | 'program'
  outcome?: CaseEnd
  /** What the user answered when it was over; no desk shows it. */
  helped?: boolean
  /** When a mediator last replied. */
  answeredAt?: string
  /** The first human reply has gone out: the assistant is silent. */
  assistantMuted: boolean
}

export interface CaseLine {
  id: number
  caseId: string
  at: string
  /** `note`: between mediators, never shown to the user. */
  author: 'user' | 'assistant' | 'mediator' | 'system' | 'note' | 'other-side'
  /** Display name of the mediator; never the user's. */
  name?: string
  /** Who wrote or did it at a desk: the desk where it was typed does not repeat it. */
  account?: string
  text: string
  /** The same for whoever can't read it, made by a machine; absent where nobody needed one. */
  translation?: LineTranslation
  /** Their bytes belong to the conversation of the case. */
  attachments?: Attachment[]
  /** Its author wrote it to both sides of a conflict; anything else is between user and desk. */
  forBoth?: true
  /** How a side, or the mediator, would settle the conflict. */
  proposal?: true
}

export type LineTranslation =
  | { kind: 'translated'; text: string; language: LanguageCode; by: string }
  /** It failed, or lost a figure: the original alone can be trusted. */
  | { kind: 'unsure' }

/** What the list of cases shows without reading every line. */
export interface CaseOverview {
  record: Case
  /** The newest that a person wrote. */
  lastLine?: Pick<CaseLine, 'author' | 'text' | 'translation'>
  /** Id of the user's newest line; 0 without one. */
  newestUserLine: number
}

export interface CaseSearch {
  /** Open: who waits longest comes first, then the newest. Closed: what ended last comes first. */
  isClosed: boolean
  language?: LanguageCode
  /** A topic, with all entries below it. */
  topic?: string
  /** The user waits for an answer. */
  isWaiting?: boolean
  /** Nobody has it; or this account has it, or is asked while nobody has it. */
  holder?: 'nobody' | { account: string; organisation?: string }
  /** Only what an account of this organisation may see. */
  organisation?: string
  /** Each has to be found in place, last line or id, or name one of these topics or languages. */
  words?: readonly { text: string; topics: readonly string[]; languages: readonly string[] }[]
}

export type AuditedAct = DeskAct['kind'] | 'view'

/** Who saw or did what, without what was said. */
export interface AuditEntry {
  caseId: string
  at: string
  account: string
  /** As it was then. */
  name: string
  act: AuditedAct
}

export interface QuietCase {
  record: Case
  /** When somebody last wrote, the case was opened, or the user began to wait, whichever is later. */
  since: string
  /** Two sides of a conflict are in it. */
  inMediation: boolean
}

/** Closed cases of one kind, counted without names. */
export interface CaseResult {
  /** On which they were closed. */
  day: string
  topic: string
  language: string
  /** `returned`: the user went back to the assistant. */
  outcome: CaseEnd | 'returned'
  /** Absent where the user did not say. */
  helped?: boolean
  count: number
}

export type NewCaseLine = Omit<CaseLine, 'id' | 'caseId' | 'at'>

export type CaseChange =
  | { kind: 'open'; case: Case; lines: NewCaseLine[]; room?: Room }
  /** Fields to change, with lines to add; the whole turn commits or nothing does. */
  | {
      kind: 'update'
      caseId: string
      changes: Partial<
        Pick<
          Case,
          | 'status'
          | 'claimedBy'
          | 'closedAt'
          | 'closedBy'
          | 'outcome'
          | 'helped'
          | 'answeredAt'
          | 'assistantMuted'
          | 'waitingSince'
          | 'asked'
          | 'askedAt'
          | 'askedBefore'
          | 'reminded'
        >
      >
      lines: NewCaseLine[]
      room?: Room
    }
  /** Withdrawn by the user: the case and its text go. */
  | { kind: 'delete'; caseId: string }

/** The change is written only while who is asked has fewer other open cases than `capacity`. */
export interface Room {
  taker: string
  capacity: number
}

/** Everything that answering one message changes; written in one transaction. */
export interface Turn {
  inboundId: number
  at: string
  address: Address
  /**
   * New state; `erase` deletes conversation, transcript, cases and pending messages of this user;
   * `unchanged` writes none, so that a late act of a mediator does not bring a forgotten user back.
   */
  state: { kind: 'keep'; json: string } | { kind: 'erase' } | { kind: 'unchanged' }
  transcript: TranscriptLine['content'][]
  outbound: { id: string; message: OutboundMessage }[]
  caseChanges: CaseChange[]
  /** Bytes that the turn itself made, for messages in `outbound` or lines of a case. */
  attachments?: NewAttachment[]
  /** What could not be answered, counted without names. */
  unanswered?: { language: LanguageCode; district?: string; topic: string }
  /** As it is to be, with the version that was read; a new one has version 0. */
  mediation?: Mediation
  /** Messages for other conversations, accepted with this turn: a turn writes only to its own. */
  followUps?: InboundMessage[]
  /** The user wants to be told when there is an answer, or no longer. */
  awaitedAnswer?: AwaitedAnswerChange
  /** A mediator did something; kept apart from what was said. */
  audit?: Omit<AuditEntry, 'at'>
}

export interface InvitationTerms {
  administrator: boolean
  organisation?: string
}

export interface Account {
  id: string
  name: string
  administrator: boolean
  passphraseHash: string
  createdAt: string
  /** Of the directory; agreed to taking cases when the account was created. Absent: our own. */
  organisation?: string
  /** JSON that only `handoff/mediator-settings.ts` reads. */
  settings: string
}

export interface Store
  extends DeskPosts,
    StoredAttachments,
    ModelCalls,
    StoredOrganisations,
    StoredDrafts,
    AwaitedAnswers,
    Mediations {
  /** Stores an update; false when this channel and update id were there before. Durable when it resolves. */
  acceptInbound(message: InboundMessage): Promise<boolean>
  /** The oldest unanswered message of each conversation that is not in `busy`. */
  nextInbound(busy: ReadonlySet<string>, limit: number): Promise<StoredInbound[]>
  /** Answering it failed, or is about to be tried with a doubt; survives the end of the process. */
  countAttempt(inboundId: number): Promise<void>
  readConversation(key: string): Promise<StoredConversation | undefined>
  /** The case of this conversation that is not closed, if any. */
  readOpenCase(conversation: string): Promise<Case | undefined>
  /** Last lines, oldest first. */
  readTranscript(conversation: string, limit: number): Promise<TranscriptLine[]>
  /**
   * @throws StaleTurnError when the inbox row was answered meanwhile by another instance,
   * TakerFullError when who is asked about a case has no room left,
   * ConflictingTurnError when another turn changed the mediation; nothing is written then.
   */
  commitTurn(turn: Turn): Promise<void>
  /**
   * An inbound message that could not be answered: kept with its error, so that the next ones go
   * on; the apology goes out in the same transaction.
   */
  parkInbound(
    id: number,
    error: string,
    apology?: { id: string; at: string; address: Address; message: OutboundMessage },
  ): Promise<void>

  /** A channel's due messages, oldest of each chat first; never two of one chat at a time. */
  dueOutbound(options: {
    now: string
    channel: ChannelName
    busy: ReadonlySet<string>
    limit: number
  }): Promise<StoredOutbound[]>
  outboundDelivered(id: string): Promise<void>
  outboundRetry(id: string, dueAt: string): Promise<void>
  /** Kept with its error for the operator. */
  outboundRefused(id: string, reason: string): Promise<void>
  /** The chat is gone: drops what was waiting for it. */
  addressGone(address: Address): Promise<void>

  listCases(options: { includeClosed: boolean; limit: number }): Promise<Case[]>
  /** The first `limit` of what the search finds, in its order. */
  searchCases(search: CaseSearch, limit: number): Promise<CaseOverview[]>
  /** How many the search finds, whoever holds them, and how many of those by holder. */
  countCases(
    search: CaseSearch,
    holder: { account: string; organisation?: string },
  ): Promise<{ all: number; unclaimed: number; mine: number }>
  readCaseOverview(id: string): Promise<CaseOverview | undefined>
  readCase(id: string): Promise<Case | undefined>
  readCaseLines(caseId: string): Promise<CaseLine[]>
  /** Cases that are not closed and whose user waits for an answer. */
  listWaitingCases(): Promise<Case[]>
  /** Cases that are not closed and in which nobody but the assistant wrote since `before`. */
  listQuietCases(before: string): Promise<QuietCase[]>

  /** Once for this account and case since `since`, however often it is told. */
  recordCaseView(view: Omit<AuditEntry, 'act'>, since: string): Promise<void>
  /** Oldest first; also of a case that has been deleted. */
  readCaseAudit(caseId: string): Promise<AuditEntry[]>

  /** Who acted, of the accounts that begin so, by their newest name; who acted last comes first. */
  listActors(accountPrefix: string): Promise<{ account: string; name: string }[]>

  /** How often nobody could answer, by day, language, district and topic. */
  readUnanswered(): Promise<
    { day: string; language: string; district: string; topic: string; count: number }[]
  >
  /** How cases ended, and whether that helped; kept when the case itself is deleted. */
  readCaseResults(): Promise<CaseResult[]>

  countAccounts(): Promise<number>
  createAccount(account: Account): Promise<void>
  /** By name, folded to small letters. */
  findAccount(name: string): Promise<Account | undefined>
  readAccount(id: string): Promise<Account | undefined>
  listAccounts(): Promise<Account[]>
  writeAccountSettings(id: string, settings: string): Promise<void>
  /** Also where an open case names who has it, or is asked. */
  renameAccount(id: string, name: string): Promise<void>
  writePassphrase(id: string, passphraseHash: string): Promise<void>
  /**
   * With its sessions and links; nobody is asked in its place. What it has claimed stays claimed,
   * and that it spoke for an organisation stays on record, with its end.
   */
  removeAccount(id: string, at: string): Promise<void>
  /** Cases that this account has claimed and that are not closed. */
  listClaimedCases(account: string): Promise<Case[]>
  /**
   * By account, or organisation as a taker, the cases that it has, or was asked about while nobody
   * has them; closed ones don't count.
   */
  countOpenCases(): Promise<Map<string, number>>
  /** `tokenHash` is a SHA-256 of the link's or cookie's secret: the secret itself is never stored. */
  createInvitation(invitation: {
    tokenHash: string
    administrator: boolean
    expiresAt: string
    /** Makes it a link for a new passphrase of this account, which opens no other. */
    account?: string
    /** The account will belong to this organisation. */
    organisation?: string
  }): Promise<void>
  /** What a link opens, without using it up. */
  readInvitation(tokenHash: string, now: string): Promise<InvitationTerms | undefined>
  /** Takes the invitation away if it is there and has not expired: it works once. */
  redeemInvitation(tokenHash: string, now: string): Promise<InvitationTerms | undefined>
  /** The account whose passphrase this link renews; works once. */
  redeemPassphraseLink(tokenHash: string, now: string): Promise<{ account: string } | undefined>
  createSession(session: { tokenHash: string; account: string; expiresAt: string }): Promise<void>
  readSession(tokenHash: string, now: string): Promise<{ account: string } | undefined>
  deleteSession(tokenHash: string): Promise<void>
  /** All sessions of this account. */
  deleteSessions(account: string): Promise<void>

  /** Deletes what is older than the retention period; resolves to how many rows went. */
  deleteExpired(options: {
    conversationsBefore: string
    closedCasesBefore: string
    auditBefore: string
    now: string
  }): Promise<number>
  /** Throws when the database can't be read or written. */
  check(): Promise<void>
  close(): Promise<void>
}

/** Another instance answered this message first; drop the turn, nothing was written. */
export class StaleTurnError extends Error {
  override name = 'StaleTurnError'
}
