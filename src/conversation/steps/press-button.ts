import { reopenForUser, returnToAssistant } from '../../handoff/relay.ts'
import type { Action } from '../../message.ts'
import type { CaseChange } from '../../storage/store.ts'
import { inviteOtherSide } from '../mediation/invite.ts'
import { joinMediation, withInvitation } from '../mediation/join.ts'
import { answerToAgreement, leave, propose, writeTo } from '../mediation/take-part.ts'
import { answerEntry } from '../outcomes/answer-entry.ts'
import { askPerson, giveConsent, withdrawButton } from '../outcomes/ask-person.ts'
import { dontKnow } from '../outcomes/dont-know.ts'
import { askWhetherHelped, takeRating } from '../outcomes/rate-case.ts'
import { findReferrals, referralBlocks } from '../outcomes/refer.ts'
import { chooseLanguage, forget, setLanguage, setPlace, setRole } from '../outcomes/remember.ts'
import { awaitAnswer, dropAwaited } from '../outcomes/tell-me.ts'
import { findCase } from '../outcomes/tell-of-case.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

/** While a person has the chat the assistant is silent: only these buttons still do something. */
const staysLive = new Set<Action['kind']>([
  'back-to-assistant',
  'withdraw-case',
  'rate-case',
  'choose-language',
  'set-language',
  'forget',
  'invite-other-side',
  'write-to',
  'propose',
  'leave-mediation',
  'answer-agreement',
])

/** A button of an old message may no longer fit what is going on: then a sentence says so. */
export async function pressButton(turn: Turn): Promise<Outcome | undefined> {
  const { content } = turn.message
  if (content.kind !== 'action') return undefined
  return (await outcomeOf(turn, content.action)) ?? stale(turn)
}

function outcomeOf(turn: Turn, action: Action): Outcome | undefined | Promise<Outcome | undefined> {
  const { services, conversation, openCase } = turn
  const at = services.now().toISOString()
  if (openCase?.assistantMuted && !staysLive.has(action.kind)) return undefined
  switch (action.kind) {
    case 'feedback':
      return feedback(turn, action)
    case 'show-entry':
      return answerEntry(turn, action.entry, 'short')
    case 'show-details':
      return answerEntry(turn, action.entry, 'details')
    case 'none-of-these':
      return conversation.pending?.kind === 'entry'
        ? dontKnow(turn, conversation.pending.question, [])
        : undefined
    case 'ask-person':
      return askPerson(turn, conversation.lastQuestion)
    case 'consent':
      return giveConsent(turn, action)
    case 'choose-language':
      return chooseLanguage(turn)
    case 'set-language':
      return withInvitation(turn, setLanguage(turn, action.language))
    case 'set-role':
      return setRole(turn, action.role)
    case 'set-place':
      return setPlace(turn, action.municipality)
    case 'skip-place':
      return answerWith(
        turn,
        { kind: 'command', command: 'place' },
        [say(services, conversation.language, 'role.saved')],
        { conversation: { ...conversation, pending: undefined } },
      )
    case 'back-to-assistant':
      return openCase?.id === action.caseId
        ? returnFromPerson(turn, openCase.id, returnToAssistant(openCase, at))
        : undefined
    case 'withdraw-case':
      return withdrawCase(turn, action.caseId)
    case 'reopen-case':
      return reopenCase(turn, action.caseId)
    case 'rate-case':
      return takeRating(turn, action)
    case 'invite-other-side':
      return inviteOtherSide(turn, action.caseId)
    case 'join-mediation':
      return joinMediation(turn, action.join)
    case 'write-to':
      return writeTo(turn, action.both, action.mediationId)
    case 'propose':
      return propose(turn, action.mediationId)
    case 'leave-mediation':
      return leave(turn, action.mediationId)
    case 'answer-agreement':
      return answerToAgreement(turn, action.agreementId, action.agrees)
    case 'name-organisation':
      return referNearby(turn)
    case 'tell-me':
      return awaitAnswer(turn)
    case 'tell-me-not':
      return dropAwaited(turn, action.awaited)
    case 'forget':
      return forget(turn, action.confirmed)
    default:
      return action satisfies never
  }
}

type Feedback = Extract<Action, { kind: 'feedback' }>

/** After the second answer in a row that did not help, the offer of a person comes first. */
async function feedback(turn: Turn, { helped, entry }: Feedback): Promise<Outcome> {
  const { services, conversation } = turn
  const { language } = conversation
  const notHelped = helped ? undefined : (conversation.notHelped ?? 0) + 1
  const counted = { ...turn, conversation: { ...conversation, notHelped } }
  const isForPerson = services.knowledge.entries.get(entry)?.meta.handoff !== 'never'
  if ((notHelped ?? 0) >= 2 && isForPerson) return offerPersonFirst(counted)
  const askPerson = button(services, language, 'button.askPerson', { kind: 'ask-person' })
  return answerWith(
    counted,
    { kind: 'command', command: 'feedback' },
    [say(services, language, helped ? 'feedback.thanks' : 'feedback.sorry')],
    {
      buttons: helped
        ? []
        : [
            isForPerson ? [askPerson] : [],
            [button(services, language, 'button.organisation', { kind: 'name-organisation' })],
          ],
    },
  )
}

/** The preview is the offer: nothing is passed on before the user has seen it and agreed. */
async function offerPersonFirst(turn: Turn): Promise<Outcome> {
  const { services, conversation } = turn
  const outcome = await askPerson(turn, conversation.lastQuestion)
  const sorry = say(services, conversation.language, 'feedback.sorryAgain')
  const [first, ...others] = outcome.replies
  if (!first) return outcome
  return { ...outcome, replies: [{ ...first, blocks: [sorry, ...first.blocks] }, ...others] }
}

/** Who helps further with what was just answered; the question itself was no failure. */
function referNearby(turn: Turn): Outcome {
  const { services, conversation } = turn
  const { language, lastEntry } = conversation
  const entry = services.knowledge.entries.get(lastEntry ?? '')
  const referrals = findReferrals(turn, entry?.meta.referral ?? ['everyday', 'community'], 2)
  return answerWith(
    turn,
    { kind: 'refer', organisations: referrals.map(({ organisation }) => organisation.id) },
    referrals.length > 0
      ? [say(services, language, 'refer.intro'), ...referralBlocks(turn, referrals)]
      : [say(services, language, 'refer.noneFound')],
    { buttons: [[button(services, language, 'button.askPerson', { kind: 'ask-person' })]] },
  )
}

function returnFromPerson(turn: Turn, caseId: string, change: CaseChange): Outcome {
  const { services, conversation } = turn
  const { blocks, buttons } = askWhetherHelped(turn, caseId)
  return {
    ...answerWith(
      turn,
      { kind: 'handoff', stage: 'returned' },
      [say(services, conversation.language, 'handoff.returned'), ...blocks],
      { buttons },
    ),
    caseChanges: [change],
  }
}

/** Also after the end: what the desk still holds of it goes. */
async function withdrawCase(turn: Turn, caseId: string): Promise<Outcome | undefined> {
  const { services, conversation } = turn
  if (!(await findCase(turn, caseId))) return undefined
  return {
    ...answerWith(turn, { kind: 'handoff', stage: 'returned' }, [
      say(services, conversation.language, 'handoff.withdrawn'),
    ]),
    caseChanges: [{ kind: 'delete', caseId }],
  }
}

/** The question is not told twice: the person finds the lines of the closed case again. */
async function reopenCase(turn: Turn, caseId: string): Promise<Outcome | undefined> {
  const { services, conversation, openCase } = turn
  if (openCase) return undefined
  const record = await findCase(turn, caseId)
  if (record?.status !== 'closed') return undefined
  const { language } = conversation
  return {
    ...answerWith(
      turn,
      { kind: 'handoff', stage: 'reopened' },
      [say(services, language, 'handoff.reopenedByYou')],
      { buttons: [[withdrawButton(turn, caseId)]] },
    ),
    caseChanges: [reopenForUser(record, services.now().toISOString())],
  }
}

function stale(turn: Turn): Outcome {
  const { services, conversation } = turn
  return answerWith(turn, { kind: 'chat', topic: 'unsupported' }, [
    say(services, conversation.language, 'chat.staleButton'),
  ])
}
