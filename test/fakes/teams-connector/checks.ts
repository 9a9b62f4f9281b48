/** What Teams would refuse of an activity that a bot sends, with Microsoft's own card parser. */
import { createRequire } from 'node:module'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

/** The browser bundle; the package's modules are for bundlers. */
const AdaptiveCards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as {
  Versions: { v1_5: unknown }
  AdaptiveCard: new () => {
    parse(json: object, context: Context): void
    toJSON(context: Context): Record<string, unknown>
  }
  SerializationContext: new (version: unknown) => Context
}

interface Context {
  readonly eventCount: number
  getEventAt(index: number): { message: string }
}

/** Bytes of a whole message in UTF-16, https://learn.microsoft.com/microsoftteams/limits-specifications-teams */
const maximumBytes = 28 * 1024

const account = z.strictObject({ id: z.string().min(1) })

/** What Teams says of an order that is wrong is checked in streams.ts. */
const streamInfo = z.strictObject({
  type: z.literal('streaminfo'),
  streamId: z.string().min(1).optional(),
  streamType: z.enum(['informative', 'streaming', 'final']),
  streamSequence: z.int().positive().optional(),
})
const entities = z.array(streamInfo).length(1).optional()

const activitySchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('typing'),
    from: account,
    conversation: account,
    text: z.string().optional(),
    textFormat: z.enum(['plain', 'markdown']).optional(),
    entities,
  }),
  z.strictObject({
    type: z.literal('message'),
    id: z.string().optional(),
    from: account,
    conversation: account,
    summary: z.string().max(400).optional(),
    text: z.string().optional(),
    attachments: z
      .array(
        z.strictObject({
          contentType: z.literal('application/vnd.microsoft.card.adaptive'),
          content: z.looseObject({ type: z.literal('AdaptiveCard') }),
        }),
      )
      .max(10),
    suggestedActions: z
      .strictObject({
        to: z.array(z.string().min(1)).length(1),
        actions: z
          .array(
            z.strictObject({
              type: z.literal('imBack'),
              title: z.string().min(1).max(60),
              value: z.string().min(1),
            }),
          )
          .min(1)
          .max(6),
      })
      .optional(),
    entities,
  }),
])

export type PostedActivity = z.infer<typeof activitySchema>

/** @throws Error that says what is wrong. */
export function checkActivity(body: unknown, conversation: string): PostedActivity {
  const activity = activitySchema.parse(body)
  if (activity.conversation.id !== conversation) throw new Error('the conversation is another one')
  const bytes = JSON.stringify(body).length * 2
  if (bytes > maximumBytes) throw new Error(`MessageSizeTooBig: ${bytes} bytes`)
  if (activity.type === 'message') {
    for (const { content } of activity.attachments) checkCard(content)
  }
  return activity
}

/** @throws Error with what Microsoft's parser found odd, or did not understand at all. */
export function checkCard({ lang, ...card }: object & { lang?: unknown }): void {
  // The parser has this rule too, but forgets to begin anew: it refuses every second right one.
  if (!/^[a-z]{2,3}$/i.test(String(lang))) throw new Error(`Invalid value "${lang}" for lang`)
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5)
  const parsed = new AdaptiveCards.AdaptiveCard()
  parsed.parse(card, context)
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index))
  if (events.length > 0) throw new Error(events.map(({ message }) => message).join('; '))
  const { $schema: _schema, ...understood } = parsed.toJSON(context)
  const rest = withoutDefaults(understood)
  if (!isDeepStrictEqual(rest, withoutDefaults(card))) {
    throw new Error(
      `Microsoft's parser understands the card as ${JSON.stringify(rest)}, and it is ${JSON.stringify(card)}`,
    )
  }
}

/** The parser writes no value that is the default anyway. */
const defaults: Record<string, unknown> = { width: 'stretch' }

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, given]) => given !== undefined && defaults[name] !== given)
      .map(([name, given]) => [name, withoutDefaults(given)]),
  )
}
