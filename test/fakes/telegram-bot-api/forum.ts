/** Groups with topics: what the Bot API tells of them and lets an administrator do there. */
import type { Behaviour, SentMessage } from './bot.ts'
import { ApiFailure } from './failure.ts'
import type { Parameters } from './methods.ts'

export interface FakeTopic {
  /** The number of the message that began it. */
  id: number
  name: string
  isClosed: boolean
  pinned: number[]
}

export interface ForumState {
  id: number
  isForum: boolean
  isBotInside: boolean
  rights: {
    can_manage_topics: boolean
    can_pin_messages: boolean
    can_delete_messages: boolean
  }
  /** Persons who are in the group. */
  members: Set<number>
  topics: FakeTopic[]
  /** Telegram's limit for a bot in one group; more is answered with 429. */
  limit: { messages: number; seconds: number }
  /** How often the limit was hit. */
  refusals: number
  /** When the last messages came, oldest first. */
  times: number[]
}

/** What a bot of the fake is called by number. */
export const botId = 1

export function createFakeForum(options: {
  messages: SentMessage[]
  nextMessageId: () => number
  violate: (description: string) => never
}) {
  const { messages, nextMessageId, violate } = options
  const groups = new Map<number, ForumState>()

  function groupOf({ chat_id: id }: Parameters): ForumState {
    const group = groups.get(Number(id))
    if (!group) throw new ApiFailure(400, 'Bad Request: chat not found')
    if (!group.isBotInside) {
      throw new ApiFailure(403, 'Forbidden: bot is not a member of the supergroup chat')
    }
    return group
  }

  function count(group: ForumState): void {
    const now = performance.now()
    const { messages: most, seconds } = group.limit
    group.times = group.times.filter((time) => time > now - seconds * 1000)
    const [oldest] = group.times
    if (oldest !== undefined && group.times.length >= most) {
      group.refusals += 1
      const retryAfter = Math.max(1, Math.ceil(seconds - (now - oldest) / 1000))
      throw new ApiFailure(429, `Too Many Requests: retry after ${retryAfter}`, {
        retry_after: retryAfter,
      })
    }
    group.times.push(now)
  }

  function need(group: ForumState, right: keyof ForumState['rights'], what: string): void {
    if (!group.rights[right]) throw new ApiFailure(400, `Bad Request: not enough rights to ${what}`)
  }

  /** A topic on which the bot acts as its manager. */
  function managed(parameters: Parameters): { group: ForumState; topic: FakeTopic } {
    const group = groupOf(parameters)
    if (!group.isForum) throw new ApiFailure(400, 'Bad Request: the chat is not a forum')
    need(group, 'can_manage_topics', 'manage the topic')
    const topic = group.topics.find(({ id }) => id === parameters.message_thread_id)
    if (!topic) throw new ApiFailure(400, 'Bad Request: TOPIC_ID_INVALID')
    count(group)
    return { group, topic }
  }

  function setClosed(isClosed: boolean): Behaviour {
    return (parameters) => {
      const { topic } = managed(parameters)
      if (topic.isClosed === isClosed) {
        throw new ApiFailure(400, 'Bad Request: TOPIC_NOT_MODIFIED')
      }
      topic.isClosed = isClosed
      return true
    }
  }

  const behaviours: Record<string, Behaviour> = {
    getChat(parameters) {
      const group = groupOf(parameters)
      return {
        id: group.id,
        type: 'supergroup',
        title: 'Mediators',
        ...(group.isForum && { is_forum: true }),
      }
    },
    getChatMember(parameters) {
      const group = groupOf(parameters)
      const id = Number(parameters.user_id)
      const user = { id, is_bot: id === botId, first_name: 'Somebody' }
      if (id !== botId) return { status: group.members.has(id) ? 'member' : 'left', user }
      const isAdministrator = Object.values(group.rights).some(Boolean)
      return isAdministrator
        ? { status: 'administrator', user, ...group.rights }
        : { status: 'member', user }
    },
    createForumTopic(parameters) {
      const group = groupOf(parameters)
      if (!group.isForum) throw new ApiFailure(400, 'Bad Request: the chat is not a forum')
      need(group, 'can_manage_topics', 'create a topic')
      count(group)
      const name = String(parameters.name)
      const id = nextMessageId()
      group.topics.push({ id, name, isClosed: false, pinned: [] })
      return { message_thread_id: id, name, icon_color: 7322096 }
    },
    editForumTopic(parameters) {
      const { topic } = managed(parameters)
      const name = String(parameters.name ?? '') || topic.name
      if (name === topic.name) throw new ApiFailure(400, 'Bad Request: TOPIC_NOT_MODIFIED')
      topic.name = name
      return true
    },
    closeForumTopic: setClosed(true),
    reopenForumTopic: setClosed(false),
    deleteForumTopic(parameters) {
      const group = groupOf(parameters)
      need(group, 'can_delete_messages', 'delete the topic')
      const index = group.topics.findIndex(({ id }) => id === parameters.message_thread_id)
      if (index < 0) throw new ApiFailure(400, 'Bad Request: TOPIC_ID_INVALID')
      deleteTopic(group, index)
      return true
    },
    pinChatMessage(parameters) {
      const group = groupOf(parameters)
      need(group, 'can_pin_messages', 'manage pinned messages in the chat')
      count(group)
      const message = find(parameters)
      if (!message) throw new ApiFailure(400, 'Bad Request: message to pin not found')
      const topic = group.topics.find(({ id }) => id === message.topicId)
      topic?.pinned.push(message.messageId)
      return true
    },
    deleteMessage(parameters) {
      groupOf(parameters)
      const message = find(parameters)
      if (!message) throw new ApiFailure(400, 'Bad Request: message to delete not found')
      messages.splice(messages.indexOf(message), 1)
      return true
    },
  }

  function find({ chat_id, message_id }: Parameters): SentMessage | undefined {
    return messages.find(({ chatId, messageId }) => chatId === chat_id && messageId === message_id)
  }

  function deleteTopic(group: ForumState, index: number): void {
    const [topic] = group.topics.splice(index, 1)
    for (const message of messages.filter(
      ({ chatId, topicId }) => chatId === group.id && topicId === topic?.id,
    )) {
      messages.splice(messages.indexOf(message), 1)
    }
  }

  return {
    behaviours,
    /** Whether the call is for a group; where it may not write there, it is refused. */
    admits(parameters: Parameters): boolean {
      if (!(Number(parameters.chat_id) < 0)) return false
      const group = groupOf(parameters)
      const thread = parameters.message_thread_id
      const topic = group.topics.find(({ id }) => id === thread)
      if (thread !== undefined && !topic) {
        throw new ApiFailure(400, 'Bad Request: message thread not found')
      }
      if (topic?.isClosed && !group.rights.can_manage_topics) {
        throw new ApiFailure(400, 'Bad Request: TOPIC_CLOSED')
      }
      count(group)
      return true
    },
    /** A message of the group; somebody may have deleted it. */
    findToEdit(parameters: Parameters): SentMessage | undefined {
      if (!(Number(parameters.chat_id) < 0)) return undefined
      count(groupOf(parameters))
      const message = find(parameters)
      if (!message) throw new ApiFailure(400, 'Bad Request: message to edit not found')
      return message
    },
    addGroup(id: number): ForumState {
      if (groups.has(id)) return violate(`the group ${id} exists`)
      const group: ForumState = {
        id,
        isForum: true,
        isBotInside: true,
        rights: { can_manage_topics: true, can_pin_messages: true, can_delete_messages: true },
        members: new Set(),
        topics: [],
        limit: { messages: 20, seconds: 60 },
        refusals: 0,
        times: [],
      }
      groups.set(id, group)
      return group
    },
    deleteTopic,
  }
}
