/**
 * What is needed to write to a conversation later, also after a restart. It travels within the
 * address, so inbox, outbox and cases keep it, always as new as the message that they stem from.
 */
import { z } from 'zod'
import type { Address } from '../../message.ts'
import { type Activity, isPersonal } from './activity.ts'

const referenceSchema = z.object({
  /** Where Teams takes messages for this conversation; it may move, the newest counts. */
  serviceUrl: z.url({ protocol: /^https?$/ }),
  bot: z.string().min(1),
  user: z.string().min(1),
  personal: z.boolean(),
})

export type Reference = z.infer<typeof referenceSchema>

/** No identifier of Teams contains it. */
const separator = ' '

/**
 * In a group each person has a talk of their own with the assistant: in their language, with their
 * own place and last question. So there the conversation is the chat and the person.
 */
export function addressOf(activity: Activity): Address {
  const { conversation, from, recipient, serviceUrl } = activity
  const personal = isPersonal(activity)
  const reference: Reference = { serviceUrl, bot: recipient.id, user: from.id, personal }
  return {
    channel: 'teams',
    conversation: personal ? conversation.id : conversation.id + separator + from.id,
    reference: JSON.stringify(reference),
  }
}

/** The chat's own identifier, `19:...@thread.tacv2;messageid=1` for a thread in a channel. */
export function chatOf({ conversation }: Address): string {
  return conversation.split(separator)[0] ?? conversation
}

/** `undefined` where an address does not say how it is reached. */
export function referenceOf({ reference }: Address): Reference | undefined {
  if (reference === undefined) return undefined
  try {
    return referenceSchema.safeParse(JSON.parse(reference)).data
  } catch {
    return undefined
  }
}
