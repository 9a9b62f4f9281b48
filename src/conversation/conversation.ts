/** What the assistant remembers of one conversation, and nothing more. */
import { z } from 'zod'
import type { NewCaseLine } from '../storage/store.ts'

const caseLine = z.object({
  author: z.enum(['user', 'assistant', 'mediator', 'system', 'note', 'other-side']),
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
    /** Names and numbers that the user typed are covered. */
    lines: z.array(caseLine),
    /** The same uncovered, where there is something to choose. */
    linesWithContact: z.array(caseLine).optional(),
    topic: z.string(),
    /** Organisations that it named. */
    organisations: z.array(z.string()).default([]),
  }),
  z.object({ kind: z.literal('forget') }),
  /** "Will you join?", to somebody who came by the link of an invitation. */
  z.object({ kind: z.literal('invitation'), mediationId: z.string(), secretHash: z.string() }),
  /** The next text says how the user would settle the conflict. */
  z.object({ kind: z.literal('proposal') }),
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
  /** How often in a row an answer did not help. */
  notHelped: z.number().optional(),
  /** The user let names and numbers through to the person who has the case. */
  sharesContact: z.boolean().optional(),
  /** The last one that nobody could answer, for the button under that reply. */
  unansweredQuestion: z.string().optional(),
  /** The mediation whose other side reads what the user writes; absent: the mediator alone does. */
  writesToBoth: z.string().optional(),
  /** The agreement as this user read it, so that it is delivered in the very same words. */
  agreement: z
    .object({
      id: z.string(),
      text: z.string(),
      translation: z.object({ text: z.string(), by: z.string() }).optional(),
    })
    .optional(),
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
