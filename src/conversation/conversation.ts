/** What the assistant remembers of one conversation, and nothing more. */
import { z } from 'zod'
import type { NewCaseLine } from '../storage/store.ts'

const caseLine = z.object({
  author: z.enum(['user', 'assistant', 'mediator', 'system', 'note']),
  text: z.string(),
}) satisfies z.ZodType<NewCaseLine>

/** What the assistant asked and waits for. */
const pendingSchema = z.discriminatedUnion('kind', [
  /** "Do you mean ...?": the question that the chosen entry will answer. */
  z.object({ kind: z.literal('entry'), question: z.string() }),
  /** "In which town do you live?", to name organisations for these topics. */
  z.object({
    kind: z.literal('place'),
    topics: z.array(z.string()),
    /** Asked in so many words; otherwise a town is only welcome. */
    asked: z.boolean(),
    attempts: z.number(),
  }),
  /** "Write your question", before a person is asked. */
  z.object({ kind: z.literal('question') }),
  /** The preview that was shown; consent is for exactly these lines. */
  z.object({
    kind: z.literal('preview'),
    lines: z.array(caseLine),
    topic: z.string(),
  }),
  z.object({ kind: z.literal('forget') }),
])
export type Pending = z.infer<typeof pendingSchema>

const conversationSchema = z.object({
  /** The language that the assistant answers in. */
  language: z.string(),
  /** A text or a choice has set the language; until then it is only what the device says. */
  languageSettled: z.boolean().optional(),
  /** The last message's language, where it was another one: the second in a row switches. */
  otherLanguage: z.string().optional(),
  role: z.enum(['tenant', 'landlord', 'authority']).optional(),
  /** Key of the municipality. */
  municipality: z.string().optional(),
  lastEntry: z.string().optional(),
  lastQuestion: z.string().optional(),
  pending: pendingSchema.optional(),
})
export type Conversation = z.infer<typeof conversationSchema>

export function newConversation(language: string): Conversation {
  return { language }
}

/** The state as it was written, or `undefined` where it is from a version that knew other fields. */
export function parseConversation(json: string): Conversation | undefined {
  try {
    return conversationSchema.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
