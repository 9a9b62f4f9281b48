/** A group as a test plays it: people write, press and leave; topics come and go. */
import type { SentMessage } from './bot.ts'
import { botId, type FakeTopic, type ForumState } from './forum.ts'
import type { Sender, Update, UpdateFactory } from './updates.ts'

export interface FakeGroup {
  readonly state: ForumState
  topics(): FakeTopic[]
  /** Messages of the bot in this topic, oldest first; without one, in the general topic. */
  messagesIn(topic?: number): SentMessage[]
  /** What somebody writes, delivered; resolves to the update. */
  write(sender: Sender, text: string, topic?: number): Promise<Update>
  /** Any content, such as `{ sticker: {} }`, or fields that stand in for the usual ones. */
  send(sender: Sender, content: Record<string, unknown>, topic?: number): Promise<Update>
  edit(written: Update, text: string): Promise<Update>
  editCaption(sent: Update, caption: string): Promise<Update>
  /** Presses the button with this data under a message, as it is now. */
  press(sender: Sender, message: SentMessage, data: string): Promise<Update>
  /** Tells that somebody is no longer in the group. */
  leave(sender: Sender): Promise<void>
  /** Somebody deletes a topic by hand. */
  deleteTopic(topic: number): void
  /** Tells that the bot's rights are others, which `state.rights` has to be too. */
  tellRights(): Promise<void>
}

/** How a message looks that an administrator sends without a name. */
export const anonymousAdministrator = {
  from: { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' },
}

export function createFakeGroup(options: {
  state: ForumState
  messages: SentMessage[]
  updates: UpdateFactory
  nextMessageId: () => number
  openCallbackQuery: () => string
  deliver: (update: Update) => Promise<number | undefined>
  deleteTopic: (state: ForumState, index: number) => void
}): FakeGroup {
  const { state, messages, updates, nextMessageId, openCallbackQuery, deliver } = options
  let edits = 0
  const chat = { id: state.id, type: 'supergroup', title: 'Mediators', is_forum: true }
  const inTopic = (topic: number | undefined) =>
    topic === undefined ? {} : { message_thread_id: topic, is_topic_message: true }

  function groupMessage(sender: Sender, content: Record<string, unknown>, topic?: number): Update {
    const update = updates.message(sender, content)
    const message = update.message as Record<string, unknown>
    return {
      ...update,
      message: { ...message, message_id: nextMessageId(), chat, ...inTopic(topic), ...content },
    }
  }

  function editedMessage(before: Update, change: Record<string, unknown>): Update {
    const { update_id } = updates.message({ id: 1 }, {})
    const message = before.message as Record<string, unknown>
    // Later than the one before, as with people, who are slower than a test.
    edits += 1
    const edit_date = Math.floor(Date.now() / 1000) + edits
    return { update_id, edited_message: { ...message, ...change, edit_date } }
  }

  async function delivered(update: Update): Promise<Update> {
    const status = await deliver(update)
    if (status !== undefined && status !== 200) throw new Error(`The webhook answered ${status}.`)
    return update
  }

  return {
    state,
    topics: () => state.topics,
    messagesIn: (topic) =>
      messages.filter(({ chatId, topicId }) => chatId === state.id && topicId === topic),
    write: (sender, text, topic) => delivered(groupMessage(sender, { text }, topic)),
    send: (sender, content, topic) => delivered(groupMessage(sender, content, topic)),
    edit: (written, text) => delivered(editedMessage(written, { text })),
    editCaption: (sent, caption) => delivered(editedMessage(sent, { caption })),
    press(sender, message, data) {
      const found = message.buttons.flat().find((button) => button.callback_data === data)
      if (!found) {
        const there = message.buttons.flat().map((button) => button.callback_data)
        throw new Error(`There is no button "${data}" among ${there.join(', ')}.`)
      }
      const update = updates.callbackQuery(sender, data, openCallbackQuery())
      const query = update.callback_query as Record<string, unknown>
      const pressed = {
        message_id: message.messageId,
        from: { id: botId, is_bot: true, first_name: 'Lotse' },
        chat,
        date: 1,
        text: message.text,
        ...inTopic(message.topicId),
      }
      return delivered({ ...update, callback_query: { ...query, message: pressed } })
    },
    async leave({ id, firstName = 'Reader' }) {
      state.members.delete(id)
      const { update_id } = updates.message({ id }, {})
      const user = { id, is_bot: false, first_name: firstName }
      await delivered({
        update_id,
        chat_member: {
          chat,
          from: user,
          date: 1,
          old_chat_member: { status: 'member', user },
          new_chat_member: { status: 'left', user },
        },
      })
    },
    deleteTopic(topic) {
      options.deleteTopic(
        state,
        state.topics.findIndex(({ id }) => id === topic),
      )
    },
    async tellRights() {
      const { update_id } = updates.message({ id: 1 }, {})
      const user = { id: botId, is_bot: true, first_name: 'Lotse' }
      await delivered({
        update_id,
        my_chat_member: {
          chat,
          from: { id: 2, is_bot: false, first_name: 'Administrator' },
          date: 1,
          old_chat_member: { status: 'left', user },
          new_chat_member: { status: 'administrator', user, ...state.rights },
        },
      })
    },
  }
}
