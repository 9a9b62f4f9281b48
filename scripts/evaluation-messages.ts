/** First messages with what should become of them, and how far the assistant's decisions agree. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Outcome } from '../src/conversation/turn.ts'
import type { Decision, LanguageCode } from '../src/message.ts'

const expectationSchema = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('answer'),
    entry: z.string(),
    /** Entries that answer the message as well as `entry` does. */
    alsoRight: z.array(z.string()).optional(),
  }),
  /** Anything but an answer and a crisis card. */
  z.strictObject({ decision: z.literal('abstain') }),
  /** Alarming words, no danger: anything but a crisis card. */
  z.strictObject({ decision: z.literal('not-crisis') }),
  z.strictObject({ decision: z.literal('crisis'), card: z.string() }),
  z.strictObject({ decision: z.literal('chat'), topic: z.string() }),
  z.strictObject({ decision: z.literal('command'), command: z.string() }),
  z.strictObject({ decision: z.literal('handoff') }),
])

const messageSchema = z.strictObject({
  id: z.string(),
  language: z.string(),
  kind: z.enum(['answerable', 'landlord', 'unanswerable', 'crisis', 'near-miss', 'talk']),
  text: z.string(),
  expect: expectationSchema,
})

export type LabelledMessage = z.infer<typeof messageSchema>

/** What became of a message. */
export interface Result {
  message: LabelledMessage
  decision: Decision
  /** The language that the assistant answers in. */
  language: LanguageCode | undefined
  /** Best first. */
  candidates: { entry: string; confidence: number }[]
}

/** @throws Error that names the line which is not a labelled message. */
export async function readMessages(path: string): Promise<LabelledMessage[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [messageSchema.parse(JSON.parse(line))]
    } catch (cause) {
      const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message
      throw new Error(`${path}, line ${index + 1}: ${reason}`, { cause })
    }
  })
}

export function resultOf(message: LabelledMessage, outcome: Outcome): Result {
  const { decision, conversation, candidates = [] } = outcome
  return {
    message,
    decision,
    language: typeof conversation === 'string' ? undefined : conversation.language,
    candidates: candidates.map(({ entry, confidence }) => ({ entry, confidence })),
  }
}

/** Whether the decision is the expected one, with the right entry, card, topic or command. */
export function isAsExpected({ message: { expect }, decision }: Result): boolean {
  switch (expect.decision) {
    case 'answer':
      return decision.kind === 'answer' && rightEntries(expect).includes(decision.entry)
    case 'abstain':
      return decision.kind !== 'answer' && decision.kind !== 'crisis'
    case 'not-crisis':
      return decision.kind !== 'crisis'
    case 'crisis':
      return decision.kind === 'crisis' && decision.card === expect.card
    case 'chat':
      return decision.kind === 'chat' && decision.topic === expect.topic
    case 'command':
      return decision.kind === 'command' && decision.command === expect.command
    case 'handoff':
      return decision.kind === 'handoff'
    default:
      return expect satisfies never
  }
}

export function rightEntries(expect: LabelledMessage['expect']): string[] {
  return expect.decision === 'answer' ? [expect.entry, ...(expect.alsoRight ?? [])] : []
}

/** Counts over the results of one kind and one language, or of several. */
export function countRetrieval(results: Result[]) {
  const count = counter(results)
  const rankOf = ({ message, candidates }: Result) =>
    candidates.findIndex(({ entry }) => rightEntries(message.expect).includes(entry))
  return {
    messages: results.length,
    rightFirst: count((result) => rankOf(result) === 0),
    rightAmongThree: count((result) => rankOf(result) >= 0 && rankOf(result) < 3),
    answeredRight: count(isAsExpected),
    askedWithRight: count(
      ({ message, decision }) =>
        decision.kind === 'clarify' &&
        decision.entries.some((entry) => rightEntries(message.expect).includes(entry)),
    ),
    answeredWrong: count((result) => result.decision.kind === 'answer' && !isAsExpected(result)),
    /** A greeting, a command, a crisis card: never reached retrieval. */
    caughtBefore: count(({ decision }) =>
      ['chat', 'command', 'crisis', 'handoff'].includes(decision.kind),
    ),
  }
}

export function countAbstention(results: Result[]) {
  const count = counter(results)
  return {
    messages: results.length,
    answered: count(({ decision }) => decision.kind === 'answer'),
    askedWhich: count(({ decision }) => decision.kind === 'clarify'),
    crisis: count(isAlarm),
  }
}

export function countCrisis(results: Result[]) {
  const count = counter(results)
  return { messages: results.length, anyCard: count(isAlarm), rightCard: count(isAsExpected) }
}

export function countFalseAlarms(results: Result[]) {
  const calm = results.filter(({ message }) => message.kind !== 'crisis')
  const near = calm.filter(({ message }) => message.kind === 'near-miss')
  return {
    nearMisses: near.length,
    alarmsOnNearMisses: near.filter(isAlarm).length,
    messages: calm.length,
    alarms: calm.filter(isAlarm).length,
  }
}

export function countTalk(results: Result[]) {
  const of = (decision: LabelledMessage['expect']['decision']) => {
    const some = results.filter(({ message }) => message.expect.decision === decision)
    return { messages: some.length, right: some.filter(isAsExpected).length }
  }
  return { chat: of('chat'), command: of('command'), handoff: of('handoff') }
}

export function countLanguage(results: Result[]) {
  return { messages: results.length, right: counter(results)(isLanguageRight) }
}

/** "Delete my data" leaves no conversation behind, so no language to judge. */
export function isLanguageRight({ language, message }: Result): boolean {
  return language === undefined || language === message.language
}

function isAlarm({ decision }: Result): boolean {
  return decision.kind === 'crisis'
}

function counter(results: Result[]) {
  return (test: (result: Result) => boolean) => results.filter(test).length
}
