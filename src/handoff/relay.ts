/** What an act on a case changes: the case, and what the user is told. Pure. */
import type { Attachment, DeskAct, MediationAct } from '../message.ts'
import type { Case, CaseChange, NewCaseLine } from '../storage/store.ts'
import type { Routing } from './route-case.ts'

export interface Mediator {
  account: string
  name: string
}

export type RelayEffect =
  /** `first`: from now on the assistant is silent. */
  | {
      kind: 'reply'
      text: string
      attachments: Attachment[]
      isCorrection: boolean
      first: boolean
      change: CaseChange
    }
  /** Somebody has the case now: who claimed it, or whom it was handed to. */
  | { kind: 'claimed'; by: Mediator; change: CaseChange }
  /** Handed back: everybody may claim it. */
  | { kind: 'released'; change: CaseChange }
  | { kind: 'closed'; change: CaseChange }
  | { kind: 'reopened'; change: CaseChange }
  /** Between mediators; the user sees nothing. */
  | { kind: 'noted'; change: CaseChange }
  /** Another mediator has it, or it is over: nothing happens, and the desk shows why. */
  | { kind: 'refused' }

type Changes = Extract<CaseChange, { kind: 'update' }>['changes']

/**
 * Claiming belongs to the first; replying to an open case claims it. Only whoever has a case replies,
 * hands it on or closes it; a note may come from everybody at the desk, also after the end.
 *
 * @param hasOtherCase The user has another case that is not closed, so none can be opened again.
 */
export function applyDeskAct(
  record: Case | undefined,
  act: Exclude<DeskAct, MediationAct>,
  { mediator, at, hasOtherCase }: { mediator: Mediator; at: string; hasOtherCase: boolean },
): RelayEffect {
  if (!record) return { kind: 'refused' }
  const isClosed = record.status === 'closed'
  const isTheirs = record.claimedBy?.account === mediator.account
  const change = (changes: Changes, ...lines: NewCaseLine[]): CaseChange => ({
    kind: 'update',
    caseId: record.id,
    changes,
    lines,
  })
  const event = (text: string, name = mediator.name): NewCaseLine => ({
    author: 'system',
    name,
    account: mediator.account,
    text,
  })

  if (act.kind === 'note') {
    return {
      kind: 'noted',
      change: change({}, { author: 'note', ...mediator, text: act.text }),
    }
  }
  if (act.kind === 'reopen') {
    if (!isClosed || hasOtherCase) return { kind: 'refused' }
    return {
      kind: 'reopened',
      change: change({ ...openAgain, status: 'claimed', claimedBy: mediator }, event('reopened')),
    }
  }
  if (isClosed || (record.claimedBy && !isTheirs)) return { kind: 'refused' }

  const claim: { changes: Changes; lines: NewCaseLine[] } = isTheirs
    ? { changes: {}, lines: [] }
    : { changes: { status: 'claimed', claimedBy: mediator }, lines: [event('claimed')] }
  switch (act.kind) {
    case 'claim':
      if (isTheirs) return { kind: 'refused' }
      return { kind: 'claimed', by: mediator, change: change(claim.changes, ...claim.lines) }
    case 'reply':
      return {
        kind: 'reply',
        text: act.text,
        attachments: act.attachments ?? [],
        isCorrection: false,
        first: !record.assistantMuted,
        change: change(
          { ...claim.changes, assistantMuted: true, answeredAt: at, waitingSince: undefined },
          ...claim.lines,
          {
            author: 'mediator',
            ...mediator,
            text: act.text,
            ...(act.attachments?.length && { attachments: act.attachments }),
          },
        ),
      }
    case 'correct':
      // Whoever waits for an answer goes on waiting.
      if (!isTheirs) return { kind: 'refused' }
      return {
        kind: 'reply',
        text: act.text,
        attachments: [],
        isCorrection: true,
        first: false,
        change: change({}, event('corrected'), {
          author: 'mediator',
          ...mediator,
          text: act.text,
        }),
      }
    case 'release':
      if (!isTheirs) return { kind: 'refused' }
      return {
        kind: 'released',
        change: change({ ...waitsAgain(record, at), ...freed }, event('released')),
      }
    case 'hand-over':
      if (act.to.account === record.claimedBy?.account) return { kind: 'refused' }
      return {
        kind: 'claimed',
        by: act.to,
        change: change(
          { ...waitsAgain(record, at), status: 'claimed', claimedBy: act.to },
          event('handed-over', act.to.name),
        ),
      }
    case 'close':
      return {
        kind: 'closed',
        change: change(
          {
            status: 'closed',
            closedAt: at,
            closedBy: 'mediator',
            outcome: act.outcome,
            waitingSince: undefined,
          },
          event('closed'),
        ),
      }
    default:
      return act satisfies never
  }
}

const freed = { status: 'open', claimedBy: undefined } satisfies Changes
const openAgain = {
  closedAt: undefined,
  closedBy: undefined,
  outcome: undefined,
  helped: undefined,
} satisfies Changes

/** Who was answered last waits again when their case changes hands. */
function waitsAgain(record: Case, at: string): Changes {
  return record.waitingSince ? {} : { waitingSince: at, reminded: false }
}

/** Whose answer the user waits for; nobody in particular where the case is for all. */
export function silentMediator({ claimedBy, asked }: Case): string | undefined {
  return (claimedBy ?? asked)?.account
}

/** Nobody answered in time: the desk sees it; nothing else changes yet. */
export function remindDesk(record: Case): CaseChange {
  return {
    kind: 'update',
    caseId: record.id,
    changes: { reminded: true },
    lines: [{ author: 'system', text: 'reminded' }],
  }
}

/** Still nobody: the case is free again, and the next one is asked, where there is one. */
export function askSomebodyElse(
  record: Case,
  { asked: next, room }: Pick<Routing, 'asked' | 'room'>,
  at: string,
): CaseChange {
  const silent = silentMediator(record)
  return {
    kind: 'update',
    caseId: record.id,
    changes: {
      ...freed,
      asked: next,
      askedAt: at,
      askedBefore: [...record.askedBefore, ...(silent ? [silent] : [])],
      reminded: false,
    },
    lines: [
      next
        ? { author: 'system', name: next.name, text: 'rerouted' }
        : { author: 'system', text: 'rerouted-to-all' },
    ],
    ...(room && { room }),
  }
}

/**
 * Nobody has written for long enough: the assistant speaks again, and the case stays with whoever has
 * it, who may have promised to come back. `undefined` where the user waits, or has been answered since.
 */
export function letAssistantSpeak(record: Case, since: string): CaseChange | undefined {
  const isQuiet = record.assistantMuted && !record.waitingSince && !hasGoneOn(record, since)
  if (!isQuiet || !record.claimedBy) return undefined
  return {
    kind: 'update',
    caseId: record.id,
    changes: { assistantMuted: false },
    lines: [{ author: 'system', name: record.claimedBy.name, text: 'assistant-returned' }],
  }
}

/** Nobody has touched it for so long that nothing will come of it. */
export function closeQuietCase(record: Case, since: string, at: string): CaseChange | undefined {
  if (hasGoneOn(record, since)) return undefined
  return {
    kind: 'update',
    caseId: record.id,
    changes: {
      status: 'closed',
      closedAt: at,
      closedBy: 'program',
      outcome: record.waitingSince ? 'unanswered' : 'unreachable',
      waitingSince: undefined,
    },
    lines: [{ author: 'system', text: 'expired' }],
  }
}

/** Somebody wrote after the clock had looked. */
function hasGoneOn({ answeredAt = '', waitingSince = '' }: Case, since: string): boolean {
  return answeredAt > since || waitingSince > since
}

/** The user wants the person who has the case, after the assistant spoke in between. */
export function askAgain(record: Case, lines: NewCaseLine[], at: string): CaseChange {
  return {
    kind: 'update',
    caseId: record.id,
    changes: waitsAgain(record, at),
    lines: [...lines, ...(record.waitingSince ? [] : [askedAgain])],
  }
}

const askedAgain: NewCaseLine = { author: 'system', text: 'user-asked-again' }

/** What the user said of a closed case; no desk shows it. */
export function rateCase({ id }: Case, helped: boolean): CaseChange {
  return { kind: 'update', caseId: id, changes: { helped }, lines: [] }
}

/** The user writes while a person has the case. */
export function relayToPerson(record: Case, line: NewCaseLine, at: string): CaseChange {
  return {
    kind: 'update',
    caseId: record.id,
    changes: waitsAgain(record, at),
    lines: [line],
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

/** Nothing reaches the user any more: nobody waits, and the desk sees why. */
export function loseUser(record: Case): CaseChange {
  return {
    kind: 'update',
    caseId: record.id,
    changes: { waitingSince: undefined },
    lines: [{ author: 'system', text: 'user-unreachable' }],
  }
}

/** The user wants to go on with what was closed: back to the same person, where there was one. */
export function reopenForUser(record: Case, at: string): CaseChange {
  return {
    kind: 'update',
    caseId: record.id,
    changes: {
      ...openAgain,
      status: record.claimedBy ? 'claimed' : 'open',
      assistantMuted: false,
      waitingSince: at,
      reminded: false,
    },
    lines: [{ author: 'system', text: 'user-reopened' }],
  }
}
