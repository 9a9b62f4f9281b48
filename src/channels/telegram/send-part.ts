import type { Api } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import { readFailure } from './failure.ts'
import type { Part } from './html.ts'
import type { Logger } from './logger.ts'

/** Where in a chat, and whose answer it is. */
export type PartPlace = Pick<
  NonNullable<Parameters<Api['sendMessage']>[2]>,
  'message_thread_id' | 'reply_parameters'
>

/** One message, as plain text where Telegram cannot read its markup. Rejects with what grammY throws. */
export async function sendPart(
  api: Api,
  logger: Logger,
  chat: number,
  part: Part,
  options: { keyboard?: InlineKeyboardMarkup | undefined; place?: PartPlace } = {},
) {
  const { keyboard, place } = options
  const common = {
    ...place,
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: keyboard }),
  }
  try {
    return await api.sendMessage(chat, part.html, { parse_mode: 'HTML', ...common })
  } catch (error) {
    const failure = readFailure(error)
    if (failure.kind !== 'bad-request' || !/can't parse entities/i.test(failure.reason)) throw error
    logger.error({}, 'Telegram could not read the markup of a message; sent as plain text')
    return await api.sendMessage(chat, part.text, common)
  }
}
