/** What a mediator, or the clock, does to a case: the change, and what the user hears of it. */
import {
  applyDeskAct,
  askSomebodyElse,
  loseUser,
  type Mediator,
  remindDesk,
  silentMediator,
} from '../../handoff/relay.ts'
import { stripUnsafeCharacters } from '../../language/normalize-text.ts'
import {
  type Block,
  type Button,
  conversationKey,
  type Decision,
  type DeskAct,
} from '../../message.ts'
import type { CaseChange } from '../../storage/store.ts'
import { answerWith, button, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { districtsNear, expectations, interpreterButtons } from './expect-person.ts'
import { type ForUser, forUser } from './read-each-other.ts'

export async function actOnCase(
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
        [[button(services, language, 'button.reopen', { kind: 'reopen-case', caseId })]],
      )
    case 'reply': {
      const author = services.sentences.say(language, 'handoff.fromPerson', { name })
      const { blocks, translation } = await forUser(turn, { text: effect.text, account, author })
      const change = withTranslation(effect.change, translation)
      const wayBack = button(services, language, 'button.backToAssistant', {
        kind: 'back-to-assistant',
        caseId,
      })
      const outcome = tell(turn, 'relayed', change, blocks, [[wayBack]])
      const { attachments } = effect
      const replies = outcome.replies.map((message) => ({
        ...message,
        author: 'person' as const,
        ...(attachments.length > 0 && { attachments }),
      }))
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
export async function wakeDesk(
  turn: Turn,
  caseId: string,
  step: 'remind' | 'reroute',
): Promise<Outcome> {
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
  return tell(
    turn,
    'rerouted',
    change,
    [say(services, language, 'handoff.rerouted'), ...expectations(turn, routing)],
    interpreterButtons(turn, routing),
  )
}

/** The user has left: there is nobody to tell but the desk. */
export function noticeLoss({ openCase }: Turn): Outcome {
  return unseen('unreachable', openCase && loseUser(openCase))
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
  buttons: Button[][] = [],
): Outcome {
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

/** The desk shows beside a reply what the user read. */
function withTranslation(change: CaseChange, translation: ForUser['translation']): CaseChange {
  if (change.kind !== 'update' || !translation) return change
  const lines = change.lines.map((line) =>
    line.author === 'mediator' ? { ...line, translation } : line,
  )
  return { ...change, lines }
}

function withoutUnsafeText(act: DeskAct): DeskAct {
  return act.kind === 'reply' || act.kind === 'note'
    ? { ...act, text: stripUnsafeCharacters(act.text) }
    : act
}
