/** Files, how cases end, organisations as takers, two sides of a conflict. */
import type { Kysely } from 'kysely'
import { addColumn } from './columns.ts'

export async function addAttachments(
  database: Kysely<unknown>,
  autoIncrement: 'integer' | 'serial',
) {
  await database.schema
    .createTable('attachments')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('alternative', 'text', (column) => column.notNull())
    .addColumn('bytes', autoIncrement === 'integer' ? 'blob' : 'bytea', (column) =>
      column.notNull(),
    )
    .execute()
  for (const column of ['conversation', 'case_id']) {
    await database.schema
      .createIndex(`attachments_${column}`)
      .ifNotExists()
      .on('attachments')
      .column(column)
      .execute()
  }
  await addColumn(database, 'case_lines', 'attachments', 'text')
}

export async function addCaseResults(database: Kysely<unknown>) {
  await addColumn(database, 'cases', 'helped', 'integer')
  await addColumn(database, 'cases', 'answered_at', 'text')
  await database.schema
    .createTable('case_results')
    .ifNotExists()
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('helped', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('case_results_key', ['day', 'topic', 'language', 'outcome', 'helped'])
    .execute()
}

export async function addOrganisations(database: Kysely<unknown>) {
  await addColumn(database, 'accounts', 'organisation', 'text')
  await addColumn(database, 'invitations', 'organisation', 'text')
  await addColumn(database, 'cases', 'organisations', 'text', (column) =>
    column.notNull().defaultTo('[]'),
  )
  await database.schema
    .createTable('organisation_consents')
    .ifNotExists()
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('accepted_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addPrimaryKeyConstraint('organisation_consents_key', ['organisation', 'account'])
    .execute()
  await database.schema
    .createTable('organisation_settings')
    .ifNotExists()
    .addColumn('organisation', 'text', (column) => column.primaryKey())
    .addColumn('settings', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('drafts')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('questions', 'text', (column) => column.notNull())
    .addColumn('sources', 'text', (column) => column.notNull())
    .addColumn('written_by', 'text', (column) => column.notNull())
    .addColumn('approved_by', 'text')
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .addColumn('files', 'text')
    .execute()
  await database.schema
    .createTable('awaited_answers')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createIndex('awaited_answers_conversation')
    .ifNotExists()
    .on('awaited_answers')
    .column('conversation')
    .execute()
  await database.schema
    .createTable('known_entries')
    .ifNotExists()
    .addColumn('entry', 'text', (column) => column.primaryKey())
    .addColumn('since', 'text')
    .execute()
}

export async function addMediations(database: Kysely<unknown>) {
  await database.schema
    .createTable('mediations')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('entry', 'text')
    .addColumn('first_case', 'text', (column) => column.notNull())
    .addColumn('second_case', 'text')
    .addColumn('secret_hash', 'text')
    .addColumn('expires_at', 'text')
    .addColumn('agreement', 'text')
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute()
  for (const column of ['first_case', 'second_case', 'secret_hash']) {
    await database.schema
      .createIndex(`mediations_${column}`)
      .ifNotExists()
      .on('mediations')
      .column(column)
      .execute()
  }
  await addColumn(database, 'case_lines', 'for_both', 'integer')
  await addColumn(database, 'case_lines', 'proposal', 'integer')
}
