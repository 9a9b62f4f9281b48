import type { Kysely, Transaction } from 'kysely'
import { type Address, conversationKey, type OutboundMessage } from '../message.ts'
import type { RunInGroup } from './group-commit.ts'
import type { Store } from './store.ts'
import type { Database } from './tables.ts'

export function outboxQueries(
  database: Kysely<Database>,
  runInGroup: RunInGroup,
): Pick<
  Store,
  'dueOutbound' | 'outboundDelivered' | 'outboundRetry' | 'outboundRefused' | 'addressGone'
> {
  return {
    async dueOutbound({ now, channel, busy, limit }) {
      // The oldest waiting message of each chat, even where a later one is due already: a message
      // that waits for its retry is never overtaken.
      const first = database
        .selectFrom('outbox')
        .select((query) => query.fn.min('sequence').as('sequence'))
        .where('error', 'is', null)
        .where('conversation', 'like', `${channel}:%`)
        .$if(busy.size > 0, (query) => query.where('conversation', 'not in', [...busy]))
        .groupBy('conversation')
      const rows = await database
        .selectFrom('outbox')
        .select(['id', 'address', 'message', 'attempts'])
        .where('sequence', 'in', first)
        .where('due_at', '<=', now)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        id: row.id,
        address: JSON.parse(row.address) as Address,
        message: JSON.parse(row.message) as OutboundMessage,
        attempts: row.attempts,
      }))
    },

    async outboundDelivered(id) {
      await runInGroup((transaction) =>
        transaction.deleteFrom('outbox').where('id', '=', id).execute(),
      )
    },

    async outboundRetry(id, dueAt) {
      await database
        .updateTable('outbox')
        .set((row) => ({ due_at: dueAt, attempts: row('attempts', '+', 1) }))
        .where('id', '=', id)
        .execute()
    },

    async outboundRefused(id, reason) {
      await database.updateTable('outbox').set({ error: reason }).where('id', '=', id).execute()
    },

    async addressGone(address) {
      for (const table of ['outbox', 'awaited_answers'] as const) {
        await database
          .deleteFrom(table)
          .where('conversation', '=', conversationKey(address))
          .execute()
      }
    },
  }
}

/** Puts messages of one chat behind those that wait there already. */
export async function enqueueOutbound(
  transaction: Transaction<Database>,
  options: { at: string; address: Address; outbound: { id: string; message: OutboundMessage }[] },
): Promise<void> {
  if (options.outbound.length === 0) return
  await transaction
    .insertInto('outbox')
    .values(
      options.outbound.map(({ id, message }) => ({
        id,
        conversation: conversationKey(options.address),
        address: JSON.stringify(options.address),
        message: JSON.stringify(message),
        due_at: options.at,
        attempts: 0,
      })),
    )
    .execute()
}
