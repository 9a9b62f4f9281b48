/**
 * What a side sees and what its case keeps of what is meant for both, whichever side's turn began
 * it. Nothing here reaches beyond the turn's own conversation.
 */
import { eventLine } from '../../handoff/mediation.ts'
import type { Mediator } from '../../handoff/relay.ts'
import type { Block, LanguageCode, OutboundMessage } from '../../message.ts'
import type { Case, CaseChange, NewCaseLine } from '../../storage/store.ts'
import type { Conversation } from '../conversation.ts'
import { forUser, inOwnLanguage } from '../outcomes/read-each-other.ts'
import { answerWith, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { lineChange } from './invite.ts'
import { sideButtons, wayBack, whoReads, withoutMediation } from './words.ts'

/** The mediator has made a link for the other side. */
export function showInvited(turn: Turn, record: Case, { account, name }: Mediator): Outcome {
  const { services, conversation } = turn
  return tell(turn, record, {
    blocks: [say(services, conversation.language, 'mediation.invitedByMediator', { name })],
    lines: [eventLine('mediation-invited', { account, name })],
  })
}

/** The other side has come by the link. */
export function showJoined(turn: Turn, record: Case): Outcome {
  const { services, conversation } = turn
  const name = record.claimedBy?.name ?? ''
  return tell(turn, record, {
    blocks: [say(services, conversation.language, 'mediation.otherJoined', { name })],
    lines: [eventLine('mediation-joined')],
  })
}

/** The reasons of both, to both: first understand each other, then settle it. */
export function showRoom(turn: Turn, record: Case, name: string): Outcome {
  const { services, conversation, mediation } = turn
  const { language } = conversation
  const entry = services.knowledge.entries.get(mediation?.entry ?? '')
  const reasons = entry
    ? services.composeAnswer({ entry, language, role: conversation.role, part: 'both-sides' })
    : undefined
  return tell(turn, record, {
    blocks: [
      say(services, language, entry ? 'mediation.roomOpened' : 'mediation.roomOpenedPlain', {
        name,
      }),
      ...(reasons?.blocks ?? []),
    ],
    lines: [eventLine('mediation-opened')],
  })
}

/** What the mediator says to both. */
export async function showMediatorsWord(
  turn: Turn,
  record: Case,
  word: { text: string; mediator: Mediator; isProposal?: true | undefined },
): Promise<Outcome> {
  const { services, conversation } = turn
  const { language } = conversation
  const { text, mediator, isProposal } = word
  const { account, name } = mediator
  const author = services.sentences.say(language, 'mediation.mediatorToBoth', { name })
  const { blocks, translation } = await forUser(turn, { text, account, author })
  return tell(turn, record, {
    author: 'person',
    blocks: [
      ...(isProposal
        ? [
            {
              kind: 'heading' as const,
              text: services.sentences.say(language, 'mediation.proposal'),
            },
          ]
        : []),
      ...blocks,
    ],
    lines: [
      {
        author: 'mediator',
        account,
        name,
        text,
        forBoth: true,
        ...(isProposal && { proposal: true }),
        ...(translation && { translation }),
      },
    ],
    changes: { waitingSince: undefined },
  })
}

/** What the other side says to both; never who it is. */
export async function showOtherSidesWord(
  turn: Turn,
  record: Case,
  word: { text: string; language: LanguageCode },
): Promise<Outcome> {
  const { services, conversation } = turn
  const { text, language: from } = word
  const author = services.sentences.say(conversation.language, 'mediation.otherSide')
  const to = await services.mediatorLanguage(record.claimedBy?.account)
  // For the side and for the desk at once: nobody waits longer for both than for one.
  const [{ blocks }, reading] = await Promise.all([
    inOwnLanguage(turn, { text, from, author }),
    services.readIn({ text, from, to }),
  ])
  return tell(turn, record, {
    author: 'person',
    blocks,
    lines: [
      {
        author: 'other-side',
        text,
        forBoth: true,
        ...(reading.kind !== 'as-written' && { translation: reading }),
      },
    ],
  })
}

/** The text that both are asked to agree to; it is kept as this side read it. */
export async function showAgreement(
  turn: Turn,
  record: Case,
  proposal: { agreementId: string; text: string; mediator: Mediator },
): Promise<Outcome> {
  const { services, conversation } = turn
  const { language } = conversation
  const { agreementId, text, mediator } = proposal
  const { account, name } = mediator
  const author = services.sentences.say(language, 'mediation.agreement')
  const { blocks, translation } = await forUser(turn, { text, account, author })
  const read = translation?.kind === 'translated' ? translation : undefined
  const agreement = {
    id: agreementId,
    text,
    ...(read && { translation: { text: read.text, by: read.by } }),
  }
  return tell(turn, record, {
    author: 'person',
    blocks: [...blocks, say(services, language, 'mediation.agreementAsk')],
    lines: [
      {
        author: 'mediator',
        account,
        name,
        text,
        forBoth: true,
        ...(translation && { translation }),
      },
      eventLine('agreement-proposed', mediator),
    ],
    conversation: { ...conversation, agreement },
  })
}

/** The other side has left, or the mediator has ended it. */
export function showEnd(turn: Turn, caseId: string): Outcome {
  const { services, conversation } = turn
  return answerWith(
    turn,
    { kind: 'handoff', stage: 'mediated' },
    [say(services, conversation.language, 'mediation.ended')],
    { conversation: withoutMediation(conversation), buttons: [wayBack(turn, caseId)] },
  )
}

interface Shown {
  author?: OutboundMessage['author']
  blocks: Block[]
  lines: NewCaseLine[]
  conversation?: Conversation
  changes?: Extract<CaseChange, { kind: 'update' }>['changes']
}

/** Whoever is spoken to by people answers people: the assistant is silent. */
function tell(turn: Turn, record: Case, shown: Shown): Outcome {
  const { author = 'assistant', blocks, lines, conversation = turn.conversation, changes } = shown
  const outcome = answerWith(
    turn,
    { kind: 'handoff', stage: 'mediated' },
    [...blocks, ...whoReads(turn)],
    { buttons: sideButtons(turn, record), conversation },
  )
  return {
    ...outcome,
    replies: outcome.replies.map((message) => ({ ...message, author })),
    caseChanges: [
      author === 'person'
        ? {
            kind: 'update',
            caseId: record.id,
            changes: { ...changes, assistantMuted: true },
            lines,
          }
        : lineChange(record.id, ...lines),
    ],
  }
}
