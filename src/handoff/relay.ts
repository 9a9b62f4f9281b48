/** What a mediator's act on a case changes: the case, and what the user is told. Pure. */
import type { DeskAct } from '../message.ts'
import type { Case, CaseChange } from '../storage/store.ts'

export interface Mediator {
  account: string
  name: string
}

export type RelayEffect =
  /** `first`: from now on the assistant is silent. */
  | { kind: 'reply'; text: string; first: boolean; change: CaseChange }
  | { kind: 'claimed'; change: CaseChange }
  | { kind: 'closed'; change: CaseChange }
  /** Another mediator has it, or it is over: nothing happens, and the desk shows why. */
  | { kind: 'refused' }

/** Claiming belongs to the first; replying to an open case claims it. */
export function applyDeskAct(
  record: Case | undefined,
  act: DeskAct,
  mediator: Mediator,
  at: string,
): RelayEffect {
  if (!record || record.status === 'closed') return { kind: 'refused' }
  const isTheirs = record.claimedBy?.account === mediator.account
  if (record.claimedBy && !isTheirs) return { kind: 'refused' }

  const claim = isTheirs
    ? { changes: {}, lines: [] }
    : {
        changes: { status: 'claimed' as const, claimedBy: mediator },
        lines: [{ author: 'system' as const, name: mediator.name, text: 'claimed' }],
      }
  switch (act.kind) {
    case 'claim':
      if (isTheirs) return { kind: 'refused' }
      return { kind: 'claimed', change: { kind: 'update', caseId: record.id, ...claim } }
    case 'reply':
      return {
        kind: 'reply',
        text: act.text,
        first: !record.assistantMuted,
        change: {
          kind: 'update',
          caseId: record.id,
          changes: { ...claim.changes, assistantMuted: true, waitingSince: undefined },
          lines: [...claim.lines, { author: 'mediator', name: mediator.name, text: act.text }],
        },
      }
    case 'close':
      return {
        kind: 'closed',
        change: {
          kind: 'update',
          caseId: record.id,
          changes: {
            status: 'closed',
            closedAt: at,
            closedBy: 'mediator',
            waitingSince: undefined,
          },
          lines: [{ author: 'system', name: mediator.name, text: 'closed' }],
        },
      }
    default:
      return act satisfies never
  }
}

/** The user writes while a person has the case. */
export function relayToPerson(record: Case, text: string, at: string): CaseChange {
  return {
    kind: 'update',
    caseId: record.id,
    changes: { waitingSince: record.waitingSince ?? at },
    lines: [{ author: 'user', text }],
  }
}

/** The user goes back to the assistant: the case ends, and the desk sees it. */
export function returnToAssistant(record: Case, at: string): CaseChange {
  return {
    kind: 'update',
    caseId: record.id,
    changes: { status: 'closed', closedAt: at, closedBy: 'user', waitingSince: undefined },
    lines: [{ author: 'system', text: 'user-returned' }],
  }
}
