import { shorten } from '../handoff/preview.ts'
import { silentMediator } from '../handoff/relay.ts'
import { plainText } from '../message-text.ts'
import type { NewCaseLine } from '../storage/store.ts'
import { coverContact } from './outcomes/cover-contact.ts'
import { forMediator } from './outcomes/read-each-other.ts'
import type { Outcome, Turn } from './turn.ts'

/**
 * While a case waits for its first human reply the assistant goes on answering; the user agreed that
 * the person reads along, so that nothing is told twice.
 */
export async function shareWithPerson(turn: Turn, outcome: Outcome): Promise<Outcome> {
  const { openCase, message, text } = turn
  const isShared = openCase && !openCase.assistantMuted && message.content.kind === 'text' && text
  if (!isShared || outcome.conversation === 'erase') return outcome
  const [change, ...others] = outcome.caseChanges
  const ours = change?.kind === 'update' && change.caseId === openCase.id ? change : undefined
  if (others.length > 0 || (change && !ours)) return outcome
  const line: NewCaseLine = { author: 'user', text }
  // In danger nothing is covered, and a crisis card waits for no translation.
  const written =
    outcome.decision.kind === 'crisis'
      ? [line]
      : await forMediator(turn, coverUnlessShared(turn, line), silentMediator(openCase))
  const lines: NewCaseLine[] = [
    ...written,
    ...outcome.replies.map(
      (reply): NewCaseLine => ({ author: 'assistant', text: shorten(plainText(reply)) }),
    ),
  ]
  return {
    ...outcome,
    caseChanges: [
      ours
        ? { ...ours, lines: [...lines, ...ours.lines] }
        : { kind: 'update', caseId: openCase.id, changes: {}, lines },
    ],
  }
}

/** Said to the assistant, and read along: as much of it as the user agreed to. */
function coverUnlessShared(turn: Turn, line: NewCaseLine): NewCaseLine[] {
  return turn.conversation.sharesContact ? [line] : coverContact(turn, [line]).lines
}
