import { askPerson } from '../outcomes/ask-person.ts'
import type { Outcome, Turn } from '../turn.ts'

/** "I want to talk to a person", and the question that follows when it was asked for. */
export function handOff(turn: Turn): Promise<Outcome> | undefined {
  const { conversation, services, text, messageLanguage } = turn
  if (conversation.pending?.kind === 'question') {
    return askPerson({ ...turn, conversation: { ...conversation, lastQuestion: text } }, text)
  }
  if (!services.phrases.contains('person', text, messageLanguage)) return undefined
  return askPerson(turn, conversation.lastQuestion)
}
