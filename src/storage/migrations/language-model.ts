/** What calls of a language model cost. */
import type { Kysely } from 'kysely'

export async function addModelCalls(database: Kysely<unknown>) {
  await database.schema
    .createTable('model_calls')
    .ifNotExists()
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('use', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('calls', 'integer', (column) => column.notNull())
    .addColumn('input_tokens', 'integer', (column) => column.notNull())
    .addColumn('output_tokens', 'integer', (column) => column.notNull())
    .addColumn('cost', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('model_calls_key', ['month', 'use', 'result'])
    .execute()
}
