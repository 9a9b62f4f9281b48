/** What a mediator does to a case. The outcome arrives as a live update. */
import type { CaseOutcome } from '../../../../message.ts'
import type {
  AuditLine,
  CaseDetail,
  Colleague,
  MediationInvitation,
  Phrase,
  Twin,
} from '../wire.ts'
import { get, post, type Refusal } from './api.ts'
import { forgetFilesOf, takeChosen, uploadFiles } from './attachments.ts'
import { refreshCase } from './cases.ts'
import { createIdentifier } from './identifiers.ts'
import { endSession } from './session.ts'
import { type PendingText, state, update, type WritingMode } from './state.ts'

/** As the server names them; `reply` and `note` are sent as words on their way. */
export type CaseAct =
  | 'claim'
  | 'release'
  | 'hand-over'
  | 'close'
  | 'reopen'
  | 'open-room'
  | 'propose-agreement'
  | 'end-mediation'

export function claim(detail: CaseDetail): Promise<void> {
  return act('claim', detail.id)
}

/** Everybody may claim it then. */
export function release(detail: CaseDetail): Promise<void> {
  return act('release', detail.id)
}

export function handOver(detail: CaseDetail, account: string): Promise<void> {
  return act('hand-over', detail.id, { account })
}

export function close(detail: CaseDetail, outcome: CaseOutcome): Promise<void> {
  return act('close', detail.id, { outcome })
}

export function reopen(detail: CaseDetail): Promise<void> {
  return act('reopen', detail.id)
}

/** What a mediator does for both sides of a conflict. */
export function openRoom(detail: CaseDetail): Promise<void> {
  return act('open-room', detail.id)
}

export function proposeAgreement(detail: CaseDetail, text: string): Promise<void> {
  update({ mediationForm: undefined })
  return act('propose-agreement', detail.id, { text })
}

export function endMediation(detail: CaseDetail): Promise<void> {
  update({ mediationForm: undefined, mediationInvitation: undefined })
  return act('end-mediation', detail.id)
}

/** The links are shown this once: the server keeps only a hash of what is secret in them. */
export async function inviteOtherSide({ id }: CaseDetail, entry: string): Promise<void> {
  update({ problem: undefined })
  const answer = await post<MediationInvitation>(
    `/desk/api/cases/${encodeURIComponent(id)}/invite`,
    { id: createIdentifier(), ...(entry && { entry }) },
  )
  if (answer.ok) update({ mediationInvitation: { ...answer.body, caseId: id } })
  else await explain(answer, id)
}

/** Entries whose reasons both sides could read. */
export async function loadTwins(): Promise<void> {
  if (state.twins) return
  const answer = await get<{ twins: Twin[] }>('/desk/api/twins')
  if (answer.ok) update({ twins: answer.body.twins })
  else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

async function act(name: CaseAct, caseId: string, values: object = {}): Promise<void> {
  update({ working: `${name}:${caseId}`, problem: undefined, question: undefined })
  const answer = await post(`/desk/api/cases/${encodeURIComponent(caseId)}/${name}`, {
    id: createIdentifier(),
    ...values,
  })
  if (!answer.ok) await explain(answer, caseId)
  // Until the live update draws the new state, which may be some other mediator's.
  setTimeout(() => {
    if (state.working === `${name}:${caseId}`) update({ working: undefined })
  }, 3_000)
}

/** Who could take this case. */
export async function loadColleagues({ id }: CaseDetail): Promise<void> {
  const answer = await get<{ colleagues: Colleague[] }>(
    `/desk/api/cases/${encodeURIComponent(id)}/colleagues`,
  )
  if (answer.ok) update({ colleagues: answer.body.colleagues })
  else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

/** Ready-made sentences in the user's language. */
export async function loadPhrases({ language }: CaseDetail): Promise<void> {
  const path = `/desk/api/phrases?language=${encodeURIComponent(language)}`
  const answer = await get<{ phrases: Phrase[] }>(path)
  if (answer.ok) update({ phrases: answer.body.phrases })
  else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

export async function loadAudit({ id }: CaseDetail): Promise<void> {
  const path = `/desk/api/cases/${encodeURIComponent(id)}/audit`
  const answer = await get<{ entries: AuditLine[] }>(path)
  if (answer.ok) update({ audit: answer.body.entries })
  else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

export function write(detail: CaseDetail, mode: WritingMode, text: string): Promise<void> {
  const afterLine = detail.lines.at(-1)?.id ?? 0
  const isProposal = mode === 'common' && state.writesProposal
  if (isProposal) update({ writesProposal: false })
  const id = createIdentifier()
  if (mode === 'reply') takeChosen(detail.id, id)
  return send(detail.id, { id, mode, text, afterLine, isProposal })
}

const routes: Record<WritingMode, string> = {
  reply: 'reply',
  common: 'say-to-both',
  note: 'note',
}

/** Sends a reply or a note, also again: under the same id it arrives once. */
export async function send(caseId: string, { failed: _before, ...sent }: PendingText) {
  const { id, mode, text, isProposal } = sent
  replacePending(caseId, id, sent)
  update({ problem: undefined })
  const path = `/desk/api/cases/${encodeURIComponent(caseId)}/${routes[mode]}`
  const files = await uploadFiles(caseId, id)
  const attachments = files.ok && files.body.length > 0 ? files.body : undefined
  const words = { id, text, ...(isProposal && { isProposal }), ...(attachments && { attachments }) }
  const answer = files.ok ? await post(path, words) : files
  if (answer.ok) return
  // The answer may be lost although the words arrived: then the live update has taken them away.
  const waiting = state.pending.get(caseId)?.find((one) => one.id === id)
  if (waiting) replacePending(caseId, id, { ...waiting, failed: answer.error })
  if (answer.status === 401) endSession()
}

export function discard(caseId: string, id: string): void {
  forgetFilesOf(id)
  replacePending(caseId, id, undefined)
}

function replacePending(caseId: string, id: string, replacement: PendingText | undefined): void {
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
