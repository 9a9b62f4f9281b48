/**
 * A case may be closed, withdrawn, erased or handed on in many ways, and whichever it was, the other
 * side of its mediation must hear of it. So this looks at what became of the case, not at why.
 */
import { changedHands, end, isUnderWay } from '../../handoff/mediation.ts'
import type { Case, Mediation } from '../../storage/store.ts'
import type { Outcome, Turn } from '../turn.ts'
import { toOtherSide } from './follow-up.ts'
import { withoutMediation } from './words.ts'

export async function tellOtherSide(turn: Turn, outcome: Outcome): Promise<Outcome> {
  const { openCase, mediation, message } = turn
  if (!openCase || !mediation || !isUnderWay(mediation)) return outcome
  if (isOver(openCase, outcome)) return withEnd(turn, outcome, mediation, openCase)
  // What came from the other side does not go back to it.
  if (message.content.kind === 'mediation') return outcome
  const change = outcome.caseChanges.find(
    (one) => one.kind === 'update' && one.caseId === openCase.id && 'claimedBy' in one.changes,
  )
  if (change?.kind !== 'update') return outcome
  const { claimedBy } = change.changes
  if (claimedBy?.account === openCase.claimedBy?.account) return outcome
  const name =
    message.from.kind === 'mediator' ? message.from.name : (openCase.claimedBy?.name ?? '')
  const event = changedHands(openCase, claimedBy, name)
  const followUps = await toOtherSide(turn, mediation, openCase.id, event)
  return { ...outcome, followUps: [...(outcome.followUps ?? []), ...followUps] }
}

function isOver(record: Case, outcome: Outcome): boolean {
  return (
    outcome.conversation === 'erase' ||
    outcome.caseChanges.some(
      (change) =>
        change.kind !== 'open' &&
        change.caseId === record.id &&
        (change.kind === 'delete' || change.changes.status === 'closed'),
    )
  )
}

async function withEnd(
  turn: Turn,
  outcome: Outcome,
  mediation: Mediation,
  record: Case,
): Promise<Outcome> {
  const isDeleted =
    outcome.conversation === 'erase' || outcome.caseChanges.some(({ kind }) => kind === 'delete')
  const followUps = await toOtherSide(turn, mediation, record.id, { kind: 'ended' })
  const { conversation } = outcome
  return {
    ...outcome,
    ...(typeof conversation === 'object' && { conversation: withoutMediation(conversation) }),
    // With the case the store deletes the mediation.
    ...(!isDeleted && { mediation: end(mediation, turn.services.now().toISOString()) }),
    followUps: [...(outcome.followUps ?? []), ...followUps],
  }
}
