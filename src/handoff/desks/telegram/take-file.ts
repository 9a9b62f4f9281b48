/** A photo, a voice note or a document of a mediator, brought into the store for the user. */
import { randomUUID } from 'node:crypto'
import { type Attachment, conversationKey } from '../../../message.ts'
import { type Case, maximumAttachmentBytes, type Store } from '../../../storage/store.ts'
import type { Logger, TelegramBot } from './bot.ts'
import type { SentFile } from './read-update.ts'

export const mostMegabytes = maximumAttachmentBytes / 1024 / 1024

export type TakenFile =
  | { kind: 'stored'; attachment: Attachment }
  | { kind: 'too-large' }
  /** Telegram did not give it. */
  | { kind: 'failed' }

export type TakeFile = (file: SentFile, record: Case) => Promise<TakenFile>

export function createFileTaker(options: {
  store: Pick<Store, 'addAttachment'>
  bot: Pick<TelegramBot, 'download' | 'readFailure'>
  logger: Logger
  now(): Date
}): TakeFile {
  const { store, bot, logger, now } = options

  async function fetchTwice(id: string) {
    try {
      return await bot.download(id, maximumAttachmentBytes)
    } catch {
      return await bot.download(id, maximumAttachmentBytes)
    }
  }

  return async ({ id, size, kind, mediaType, name }, record) => {
    if (size > maximumAttachmentBytes) return { kind: 'too-large' }
    try {
      const file = await fetchTwice(id)
      if (file.kind === 'too-large') return file
      const { bytes } = file
      const attachment: Attachment = {
        id: randomUUID(),
        kind,
        mediaType,
        name,
        alternative: '',
        size: bytes.byteLength,
      }
      const conversation = conversationKey(record.address)
      await store.addAttachment(
        { conversation, caseId: record.id, attachment, bytes },
        now().toISOString(),
      )
      return { kind: 'stored', attachment }
    } catch (error) {
      const failure = bot.readFailure(error)
      const reason = 'reason' in failure ? failure.reason : failure.kind
      // Telegram gives a bot no file over 20 MB, and does not always tell the size before.
      if (/file is too big/i.test(reason)) return { kind: 'too-large' }
      logger.warn({ reason }, 'A file of a mediator could not be fetched; the mediator was told')
      return { kind: 'failed' }
    }
  }
}
