import type { PhraseKind } from '../../language/phrases.ts'
import type { Decision } from '../../message.ts'
import { answerWith, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

type Topic = Extract<Decision, { kind: 'chat' }>['topic']

/** A thank-you in a greeting's company is a thank-you: the last kind that fits names the talk. */
const talks: { topic: Topic; kinds: PhraseKind[]; sentences: string[] }[] = [
  { topic: 'greeting', kinds: ['greeting'], sentences: ['chat.greeting', 'chat.privacy'] },
  { topic: 'thanks', kinds: ['thanks', 'greeting'], sentences: ['chat.thanks'] },
  { topic: 'goodbye', kinds: ['goodbye', 'thanks', 'greeting'], sentences: ['chat.goodbye'] },
  { topic: 'who-are-you', kinds: ['whoAreYou', 'greeting'], sentences: ['chat.whoAreYou'] },
]

export function smallTalk(turn: Turn): Outcome | undefined {
  const { services, messageLanguage, text } = turn
  const talk = talks.find(({ kinds }) => services.phrases.consistsOf(kinds, text, messageLanguage))
  if (!talk) return undefined
  const { language } = turn.conversation
  return answerWith(
    turn,
    { kind: 'chat', topic: talk.topic },
    talk.sentences.map((key) => say(services, language, key)),
  )
}
