/** What every message of a mediation carries: who reads the answer, and what can be done. */
import { isUnderWay, sideOf } from '../../handoff/mediation.ts'
import type { Block, Button } from '../../message.ts'
import type { Case, Mediation } from '../../storage/store.ts'
import type { Conversation } from '../conversation.ts'
import { entryTitle } from '../outcomes/answer-entry.ts'
import { button } from '../reply.ts'
import type { Turn } from '../turn.ts'

/** Both may write to both, and this user does. */
export function writesToBoth({ conversation, mediation }: Turn): boolean {
  return mediation?.status === 'open' && conversation.writesToBoth === mediation.id
}

/** A private word is answered privately, whatever the user wrote to before. */
export function privately(turn: Turn): Turn {
  return { ...turn, conversation: { ...turn.conversation, writesToBoth: undefined } }
}

/** One short line, so that nobody errs; nothing where there is no other side. */
export function whoReads(turn: Turn): Block[] {
  const { services, conversation, mediation } = turn
  if (mediation?.status !== 'open') return []
  const key = writesToBoth(turn) ? 'mediation.readBoth' : 'mediation.readMediator'
  return [{ kind: 'note', text: services.sentences.say(conversation.language, key) }]
}

/** What a user of this case can do about the other side, below a message of the mediator or of it. */
export function mediationButtons(turn: Turn, record: Case): Button[][] {
  const { mediation } = turn
  if (!mediation || !isUnderWay(mediation)) {
    const isPossible = record.status === 'claimed' && twinOf(turn) !== undefined
    const invite = { kind: 'invite-other-side', caseId: record.id } as const
    return isPossible ? [[make(turn, 'button.inviteOtherSide', invite)]] : []
  }
  const mediationId = mediation.id
  return [
    ...agreementButtons(turn, mediation, record),
    ...(mediation.status === 'open' ? roomButtons(turn, mediationId) : []),
    [make(turn, 'button.leaveMediation', { kind: 'leave-mediation', mediationId })],
  ]
}

/** The same, with the way out: whoever came by a link has no other message that offers it. */
export function sideButtons(turn: Turn, record: Case): Button[][] {
  return [...mediationButtons(turn, record), wayBack(turn, record.id)]
}

export function wayBack(turn: Turn, caseId: string): Button[] {
  return [make(turn, 'button.backToAssistant', { kind: 'back-to-assistant', caseId })]
}

function roomButtons(turn: Turn, mediationId: string): Button[][] {
  const both = !writesToBoth(turn)
  return [
    [
      make(turn, both ? 'button.writeToBoth' : 'button.writeToMediator', {
        kind: 'write-to',
        both,
        mediationId,
      }),
    ],
    [make(turn, 'button.propose', { kind: 'propose', mediationId })],
  ]
}

/** While this side has not agreed, the buttons come again with every message. */
function agreementButtons(turn: Turn, mediation: Mediation, record: Case): Button[][] {
  const { agreement } = mediation
  const side = sideOf(mediation, record.id)
  if (!agreement || !side || agreement[side] || mediation.status !== 'open') return []
  const answer = (agrees: boolean) =>
    ({ kind: 'answer-agreement', agrees, agreementId: agreement.id }) as const
  return [[make(turn, 'button.agree', answer(true)), make(turn, 'button.notYet', answer(false))]]
}

function make({ services, conversation }: Turn, key: string, action: Button['action']): Button {
  return button(services, conversation.language, key, action)
}

/** The entry that was answered last, where it speaks to both sides of a tenancy. */
export function twinOf({ services, conversation }: Turn): string | undefined {
  const { lastEntry } = conversation
  return isTwin(services.knowledge.entries.get(lastEntry ?? '')) ? lastEntry : undefined
}

type Entries = Turn['services']['knowledge']['entries']

export function isTwin(entry: ReturnType<Entries['get']>): boolean {
  const german = entry?.texts.get('de')
  return Boolean(german?.sections['For tenants'] && german.sections['For landlords'])
}

/** What the conflict is about, in the user's language; nothing that a side has written. */
export function matterOf(turn: Turn, { entry, topic }: Mediation): string {
  const { services, conversation } = turn
  return entry
    ? entryTitle(turn, entry, conversation.language)
    : services.sentences.say(conversation.language, `topic.${topic}`)
}

/** The state of a conversation that no mediation concerns any more. */
export function withoutMediation(conversation: Conversation): Conversation {
  const pending = conversation.pending?.kind === 'proposal' ? undefined : conversation.pending
  return { ...conversation, writesToBoth: undefined, agreement: undefined, pending }
}
