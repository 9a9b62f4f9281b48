/** What the other side's turn handed over, in this side's own turn: its language, its case. */
import { eventLine, isUnderWay } from '../../handoff/mediation.ts'
import type { InboundContent } from '../../message.ts'
import type { Case, CaseChange } from '../../storage/store.ts'
import { mayHave } from '../outcomes/may-have.ts'
import { answerWith, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { deliverAgreement } from './deliver-agreement.ts'
import { lineChange } from './invite.ts'
import {
  showAgreement,
  showEnd,
  showJoined,
  showMediatorsWord,
  showOtherSidesWord,
  showRoom,
} from './show.ts'
import { withoutMediation } from './words.ts'

type Followed = Extract<InboundContent, { kind: 'mediation' }>

/**
 * `undefined`: it comes too late. This side has left, or was erased; what was said to a room that is
 * gone is told to nobody.
 */
export async function followMediation(
  turn: Turn,
  { mediationId, caseId, event }: Followed,
): Promise<Outcome | undefined> {
  const { openCase, mediation, conversation } = turn
  if (!openCase || openCase.id !== caseId) return undefined
  switch (event.kind) {
    case 'ended':
      // The other side may be erased, and the mediation with it; another one may have begun.
      if (mediation && mediation.id !== mediationId && isUnderWay(mediation)) return undefined
      return {
        ...showEnd({ ...turn, conversation: withoutMediation(conversation) }, caseId),
        caseChanges: [lineChange(caseId, eventLine('mediation-ended'))],
      }
    case 'changed-hands':
      return mediation?.id === mediationId ? changeHands(turn, openCase, event) : undefined
    case 'agreed':
      if (mediation?.id !== mediationId || mediation.status !== 'agreed') return undefined
      return deliverAgreement(turn, mediation, openCase, [])
    case 'joined':
      if (mediation?.id !== mediationId || !isUnderWay(mediation)) return undefined
      return showJoined(turn, openCase)
    case 'room-opened':
      return isOpen(turn, mediationId) ? showRoom(turn, openCase, event.name) : undefined
    case 'mediator-said':
      return isOpen(turn, mediationId) ? showMediatorsWord(turn, openCase, event) : undefined
    case 'side-said':
      return isOpen(turn, mediationId) ? showOtherSidesWord(turn, openCase, event) : undefined
    case 'agreement-proposed':
      // A newer text has taken its place meanwhile.
      if (!isOpen(turn, mediationId) || mediation?.agreement?.id !== event.agreementId) {
        return undefined
      }
      return showAgreement(turn, openCase, event)
    default:
      return event satisfies never
  }
}

function isOpen({ mediation }: Turn, mediationId: string): boolean {
  return mediation?.id === mediationId && mediation.status === 'open'
}

/** Both sides have one mediator: this case goes where the other one went, from the same hands. */
async function changeHands(
  turn: Turn,
  record: Case,
  { from, to: receiver, name }: Extract<Followed['event'], { kind: 'changed-hands' }>,
): Promise<Outcome | undefined> {
  const { services, conversation } = turn
  if (record.claimedBy?.account !== from || receiver?.account === from) return undefined
  // This side may not have agreed to whom the other side's case went: then it is for everybody again.
  const to = receiver && (await mayHave(turn, record, receiver.account)) ? receiver : undefined
  const key = to ? 'handoff.claimed' : 'handoff.released'
  const change: CaseChange = {
    kind: 'update',
    caseId: record.id,
    changes: to
      ? { status: 'claimed', claimedBy: to }
      : { status: 'open', claimedBy: undefined, waitingSince: services.now().toISOString() },
    lines: [{ author: 'system', name: to?.name ?? name, text: to ? 'handed-over' : 'released' }],
  }
  return {
    ...answerWith(turn, { kind: 'handoff', stage: to ? 'claimed' : 'released' }, [
      say(services, conversation.language, key, { name: to?.name ?? name }),
    ]),
    caseChanges: [change],
  }
}
