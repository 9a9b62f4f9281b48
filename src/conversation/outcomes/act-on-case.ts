/** What a mediator, or the clock, does to a case: the change, and what the user hears of it. */
import { isMediationAct } from '../../handoff/mediation.ts'
import {
  applyDeskAct,
  askSomebodyElse,
  loseUser,
  type Mediator,
  remindDesk,
  silentMediator,
} from '../../handoff/relay.ts'
import { formatHours } from '../../knowledge/figures.ts'
import { stripUnsafeCharacters } from '../../language/normalize-text.ts'
import type { DeskAct } from '../../message.ts'
import type { CaseChange } from '../../storage/store.ts'
import { actOnMediation } from '../mediation/act.ts'
import { mediationButtons, privately, whoReads } from '../mediation/words.ts'
import { button, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { withdrawButton } from './ask-person.ts'
import { districtsNear, expectations, interpreterButtons } from './expect-person.ts'
import { mayHave } from './may-have.ts'
import { askWhetherHelped, reopenButton } from './rate-case.ts'
import { type ForUser, forUser } from './read-each-other.ts'
import { findCase, tell, unseen } from './tell-of-case.ts'

export async function actOnCase(
  turn: Turn,
  caseId: string,
  act: DeskAct,
  { account, name }: Mediator,
): Promise<Outcome> {
  const { services, conversation, openCase } = turn
  const { language } = conversation
  const record = await findCase(turn, caseId)
  const safe = withoutUnsafeText(act)
  if (isMediationAct(safe)) {
    const outcome = record && (await actOnMediation(turn, record, safe, { account, name }))
    return outcome ?? unseen('refused')
  }
  if (safe.kind === 'hand-over' && record && !(await mayHave(turn, record, safe.to.account))) {
    return unseen('refused')
  }
  const effect = applyDeskAct(record, safe, {
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
    case 'closed': {
      const asked = askWhetherHelped(turn, caseId)
      return tell(
        turn,
        'closed',
        effect.change,
        [say(services, language, 'handoff.closed'), ...asked.blocks],
        [...asked.buttons, [reopenButton(turn, caseId)]],
      )
    }
    case 'reply': {
      const heading = effect.isCorrection ? 'handoff.corrected' : 'handoff.fromPerson'
      const author = services.sentences.say(language, heading, { name })
      const { blocks, translation } = await forUser(turn, { text: effect.text, account, author })
      const change = withTranslation(effect.change, translation)
      const wayBack = button(services, language, 'button.backToAssistant', {
        kind: 'back-to-assistant',
        caseId,
      })
      const here = privately(turn)
      const aboutOtherSide = openCase
        ? mediationButtons(here, { ...openCase, status: 'claimed' })
        : []
      const outcome = tell(
        here,
        'relayed',
        change,
        [...blocks, ...whoReads(here)],
        [...aboutOtherSide, [wayBack]],
      )
      const { attachments } = effect
      const replies = outcome.replies.map((message) => ({
        ...message,
        author: 'person' as const,
        ...(attachments.length > 0 && { attachments }),
      }))
      if (!effect.first) return { ...outcome, replies }
      const duration = formatHours(services.returnAfterHours, language)
      const silence = reply(
        services,
        language,
        [say(services, language, 'handoff.assistantSilent', { duration })],
        [[withdrawButton(turn, caseId)]],
      )
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
    // Nobody sees it whom the user has not agreed to.
    organisations: record.organisations ?? [],
  })
  const change = askSomebodyElse(record, routing, services.now().toISOString())
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

/** The desk shows beside a reply what the user read. */
function withTranslation(change: CaseChange, translation: ForUser['translation']): CaseChange {
  if (change.kind !== 'update' || !translation) return change
  const lines = change.lines.map((line) =>
    line.author === 'mediator' ? { ...line, translation } : line,
  )
  return { ...change, lines }
}

function withoutUnsafeText(act: DeskAct): DeskAct {
  if (!('text' in act)) return act
  const safe = { ...act, text: stripUnsafeCharacters(act.text) }
  if (!('attachments' in safe) || !safe.attachments) return safe
  const attachments = safe.attachments.map((attachment) => ({
    ...attachment,
    name: stripUnsafeCharacters(attachment.name),
    alternative: stripUnsafeCharacters(attachment.alternative),
  }))
  return { ...safe, attachments }
}
