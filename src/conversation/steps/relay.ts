/** While a person has the conversation, messages go to and from that person. */
import {
  applyDeskAct,
  askSomebodyElse,
  type Mediator,
  relayToPerson,
  remindDesk,
  silentMediator,
} from '../../handoff/relay.ts'
import { stripUnsafeCharacters } from '../../language/normalize-text.ts'
import {
  type Action,
  type Block,
  conversationKey,
  type Decision,
  type DeskAct,
} from '../../message.ts'
import type { CaseChange } from '../../storage/store.ts'
import { districtsNear, expectations } from '../outcomes/expect-person.ts'
import { answerWith, button, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { crisisMessage } from './show-crisis-card.ts'

export async function relay(turn: Turn): Promise<Outcome | undefined> {
  const { content, from } = turn.message
  if (content.kind === 'desk') {
    if (from.kind !== 'mediator') throw new Error('Only a mediator acts on a case.')
    return relayFromPerson(turn, content.caseId, content.act, from)
  }
  if (content.kind === 'overdue') {
    if (from.kind !== 'clock') throw new Error('Only the clock says that a case is overdue.')
    return wakeDesk(turn, content.caseId, content.step)
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

async function relayFromPerson(
  turn: Turn,
  caseId: string,
  act: DeskAct,
  { account, name }: Mediator,
): Promise<Outcome> {
  const { services, conversation, openCase } = turn
  const { language } = conversation
  const effect = applyDeskAct(await findCase(turn, caseId), withoutUnsafeText(act), {
    mediator: { account, name },
    at: services.now().toISOString(),
    hasOtherCase: openCase !== undefined && openCase.id !== caseId,
  })
  switch (effect.kind) {
    case 'refused':
      return unseen('refused')
    case 'noted':
      return unseen('noted', effect.change)
    case 'claimed':
      return tell(turn, 'claimed', effect.change, [
        say(services, language, 'handoff.claimed', { name: effect.by.name }),
      ])
    case 'released':
      return tell(turn, 'released', effect.change, [
        say(services, language, 'handoff.released', { name }),
      ])
    case 'reopened':
      return tell(turn, 'reopened', effect.change, [
        say(services, language, 'handoff.reopened', { name }),
      ])
    case 'closed':
      return tell(
        turn,
        'closed',
        effect.change,
        [say(services, language, 'handoff.closed')],
        ['button.reopen', { kind: 'reopen-case', caseId }],
      )
    case 'reply': {
      const outcome = tell(turn, 'relayed', effect.change, personBlocks(turn, name, effect.text), [
        'button.backToAssistant',
        { kind: 'back-to-assistant', caseId },
      ])
      const replies = outcome.replies.map((message) => ({ ...message, author: 'person' as const }))
      if (!effect.first) return { ...outcome, replies }
      const silence = reply(services, language, [
        say(services, language, 'handoff.assistantSilent'),
      ])
      return { ...outcome, replies: [silence, ...replies] }
    }
    default:
      return effect satisfies never
  }
}

/** Nobody answered in time: the desk is told, and the user hears that they are not forgotten. */
async function wakeDesk(turn: Turn, caseId: string, step: 'remind' | 'reroute'): Promise<Outcome> {
  const { services, conversation } = turn
  const { language } = conversation
  const record = await findCase(turn, caseId)
  if (!record?.waitingSince || record.status === 'closed') return unseen('refused')
  if (step === 'remind') {
    if (record.reminded) return unseen('refused')
    return tell(turn, 'reminded', remindDesk(record), [say(services, language, 'handoff.reminded')])
  }
  const silent = silentMediator(record)
  if (!silent) return unseen('refused')
  const routing = await services.routeCase({
    topic: record.topic,
    language: record.language,
    districts: districtsNear(turn),
    askedBefore: [...record.askedBefore, silent],
  })
  const change = askSomebodyElse(record, routing.asked, services.now().toISOString())
  return tell(turn, 'rerouted', change, [
    say(services, language, 'handoff.rerouted'),
    ...expectations(turn, routing),
  ])
}

type Stage = Extract<Decision, { kind: 'handoff' }>['stage']

/** The user of the case sees nothing of it. */
function unseen(stage: Stage, change?: CaseChange): Outcome {
  return {
    decision: { kind: 'handoff', stage },
    conversation: 'unchanged',
    replies: [],
    caseChanges: change ? [change] : [],
  }
}

function tell(
  turn: Turn,
  stage: Stage,
  change: CaseChange,
  blocks: Block[],
  choice?: [label: string, action: Action],
): Outcome {
  const { services, conversation } = turn
  const buttons = choice ? [[button(services, conversation.language, ...choice)]] : []
  return {
    ...answerWith(turn, { kind: 'handoff', stage }, blocks, { buttons }),
    caseChanges: [change],
  }
}

/** A desk names a case; only one of this very conversation is acted on. */
async function findCase({ openCase, message, readCase }: Turn, caseId: string) {
  if (openCase?.id === caseId) return openCase
  const record = await readCase(caseId)
  return record?.conversation === conversationKey(message.address) ? record : undefined
}

function personBlocks(turn: Turn, name: string, text: string): Block[] {
  const { services, conversation } = turn
  const author = services.sentences.say(conversation.language, 'handoff.fromPerson', { name })
  return [{ kind: 'quote', author, text }]
}

function withoutUnsafeText(act: DeskAct): DeskAct {
  return act.kind === 'reply' || act.kind === 'note'
    ? { ...act, text: stripUnsafeCharacters(act.text) }
    : act
}
