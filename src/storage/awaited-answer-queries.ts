import type { Kysely, Selectable, Transaction } from 'kysely'
import { type Address, conversationKey } from '../message.ts'
import type { AwaitedAnswer, AwaitedAnswerChange, AwaitedAnswers } from './awaited-answers.ts'
import type { Database } from './tables.ts'

export function awaitedAnswerQueries(database: Kysely<Database>): AwaitedAnswers {
  return {
    async listAwaitedAnswers(now) {
      const rows = await database
        .selectFrom('awaited_answers')
        .selectAll()
        .where('expires_at', '>', now)
        .orderBy('asked_at')
        .execute()
      return rows.map(awaitedFromRow)
    },

    async readAwaitedAnswer(id) {
      const row = await database
        .selectFrom('awaited_answers')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && awaitedFromRow(row)
    },

    async noteEntries(entries, at) {
      return database.transaction().execute(async (transaction) => {
        const before = await transaction.selectFrom('known_entries').selectAll().execute()
        const known = new Map(before.map(({ entry, since }) => [entry, since ?? undefined]))
        const since = before.length === 0 ? null : at
        const added = entries.filter((entry) => !known.has(entry))
        for (const entry of added) {
          await transaction.insertInto('known_entries').values({ entry, since }).execute()
          known.set(entry, since ?? undefined)
        }
        return known
      })
    },
  }
}

/** The same words once, however often the button is pressed. */
export async function changeAwaitedAnswer(
  transaction: Transaction<Database>,
  address: Address,
  change: AwaitedAnswerChange,
): Promise<void> {
  const conversation = conversationKey(address)
  if (change.kind === 'forget') {
    await transaction
      .deleteFrom('awaited_answers')
      .where('conversation', '=', conversation)
      .where('id', '=', change.id)
      .execute()
    return
  }
  const { id, language, question, askedAt, expiresAt } = change.answer
  await transaction
    .deleteFrom('awaited_answers')
    .where('conversation', '=', conversation)
    .where('question', '=', question)
    .execute()
  await transaction
    .insertInto('awaited_answers')
    .values({
      id,
      conversation,
      address: JSON.stringify(address),
      language,
      question,
      asked_at: askedAt,
      expires_at: expiresAt,
    })
    .execute()
}

function awaitedFromRow(row: Selectable<Database['awaited_answers']>): AwaitedAnswer {
  return {
    id: row.id,
    conversation: row.conversation,
    address: JSON.parse(row.address) as Address,
    language: row.language,
    question: row.question,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
  }
}
