/** Nobody writes in a case any more: the assistant speaks again, and after weeks the case ends. */
import { closeQuietCase, letAssistantSpeak } from '../../handoff/relay.ts'
import { formatHours } from '../../knowledge/figures.ts'
import { button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { withdrawButton } from './ask-person.ts'
import { askWhetherHelped, reopenButton } from './rate-case.ts'
import { findReferrals, referralBlocks } from './refer.ts'
import { findCase, tell, unseen } from './tell-of-case.ts'

/** @param silence `since`: when somebody last wrote, as the clock saw it. */
export async function endQuiet(
  turn: Turn,
  silence: { caseId: string; step: 'return' | 'close'; since: string },
): Promise<Outcome> {
  const record = await findCase(turn, silence.caseId)
  if (!record || record.status === 'closed') return unseen('refused')
  return silence.step === 'return'
    ? speakAgain(turn, record, silence.since)
    : close(turn, record, silence.since)
}

type Case = NonNullable<Turn['openCase']>

function speakAgain(turn: Turn, record: Case, since: string): Outcome {
  const { services, conversation } = turn
  const { language } = conversation
  const change = letAssistantSpeak(record, since)
  if (!change) return unseen('refused')
  return tell(
    turn,
    'returned',
    change,
    [
      say(services, language, 'handoff.assistantReturned', {
        duration: formatHours(services.returnAfterHours, language),
        name: record.claimedBy?.name ?? '',
      }),
    ],
    [
      [button(services, language, 'button.askPerson', { kind: 'ask-person' })],
      [withdrawButton(turn, record.id)],
    ],
  )
}

function close(turn: Turn, record: Case, since: string): Outcome {
  const { services, conversation } = turn
  const { language } = conversation
  const change = closeQuietCase(record, since, services.now().toISOString())
  if (!change) return unseen('refused')
  if (!record.waitingSince) {
    const asked = askWhetherHelped(turn, record.id)
    return tell(
      turn,
      'closed',
      change,
      [say(services, language, 'handoff.expired'), ...asked.blocks],
      [...asked.buttons, [reopenButton(turn, record.id)]],
    )
  }
  const referrals = findReferrals(turn, [record.topic, 'everyday', 'community'], 2)
  return tell(turn, 'closed', change, [
    say(services, language, 'handoff.neverAnswered'),
    ...(referrals.length > 0
      ? referralBlocks(turn, referrals)
      : [say(services, language, 'refer.noneFound')]),
  ])
}
