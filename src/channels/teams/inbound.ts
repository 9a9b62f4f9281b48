/** An activity as an `InboundMessage`. Pure: the same activity gives the same message. */
import { z } from 'zod'
import {
  type Action,
  type CommandName,
  commandNames,
  decodeAction,
  type InboundContent,
  type InboundMessage,
} from '../../message.ts'
import { type Activity, isPersonal } from './activity.ts'
import { addressOf } from './reference.ts'

export type ReadActivity =
  | { kind: 'message'; message: InboundMessage }
  /** A button of a card; `card` is the digest of the message that it stands under. */
  | { kind: 'press'; message: InboundMessage; action: Action; card: string }
  /** Teams shows a card again and asks how it looks for this person now. */
  | { kind: 'refresh'; card: string }
  /** Installed: greeted once, whatever of its activities comes first. */
  | { kind: 'greeting'; message: InboundMessage }
  /** Nothing for the assistant: a group that did not mention it, a reaction, a bot. */
  | { kind: 'ignored' }
  | { kind: 'malformed'; field: string }

type UnsupportedKind = Extract<InboundContent, { kind: 'unsupported' }>['what']

export const refreshVerb = 'refresh'

const cardActionSchema = z.object({
  action: z.object({ verb: z.string().max(64), data: z.object({ card: z.string().max(64) }) }),
})

/** @param now Stands in where Teams tells no time. */
export function readActivity(activity: Activity, now: Date): ReadActivity {
  const { type, from, recipient } = activity
  if (from.role === 'bot' || from.id === recipient.id) return { kind: 'ignored' }
  switch (type) {
    case 'message':
      return readMessage(activity, now)
    case 'invoke':
      return activity.name === 'adaptiveCard/action'
        ? readCardAction(activity, now)
        : { kind: 'ignored' }
    case 'installationUpdate':
      return activity.action?.startsWith('add') ? greeting(activity, now) : { kind: 'ignored' }
    case 'conversationUpdate':
      return activity.membersAdded?.some(({ id }) => id === recipient.id)
        ? greeting(activity, now)
        : { kind: 'ignored' }
    default:
      return { kind: 'ignored' }
  }
}

function readMessage(activity: Activity, now: Date): ReadActivity {
  if (activity.id === undefined) return { kind: 'malformed', field: 'id' }
  if (!isPersonal(activity) && !isMentioned(activity)) return { kind: 'ignored' }
  return { kind: 'message', message: inbound(activity, activity.id, readContent(activity), now) }
}

function readCardAction(activity: Activity, now: Date): ReadActivity {
  const parsed = cardActionSchema.safeParse(activity.value)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? []
    return { kind: 'malformed', field: ['value', ...path].join('.') }
  }
  const { verb, data } = parsed.data.action
  if (verb === refreshVerb) return { kind: 'refresh', card: data.card }
  if (activity.id === undefined) return { kind: 'malformed', field: 'id' }
  const action = decodeAction(verb)
  // A button of another version.
  if (action === undefined) return { kind: 'ignored' }
  const message = inbound(activity, activity.id, { kind: 'action', action }, now)
  return { kind: 'press', message, action, card: data.card }
}

/** Both activities of an installation carry one number, and the inbox takes a number once. */
function greeting(activity: Activity, now: Date): ReadActivity {
  const content: InboundContent = { kind: 'command', command: 'start', argument: '' }
  return { kind: 'greeting', message: inbound(activity, 'greeting', content, now) }
}

function inbound(
  activity: Activity,
  number: string,
  content: InboundContent,
  now: Date,
): InboundMessage {
  const locale = localeOf(activity)
  return {
    // Teams numbers the messages of each conversation for itself.
    updateId: `${activity.conversation.id} ${number}`,
    address: addressOf(activity),
    from: { kind: 'user' },
    content,
    ...(locale && { locale }),
    receivedAt: (activity.timestamp ? new Date(activity.timestamp) : now).toISOString(),
  }
}

/** What the person's Teams is set to, such as `uk-UA`. */
export function localeOf({ locale, entities }: Activity): string | undefined {
  return locale || entities?.find(({ type }) => type === 'clientInfo')?.locale || undefined
}

function isMentioned({ entities, recipient }: Activity): boolean {
  return (entities ?? []).some(
    ({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient.id,
  )
}

function readContent(activity: Activity): InboundContent {
  const text = writtenText(activity)
  if (text !== '') return inPublic(readCommand(text), activity) ?? { kind: 'text', text }
  const what = unsupportedKind(activity)
  return what ? { kind: 'unsupported', what } : { kind: 'text', text }
}

/** What a link brings is for the person who followed it, and not for a whole group. */
function inPublic(
  command: InboundContent | undefined,
  activity: Activity,
): InboundContent | undefined {
  const isLink = command?.kind === 'command' && command.command === 'start'
  return isLink && !isPersonal(activity) ? { ...command, argument: '' } : command
}

/** What the person wrote, without the mention of the assistant that a group needs. */
export function writtenText({
  text,
  entities,
  recipient,
}: Pick<Activity, 'text' | 'entities' | 'recipient'>): string {
  const mentions = (entities ?? [])
    .filter(({ type, mentioned }) => type === 'mention' && mentioned?.id === recipient.id)
    .flatMap((entity) => (entity.text ? [entity.text] : []))
  return mentions
    .reduce((rest, mention) => rest.replaceAll(mention, ' '), text ?? '')
    .replace(/<at[^>]*>(.*?)<\/at>/gis, '$1')
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replace(/\r\n?/g, '\n')
    .trim()
}

/** Teams adds each formatted text once more as HTML; a sticker is nothing but an image in it. */
function unsupportedKind({ attachments }: Activity): UnsupportedKind | undefined {
  for (const { contentType, content } of attachments ?? []) {
    if (contentType.startsWith('audio/')) return 'voice'
    if (contentType.startsWith('image/')) return 'photo'
    if (contentType === 'text/html') {
      if (typeof content === 'string' && /<img\b/i.test(content)) return 'sticker'
    } else if (contentType === 'application/vnd.microsoft.teams.file.download.info') return 'file'
    else return 'other'
  }
  return undefined
}

/** `/place 06108` is the command `place` with the argument `06108`. */
function readCommand(text: string): InboundContent | undefined {
  const found = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(text)
  const name = found?.[1]?.toLowerCase()
  if (name === undefined || !isCommandName(name)) return undefined
  return { kind: 'command', command: name, argument: found?.[2]?.trim() ?? '' }
}

function isCommandName(name: string): name is CommandName {
  return commandNames.some((known) => known === name)
}
