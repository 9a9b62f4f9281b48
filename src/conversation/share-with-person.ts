import { shorten } from '../handoff/preview.ts'
import { plainText } from '../message-text.ts'
import type { NewCaseLine } from '../storage/store.ts'
import type { Outcome, Turn } from './turn.ts'

/**
 * While a case waits for its first human reply the assistant goes on answering; the user agreed that
 * the person reads along, so that nothing is told twice.
 */
export function shareWithPerson(turn: Turn, outcome: Outcome): Outcome {
  const { openCase, message, text } = turn
  const isShared = openCase && !openCase.assistantMuted && message.content.kind === 'text' && text
  if (!isShared || outcome.caseChanges.length > 0 || outcome.conversation === 'erase')
    return outcome
  const lines: NewCaseLine[] = [
    { author: 'user', text },
    ...outcome.replies.map(
      (reply): NewCaseLine => ({ author: 'assistant', text: shorten(plainText(reply)) }),
    ),
  ]
  return {
    ...outcome,
    caseChanges: [{ kind: 'update', caseId: openCase.id, changes: {}, lines }],
  }
}
