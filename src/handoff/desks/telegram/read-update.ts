/** What an update from the desk's group asks for. Pure. */
import { z } from 'zod'
import type { Attachment } from '../../../message.ts'
import { cleanName } from '../shared/read-written.ts'

export interface TelegramMediator {
  /** `telegram:` and the number of the person at Telegram. */
  account: string
  name: string
  user: number
}

export type Asked =
  | { kind: 'words'; place: Place; text: string; by: TelegramMediator }
  /** `at`: in seconds since 1970, tells one edit of a message from the next. */
  | { kind: 'edit'; place: Place; text: string; at: number; by: TelegramMediator }
  /** `text`: what stands below it. */
  | { kind: 'file'; place: Place; file: SentFile; text: string; by: TelegramMediator }
  /** A sticker, a place: nothing that is passed on. */
  | { kind: 'neither'; place: Place; by: TelegramMediator }
  | {
      kind: 'press'
      query: string
      message: number
      /** Unknown where the message is too old for Telegram to tell. */
      topic: number | undefined
      data: string
      by: TelegramMediator
    }
  /** Written as the group or as a channel: nobody knows by whom. */
  | { kind: 'anonymous'; place: Place }
  | { kind: 'anonymous-press'; query: string }
  /** A command outside of all topics, to this bot. */
  | { kind: 'general-command'; message: number }
  /** Somebody has closed, opened or renamed a topic by hand. */
  | { kind: 'topic-changed'; topic: number }
  /** The bot's own rights may be others now. */
  | { kind: 'rights-changed' }
  | { kind: 'member-changed'; user: number }
  | { kind: 'nothing' }

/** Telegram keeps it; the bot can fetch it by its id. */
export interface SentFile {
  id: string
  kind: Attachment['kind']
  mediaType: string
  name: string
  /** Bytes, as Telegram says; 0 where it does not. */
  size: number
}

export interface Place {
  topic: number
  message: number
}

export const accountPrefix = 'telegram:'

/** Whether this account acts in Telegram. */
export function isTelegramAccount(account: string | undefined): boolean {
  return account?.startsWith(accountPrefix) ?? false
}

const number = z.number().int()
const inGroup = z.object({ chat: z.object({ id: number }) })
const userSchema = z.object({
  id: number,
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
})
const fileSchema = z.object({
  file_id: z.string(),
  file_size: number.optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
})
const messageSchema = inGroup.extend({
  message_id: number,
  message_thread_id: number.optional(),
  is_topic_message: z.boolean().optional(),
  from: userSchema.optional(),
  sender_chat: z.unknown().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.array(fileSchema).optional(),
  voice: fileSchema.optional(),
  audio: fileSchema.optional(),
  document: fileSchema.optional(),
  edit_date: number.optional(),
})
type Message = z.infer<typeof messageSchema>

const pressSchema = z.object({
  id: z.string(),
  from: userSchema,
  data: z.string().optional(),
  message: inGroup.extend({ message_id: number, message_thread_id: number.optional() }),
})

/** In the order of their likelihood; the value is where the chat stands. */
const updateKinds = {
  message: inGroup,
  callback_query: z.object({ message: inGroup }).transform(({ message }) => message),
  edited_message: inGroup,
  chat_member: inGroup,
  my_chat_member: inGroup,
} as const

/** Whether the update is of this group; malformed ones are of none. */
export function isOfGroup(update: unknown, group: number): boolean {
  if (typeof update !== 'object' || update === null) return false
  return Object.entries(updateKinds).some(
    ([kind, schema]) =>
      schema.safeParse((update as Record<string, unknown>)[kind]).data?.chat.id === group,
  )
}

const updateSchema = z.object({
  message: z.looseObject(messageSchema.shape).optional(),
  edited_message: messageSchema.optional(),
  callback_query: pressSchema.optional(),
  chat_member: z.object({ new_chat_member: z.object({ user: userSchema }) }).optional(),
  my_chat_member: z.unknown().optional(),
})

const changesOfTopics = ['forum_topic_edited', 'forum_topic_closed', 'forum_topic_reopened']
/** Telegram's own lines in a topic, to which nobody expects an answer. */
const serviceFields = [
  ...changesOfTopics,
  'forum_topic_created',
  'pinned_message',
  'new_chat_members',
  'left_chat_member',
  'video_chat_started',
  'video_chat_ended',
  'message_auto_delete_timer_changed',
]

interface Names {
  /** How somebody without a name is called. */
  nobody: string
  /** The bot's own, without the @, where it is known. */
  username: string | undefined
}

/**
 * @param update One of the group, see `isOfGroup`.
 */
export function readUpdate(update: unknown, names: Names): Asked {
  const read = updateSchema.safeParse(update).data
  const { nobody } = names
  if (read?.message) return readMessage(read.message, names)
  if (read?.edited_message) {
    const asked = readMessage(read.edited_message, names)
    if (asked.kind !== 'words' && asked.kind !== 'file') return { kind: 'nothing' }
    const { place, text, by } = asked
    return { kind: 'edit', place, text, at: read.edited_message.edit_date ?? 0, by }
  }
  if (read?.callback_query) {
    const { id: query, from, data = '', message } = read.callback_query
    if (from.is_bot) return { kind: 'anonymous-press', query }
    const by = mediatorOf(from, nobody)
    const { message_id, message_thread_id: topic } = message
    return { kind: 'press', query, message: message_id, topic, data, by }
  }
  if (read?.chat_member) {
    return { kind: 'member-changed', user: read.chat_member.new_chat_member.user.id }
  }
  return read?.my_chat_member ? { kind: 'rights-changed' } : { kind: 'nothing' }
}

function readMessage(message: Message, { nobody, username }: Names): Asked {
  const { message_id, message_thread_id: topic, is_topic_message, from, text } = message
  if (topic === undefined || is_topic_message !== true) {
    return from?.is_bot !== true && isCommandTo(text, username)
      ? { kind: 'general-command', message: message_id }
      : { kind: 'nothing' }
  }
  const has = (field: string) => field in message
  // What the bot itself did comes as its own message.
  if (from?.is_bot && message.sender_chat === undefined) return { kind: 'nothing' }
  if (changesOfTopics.some(has)) return { kind: 'topic-changed', topic }
  if (serviceFields.some(has) || has('is_automatic_forward')) return { kind: 'nothing' }
  const place = { topic, message: message_id }
  if (message.sender_chat !== undefined) return { kind: 'anonymous', place }
  if (!from) return { kind: 'nothing' }
  const by = mediatorOf(from, nobody)
  if (text !== undefined) return { kind: 'words', place, text, by }
  const file = fileOf(message)
  return file
    ? { kind: 'file', place, file, text: message.caption ?? '', by }
    : { kind: 'neither', place, by }
}

function fileOf({ photo, voice, audio, document }: Message): SentFile | undefined {
  // Telegram makes several sizes of a photo, the largest last.
  const largest = photo?.at(-1)
  if (largest) return sentFile('photo', largest, { type: 'image/jpeg', name: 'photo.jpg' })
  if (voice) return sentFile('voice', voice, { type: 'audio/ogg', name: 'voice.ogg' })
  const other = document ?? audio
  return other && sentFile('document', other, { type: 'application/octet-stream', name: 'file' })
}

function sentFile(
  kind: SentFile['kind'],
  { file_id: id, file_size: size = 0, file_name, mime_type }: z.infer<typeof fileSchema>,
  usual: { type: string; name: string },
): SentFile {
  const [type = ''] = (mime_type ?? '').split(';')
  const mediaType = /^[\w.+-]+\/[\w.+-]+$/.test(type.trim()) ? type.trim() : usual.type
  return { id, kind, mediaType, name: cleanName(file_name) || usual.name, size }
}

/** Commands without a bot's name may be meant for another. */
function isCommandTo(text = '', username: string | undefined): boolean {
  const [, command = '', to] = /^\/(\w+)(?:@(\w+))?/.exec(text) ?? []
  return to === undefined
    ? command === 'start' || command === 'help'
    : to.toLowerCase() === username?.toLowerCase()
}

function mediatorOf({ id, first_name }: z.infer<typeof userSchema>, nobody: string) {
  return { account: accountPrefix + id, name: cleanName(first_name) || nobody, user: id }
}
