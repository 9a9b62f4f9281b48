/** Fetching cases, and what a change of one means for the page. */
import type { CaseDetail, CaseSummary } from '../wire.ts'
import type { CaseAct } from './acts.ts'
import { announce } from './announcer.ts'
import { get } from './api.ts'
import { focusNext } from './focus.ts'
import { stillPending } from './pending.ts'
import { markSeen } from './seen.ts'
import { endSession } from './session.ts'
import { isMine, openCaseDetail, state, update } from './state.ts'
import { text, topicName } from './text.ts'

/** Requests in the order they were sent: an answer that was overtaken by a newer one is dropped. */
let asked = 0
const newest = new Map<string, number>()

export async function loadCases(): Promise<void> {
  const order = ++asked
  const answer = await get<{ cases: CaseSummary[] }>('/desk/api/cases')
  if (answer.ok) {
    const overtaken = ({ id }: CaseSummary) => (newest.get(id) ?? 0) > order
    const cases = [
      ...answer.body.cases.filter((one) => !overtaken(one)),
      ...[...state.cases.values()].filter(overtaken),
    ]
    update({ cases: new Map(cases.map((one) => [one.id, one])), casesKnown: true })
  } else if (answer.status === 401) {
    endSession()
  }
}

/** Shows the case that the address names. */
export async function openCase(id: string): Promise<void> {
  if (openCaseDetail()?.id !== id) {
    update({ detail: 'loading', problem: undefined, question: undefined, mode: 'reply' })
  }
  await refreshCase(id)
}

/** Fetches one case again and says what changed to those who don't see it. */
export async function refreshCase(id: string): Promise<void> {
  const order = ++asked
  const answer = await get<CaseDetail>(`/desk/api/cases/${encodeURIComponent(id)}`)
  if ((newest.get(id) ?? 0) > order) return
  newest.set(id, order)
  if (answer.ok) {
    announceChange(state.cases.get(id), answer.body)
    takeCase(answer.body)
  } else if (answer.status === 401) {
    endSession()
  } else if (answer.status === 404) {
    dropCase(id)
  } else if (isShown(id) && state.detail === 'loading') {
    update({ detail: undefined, problem: answer.error })
  }
}

function takeCase(detail: CaseDetail): void {
  const cases = new Map(state.cases)
  if (detail.status === 'closed') cases.delete(detail.id)
  else cases.set(detail.id, detail)
  const pending = new Map(state.pending)
  pending.set(detail.id, stillPending(detail, pending.get(detail.id) ?? []))
  const shown = isShown(detail.id)
  settleWork(detail)
  const read = shown && document.visibilityState === 'visible'
  update({
    cases,
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
    default:
      return act satisfies never
  }
}

function dropCase(id: string): void {
  const cases = new Map(state.cases)
  cases.delete(id)
  update({ cases, ...(isShown(id) && { detail: 'gone' }) })
}

function announceChange(before: CaseSummary | undefined, after: CaseDetail): void {
  const values = { topic: topicName(after.topic), place: after.place ?? '' }
  if (!before) {
    if (after.status === 'open' && state.casesKnown) {
      announce(text('desk.announce.new-case', values))
    }
    return
  }
  if (after.status === 'closed') {
    announce(text('desk.announce.closed', values))
  } else if (after.claimedBy && after.claimedBy.account !== before.claimedBy?.account) {
    const name = after.claimedBy.name
    const key = isMine(after) ? 'desk.announce.claimed-you' : 'desk.announce.claimed'
    announce(text(key, { ...values, name }))
  } else if (after.newestUserLine > before.newestUserLine) {
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
