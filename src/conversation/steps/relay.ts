/** While a person has the conversation, messages go to and from that person. */
import { applyDeskAct, relayToPerson } from '../../handoff/relay.ts'
import { stripUnsafeCharacters } from '../../language/normalize-text.ts'
import type { Block, DeskAct } from '../../message.ts'
import { answerWith, button, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { crisisMessage } from './show-crisis-card.ts'

export function relay(turn: Turn): Outcome | undefined {
  const { content, from } = turn.message
  if (content.kind === 'desk') {
    if (from.kind !== 'mediator') throw new Error('Only a mediator acts on a case.')
    return relayFromPerson(turn, content.caseId, content.act, from)
  }
  return relayFromUser(turn)
}

function relayFromUser(turn: Turn): Outcome | undefined {
  const { openCase, text, services } = turn
  if (!openCase?.assistantMuted || turn.message.content.kind !== 'text' || !text) return undefined
  if (turn.conversation.pending?.kind === 'forget') return undefined
  // Asking to be forgotten is between the user and the assistant, whoever is in the chat.
  if (services.phrases.contains('forget', text, turn.messageLanguage)) return undefined
  const change = relayToPerson(openCase, text, services.now().toISOString())
  const card = services.detectCrisis(text)
  // A person may be away from the desk: in an emergency the number comes at once, from the card.
  if (card) {
    return {
      decision: { kind: 'crisis', card: card.id },
      conversation: turn.conversation,
      replies: [crisisMessage(turn, card)],
      caseChanges: [change],
    }
  }
  return {
    decision: { kind: 'handoff', stage: 'relayed' },
    conversation: turn.conversation,
    replies: [],
    caseChanges: [change],
  }
}

function relayFromPerson(
  turn: Turn,
  caseId: string,
  act: DeskAct,
  mediator: { account: string; name: string },
): Outcome {
  const { services, conversation, openCase } = turn
  const { account, name } = mediator
  const record = openCase?.id === caseId ? openCase : undefined
  const effect = applyDeskAct(
    record,
    withoutUnsafeText(act),
    { account, name },
    services.now().toISOString(),
  )
  const tell = (
    blocks: Block[],
    stage: 'relayed' | 'claimed' | 'closed',
    first = false,
  ): Outcome => ({
    ...answerWith(turn, { kind: 'handoff', stage }, blocks, {
      buttons:
        stage === 'relayed' || first
          ? [
              [
                button(services, conversation.language, 'button.backToAssistant', {
                  kind: 'back-to-assistant',
                  caseId,
                }),
              ],
            ]
          : [],
    }),
    caseChanges: effect.kind === 'refused' ? [] : [effect.change],
  })
  switch (effect.kind) {
    case 'refused':
      return {
        decision: { kind: 'handoff', stage: 'refused' },
        conversation: 'unchanged',
        replies: [],
        caseChanges: [],
      }
    case 'claimed':
      return tell([say(services, conversation.language, 'handoff.claimed', { name })], 'claimed')
    case 'closed':
      return tell([say(services, conversation.language, 'handoff.closed')], 'closed')
    case 'reply': {
      const outcome = tell(personBlocks(turn, name, effect.text), 'relayed')
      const replies = outcome.replies.map((message) => ({ ...message, author: 'person' as const }))
      if (!effect.first) return { ...outcome, replies }
      const silence = reply(services, conversation.language, [
        say(services, conversation.language, 'handoff.assistantSilent'),
      ])
      return { ...outcome, replies: [silence, ...replies] }
    }
    default:
      return effect satisfies never
  }
}

function personBlocks(turn: Turn, name: string, text: string): Block[] {
  const { services, conversation } = turn
  const author = services.sentences.say(conversation.language, 'handoff.fromPerson', { name })
  return [{ kind: 'quote', author, text }]
}

function withoutUnsafeText(act: DeskAct): DeskAct {
  return act.kind === 'reply' ? { ...act, text: stripUnsafeCharacters(act.text) } : act
}
