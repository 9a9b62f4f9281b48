/**
 * The slice of the Activity protocol that is read here, parsed once at the edge.
 * https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md
 */
import { z } from 'zod'

/** Far above any identifier that Teams gives out; none of those begins with a blank. */
const identifier = z.string().regex(/^\S/).max(1024)
const account = z.object({
  id: identifier,
  role: z.string().optional(),
  name: z.string().optional().catch(undefined),
  /** Who it is in the tenant's directory, the same in every chat. */
  aadObjectId: identifier.optional().catch(undefined),
})

const activitySchema = z.object({
  type: z.string().min(1).max(64),
  id: identifier.optional(),
  name: z.string().max(128).optional(),
  action: z.string().max(64).optional(),
  channelId: z.literal('msteams'),
  serviceUrl: z.url({ protocol: /^https?$/ }).max(2048),
  timestamp: z.iso.datetime({ offset: true }).optional().catch(undefined),
  from: account,
  recipient: account,
  conversation: z.object({
    id: identifier,
    /** Absent from some conversationUpdates; then the identifier tells. */
    conversationType: z.string().max(64).optional(),
    tenantId: identifier.optional(),
  }),
  locale: z.string().max(64).optional().catch(undefined),
  text: z.string().max(200_000).nullish(),
  replyToId: identifier.nullish(),
  value: z.unknown().optional(),
  membersAdded: z.array(z.object({ id: identifier })).optional(),
  entities: z
    .array(
      z.object({
        type: z.string(),
        text: z.string().nullish().catch(undefined),
        mentioned: z.object({ id: z.string() }).nullish().catch(undefined),
        locale: z.string().max(64).nullish().catch(undefined),
      }),
    )
    .nullish(),
  attachments: z
    .array(z.object({ contentType: z.string(), content: z.unknown().optional() }))
    .nullish(),
  channelData: z.object({ tenant: z.object({ id: identifier }).optional() }).nullish(),
})

export type Activity = z.infer<typeof activitySchema>

export type ParsedActivity =
  | { kind: 'activity'; activity: Activity }
  /** Not an activity as Teams documents it. `field` names the field, never its value. */
  | { kind: 'malformed'; field: string }

export function parseActivity(body: unknown): ParsedActivity {
  const parsed = activitySchema.safeParse(body)
  if (parsed.success) return { kind: 'activity', activity: parsed.data }
  const path = parsed.error.issues[0]?.path ?? []
  return { kind: 'malformed', field: path.join('.') || 'activity' }
}

/** `undefined` where the activity names no tenant, or two. */
export function tenantOf({ conversation, channelData }: Activity): string | undefined {
  const named = new Set(
    [conversation.tenantId, channelData?.tenant?.id].filter((tenant) => tenant !== undefined),
  )
  return named.size === 1 ? [...named][0] : undefined
}

/** Alone with the assistant, or among others. */
export function isPersonal({ conversation }: Activity): boolean {
  return conversation.conversationType === undefined
    ? !conversation.id.includes('@thread')
    : conversation.conversationType === 'personal'
}
