/** What a mediator does for both sides, seen from the case of the side where the act was made. */
import {
  end,
  eventLine,
  invite,
  isUnderWay,
  openRoom,
  proposeAgreement,
} from '../../handoff/mediation.ts'
import type { Mediator } from '../../handoff/relay.ts'
import type { MediationAct, MediationEvent } from '../../message.ts'
import type { Case, Mediation } from '../../storage/store.ts'
import type { Outcome, Turn } from '../turn.ts'
import { toOtherSide } from './follow-up.ts'
import { lineChange } from './invite.ts'
import { showAgreement, showEnd, showInvited, showMediatorsWord, showRoom } from './show.ts'
import { isTwin, twinOf } from './words.ts'

/**
 * `undefined`: refused, because the case is somebody else's or over, or the mediation is not as far.
 * @param record The case where the mediator acted.
 */
export async function actOnMediation(
  turn: Turn,
  record: Case,
  act: MediationAct,
  mediator: Mediator,
): Promise<Outcome | undefined> {
  const { services, mediation: before } = turn
  if (record.status !== 'claimed' || record.claimedBy?.account !== mediator.account) {
    return undefined
  }
  const at = services.now()
  /** The same for both: here at once, there in a turn of its own. */
  const forBoth = async (
    mediation: Mediation,
    event: MediationEvent,
    outcome: Outcome,
  ): Promise<Outcome> => ({
    ...outcome,
    ...(mediation !== before && { mediation }),
    followUps: await toOtherSide(turn, mediation, record.id, event),
  })

  switch (act.kind) {
    case 'invite': {
      const entry = entryFor(turn, act.entry)
      const { secretHash } = act
      const mediation = invite(before, record, { id: services.newId(), secretHash, entry, at })
      return mediation && { ...showInvited({ ...turn, mediation }, record, mediator), mediation }
    }
    case 'open-room': {
      const mediation = before && openRoom(before)
      return (
        mediation &&
        forBoth(
          mediation,
          { kind: 'room-opened', name: mediator.name },
          showRoom({ ...turn, mediation }, record, mediator.name),
        )
      )
    }
    case 'say-to-both': {
      if (before?.status !== 'open') return undefined
      const { text, isProposal } = act
      const event = { kind: 'mediator-said', text, mediator, ...(isProposal && { isProposal }) }
      return forBoth(
        before,
        event as MediationEvent,
        await showMediatorsWord(turn, record, { text, mediator, isProposal }),
      )
    }
    case 'propose-agreement': {
      const { text } = act
      const language = await services.mediatorLanguage(mediator.account)
      const agreementId = services.newId()
      const mediation =
        before &&
        proposeAgreement(before, { id: agreementId, text, language, at: at.toISOString() })
      return (
        mediation &&
        forBoth(
          mediation,
          { kind: 'agreement-proposed', agreementId, text, mediator },
          await showAgreement({ ...turn, mediation }, record, { agreementId, text, mediator }),
        )
      )
    }
    case 'end-mediation': {
      if (!before || !isUnderWay(before)) return undefined
      const mediation = end(before, at.toISOString())
      return forBoth(
        mediation,
        { kind: 'ended' },
        {
          ...showEnd({ ...turn, mediation }, record.id),
          caseChanges: [lineChange(record.id, eventLine('mediation-ended', mediator))],
        },
      )
    }
    default:
      return act satisfies never
  }
}

/** What the mediator chose, where it speaks to both; otherwise what the user had asked about. */
function entryFor(turn: Turn, chosen: string | undefined): string | undefined {
  const isKnown = isTwin(turn.services.knowledge.entries.get(chosen ?? ''))
  return isKnown ? chosen : twinOf(turn)
}
