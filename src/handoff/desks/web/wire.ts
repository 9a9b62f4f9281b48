/** What travels between the desk's server and its page. Holds types alone, so that both can use it. */
import type { CaseEnd } from '../../../message.ts'
import type { AuditedAct, MediationStatus } from '../../../storage/store.ts'
import type { MediatorSettings } from '../../mediator-settings.ts'
import type { OfficeHours } from '../../office-hours.ts'
import type { OrganisationSettings } from '../../organisation-settings.ts'

/** What the page hands to its script. */
export interface PageSettings {
  language: string
  direction: 'ltr' | 'rtl'
  /** Languages the desk is offered in, as a menu shows them. */
  offered: { code: string; name: string }[]
  /** Own names of all languages that users write in, with the direction of their script. */
  languages: Record<string, { name: string; direction: 'ltr' | 'rtl' }>
  texts: Record<string, string>
}

export type LineAuthor = 'user' | 'assistant' | 'mediator' | 'system' | 'note' | 'other-side'

/** Somebody at the desk. */
export interface Colleague {
  account: string
  name: string
}

/** Instants are ISO 8601. */
export interface CaseSummary {
  id: string
  status: 'open' | 'claimed' | 'closed'
  language: string
  place: string | null
  topic: string
  openedAt: string
  waitingSince: string | null
  closedAt: string | null
  closedBy: 'mediator' | 'user' | 'program' | null
  claimedBy: Colleague | null
  /** Who is asked to take it while nobody has it; everybody may. */
  asked: Colleague | null
  /** Last line that a person wrote, shortened; `null` while there is none. */
  lastLine: { author: LineAuthor; text: string; isTranslated: boolean } | null
  /** The user's newest line; a browser that has shown it counts the case as read. 0 without one. */
  newestUserLine: number
}

export interface CaseDetail extends CaseSummary {
  channel: string
  outcome: CaseEnd | null
  /** By when the user was told to expect an answer; `null` once there is one. */
  promisedBy: string | null
  /** `null` while nobody has invited the other side of a conflict. */
  mediation: MediationView | null
  lines: CaseLine[]
}

export interface MediationView {
  status: MediationStatus
  /** Entry whose reasons both sides read; `null` where none was chosen. */
  entry: string | null
  /** `null` once the invitation was used. */
  invitedUntil: string | null
  /** The other side's case, where it has joined and this account may see it. */
  otherCase: { id: string; language: string } | null
  /** What the other side has proposed to the mediator; this side's proposals are among its lines. */
  otherProposals: Pick<CaseLine, 'id' | 'text' | 'translation'>[]
  /** `confirmed`: how many of the two sides have agreed to it. */
  agreement: { text: string; confirmed: number } | null
}

/** A link for the other side, with its QR code. */
export interface MediationLink {
  channel: string
  url: string
  code: { size: number; path: string }
}

export interface MediationInvitation {
  links: MediationLink[]
  expiresAt: string
}

/** An entry that speaks to both sides. */
export interface Twin {
  entry: string
  title: string
}

export interface CaseLine {
  id: number
  at: string
  author: LineAuthor
  name: string | null
  text: string
  translation: LineTranslation | null
  /** Its author wrote it to both sides. */
  forBoth: boolean
  proposal: boolean
  attachments: LineAttachment[]
}

export interface LineAttachment {
  /** `file`: a link, also for what a browser can't show or play. */
  shown: 'image' | 'sound' | 'file'
  url: string
  name: string
  /** May be empty. */
  alternative: string
  /** Bytes. */
  size: number
}

/** Answer to an upload: what a reply names. */
export interface StoredFile {
  id: string
}

/** `unsure`: the original alone can be trusted. */
export type LineTranslation =
  | { kind: 'translated'; text: string; language: string; by: string }
  | { kind: 'unsure' }

export interface CaseList {
  cases: CaseSummary[]
  /** Of the same search, whoever holds the case, and by holder. */
  counts: { all: number; unclaimed: number; mine: number }
}

export interface AuditLine {
  at: string
  name: string
  act: AuditedAct
}

/** A ready-made sentence in the user's language; its key gives the mediator's own reading. */
export interface Phrase {
  key: string
  text: string
}

export interface OwnSettings {
  name: string
  settings: MediatorSettings
  districts: { key: string; name: string }[]
}

export interface DeskAccount {
  id: string
  name: string
  administrator: boolean
  /** Whose cases this account takes, and since when that is agreed; absent for our own mediators. */
  organisation?: NamedOrganisation & { agreedAt: string }
}

export interface NamedOrganisation {
  id: string
  name: string
}

export interface Team {
  accounts: DeskAccount[]
  /** Organisations of the directory that can be invited. */
  organisations: NamedOrganisation[]
}

/** What an organisation takes, and the most that the directory says of it. */
export interface OrganisationPage extends NamedOrganisation {
  settings: OrganisationSettings
  directory: {
    languages: string[]
    topics: string[]
    districts: { key: string; name: string }[]
    capacity: number
    hours: OfficeHours
  }
}

/** An answer on its way to becoming an entry; nothing in it leads back to a case. */
export interface DraftText {
  topic: string
  title: string
  answer: string
  questions: string[]
  /** `null` until somebody has looked it up. */
  source: { title: string; url: string } | null
}

export interface DraftView extends DraftText {
  id: string
  changedAt: string
  /** Names of whoever wrote in it, where they still have an account. */
  writers: string[]
  /** The reader wrote in it, so another one has to approve. */
  isOwn: boolean
  isApproved: boolean
}

export interface SessionAnswer {
  /** `null` for a visitor. */
  account: DeskAccount | null
  /** Goes back in the header `x-desk-token` with every change. */
  token: string
}

export interface Invitation {
  link: string
  expiresAt: string
}
