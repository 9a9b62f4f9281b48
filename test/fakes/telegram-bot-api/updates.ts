/** Updates as Telegram sends them; each call numbers the next one. */

export interface Update {
  update_id: number
  [kind: string]: unknown
}

export interface Sender {
  /** The private chat with this person has the same number. */
  id: number
  firstName?: string
  languageCode?: string
}

export type UpdateFactory = ReturnType<typeof createUpdateFactory>

export function createUpdateFactory(firstUpdateId = 700_000) {
  let updateId = firstUpdateId
  let messageId = 1

  const person = ({ id, firstName = 'Reader', languageCode }: Sender) => ({
    id,
    is_bot: false,
    first_name: firstName,
    ...(languageCode !== undefined && { language_code: languageCode }),
  })
  const privateChat = ({ id, firstName = 'Reader' }: Sender) => ({
    id,
    type: 'private',
    first_name: firstName,
  })
  const seconds = () => Math.floor(Date.now() / 1000)

  /** A message with any content, `{ sticker: {...} }`. */
  function message(sender: Sender, content: Record<string, unknown>): Update {
    return {
      update_id: updateId++,
      message: {
        message_id: messageId++,
        from: person(sender),
        chat: privateChat(sender),
        date: seconds(),
        ...content,
      },
    }
  }

  return {
    message,
    text(sender: Sender, text: string): Update {
      const command = /^\/\w+(@\w+)?/.exec(text)?.[0]
      return message(sender, {
        text,
        ...(command && { entities: [{ type: 'bot_command', offset: 0, length: command.length }] }),
      })
    },
    /** The press of a button under a message of the bot. */
    callbackQuery(sender: Sender, data: string, callbackQueryId: string): Update {
      return {
        update_id: updateId++,
        callback_query: {
          id: callbackQueryId,
          from: person(sender),
          message: {
            message_id: messageId++,
            from: { id: 1, is_bot: true, first_name: 'Lotse' },
            chat: privateChat(sender),
            date: seconds(),
            text: 'a message with buttons',
          },
          chat_instance: String(sender.id),
          data,
        },
      }
    },
  }
}
