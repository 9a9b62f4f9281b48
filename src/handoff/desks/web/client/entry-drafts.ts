/** Answers on their way to becoming entries: fetched, written, approved. */
import type { DraftText, DraftView } from '../wire.ts'
import { type Answer, get, post } from './api.ts'
import { draftLink } from './router.ts'
import { endSession } from './session.ts'
import { type Route, state, update } from './state.ts'
import { text } from './text.ts'

export async function loadDrafts(route: Extract<Route, { kind: 'drafts' }>): Promise<void> {
  update({ draft: undefined })
  const answer = await get<{ drafts: DraftView[] }>('/desk/api/drafts')
  if (!answer.ok) return refused(answer)
  const { drafts } = answer.body
  update({ drafts, draft: drafts.find(({ id }) => id === route.draftId) })
  if (route.draftId && !state.draft) update({ problem: text('desk.error.draft-gone') })
  if (route.fromCase) await proposeDraft(route.fromCase)
}

/** What was answered, without names, for somebody to edit. */
async function proposeDraft(caseId: string): Promise<void> {
  const answer = await get<DraftText>(`/desk/api/cases/${encodeURIComponent(caseId)}/draft`)
  if (answer.ok) update({ draft: answer.body })
  else refused(answer)
}

export function changeDraft(changes: Partial<DraftText>): void {
  if (state.draft) update({ draft: { ...state.draft, ...changes } })
}

export async function saveDraft(): Promise<void> {
  if (!state.draft) return
  const { id, topic, title, answer: words, questions, source } = state.draft
  update({ working: 'draft', problem: undefined, done: undefined })
  const answer = await post<{ id?: string }>(`/desk/api/drafts${id ? `/${id}` : ''}`, {
    topic,
    title,
    answer: words,
    questions: questions.map((one) => one.trim()).filter((one) => one !== ''),
    source: source && (source.title || source.url) ? source : null,
  })
  update({ working: undefined })
  if (!answer.ok) return refused(answer)
  if (answer.body.id) location.hash = draftLink(answer.body.id)
  else await loadDrafts({ kind: 'drafts', ...(id && { draftId: id }) })
  update({ done: text('desk.settings.saved') })
}

export async function approveDraft({ id, changedAt }: DraftView): Promise<void> {
  const answer = await post(`/desk/api/drafts/${id}/approve`, { changedAt })
  await loadDrafts({ kind: 'drafts', draftId: id })
  if (!answer.ok) refused(answer)
}

export async function removeDraft({ id }: DraftView): Promise<void> {
  const answer = await post(`/desk/api/drafts/${id}/remove`)
  if (!answer.ok) return refused(answer)
  location.hash = '#drafts'
  update({ done: text('desk.draft.removed') })
}

function refused(answer: Exclude<Answer<unknown>, { ok: true }>): void {
  if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}
