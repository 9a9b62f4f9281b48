/** What a side does in a mediation: whom it writes to, what it proposes, whether it agrees, leaving. */
import {
  answerAgreement,
  end,
  eventLine,
  isUnderWay,
  type MediationEventLine,
  sideOf,
} from '../../handoff/mediation.ts'
import { relayToPerson, silentMediator } from '../../handoff/relay.ts'
import type { Case, Mediation, NewCaseLine } from '../../storage/store.ts'
import { forMediator } from '../outcomes/read-each-other.ts'
import { answerWith, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { deliverAgreement } from './deliver-agreement.ts'
import { toOtherSide } from './follow-up.ts'
import { lineChange } from './invite.ts'
import { sideButtons, wayBack, whoReads, withoutMediation, writesToBoth } from './words.ts'

interface Part {
  mediation: Mediation
  record: Case
}

/** The mediation that a button names, where this user still takes part in it. */
function partIn({ mediation, openCase }: Turn, mediationId: string): Part | undefined {
  if (!openCase || mediation?.id !== mediationId || !isUnderWay(mediation)) return undefined
  return { mediation, record: openCase }
}

export function writeTo(turn: Turn, both: boolean, mediationId: string): Outcome | undefined {
  const part = partIn(turn, mediationId)
  if (part?.mediation.status !== 'open') return undefined
  const { services, conversation } = turn
  const { language } = conversation
  const changed: Turn = {
    ...turn,
    conversation: {
      ...conversation,
      writesToBoth: both ? mediationId : undefined,
      pending: undefined,
    },
  }
  return answerWith(
    changed,
    { kind: 'handoff', stage: 'mediated' },
    [
      say(services, language, both ? 'mediation.readBoth' : 'mediation.readMediator'),
      ...(both
        ? [
            {
              kind: 'note' as const,
              text: services.sentences.say(language, 'mediation.staysThere'),
            },
          ]
        : []),
    ],
    { buttons: sideButtons(changed, part.record) },
  )
}

export function propose(turn: Turn, mediationId: string): Outcome | undefined {
  const part = partIn(turn, mediationId)
  if (part?.mediation.status !== 'open') return undefined
  const { services, conversation } = turn
  return answerWith(
    turn,
    { kind: 'handoff', stage: 'mediated' },
    [say(services, conversation.language, 'mediation.askProposal')],
    { conversation: { ...conversation, pending: { kind: 'proposal' } } },
  )
}

/**
 * A text of a side: a proposal for the mediator, or a word to both. `undefined`: a private word, as
 * in every case.
 */
export async function saySomething(turn: Turn, record: Case): Promise<Outcome | undefined> {
  const { text, services, conversation, mediation, messageLanguage } = turn
  const { language } = conversation
  const at = services.now().toISOString()
  const inLanguageOfDesk = async (line: NewCaseLine) => {
    const [read = line] = await forMediator(turn, [line], silentMediator(record))
    return relayToPerson(record, read, at)
  }
  if (conversation.pending?.kind === 'proposal') {
    const said: Turn = { ...turn, conversation: { ...conversation, pending: undefined } }
    return {
      ...answerWith(
        said,
        { kind: 'handoff', stage: 'relayed' },
        [say(services, language, 'mediation.proposalNoted'), ...whoReads(said)],
        { buttons: sideButtons(said, record) },
      ),
      caseChanges: [await inLanguageOfDesk({ author: 'user', text, proposal: true })],
    }
  }
  if (!mediation || !writesToBoth(turn)) return undefined
  return {
    ...answerWith(
      turn,
      { kind: 'handoff', stage: 'mediated' },
      [say(services, language, 'mediation.sentToBoth'), ...whoReads(turn)],
      { buttons: sideButtons(turn, record) },
    ),
    caseChanges: [await inLanguageOfDesk({ author: 'user', text, forBoth: true })],
    followUps: await toOtherSide(turn, mediation, record.id, {
      kind: 'side-said',
      text,
      language: messageLanguage,
    }),
  }
}

export async function answerToAgreement(
  turn: Turn,
  agreementId: string,
  agrees: boolean,
): Promise<Outcome | undefined> {
  const { services, conversation, openCase, mediation: before } = turn
  const side = before && openCase && sideOf(before, openCase.id)
  if (!side || conversation.agreement?.id !== agreementId) return undefined
  const at = services.now().toISOString()
  const mediation = answerAgreement(before, { side, agreementId, agrees, at })
  if (!mediation) return undefined
  const outcome = (key: string, event: MediationEventLine): Outcome => {
    const changed = { ...turn, mediation }
    return {
      ...answerWith(
        changed,
        { kind: 'handoff', stage: 'mediated' },
        [say(services, conversation.language, key), ...whoReads(changed)],
        { buttons: sideButtons(changed, openCase) },
      ),
      mediation,
      caseChanges: [lineChange(openCase.id, eventLine(event))],
    }
  }
  if (!agrees) return outcome('mediation.notYet', 'agreement-refused')
  if (mediation.status !== 'agreed') return outcome('mediation.confirmed', 'agreement-confirmed')
  return {
    ...(await deliverAgreement(turn, mediation, openCase, [eventLine('agreement-confirmed')])),
    mediation,
    followUps: await toOtherSide(turn, mediation, openCase.id, { kind: 'agreed', at }),
  }
}

/** The room ends for both; what each has with the mediator goes on. */
export async function leave(turn: Turn, mediationId: string): Promise<Outcome | undefined> {
  const part = partIn(turn, mediationId)
  if (!part) return undefined
  const { services, conversation } = turn
  const { mediation, record } = part
  return {
    ...answerWith(
      turn,
      { kind: 'handoff', stage: 'mediated' },
      [say(services, conversation.language, 'mediation.left')],
      { conversation: withoutMediation(conversation), buttons: [wayBack(turn, record.id)] },
    ),
    mediation: end(mediation, services.now().toISOString()),
    caseChanges: [lineChange(record.id, eventLine('mediation-left'))],
    followUps: await toOtherSide(turn, mediation, record.id, { kind: 'ended' }),
  }
}
