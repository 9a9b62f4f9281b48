/** A case that somebody names, and what its user hears, or does not hear, of a change to it. */
import { type Block, type Button, conversationKey, type Decision } from '../../message.ts'
import type { CaseChange } from '../../storage/store.ts'
import { answerWith } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

type Stage = Extract<Decision, { kind: 'handoff' }>['stage']

/** A desk names a case; only one of this very conversation is acted on. */
export async function findCase({ openCase, message, readCase }: Turn, caseId: string) {
  if (openCase?.id === caseId) return openCase
  const record = await readCase(caseId)
  return record?.conversation === conversationKey(message.address) ? record : undefined
}

/** The user of the case sees nothing of it. */
export function unseen(stage: Stage, change?: CaseChange): Outcome {
  return {
    decision: { kind: 'handoff', stage },
    conversation: 'unchanged',
    replies: [],
    caseChanges: change ? [change] : [],
  }
}

export function tell(
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
