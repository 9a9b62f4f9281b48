/** A Telegram update as an `InboundMessage`. Pure: the same update gives the same message. */
import {
  type CommandName,
  commandNames,
  decodeAction,
  type InboundContent,
  type InboundMessage,
} from '../../message.ts'

export type ReadUpdate =
  | { kind: 'message'; message: InboundMessage; callbackQuery?: string }
  /** Nothing for the assistant: a group, a bot, a service message, a button of an older version. */
  | { kind: 'ignored'; callbackQuery?: string }
  /** Not an update as Telegram documents it. `reason` names the field, never its value. */
  | { kind: 'malformed'; reason: string }

/** The slice of https://core.telegram.org/bots/api#update that is read here, yet unchecked. */
type Fields = Record<string, unknown>

type UnsupportedKind = Extract<InboundContent, { kind: 'unsupported' }>['what']

/** In this order: a GIF comes as `animation` and `document`, a venue as `venue` and `location`. */
const unsupportedFields: [field: string, what: UnsupportedKind][] = [
  ['sticker', 'sticker'],
  ['voice', 'voice'],
  ['video_note', 'voice'],
  ['photo', 'photo'],
  ['audio', 'file'],
  ['video', 'file'],
  ['document', 'file'],
  ['location', 'location'],
  ['contact', 'contact'],
]

/** Telegram's own notes in a private chat; an answer to them would come out of the blue. */
const serviceFields = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
  'connected_website',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
]

/**
 * Reads one update, from the webhook or from getUpdates.
 * @param now Stands in where Telegram tells no time: the press of a button has none.
 */
export function readUpdate(update: unknown, now: Date): ReadUpdate {
  if (!isFields(update)) return malformed('update')
  const updateId = update.update_id
  if (!Number.isSafeInteger(updateId)) return malformed('update_id')
  if (update.message !== undefined) return readMessage(String(updateId), update.message, now)
  if (update.callback_query !== undefined) {
    return readCallbackQuery(String(updateId), update.callback_query, now)
  }
  // my_chat_member among them: that somebody blocked the bot is noticed when it next writes.
  return { kind: 'ignored' }
}

/** The group in which the bot may read and write from now on; its number is told nowhere else. */
export function readGroupJoined(update: unknown): number | undefined {
  const change = isFields(update) ? update.my_chat_member : undefined
  if (!isFields(change) || !isFields(change.chat) || !isFields(change.new_chat_member)) {
    return undefined
  }
  const { id, type } = change.chat
  const isInside = ['administrator', 'member'].includes(String(change.new_chat_member.status))
  return isInside && type === 'supergroup' && typeof id === 'number' ? id : undefined
}

function readMessage(updateId: string, message: unknown, now: Date): ReadUpdate {
  if (!isFields(message)) return malformed('message')
  const chat = readChat(message.chat)
  if (chat === undefined) return malformed('message.chat')
  const content = readContent(message)
  if (!chat.private || isBot(message.from) || content === undefined) return { kind: 'ignored' }
  return {
    kind: 'message',
    message: {
      // An album of ten photos comes as ten updates and deserves one answer; the inbox, which keeps
      // the same update from being answered twice, sees to it.
      updateId:
        typeof message.media_group_id === 'string' ? `album ${message.media_group_id}` : updateId,
      address: { channel: 'telegram', conversation: chat.id },
      from: { kind: 'user' },
      content,
      ...localeOf(message.from),
      receivedAt: instant(message.date, now),
    },
  }
}

function readCallbackQuery(updateId: string, query: unknown, now: Date): ReadUpdate {
  if (!isFields(query) || typeof query.id !== 'string') return malformed('callback_query.id')
  const ignored: ReadUpdate = { kind: 'ignored', callbackQuery: query.id }
  const chat = isFields(query.message) ? readChat(query.message.chat) : undefined
  const action = typeof query.data === 'string' ? decodeAction(query.data) : undefined
  if (!chat?.private || action === undefined) return ignored
  return {
    kind: 'message',
    callbackQuery: query.id,
    message: {
      updateId,
      address: { channel: 'telegram', conversation: chat.id },
      from: { kind: 'user' },
      content: { kind: 'action', action },
      ...localeOf(query.from),
      receivedAt: now.toISOString(),
    },
  }
}

function readContent(message: Fields): InboundContent | undefined {
  if (typeof message.text === 'string') {
    return readCommand(message.text) ?? { kind: 'text', text: message.text }
  }
  const what = unsupportedFields.find(([field]) => field in message)?.[1]
  if (what) return { kind: 'unsupported', what }
  if (serviceFields.some((field) => field in message)) return undefined
  return { kind: 'unsupported', what: 'other' }
}

/** `/place@lotse_bot 06108` is the command `place` with the argument `06108`. */
function readCommand(text: string): InboundContent | undefined {
  const found = /^\/([a-z]+)(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text)
  const name = found?.[1]?.toLowerCase()
  if (name === undefined || !isCommandName(name)) return undefined
  return { kind: 'command', command: name, argument: found?.[2]?.trim() ?? '' }
}

function isCommandName(name: string): name is CommandName {
  return commandNames.some((known) => known === name)
}

function readChat(chat: unknown): { id: string; private: boolean } | undefined {
  if (!isFields(chat) || !Number.isSafeInteger(chat.id)) return undefined
  return { id: String(chat.id), private: chat.type === 'private' }
}

function isBot(from: unknown): boolean {
  return isFields(from) && from.is_bot === true
}

function localeOf(from: unknown): { locale?: string } {
  const locale = isFields(from) ? from.language_code : undefined
  return typeof locale === 'string' && locale !== '' ? { locale } : {}
}

/** `seconds` since 1970, as Telegram counts. */
function instant(seconds: unknown, now: Date): string {
  const plausible = Number.isSafeInteger(seconds) && Number(seconds) > 0 && Number(seconds) < 1e11
  return (plausible ? new Date(Number(seconds) * 1000) : now).toISOString()
}

function malformed(reason: string): ReadUpdate {
  return { kind: 'malformed', reason }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
