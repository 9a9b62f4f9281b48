/** "Did this help?", asked when a person has ended; the answer is counted without names. */
import { rateCase } from '../../handoff/relay.ts'
import type { Block, Button } from '../../message.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { findCase } from './tell-of-case.ts'

export function askWhetherHelped(
  { services, conversation: { language } }: Turn,
  caseId: string,
): { blocks: Block[]; buttons: Button[][] } {
  const answer = (key: string, helped: boolean) =>
    button(services, language, key, { kind: 'rate-case', helped, caseId })
  return {
    blocks: [say(services, language, 'handoff.didItHelp')],
    buttons: [[answer('button.helped', true), answer('button.notHelped', false)]],
  }
}

/** `undefined` for a case that is open again, is gone, or is somebody else's. Minds may change. */
export async function takeRating(
  turn: Turn,
  { caseId, helped }: { caseId: string; helped: boolean },
): Promise<Outcome | undefined> {
  const { services, conversation, openCase } = turn
  const { language } = conversation
  const record = await findCase(turn, caseId)
  if (record?.status !== 'closed') return undefined
  const organisation = { kind: 'name-organisation' } as const
  const buttons = [
    ...(openCase ? [] : [[reopenButton(turn, caseId)]]),
    [button(services, language, 'button.organisation', organisation)],
  ]
  return {
    ...answerWith(
      turn,
      { kind: 'command', command: 'feedback' },
      [say(services, language, helped ? 'feedback.thanks' : 'feedback.sorry')],
      { buttons: helped ? [] : buttons },
    ),
    caseChanges: [rateCase(record, helped)],
  }
}

export function reopenButton({ services, conversation }: Turn, caseId: string): Button {
  return button(services, conversation.language, 'button.reopen', { kind: 'reopen-case', caseId })
}
