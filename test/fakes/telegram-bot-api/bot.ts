/** What Telegram's servers know of one bot, and what each method does to it. */
import { ApiFailure } from './failure.ts'
import { isPhoto, type UploadedFile } from './files.ts'
import { createFakeForum } from './forum.ts'
import type { Entity } from './html.ts'
import { checkCaption, checkText, type Parameters } from './methods.ts'
import type { Update } from './updates.ts'

export interface SentMessage {
  chatId: number
  messageId: number
  /** Within a group. */
  topicId?: number
  /** What the reader sees, and its formatting. */
  text: string
  entities: Entity[]
  /** As it was sent. */
  raw: string
  buttons: Record<string, unknown>[][]
  /** Then `text` is its caption. */
  attachment?: UploadedFile & { kind: 'photo' | 'voice' | 'document' }
}

export interface Webhook {
  url: string
  secretToken: string | undefined
}

/** The connection that a call came over; a long poll ends with it. */
export interface CallContext {
  onDisconnect(listener: () => void): void
}

export type Behaviour = (parameters: Parameters, context: CallContext) => unknown

export type FakeBot = ReturnType<typeof createFakeBot>

/** @param violate Keeps what a bot must never do, and throws it as a 400. */
export function createFakeBot(
  violate: (description: string) => never,
  onMessage: ((message: SentMessage) => void) | undefined,
) {
  const messages: SentMessage[] = []
  const blocked = new Set<number>()
  /** By id, which is the path as well. */
  const files = new Map<string, Uint8Array>()
  const openCallbackQueries = new Set<string>()
  let queue: Update[] = []
  let webhook: Webhook | undefined
  let allowedUpdates: string[] | undefined
  let lastMessageId = 0
  let lastCallbackQuery = 0
  let poll: { answer: () => void; refuse: (failure: ApiFailure) => void } | undefined

  const nextMessageId = () => {
    lastMessageId += 1
    return lastMessageId
  }
  const forum = createFakeForum({ messages, nextMessageId, violate })

  function contentOf(method: string, parameters: Parameters) {
    try {
      const raw = String(parameters.text)
      return { ...checkText(parameters), raw, buttons: buttonsOf(parameters) }
    } catch (error) {
      return violate(`${method}: ${error instanceof Error ? error.message : error}`)
    }
  }

  function sendFile(kind: 'photo' | 'voice' | 'document'): Behaviour {
    return (parameters) => {
      const chatId = reachableChat(parameters)
      const file = parameters[kind] as UploadedFile
      if (kind === 'photo' && !isPhoto(file)) {
        throw new ApiFailure(400, 'Bad Request: IMAGE_PROCESS_FAILED')
      }
      let caption: ReturnType<typeof checkCaption>
      try {
        caption = checkCaption(parameters)
      } catch (error) {
        return violate(`${kind}: ${error instanceof Error ? error.message : error}`)
      }
      lastMessageId += 1
      const message: SentMessage = {
        chatId,
        messageId: lastMessageId,
        ...caption,
        raw: String(parameters.caption ?? ''),
        buttons: buttonsOf(parameters),
        attachment: { kind, ...file },
      }
      messages.push(message)
      onMessage?.(message)
      return toApiMessage(message)
    }
  }

  function messageOf(parameters: Parameters): SentMessage {
    const { chat_id, message_id } = parameters
    const inGroup = forum.findToEdit(parameters)
    if (inGroup) return inGroup
    const found = messages.find(
      (message) => message.chatId === chat_id && message.messageId === message_id,
    )
    return found ?? violate('message to edit not found')
  }

  function reachableChat(parameters: Parameters): number {
    const { chat_id: chatId } = parameters
    if (forum.admits(parameters)) return Number(chatId)
    if (typeof chatId !== 'number' || chatId <= 0) {
      throw new ApiFailure(400, 'Bad Request: chat not found')
    }
    if (blocked.has(chatId)) throw new ApiFailure(403, 'Forbidden: bot was blocked by the user')
    return chatId
  }

  async function getUpdates(parameters: Parameters, context: CallContext): Promise<Update[]> {
    if (webhook) throw webhookConflict()
    poll?.refuse(
      new ApiFailure(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    )
    allowedUpdates = (parameters.allowed_updates as string[] | undefined) ?? allowedUpdates
    const offset = Number(parameters.offset ?? 0)
    queue = queue.filter((update) => update.update_id >= offset)
    const fetched = () => queue.slice(0, Number(parameters.limit ?? 100))
    const timeout = Number(parameters.timeout ?? 0)
    if (queue.length > 0 || timeout === 0) return fetched()
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        if (poll === mine) poll = undefined
        settle()
      }
      const mine = {
        answer: () => finish(() => resolve(fetched())),
        refuse: (failure: ApiFailure) => finish(() => reject(failure)),
      }
      const timer = setTimeout(mine.answer, timeout * 1000)
      context.onDisconnect(mine.answer)
      poll = mine
    })
  }

  const behaviours: Record<string, Behaviour> = {
    ...forum.behaviours,
    getMe: () => ({ id: 1, is_bot: true, first_name: 'Lotse', username: 'lotse_fake_bot' }),
    getWebhookInfo: () => ({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: queue.length,
    }),
    setWebhook(parameters) {
      const url = String(parameters.url)
      // Telegram wants https; a test on loopback has none.
      if (url !== '' && !/^https:|^http:\/\/(127\.0\.0\.1|localhost):/.test(url)) {
        violate('bad webhook: An HTTPS URL must be provided for webhook')
      }
      const secretToken = parameters.secret_token as string | undefined
      webhook = url ? { url, secretToken } : undefined
      allowedUpdates = (parameters.allowed_updates as string[] | undefined) ?? allowedUpdates
      poll?.refuse(webhookConflict())
      return true
    },
    deleteWebhook(parameters) {
      webhook = undefined
      if (parameters.drop_pending_updates) queue = []
      return true
    },
    getUpdates,
    sendMessage(parameters) {
      const chatId = reachableChat(parameters)
      const message = {
        chatId,
        messageId: nextMessageId(),
        ...topicOf(parameters),
        ...contentOf('sendMessage', parameters),
      }
      messages.push(message)
      onMessage?.(message)
      return toApiMessage(message)
    },
    sendPhoto: sendFile('photo'),
    sendVoice: sendFile('voice'),
    sendDocument: sendFile('document'),
    editMessageText(parameters) {
      const message = messageOf(parameters)
      const content = contentOf('editMessageText', parameters)
      const isSame = (field: keyof typeof content) =>
        JSON.stringify(message[field]) === JSON.stringify(content[field])
      if (isSame('text') && isSame('entities') && isSame('buttons')) {
        throw new ApiFailure(400, 'Bad Request: message is not modified')
      }
      return toApiMessage(Object.assign(message, content))
    },
    editMessageReplyMarkup(parameters) {
      const message = messageOf(parameters)
      message.buttons = buttonsOf(parameters)
      return toApiMessage(message)
    },
    answerCallbackQuery(parameters) {
      if (openCallbackQueries.delete(String(parameters.callback_query_id))) return true
      throw new ApiFailure(
        400,
        'Bad Request: query is too old and response timeout expired or query ID is invalid',
      )
    },
    getFile({ file_id }) {
      const bytes = files.get(String(file_id))
      if (!bytes) throw new ApiFailure(400, 'Bad Request: invalid file_id')
      if (bytes.length > 20 * 1024 * 1024) throw new ApiFailure(400, 'Bad Request: file is too big')
      return { file_id, file_unique_id: file_id, file_size: bytes.length, file_path: file_id }
    },
    sendMessageDraft(parameters) {
      reachableChat(parameters)
      contentOf('sendMessageDraft', parameters)
      return true
    },
    sendChatAction(parameters) {
      reachableChat(parameters)
      return true
    },
    setMyCommands: () => true,
  }

  return {
    behaviours,
    messages,
    files,
    forum,
    nextMessageId,
    get webhook() {
      return webhook
    },
    block(chatId: number) {
      blocked.add(chatId)
    },
    openCallbackQuery(): string {
      lastCallbackQuery += 1
      const id = `query-${lastCallbackQuery}`
      openCallbackQueries.add(id)
      return id
    },
    wants: (update: Update) =>
      Object.keys(update).some((field) => allowedUpdates?.includes(field) ?? true),
    enqueue(update: Update) {
      queue.push(update)
      poll?.answer()
    },
  }
}

function webhookConflict(): ApiFailure {
  return new ApiFailure(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  )
}

function topicOf({ message_thread_id: topicId }: Parameters): { topicId?: number } {
  return topicId === undefined ? {} : { topicId: Number(topicId) }
}

function buttonsOf(parameters: Parameters): SentMessage['buttons'] {
  const markup = parameters.reply_markup as { inline_keyboard: SentMessage['buttons'] } | undefined
  return markup?.inline_keyboard ?? []
}

function toApiMessage(message: SentMessage) {
  return {
    message_id: message.messageId,
    chat:
      message.chatId > 0
        ? { id: message.chatId, type: 'private', first_name: 'Reader' }
        : { id: message.chatId, type: 'supergroup', title: 'Mediators', is_forum: true },
    ...(message.topicId && { message_thread_id: message.topicId, is_topic_message: true }),
    date: Math.floor(Date.now() / 1000),
    ...(message.attachment
      ? { caption: message.text, caption_entities: message.entities, [message.attachment.kind]: {} }
      : { text: message.text, entities: message.entities }),
  }
}
