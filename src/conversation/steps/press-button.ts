import { reopenForUser, returnToAssistant } from '../../handoff/relay.ts'
import { type Action, conversationKey } from '../../message.ts'
import { answerEntry } from '../outcomes/answer-entry.ts'
import { askPerson, giveConsent, withdrawButton } from '../outcomes/ask-person.ts'
import { dontKnow } from '../outcomes/dont-know.ts'
import { findReferrals, referralBlocks } from '../outcomes/refer.ts'
import { chooseLanguage, forget, setLanguage, setPlace, setRole } from '../outcomes/remember.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

/** While a person has the chat the assistant is silent: only these buttons still do something. */
const staysLive = new Set<Action['kind']>([
  'back-to-assistant',
  'withdraw-case',
  'choose-language',
  'set-language',
  'forget',
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
      return feedback(turn, action.helped)
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
      return giveConsent(turn, action.given)
    case 'choose-language':
      return chooseLanguage(turn)
    case 'set-language':
      return setLanguage(turn, action.language)
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
        ? leaveCase(turn, 'handoff.returned', returnToAssistant(openCase, at))
        : undefined
    case 'withdraw-case':
      return openCase?.id === action.caseId
        ? leaveCase(turn, 'handoff.withdrawn', { kind: 'delete', caseId: openCase.id })
        : undefined
    case 'reopen-case':
      return reopenCase(turn, action.caseId)
    case 'name-organisation':
      return referNearby(turn)
    case 'forget':
      return forget(turn, action.confirmed)
    default:
      return action satisfies never
  }
}

function feedback(turn: Turn, helped: boolean): Outcome {
  const { services, conversation } = turn
  const { language } = conversation
  return answerWith(
    turn,
    { kind: 'command', command: 'feedback' },
    [say(services, language, helped ? 'feedback.thanks' : 'feedback.sorry')],
    {
      buttons: helped
        ? []
        : [
            [button(services, language, 'button.askPerson', { kind: 'ask-person' })],
            [button(services, language, 'button.organisation', { kind: 'name-organisation' })],
          ],
    },
  )
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

function leaveCase(turn: Turn, key: string, change: Outcome['caseChanges'][number]): Outcome {
  const { services, conversation } = turn
  return {
    ...answerWith(turn, { kind: 'handoff', stage: 'returned' }, [
      say(services, conversation.language, key),
    ]),
    caseChanges: [change],
  }
}

/** The question is not told twice: the person finds the lines of the closed case again. */
async function reopenCase(turn: Turn, caseId: string): Promise<Outcome | undefined> {
  const { services, conversation, openCase, message } = turn
  if (openCase) return undefined
  const record = await turn.readCase(caseId)
  if (record?.status !== 'closed' || record.conversation !== conversationKey(message.address)) {
    return undefined
  }
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
