/**
 * The methods that Lotse calls, with the parameters and limits of https://core.telegram.org/bots/api
 * for chats and messages; inline, rich and ephemeral messages are left out, as Lotse has none.
 */
import { checkSize, isFile } from './files.ts'
import { isEmptyText, type ParsedText, parseHtml } from './html.ts'

export type Parameters = Record<string, unknown>

type Kind = 'string' | 'integer' | 'boolean' | 'chat' | 'json' | 'file'

interface Parameter {
  kind: Kind
  required?: boolean
  /** Says what is wrong, or nothing. */
  check?: (value: unknown) => string | undefined
}

const updateKinds = new Set([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
])

const chat: Parameter = { kind: 'chat', required: true }
const flag: Parameter = { kind: 'boolean' }
const string: Parameter = { kind: 'string' }
const keyboard: Parameter = { kind: 'json', check: checkKeyboard }
const allowedUpdates: Parameter = {
  kind: 'json',
  check: (value) =>
    Array.isArray(value) && value.every((kind) => updateKinds.has(kind))
      ? undefined
      : 'names an update that does not exist',
}
const linkPreview: Parameter = {
  kind: 'json',
  check: (value) =>
    unknownFields(value, [
      'is_disabled',
      'url',
      'prefer_small_media',
      'prefer_large_media',
      'show_above_text',
    ]),
}

/** What all methods that send a file take besides it. */
const besideFile: Record<string, Parameter> = {
  business_connection_id: string,
  chat_id: chat,
  message_thread_id: { kind: 'integer' },
  caption: string,
  parse_mode: { kind: 'string', check: oneOf('HTML', 'MarkdownV2', 'Markdown') },
  caption_entities: { kind: 'json' },
  disable_notification: flag,
  protect_content: flag,
  allow_paid_broadcast: flag,
  message_effect_id: string,
  reply_parameters: { kind: 'json' },
  reply_markup: keyboard,
}

const topic = {
  chat_id: chat,
  message_thread_id: { kind: 'integer', required: true },
} satisfies Record<string, Parameter>

export const methods: Record<string, Record<string, Parameter>> = {
  getMe: {},
  getWebhookInfo: {},
  getUpdates: {
    offset: { kind: 'integer' },
    limit: { kind: 'integer', check: range(1, 100) },
    timeout: { kind: 'integer', check: range(0, 50) },
    allowed_updates: allowedUpdates,
  },
  setWebhook: {
    url: { kind: 'string', required: true },
    ip_address: string,
    max_connections: { kind: 'integer', check: range(1, 100) },
    allowed_updates: allowedUpdates,
    drop_pending_updates: flag,
    secret_token: {
      kind: 'string',
      check: (value) =>
        /^[A-Za-z0-9_-]{1,256}$/.test(String(value)) ? undefined : 'contains unallowed characters',
    },
  },
  deleteWebhook: { drop_pending_updates: flag },
  sendMessage: {
    business_connection_id: string,
    chat_id: chat,
    message_thread_id: { kind: 'integer' },
    text: { kind: 'string', required: true },
    parse_mode: { kind: 'string', check: oneOf('HTML', 'MarkdownV2', 'Markdown') },
    entities: { kind: 'json' },
    link_preview_options: linkPreview,
    disable_notification: flag,
    protect_content: flag,
    allow_paid_broadcast: flag,
    message_effect_id: string,
    reply_parameters: { kind: 'json' },
    reply_markup: keyboard,
  },
  sendPhoto: {
    ...besideFile,
    photo: { kind: 'file', required: true, check: checkSize(10) },
    show_caption_above_media: flag,
    has_spoiler: flag,
  },
  sendVoice: {
    ...besideFile,
    voice: { kind: 'file', required: true, check: checkSize(50) },
    duration: { kind: 'integer' },
  },
  sendDocument: {
    ...besideFile,
    document: { kind: 'file', required: true, check: checkSize(50) },
    disable_content_type_detection: flag,
  },
  editMessageText: {
    business_connection_id: string,
    chat_id: chat,
    message_id: { kind: 'integer', required: true },
    text: { kind: 'string', required: true },
    parse_mode: { kind: 'string', check: oneOf('HTML', 'MarkdownV2', 'Markdown') },
    entities: { kind: 'json' },
    link_preview_options: linkPreview,
    reply_markup: keyboard,
  },
  editMessageReplyMarkup: {
    business_connection_id: string,
    chat_id: chat,
    message_id: { kind: 'integer', required: true },
    reply_markup: keyboard,
  },
  answerCallbackQuery: {
    callback_query_id: { kind: 'string', required: true },
    text: { kind: 'string', check: length(0, 200) },
    show_alert: flag,
    url: string,
    cache_time: { kind: 'integer' },
  },
  sendMessageDraft: {
    chat_id: chat,
    message_thread_id: { kind: 'integer' },
    draft_id: {
      kind: 'integer',
      required: true,
      check: (value) => (value === 0 ? 'has to be non-zero' : undefined),
    },
    text: string,
    parse_mode: { kind: 'string', check: oneOf('HTML', 'MarkdownV2', 'Markdown') },
    entities: { kind: 'json' },
    can_stop: flag,
    keep_on_stop: flag,
  },
  sendChatAction: {
    business_connection_id: string,
    chat_id: chat,
    message_thread_id: { kind: 'integer' },
    action: {
      kind: 'string',
      required: true,
      check: oneOf(
        'typing',
        'upload_photo',
        'record_video',
        'upload_video',
        'record_voice',
        'upload_voice',
        'upload_document',
        'choose_sticker',
        'find_location',
        'record_video_note',
        'upload_video_note',
      ),
    },
  },
  getFile: { file_id: { kind: 'string', required: true } },
  getChat: { chat_id: chat },
  getChatMember: { chat_id: chat, user_id: { kind: 'integer', required: true } },
  createForumTopic: {
    chat_id: chat,
    name: { kind: 'string', required: true, check: length(1, 128) },
    icon_color: {
      kind: 'integer',
      check: oneOf('7322096', '16766590', '13338331', '9367192', '16749490', '16478047'),
    },
    icon_custom_emoji_id: string,
  },
  editForumTopic: {
    ...topic,
    name: { kind: 'string', check: length(0, 128) },
    icon_custom_emoji_id: string,
  },
  closeForumTopic: topic,
  reopenForumTopic: topic,
  deleteForumTopic: topic,
  pinChatMessage: {
    business_connection_id: string,
    chat_id: chat,
    message_id: { kind: 'integer', required: true },
    disable_notification: flag,
  },
  deleteMessage: { chat_id: chat, message_id: { kind: 'integer', required: true } },
  setMyCommands: {
    commands: { kind: 'json', required: true, check: checkCommands },
    scope: { kind: 'json' },
    language_code: {
      kind: 'string',
      check: (value) => (/^([a-z]{2})?$/.test(String(value)) ? undefined : 'is no language code'),
    },
  },
}

/**
 * Decodes and checks the parameters of one call; `form` tells that every value is a string.
 * @throws Error that names the parameter.
 */
export function checkParameters(method: string, given: Parameters, form: boolean): Parameters {
  const known = methods[method] ?? {}
  const decoded: Parameters = {}
  for (const [name, value] of Object.entries(given)) {
    const parameter = known[name]
    if (parameter === undefined) throw new Error(`parameter "${name}" does not exist`)
    decoded[name] = decode(name, value, parameter.kind, form)
    const complaint = parameter.check?.(decoded[name])
    if (complaint) throw new Error(`parameter "${name}" ${complaint}`)
  }
  for (const [name, parameter] of Object.entries(known)) {
    if (parameter.required && decoded[name] === undefined) {
      throw new Error(`parameter "${name}" is required`)
    }
  }
  return decoded
}

/** @throws Error in the words of the Bot API. */
export function checkText(parameters: Parameters): ParsedText {
  const raw = String(parameters.text)
  if (Buffer.byteLength(raw) > 32 * 1024) throw new Error('text is too long')
  const mode = parameters.parse_mode
  if (mode !== undefined && mode !== 'HTML') throw new Error('this fake reads only HTML')
  const parsed = mode === 'HTML' ? parseHtml(raw) : { text: raw, entities: [] }
  if (!parsed.text.isWellFormed()) throw new Error('strings must be encoded in UTF-8')
  if (isEmptyText(parsed.text)) throw new Error('message text is empty')
  if (parsed.text.length > 4096) throw new Error('message is too long')
  return parsed
}

/** @throws Error in the words of the Bot API. */
export function checkCaption(parameters: Parameters): ParsedText {
  const raw = String(parameters.caption ?? '')
  const mode = parameters.parse_mode
  if (mode !== undefined && mode !== 'HTML') throw new Error('this fake reads only HTML')
  const parsed = mode === 'HTML' ? parseHtml(raw) : { text: raw, entities: [] }
  if (!parsed.text.isWellFormed()) throw new Error('strings must be encoded in UTF-8')
  if (parsed.text.length > 1024) throw new Error('message caption is too long')
  return parsed
}

function decode(name: string, value: unknown, kind: Kind, form: boolean): unknown {
  const wrong = () => new Error(`parameter "${name}" is no ${kind}`)
  if (kind === 'file') {
    if (!isFile(value)) throw wrong()
    return value
  }
  if (kind === 'json') {
    try {
      const read = form ? JSON.parse(String(value)) : value
      if (typeof read === 'object' && read !== null) return read
    } catch {}
    throw wrong()
  }
  if (kind === 'string') {
    if (typeof value !== 'string') throw wrong()
    return value
  }
  if (kind === 'boolean') {
    if (form && /^(true|false)$/i.test(String(value))) return /^true$/i.test(String(value))
    if (typeof value !== 'boolean') throw wrong()
    return value
  }
  const number = form && /^-?\d+$/.test(String(value)) ? Number(value) : value
  if (kind === 'chat' && /^(-?\d+|@\w{5,32})$/.test(String(number))) {
    return /^@/.test(String(number)) ? number : Number(number)
  }
  if (!Number.isSafeInteger(number)) throw wrong()
  return number
}

function checkKeyboard(value: unknown): string | undefined {
  const unknown = unknownFields(value, ['inline_keyboard'])
  if (unknown) return unknown
  const rows = (value as { inline_keyboard?: unknown }).inline_keyboard
  if (!Array.isArray(rows) || !rows.every(Array.isArray)) return 'needs rows of buttons'
  if (rows.some((row) => row.length > 8)) return 'has more than 8 buttons in a row'
  if (rows.flat().length > 100) return 'has more than 100 buttons'
  return rows
    .flat()
    .map(checkButton)
    .find((complaint) => complaint !== undefined)
}

function checkButton(button: unknown): string | undefined {
  const unknown = unknownFields(button, ['text', 'callback_data', 'url', 'copy_text'])
  if (unknown) return unknown
  const { text, ...action } = button as Record<string, unknown>
  if (typeof text !== 'string' || isEmptyText(text)) return 'has a button without text'
  if (Object.keys(action).length !== 1) return 'has a button with no action, or with several'
  if ('callback_data' in action) {
    const bytes =
      typeof action.callback_data === 'string' && Buffer.byteLength(action.callback_data)
    return bytes && bytes <= 64 ? undefined : 'has callback_data that is not 1 to 64 bytes'
  }
  if ('url' in action) {
    return /^(https?|tg):\/\//.test(String(action.url)) ? undefined : 'has a button with a bad url'
  }
  const copied = action.copy_text
  const unknownCopy = unknownFields(copied, ['text'])
  return unknownCopy ?? length(1, 256)((copied as { text?: unknown }).text)
}

function checkCommands(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length > 100) return 'is no list of up to 100 commands'
  for (const command of value) {
    const unknown = unknownFields(command, ['command', 'description', 'is_ephemeral'])
    if (unknown) return unknown
    if (!/^[a-z0-9_]{1,32}$/.test(command.command)) return 'has an invalid command'
    if (length(1, 256)(command.description)) return 'has a description that is not 1 to 256 long'
  }
  return undefined
}

function unknownFields(value: unknown, known: string[]): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is no object'
  const unknown = Object.keys(value).find((field) => !known.includes(field))
  return unknown === undefined ? undefined : `has the unknown field "${unknown}"`
}

function range(least: number, most: number) {
  return (value: unknown) =>
    Number(value) >= least && Number(value) <= most ? undefined : `is not ${least} to ${most}`
}

function length(least: number, most: number) {
  return (value: unknown) =>
    typeof value === 'string' && value.length >= least && value.length <= most
      ? undefined
      : `is not ${least} to ${most} characters long`
}

function oneOf(...values: string[]) {
  return (value: unknown) =>
    values.includes(String(value)) ? undefined : `is not one of ${values.join(', ')}`
}
