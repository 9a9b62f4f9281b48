/** Fetching cases, and what a change of one means for the page. */
import type { CaseDetail, CaseList, CaseSummary } from '../wire.ts'
import type { CaseAct } from './acts.ts'
import { announce } from './announcer.ts'
import { get } from './api.ts'
import { focusNext } from './focus.ts'
import { notify } from './notifications.ts'
import { stillPending } from './pending.ts'
import { markSeen } from './seen.ts'
import { endSession } from './session.ts'
import {
  type CaseSearch,
  isAskedOfMe,
  isMine,
  noSearch,
  openCaseDetail,
  state,
  update,
} from './state.ts'
import { text, topicName } from './text.ts'

/** Changes that come together, and letters typed one after the other, are one request. */
const gatherMilliseconds = 150

/** Requests in the order they were sent: an answer that was overtaken by a newer one is dropped. */
let asked = 0
let newestList = 0
const newest = new Map<string, number>()
let gathering: ReturnType<typeof setTimeout> | undefined

export async function loadCases(): Promise<void> {
  clearTimeout(gathering)
  const order = ++asked
  newestList = order
  const answer = await get<CaseList>(`/desk/api/cases?${searchQuery(state.search)}`)
  if (newestList !== order) return
  if (answer.ok) {
    const { cases, counts } = answer.body
    update({ cases: new Map(cases.map((one) => [one.id, one])), counts, casesKnown: true })
  } else if (answer.status === 401) {
    endSession()
  }
}

/** Which cases are in the list, and in which order, is for the server to say. */
function loadCasesSoon(): void {
  clearTimeout(gathering)
  gathering = setTimeout(loadCases, gatherMilliseconds)
}

export function changeSearch(changes: Partial<CaseSearch>): void {
  update({ search: { ...state.search, limit: noSearch.limit, ...changes } })
  loadCasesSoon()
}

function searchQuery(search: CaseSearch): URLSearchParams {
  const { words, status, holder, language, topic, waiting, limit } = search
  return new URLSearchParams({
    status,
    holder,
    limit: String(limit),
    ...(words.trim() && { words: words.trim() }),
    ...(language && { language }),
    ...(topic && { topic }),
    ...(waiting && { waiting: 'yes' }),
  })
}

/** Shows the case that the address names. */
export async function openCase(id: string): Promise<void> {
  if (openCaseDetail()?.id !== id) {
    update({
      detail: 'loading',
      problem: undefined,
      question: undefined,
      mode: 'reply',
      room: 'private',
      mediationForm: undefined,
      writesProposal: false,
    })
  }
  await refreshCase(id)
}

/**
 * Fetches one case again and says what changed to those who don't see it. Only a case that is open
 * on this page is fetched with its words.
 */
export async function refreshCase(id: string): Promise<void> {
  const order = ++asked
  const path = `/desk/api/cases/${encodeURIComponent(id)}`
  const isWhole = isShown(id)
  const answer = await get<CaseDetail | CaseSummary>(isWhole ? path : `${path}/summary`)
  if ((newest.get(id) ?? 0) > order) return
  newest.set(id, order)
  if (answer.ok) {
    // A case that has just come may change again before the list has it.
    tellChange(state.heard.get(id) ?? state.cases.get(id), answer.body)
    update({ heard: new Map(state.heard).set(id, answer.body) })
    takeSummary(answer.body)
    if ('lines' in answer.body) takeDetail(answer.body)
  } else if (answer.status === 401) {
    endSession()
  } else if (answer.status === 404) {
    dropCase(id)
  } else if (isShown(id) && state.detail === 'loading') {
    update({ detail: undefined, problem: answer.error })
  }
  loadCasesSoon()
}

/** In the place that it has; the next list puts it where it belongs. */
function takeSummary(one: CaseSummary): void {
  if (!state.cases.has(one.id)) return
  const cases = new Map(state.cases)
  if ((one.status === 'closed') === (state.search.status === 'closed')) cases.set(one.id, one)
  else cases.delete(one.id)
  update({ cases })
}

function takeDetail(detail: CaseDetail): void {
  const pending = new Map(state.pending)
  pending.set(detail.id, stillPending(detail, pending.get(detail.id) ?? []))
  const shown = isShown(detail.id)
  settleWork(detail)
  const read = shown && document.visibilityState === 'visible'
  update({
    pending,
    ...(shown && { detail }),
    ...(read && { seen: markSeen(detail.id, detail.newestUserLine) }),
  })
}

/** The mediator's own act has come through: its button is gone, the keyboard goes on. */
function settleWork(detail: CaseDetail): void {
  const [act, caseId] = state.working?.split(':') ?? []
  if (caseId !== detail.id || !hasHappened(act as CaseAct, detail)) return
  update({ working: undefined })
  focusNext(isMine(detail) && detail.status !== 'closed' ? 'reply' : 'content')
}

function hasHappened(act: CaseAct, detail: CaseDetail): boolean {
  switch (act) {
    case 'claim':
      return detail.claimedBy !== null
    case 'release':
    case 'hand-over':
      return !isMine(detail)
    case 'close':
      return detail.status === 'closed'
    case 'reopen':
      return detail.status !== 'closed'
    case 'open-room':
      return detail.mediation?.status === 'open'
    case 'propose-agreement':
      return detail.mediation?.agreement !== null
    case 'end-mediation':
      return detail.mediation?.status === 'ended'
    default:
      return act satisfies never
  }
}

function dropCase(id: string): void {
  const cases = new Map(state.cases)
  cases.delete(id)
  update({ cases, ...(isShown(id) && { detail: 'gone' }) })
}

function tellChange(before: CaseSummary | undefined, after: CaseSummary): void {
  const values = { topic: topicName(after.topic), place: after.place ?? '' }
  const isNewMessage = after.newestUserLine > (before?.newestUserLine ?? 0)
  if (after.waitingSince && isNewMessage && (isMine(after) || isAskedOfMe(after))) {
    notify(after.id, `${values.topic} ${values.place}`)
  }
  if (!before) {
    if (after.status === 'open' && state.casesKnown) {
      announce(text('desk.announce.new-case', values))
    }
    return
  }
  if (after.status === 'closed') {
    if (before.status !== 'closed') announce(text('desk.announce.closed', values))
  } else if (after.claimedBy && after.claimedBy.account !== before.claimedBy?.account) {
    const name = after.claimedBy.name
    const key = isMine(after) ? 'desk.announce.claimed-you' : 'desk.announce.claimed'
    announce(text(key, { ...values, name }))
  } else if (isNewMessage) {
    announce(text('desk.announce.new-message', values))
  }
}

function isShown(id: string): boolean {
  return state.route.kind === 'cases' && state.route.caseId === id
}

/** The mediator looks at this page again: what it shows counts as read. */
export function markShownAsSeen(): void {
  const detail = openCaseDetail()
  if (detail && document.visibilityState === 'visible') {
    update({ seen: markSeen(detail.id, detail.newestUserLine) })
  }
}
