import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { conversationKey, type InboundMessage } from '../message.ts'
import type { RunInGroup } from './group-commit.ts'
import { enqueueOutbound } from './outbox-queries.ts'
import type { Store } from './store.ts'
import type { Database } from './tables.ts'

export function inboxQueries(
  database: Kysely<Database>,
  runInGroup: RunInGroup,
): Pick<Store, 'acceptInbound' | 'nextInbound' | 'countAttempt' | 'parkInbound'> {
  return {
    async acceptInbound(message) {
      return runInGroup((transaction) => insertInbound(transaction, message))
    },

    async nextInbound(busy, limit) {
      const oldest = database
        .selectFrom('inbox')
        .select((query) => query.fn.min('id').as('id'))
        .where('done_at', 'is', null)
        .where('error', 'is', null)
        .$if(busy.size > 0, (query) => query.where('conversation', 'not in', [...busy]))
        .groupBy('conversation')
        .orderBy('id')
        .limit(limit)
      const rows = await database
        .selectFrom('inbox')
        .select(['id', 'conversation', 'payload', 'attempts'])
        .where('id', 'in', oldest)
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        conversation: row.conversation ?? '',
        message: JSON.parse(row.payload ?? '{}') as InboundMessage,
        attempts: row.attempts,
      }))
    },

    async countAttempt(inboundId) {
      await database
        .updateTable('inbox')
        .set((row) => ({ attempts: row('attempts', '+', 1) }))
        .where('id', '=', inboundId)
        .execute()
    },

    async parkInbound(id, error, apology) {
      await runInGroup(async (transaction) => {
        await transaction.updateTable('inbox').set({ error }).where('id', '=', id).execute()
        if (apology) await enqueueOutbound(transaction, { ...apology, outbound: [apology] })
      })
    },
  }
}

/** Resolves to false where the same update was there before. */
export async function insertInbound(
  transaction: Transaction<Database>,
  message: InboundMessage,
): Promise<boolean> {
  const result = await transaction
    .insertInto('inbox')
    .values({
      update_key: updateKey(message),
      conversation: conversationKey(message.address),
      payload: JSON.stringify(message),
      received_at: message.receivedAt,
    })
    .onConflict((conflict) => conflict.column('update_key').doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

function updateKey(message: InboundMessage): string {
  return createHash('sha256')
    .update(`${message.address.channel}\n${message.updateId}`)
    .digest('hex')
}
