/** The part of the port to storage that keeps what goes along with messages. */
import type { Attachment, ChannelName } from '../message.ts'

/** 10 MiB: what Telegram takes for a photo, and what a cheap phone can still load. */
export const maximumAttachmentBytes = 10 * 1024 * 1024

export interface StoredAttachment extends Attachment {
  bytes: Uint8Array
}

export interface NewAttachment {
  /** `conversationKey` of the chat that sees it, the only one; for two chats it is stored twice. */
  conversation: string
  /** The case that it came out of: deleted with it. Without one it goes with the conversation. */
  caseId?: string
  attachment: Attachment
  bytes: Uint8Array
}

/** What a channel shows by a link that needs no cookie. */
export interface LinkedAttachment {
  id: string
  /** Whose conversations alone are reached by a link. */
  channel: ChannelName
  /** Older ones are reached by no link any more. */
  since: string
}

export interface StoredAttachments {
  /**
   * Stores bytes before the message that names them is accepted. What a turn makes by itself goes
   * into `Turn.attachments` instead.
   * @throws AttachmentTooLargeError over `maximumAttachmentBytes`.
   */
  addAttachment(attachment: NewAttachment, at: string): Promise<void>
  /**
   * `undefined` where it was deleted: with its conversation, with its case or by age; and also where
   * it belongs to another conversation, so that no message can show what is another user's.
   */
  readAttachment(conversation: string, id: string): Promise<StoredAttachment | undefined>
  readLinkedAttachment(link: LinkedAttachment): Promise<StoredAttachment | undefined>
}

export class AttachmentTooLargeError extends Error {
  override name = 'AttachmentTooLargeError'
  /** Bytes. */
  readonly size: number

  constructor(size: number) {
    const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1)
    super(
      `An attachment of ${megabytes(size)} MB is over the limit of ${megabytes(maximumAttachmentBytes)} MB; send a smaller one.`,
    )
    this.size = size
  }
}
