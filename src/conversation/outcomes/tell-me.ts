/** "Tell me when there is an answer": what is kept for that, and the one message that comes of it. */
import { conversationKey, type EntryId } from '../../message.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { answerEntry } from './answer-entry.ts'

/** As long as an idle conversation is kept by default. */
const keptDays = 90
/** A question is as long as this; more would be a story about somebody. */
const longestQuestion = 300

/** Keeps the question that nobody could answer; the user sees exactly what is kept. */
export function awaitAnswer(turn: Turn): Outcome | undefined {
  const { services, conversation } = turn
  const { language, unansweredQuestion } = conversation
  if (!unansweredQuestion) return undefined
  const at = services.now()
  const id = services.newId()
  const { text } = services.maskPersonalData(unansweredQuestion, turn.messageLanguage)
  const question = shortened(text)
  return {
    ...answerWith(
      turn,
      { kind: 'command', command: 'tell-me' },
      [say(services, language, 'tellMe.kept', { question, days: String(keptDays) })],
      {
        buttons: [
          [button(services, language, 'button.tellMeNot', { kind: 'tell-me-not', awaited: id })],
        ],
        conversation: { ...conversation, unansweredQuestion: undefined },
      },
    ),
    awaitedAnswer: {
      kind: 'await',
      answer: {
        id,
        language,
        question,
        askedAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + keptDays * 86_400_000).toISOString(),
      },
    },
  }
}

export function dropAwaited(turn: Turn, awaited: string): Outcome {
  const { services, conversation } = turn
  return {
    ...answerWith(turn, { kind: 'command', command: 'tell-me' }, [
      say(services, conversation.language, 'tellMe.dropped'),
    ]),
    awaitedAnswer: { kind: 'forget', id: awaited },
  }
}

/** The news itself, once. Who no longer wants it, or was forgotten, hears nothing. */
export async function tellAnswer(turn: Turn, awaited: string, entry: EntryId): Promise<Outcome> {
  const wish = await turn.readAwaitedAnswer(awaited)
  const isTheirs = wish?.conversation === conversationKey(turn.message.address)
  const answer = isTheirs ? answerEntry(turn, entry, 'short') : undefined
  const [first, ...others] = answer?.replies ?? []
  if (!wish || !answer || !first || typeof answer.conversation === 'string') {
    return {
      decision: { kind: 'command', command: 'tell-me' },
      conversation: 'unchanged',
      replies: [],
      caseChanges: [],
    }
  }
  const { services, conversation } = turn
  const { language, pending } = conversation
  const intro = say(services, language, 'tellMe.found', { question: wish.question })
  return {
    ...answer,
    // What the user is being asked stays asked: this message came in between.
    conversation: {
      ...answer.conversation,
      lastQuestion: wish.question,
      pending: pending ?? answer.conversation.pending,
    },
    replies: [{ ...first, blocks: [intro, ...first.blocks] }, ...others],
    awaitedAnswer: { kind: 'forget', id: awaited },
  }
}

function shortened(masked: string): string {
  return [...masked.replaceAll(/⟦[^⟧]*⟧/gu, '…')].slice(0, longestQuestion).join('')
}
