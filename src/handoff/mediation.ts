/**
 * A conflict between two sides that a mediator settles: what may happen when. Pure. Each side has a
 * case of its own, its private word with the mediator; a mediation only joins the two.
 */
import { createHash } from 'node:crypto'
import {
  type Address,
  conversationKey,
  type DeskAct,
  type LanguageCode,
  type MediationAct,
  type MediationEvent,
} from '../message.ts'
import type { Agreement, Case, CaseChange, Mediation, NewCaseLine } from '../storage/store.ts'
import type { Mediator } from './relay.ts'

export type Side = 'first' | 'second'

const dayMilliseconds = 86_400_000
/** So long a link for the other side works. */
const invitationDays = 7

export function sideOf(mediation: Mediation, caseId: string): Side | undefined {
  if (mediation.firstCase === caseId) return 'first'
  return mediation.secondCase === caseId ? 'second' : undefined
}

/** Absent while the other side has not joined. */
export function otherCaseOf(mediation: Mediation, caseId: string): string | undefined {
  const side = sideOf(mediation, caseId)
  if (side === 'first') return mediation.secondCase
  return side === 'second' ? mediation.firstCase : undefined
}

/** Not over: each side can still be invited, heard, or leave. */
export function isUnderWay({ status }: Mediation): boolean {
  return status === 'invited' || status === 'joined' || status === 'open'
}

export function expiryOf(at: Date): string {
  return new Date(at.getTime() + invitationDays * dayMilliseconds).toISOString()
}

/**
 * A link for the other side of the conflict; an earlier link of it works no more.
 * `undefined` where there is nobody to mediate, or the other side is there already.
 */
export function invite(
  before: Mediation | undefined,
  record: Case,
  invitation: { id: string; secretHash: string; entry?: string; at: Date },
): Mediation | undefined {
  const { id, secretHash, entry, at } = invitation
  if (record.status !== 'claimed') return undefined
  const known = before && isUnderWay(before) ? before : undefined
  if (known && known.status !== 'invited') return undefined
  const begun: Mediation = known ?? {
    id,
    status: 'invited',
    topic: record.topic,
    firstCase: record.id,
    openedAt: at.toISOString(),
    version: 0,
  }
  return {
    ...begun,
    ...(entry && { entry }),
    invitation: { secretHash, expiresAt: expiryOf(at) },
  }
}

/** Whether this link still leads anywhere. */
export function isInvitationGood(mediation: Mediation, secretHash: string, at: Date): boolean {
  const { invitation, status } = mediation
  return (
    status === 'invited' &&
    invitation?.secretHash === secretHash &&
    invitation.expiresAt > at.toISOString()
  )
}

/** The link was used; nobody else gets in by it. */
export function join(mediation: Mediation, secondCase: string): Mediation {
  const { invitation: _used, ...rest } = mediation
  return { ...rest, status: 'joined', secondCase }
}

export function openRoom(mediation: Mediation): Mediation | undefined {
  return mediation.status === 'joined' ? { ...mediation, status: 'open' } : undefined
}

/** A new text asks both sides anew. */
export function proposeAgreement(
  mediation: Mediation,
  proposal: { id: string; text: string; language: string; at: string },
): Mediation | undefined {
  const { id, text, language, at } = proposal
  if (mediation.status !== 'open') return undefined
  return { ...mediation, agreement: { id, text, language, proposedAt: at } }
}

/** What a side says to the text that stands now; `undefined` for another text, or said before. */
export function answerAgreement(
  mediation: Mediation,
  answer: { side: Side; agreementId: string; agrees: boolean; at: string },
): Mediation | undefined {
  const { side, agreementId, agrees, at } = answer
  const { agreement } = mediation
  if (mediation.status !== 'open' || agreement?.id !== agreementId) return undefined
  if ((agreement[side] !== undefined) === agrees && agrees) return undefined
  const { [side]: _before, ...others } = agreement
  const answered: Agreement = agrees ? { ...others, [side]: at } : others
  const isFinal = answered.first !== undefined && answered.second !== undefined
  return {
    ...mediation,
    agreement: answered,
    ...(isFinal && { status: 'agreed' as const, endedAt: at }),
  }
}

export function end(mediation: Mediation, at: string): Mediation {
  const { invitation: _over, ...rest } = mediation
  return { ...rest, status: 'ended', endedAt: at }
}

/** One case of the two changed hands: what the other needs to hear of it. */
export function changedHands(
  before: Case,
  claimedBy: Mediator | undefined,
  by: string,
): Extract<MediationEvent, { kind: 'changed-hands' }> {
  return {
    kind: 'changed-hands',
    name: by,
    ...(before.claimedBy && { from: before.claimedBy.account }),
    ...(claimedBy && { to: claimedBy }),
  }
}

/** What happened, for the desk; codes that `desk.system.*` puts into words. */
export function eventLine(text: MediationEventLine, mediator?: Mediator): NewCaseLine {
  return { author: 'system', text, ...mediator }
}

export type MediationEventLine =
  | 'mediation-invited'
  | 'mediation-joined'
  | 'mediation-opened'
  | 'mediation-left'
  | 'mediation-ended'
  | 'agreement-proposed'
  | 'agreement-confirmed'
  | 'agreement-refused'
  | 'agreement-final'

/** The case of a side that has just joined: with the mediator who invited it, and nobody else's. */
export function caseOfJoined(
  first: Case,
  joined: {
    id: string
    address: Address
    language: LanguageCode
    at: string
    /** The mediator's; what the first side agreed to besides, this one has not seen. */
    organisation?: string
  },
): CaseChange {
  const { id, address, language, at, organisation } = joined
  return {
    kind: 'open',
    case: {
      id,
      conversation: conversationKey(address),
      address,
      status: 'claimed',
      language,
      topic: first.topic,
      openedAt: at,
      waitingSince: at,
      askedBefore: [],
      reminded: false,
      assistantMuted: true,
      ...(first.claimedBy && { claimedBy: first.claimedBy }),
      ...(organisation && { organisations: [organisation] }),
    },
    lines: [eventLine('mediation-joined')],
  }
}

/** What is kept of an invitation's secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** The secret, where the argument of `/start` comes from an invitation's link. */
export function readStartArgument(argument: string): string | undefined {
  return /^join_([\w-]{16,59})$/.exec(argument)?.[1]
}

const mediationActs: Record<MediationAct['kind'], true> = {
  invite: true,
  'open-room': true,
  'say-to-both': true,
  'propose-agreement': true,
  'end-mediation': true,
}

/** Whether an act is for both sides, and not for the case alone. */
export function isMediationAct(act: DeskAct): act is MediationAct {
  return act.kind in mediationActs
}

/** What the link of an invitation says to `/start`. */
export function startArgument(secret: string): string {
  return `join_${secret}`
}

/** Whether the mediation is as far as this act needs it; the core decides again in the act's turn. */
export function isInTurn({ kind }: MediationAct, mediation: Mediation | undefined): boolean {
  switch (kind) {
    case 'invite':
      return !mediation || !isUnderWay(mediation) || mediation.status === 'invited'
    case 'open-room':
      return mediation?.status === 'joined'
    case 'say-to-both':
    case 'propose-agreement':
      return mediation?.status === 'open'
    case 'end-mediation':
      return mediation !== undefined && isUnderWay(mediation)
    default:
      return kind satisfies never
  }
}
