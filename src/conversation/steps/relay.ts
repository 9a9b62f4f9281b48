/** While a person has the conversation, messages go to and from that person. */
import { relayToPerson, silentMediator } from '../../handoff/relay.ts'
import { followMediation } from '../mediation/follow.ts'
import { saySomething } from '../mediation/take-part.ts'
import { actOnCase, noticeLoss, wakeDesk } from '../outcomes/act-on-case.ts'
import { endQuiet } from '../outcomes/quiet-case.ts'
import { forMediator } from '../outcomes/read-each-other.ts'
import { tellAnswer } from '../outcomes/tell-me.ts'
import type { Outcome, Turn } from '../turn.ts'
import { crisisMessage } from './show-crisis-card.ts'

export async function relay(turn: Turn): Promise<Outcome | undefined> {
  const { content, from } = turn.message
  if (content.kind === 'desk') {
    if (from.kind !== 'mediator') throw new Error('Only a mediator acts on a case.')
    return actOnCase(turn, content.caseId, content.act, from)
  }
  if (content.kind === 'overdue') {
    if (from.kind !== 'program') throw new Error('Only the program says that a case is overdue.')
    const { caseId, step, since } = content
    return step === 'remind' || step === 'reroute'
      ? wakeDesk(turn, caseId, step)
      : endQuiet(turn, { caseId, step, since })
  }
  if (content.kind === 'answer-found') {
    if (from.kind !== 'program') throw new Error('Only the program says that an answer is there.')
    return tellAnswer(turn, content.awaited, content.entry)
  }
  if (content.kind === 'mediation') {
    if (from.kind !== 'program') throw new Error('Only a turn tells the other side of a mediation.')
    return (await followMediation(turn, content)) ?? tooLate
  }
  if (content.kind === 'unreachable') {
    if (from.kind !== 'program') throw new Error('Only the program says that nobody is reached.')
    return noticeLoss(turn)
  }
  return relayFromUser(turn)
}

const tooLate: Outcome = {
  decision: { kind: 'handoff', stage: 'refused' },
  conversation: 'unchanged',
  replies: [],
  caseChanges: [],
}

async function relayFromUser(turn: Turn): Promise<Outcome | undefined> {
  const { openCase, text, services } = turn
  if (!openCase?.assistantMuted || turn.message.content.kind !== 'text' || !text) return undefined
  if (turn.conversation.pending?.kind === 'forget') return undefined
  // Asking to be forgotten is between the user and the assistant, whoever is in the chat.
  if (services.phrases.contains('forget', text, turn.messageLanguage)) return undefined
  const card = services.detectCrisis(text)
  const line = { author: 'user', text } as const
  const at = services.now().toISOString()
  // A person may be away from the desk: in an emergency the number comes at once, from the card, and
  // waits for no translation.
  if (card) {
    return {
      decision: { kind: 'crisis', card: card.id },
      conversation: turn.conversation,
      replies: [crisisMessage(turn, card)],
      caseChanges: [relayToPerson(openCase, line, at)],
    }
  }
  const mediated = await saySomething(turn, openCase)
  if (mediated) return mediated
  const [read = line] = await forMediator(turn, [line], silentMediator(openCase))
  return {
    decision: { kind: 'handoff', stage: 'relayed' },
    conversation: turn.conversation,
    replies: [],
    caseChanges: [relayToPerson(openCase, read, at)],
  }
}
