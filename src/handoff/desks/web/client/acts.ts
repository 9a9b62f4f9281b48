/** What a mediator does to a case. The outcome arrives as a live update. */
import type { CaseDetail } from '../wire.ts'
import { post, type Refusal } from './api.ts'
import { refreshCase } from './cases.ts'
import { createIdentifier } from './identifiers.ts'
import { endSession } from './session.ts'
import { type PendingReply, state, update } from './state.ts'

export function claim(detail: CaseDetail): Promise<void> {
  return act('claim', detail.id)
}

export async function close(detail: CaseDetail): Promise<void> {
  update({ askingToClose: undefined })
  await act('close', detail.id)
}

async function act(name: 'claim' | 'close', caseId: string): Promise<void> {
  update({ working: `${name}:${caseId}`, problem: undefined })
  const answer = await post(`/desk/api/cases/${encodeURIComponent(caseId)}/${name}`, {
    id: createIdentifier(),
  })
  if (!answer.ok) await explain(answer, caseId)
  // Until the live update draws the new state, which may be some other mediator's.
  setTimeout(() => {
    if (state.working === `${name}:${caseId}`) update({ working: undefined })
  }, 3_000)
}

export function reply(detail: CaseDetail, text: string): Promise<void> {
  const afterLine = detail.lines.at(-1)?.id ?? 0
  return sendReply(detail.id, { id: createIdentifier(), text, afterLine })
}

/** Sends a reply, also again: under the same id the user gets it once. */
export async function sendReply(caseId: string, { id, text, afterLine }: PendingReply) {
  replacePending(caseId, id, { id, text, afterLine })
  update({ problem: undefined })
  const path = `/desk/api/cases/${encodeURIComponent(caseId)}/reply`
  const answer = await post(path, { id, text })
  if (answer.ok) return
  // The answer may be lost although the reply arrived: then the live update has taken it away.
  const waiting = state.pending.get(caseId)?.find((one) => one.id === id)
  if (waiting) replacePending(caseId, id, { ...waiting, failed: answer.error })
  if (answer.status === 401) endSession()
}

export function discardReply(caseId: string, id: string): void {
  replacePending(caseId, id, undefined)
}

function replacePending(caseId: string, id: string, replacement: PendingReply | undefined): void {
  const others = (state.pending.get(caseId) ?? []).filter((one) => one.id !== id)
  const pending = new Map(state.pending)
  pending.set(caseId, replacement ? [...others, replacement] : others)
  update({ pending })
}

async function explain(refusal: Refusal, caseId: string): Promise<void> {
  if (refusal.status === 401) return endSession()
  update({ problem: refusal.error, working: undefined })
  await refreshCase(caseId)
}
