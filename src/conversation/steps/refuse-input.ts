import { answerWith, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

/** In UTF-16 units, as Telegram counts them. */
export const longestText = 4000

/** What cannot be read gets a kind sentence on what works. */
export function refuseInput(turn: Turn): Outcome | undefined {
  const { services, conversation, message, text } = turn
  const refuse = (topic: 'unsupported' | 'too-long' | 'empty', key: string) =>
    answerWith(turn, { kind: 'chat', topic }, [say(services, conversation.language, key)])
  if (message.content.kind === 'unsupported') return refuse('unsupported', 'chat.unsupported')
  if (text.length > longestText) return refuse('too-long', 'chat.tooLong')
  if (!/[\p{L}\p{N}]/u.test(text)) return refuse('empty', 'chat.empty')
  return undefined
}
