import type { Kysely, Selectable, Transaction } from 'kysely'
import {
  AttachmentTooLargeError,
  maximumAttachmentBytes,
  type NewAttachment,
  type StoredAttachment,
  type StoredAttachments,
} from './attachments.ts'
import type { RunInGroup } from './group-commit.ts'
import type { Database } from './tables.ts'

export function attachmentQueries(
  database: Kysely<Database>,
  runInGroup: RunInGroup,
): StoredAttachments {
  return {
    async addAttachment(attachment, at) {
      await runInGroup((transaction) => insertAttachments(transaction, [attachment], at))
    },

    async readAttachment(conversation, id) {
      const row = await database
        .selectFrom('attachments')
        .selectAll()
        .where('id', '=', id)
        .where('conversation', '=', conversation)
        .executeTakeFirst()
      return row && attachmentFromRow(row)
    },

    async readLinkedAttachment({ id, channel, since }) {
      const row = await database
        .selectFrom('attachments')
        .selectAll()
        .where('id', '=', id)
        .where('conversation', 'like', `${channel}:%`)
        .where('created_at', '>=', since)
        .executeTakeFirst()
      return row && attachmentFromRow(row)
    },
  }
}

function attachmentFromRow(row: Selectable<Database['attachments']>): StoredAttachment {
  return {
    id: row.id,
    kind: row.kind,
    mediaType: row.media_type,
    name: row.name,
    alternative: row.alternative,
    size: row.bytes.byteLength,
    bytes: row.bytes,
  }
}

export async function insertAttachments(
  transaction: Transaction<Database>,
  attachments: readonly NewAttachment[],
  at: string,
): Promise<void> {
  for (const { conversation, caseId, attachment, bytes } of attachments) {
    if (bytes.byteLength > maximumAttachmentBytes) {
      throw new AttachmentTooLargeError(bytes.byteLength)
    }
    await transaction
      .insertInto('attachments')
      .values({
        id: attachment.id,
        conversation,
        case_id: caseId ?? null,
        created_at: at,
        kind: attachment.kind,
        media_type: attachment.mediaType,
        name: attachment.name,
        alternative: attachment.alternative,
        bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      })
      .execute()
  }
}
