/** A group with topics, as far as a desk for mediators asks; handed to it, as it imports no channel. */
import type { Api } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Download } from './download.ts'
import type { Part } from './html.ts'
import { trimLabel } from './keyboard.ts'
import type { Logger } from './logger.ts'
import { sendPart } from './send-part.ts'

export interface GroupButton {
  label: string
  /** 1 to 64 bytes. */
  data: string
}

export interface GroupDescription {
  isForum: boolean
  canManageTopics: boolean
  canPinMessages: boolean
  canDeleteMessages: boolean
  /** The bot's name, without the @. */
  username: string
}

/** Where a message goes: a topic or else the general one, and which message is answered. */
export interface TopicPlace {
  group: number
  topic?: number
  replyTo?: number
}

/** Every call rejects as `readFailure` sorts it. */
export interface GroupConnector {
  describe(group: number): Promise<GroupDescription>
  isMember(group: number, user: number): Promise<boolean>
  /** The menu of commands that this group shows, and no other chat. */
  nameCommands(
    group: number,
    commands: readonly { command: string; description: string }[],
  ): Promise<void>
  /** @param name 1 to 128 characters. */
  createTopic(group: number, name: string): Promise<number>
  renameTopic(group: number, topic: number, name: string): Promise<void>
  closeTopic(group: number, topic: number): Promise<void>
  reopenTopic(group: number, topic: number): Promise<void>
  /** With all its messages. */
  deleteTopic(group: number, topic: number): Promise<void>
  /** Resolves to the message's number. */
  post(to: TopicPlace, part: Part, buttons?: GroupButton[][]): Promise<number>
  edit(group: number, message: number, part: Part, buttons: GroupButton[][]): Promise<void>
  remove(group: number, message: number): Promise<void>
  /** Without a notification. */
  pin(group: number, message: number): Promise<void>
  /** Stops a button's spinner with a line of up to 200 characters. */
  answerPress(query: string, text: string): Promise<void>
  /** A file that somebody sent, of so many bytes at most. */
  download: Download
}

export function createGroupConnector(api: Api, download: Download, logger: Logger): GroupConnector {
  const keyboardOf = (buttons: GroupButton[][]): InlineKeyboardMarkup => ({
    inline_keyboard: buttons.map((row) =>
      row.map(({ label, data }) => ({ text: trimLabel(label), callback_data: data })),
    ),
  })

  return {
    download,
    async describe(group) {
      const [me, chat] = await Promise.all([api.getMe(), api.getChat(group)])
      const member = await api.getChatMember(group, me.id)
      const rights = member.status === 'administrator' ? member : undefined
      return {
        isForum: 'is_forum' in chat && chat.is_forum === true,
        canManageTopics: rights?.can_manage_topics ?? false,
        canPinMessages: rights?.can_pin_messages ?? false,
        canDeleteMessages: rights?.can_delete_messages ?? false,
        username: me.username,
      }
    },
    async isMember(group, user) {
      const member = await api.getChatMember(group, user)
      if (member.status === 'restricted') return member.is_member
      return member.status !== 'left' && member.status !== 'kicked'
    },
    async nameCommands(group, commands) {
      await api.setMyCommands([...commands], { scope: { type: 'chat', chat_id: group } })
    },
    async createTopic(group, name) {
      return (await api.createForumTopic(group, name)).message_thread_id
    },
    async renameTopic(group, topic, name) {
      await api.editForumTopic(group, topic, { name })
    },
    async closeTopic(group, topic) {
      await api.closeForumTopic(group, topic)
    },
    async reopenTopic(group, topic) {
      await api.reopenForumTopic(group, topic)
    },
    async deleteTopic(group, topic) {
      await api.deleteForumTopic(group, topic)
    },
    async post({ group, topic, replyTo }, part, buttons = []) {
      const message = await sendPart(api, logger, group, part, {
        keyboard: buttons.length > 0 ? keyboardOf(buttons) : undefined,
        place: {
          ...(topic !== undefined && { message_thread_id: topic }),
          ...(replyTo !== undefined && {
            reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
          }),
        },
      })
      return message.message_id
    },
    async edit(group, message, part, buttons) {
      await api.editMessageText(group, message, part.html, {
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: keyboardOf(buttons),
      })
    },
    async remove(group, message) {
      await api.deleteMessage(group, message)
    },
    async pin(group, message) {
      await api.pinChatMessage(group, message, { disable_notification: true })
    },
    async answerPress(query, text) {
      await api.answerCallbackQuery(query, { text: [...text].slice(0, 200).join('') })
    },
  }
}
