/** What the page shows. Changed only through `update`, which draws it again. */
import type {
  AuditLine,
  CaseDetail,
  CaseList,
  CaseSummary,
  Colleague,
  DeskAccount,
  DraftText,
  DraftView,
  Invitation,
  MediationInvitation,
  NamedOrganisation,
  OrganisationPage,
  OwnSettings,
  Phrase,
  Twin,
} from '../wire.ts'

export type Filter = 'all' | 'unclaimed' | 'mine'

/** What the list shows; empty texts mean "any". */
export interface CaseSearch {
  words: string
  status: 'open' | 'closed'
  holder: Filter
  language: string
  topic: string
  waiting: boolean
  /** How many are shown; "show more" makes it longer. */
  limit: number
}

export const noSearch: CaseSearch = {
  words: '',
  status: 'open',
  holder: 'all',
  language: '',
  topic: '',
  waiting: false,
  limit: 50,
}

export type Route =
  | { kind: 'cases'; caseId: string | undefined }
  | { kind: 'team' }
  /** All drafts; one of them; or a new one, out of a case. */
  | { kind: 'drafts'; draftId?: string; fromCase?: string }
  | { kind: 'settings' }

/** To the user, to both sides of a conflict, or between mediators. */
export type WritingMode = 'reply' | 'common' | 'note'

/** Which lines of a case are shown: the private word with this side, or what both sides read. */
export type Room = 'private' | 'common'

/** Something that is unfolded below the heading of a mediation. */
export type MediationForm = 'invite' | 'proposals' | 'agreement'

/** Acts that ask back before they happen. */
export type Question = 'close' | 'release' | 'hand-over'

/** Words on their way: shown at once, taken away when the conversation holds them. */
export interface PendingText {
  id: string
  mode: WritingMode
  text: string
  /** Newest line when it was sent. */
  afterLine: number
  isProposal: boolean
  /** Why it did not go out; it can be sent again under the same id. */
  failed?: string
}

export interface State {
  /** `undefined` until the server has said who this is, `null` for nobody. */
  account: DeskAccount | null | undefined
  route: Route
  cases: Map<string, CaseSummary>
  /** What this page last heard of a case that changed, whether it is in the list or not. */
  heard: Map<string, CaseSummary>
  /** False until the list was fetched once. */
  casesKnown: boolean
  search: CaseSearch
  counts: CaseList['counts']
  filtersShown: boolean
  detail: CaseDetail | 'loading' | 'gone' | undefined
  connected: boolean
  pending: Map<string, PendingText[]>
  /** Case and act that is under way, as `claim:<case id>`. */
  working: string | undefined
  /** The act on the open case that waits for a yes. */
  question: Question | undefined
  mode: WritingMode
  room: Room
  mediationForm: MediationForm | undefined
  /** What is written to both is a proposal. */
  writesProposal: boolean
  /** Links for the other side of the open case, while they are to be had: the server keeps none. */
  mediationInvitation: (MediationInvitation & { caseId: string; copied?: string }) | undefined
  twins: Twin[] | undefined
  /** Everybody at the desk; `undefined` until somebody wanted to know. */
  colleagues: Colleague[] | undefined
  /** A refusal, shown over the composer. */
  problem: string | undefined
  /** What went well, where the page itself shows no change. */
  done: string | undefined
  /** Ready-made sentences in the language of the open case; `undefined` while they are folded away. */
  phrases: Phrase[] | undefined
  /** Who saw and did what in the open case, for administrators. */
  audit: AuditLine[] | undefined
  /** The mediator's settings as they are on the page, saved or not. */
  own: OwnSettings | undefined
  /** Newest line of the user that this browser has shown, by case. */
  seen: Map<string, number>
  /** What the organisation of this account takes, as it is on the page, saved or not. */
  organisation: OrganisationPage | undefined
  /** Whom the invitation in the address is for; `null`: nobody in particular. */
  joining: NamedOrganisation | null | undefined
  drafts: DraftView[] | undefined
  /** What the form shows: a draft, or one that is not saved yet. */
  draft: (DraftText & { id?: string }) | undefined
  team: DeskAccount[] | undefined
  invitable: NamedOrganisation[]
  /** A link to pass on: for a new account, or for the new passphrase of the one that is named. */
  invitation: (Invitation & { copied: boolean; for?: string }) | undefined
  /** The account whose removal waits for a yes. */
  removing: string | undefined
  now: Date
}

export const state: State = {
  account: undefined,
  route: { kind: 'cases', caseId: undefined },
  cases: new Map(),
  heard: new Map(),
  casesKnown: false,
  search: noSearch,
  counts: { all: 0, unclaimed: 0, mine: 0 },
  filtersShown: false,
  detail: undefined,
  connected: true,
  pending: new Map(),
  working: undefined,
  question: undefined,
  mode: 'reply',
  room: 'private',
  mediationForm: undefined,
  writesProposal: false,
  mediationInvitation: undefined,
  twins: undefined,
  colleagues: undefined,
  problem: undefined,
  done: undefined,
  phrases: undefined,
  audit: undefined,
  own: undefined,
  seen: new Map(),
  organisation: undefined,
  joining: undefined,
  drafts: undefined,
  draft: undefined,
  team: undefined,
  invitable: [],
  invitation: undefined,
  removing: undefined,
  now: new Date(),
}

let draw: () => void = () => {}
let drawing = false

export function onUpdate(listener: () => void): void {
  draw = listener
}

/** Changes what is shown; several changes in one go are drawn once. */
export function update(changes: Partial<State>): void {
  Object.assign(state, changes, { now: new Date() })
  if (drawing) return
  drawing = true
  queueMicrotask(() => {
    drawing = false
    draw()
  })
}

export function openCaseDetail(): CaseDetail | undefined {
  return typeof state.detail === 'object' ? state.detail : undefined
}

/** Somebody waits for an answer to what this browser has not shown yet. */
export function isUnread({ id, newestUserLine, waitingSince }: CaseSummary): boolean {
  return waitingSince !== null && newestUserLine > (state.seen.get(id) ?? 0)
}

/** Asked to take a case that nobody has. */
export function isAskedOfMe({ status, claimedBy, asked }: CaseSummary): boolean {
  const { id, organisation } = state.account ?? {}
  const isMine = asked?.account === id || asked?.account === `organisation:${organisation?.id}`
  return status === 'open' && claimedBy === null && asked !== null && isMine
}

export function isMine({ claimedBy }: CaseSummary): boolean {
  return claimedBy !== null && claimedBy.account === state.account?.id
}
