/**
 * Forward only: a change of the schema is a new entry at the end, never an edit of one above, and its
 * name comes after theirs in the alphabet too, because that is the order in which they run. Each can
 * be begun again after it was killed half-way: SQLite runs the statements one by one.
 */
import type { ColumnBuilderCallback, Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** `autoIncrement` is how this database numbers rows; everything else is the same in every one. */
export function migrations(autoIncrement: 'integer' | 'serial'): Record<string, Migration> {
  return {
    '2026-11-22-first': { up: (database) => first(database, autoIncrement) },
    '2026-11-22-inbox-attempts': {
      up: (database) =>
        addColumn(database, 'inbox', 'attempts', 'integer', (column) =>
          column.notNull().defaultTo(0),
        ),
    },
    '2026-11-22-outcome': {
      up: (database) => addColumn(database, 'cases', 'outcome', 'text'),
    },
    '2026-11-22-routing': { up: addRouting },
    '2026-11-22-translation': {
      up: (database) => addColumn(database, 'case_lines', 'translation', 'text'),
    },
    '2026-11-22-web-desk': { up: (database) => addDesk(database, autoIncrement) },
    '2026-11-22-web-desk-posts': { up: addDeskPosts },
    '2026-11-23-b-attachments': { up: (database) => addAttachments(database, autoIncrement) },
    '2026-11-23-f-model-calls': { up: addModelCalls },
    '2026-11-23-d-quiet-cases': { up: addCaseResults },
    '2026-11-23-e-organisations': { up: addOrganisations },
    '2026-11-23-a-mediations': { up: addMediations },
    '2026-11-23-c-telegram-desk': { up: addDeskInputs },
  }
}

/** A table whose rows the database numbers. */
function createNumbered(
  database: Kysely<unknown>,
  autoIncrement: 'integer' | 'serial',
  table: string,
  column: string,
) {
  return database.schema
    .createTable(table)
    .ifNotExists()
    .addColumn(column, autoIncrement, (definition) =>
      autoIncrement === 'integer'
        ? definition.primaryKey().autoIncrement()
        : definition.primaryKey(),
    )
}

async function first(database: Kysely<unknown>, autoIncrement: 'integer' | 'serial') {
  const numbered = (table: string, column: string) =>
    createNumbered(database, autoIncrement, table, column)

  await numbered('inbox', 'id')
    .addColumn('update_key', 'text', (column) => column.notNull().unique())
    .addColumn('conversation', 'text')
    .addColumn('payload', 'text')
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('done_at', 'text')
    .addColumn('error', 'text')
    .execute()
  await database.schema
    .createIndex('inbox_waiting')
    .ifNotExists()
    .on('inbox')
    .columns(['conversation', 'id'])
    .where('done_at' as never, 'is', null)
    .execute()

  await database.schema
    .createTable('conversations')
    .ifNotExists()
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute()

  await numbered('transcript', 'id')
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createIndex('transcript_conversation')
    .ifNotExists()
    .on('transcript')
    .columns(['conversation', 'id'])
    .execute()

  await numbered('outbox', 'sequence')
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('error', 'text')
    .execute()
  await database.schema
    .createIndex('outbox_conversation')
    .ifNotExists()
    .on('outbox')
    .columns(['conversation', 'sequence'])
    .execute()

  await database.schema
    .createTable('cases')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('municipality', 'text')
    .addColumn('place', 'text')
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('waiting_since', 'text')
    .addColumn('claimed_by', 'text')
    .addColumn('claimed_by_name', 'text')
    .addColumn('closed_at', 'text')
    .addColumn('closed_by', 'text')
    .addColumn('assistant_muted', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await database.schema
    .createIndex('cases_conversation')
    .ifNotExists()
    .on('cases')
    .columns(['conversation', 'status'])
    .execute()

  await numbered('case_lines', 'id')
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createIndex('case_lines_case')
    .ifNotExists()
    .on('case_lines')
    .columns(['case_id', 'id'])
    .execute()

  await database.schema
    .createTable('accounts')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('folded_name', 'text', (column) => column.notNull().unique())
    .addColumn('administrator', 'integer', (column) => column.notNull())
    .addColumn('passphrase_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('invitations')
    .ifNotExists()
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('administrator', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('sessions')
    .ifNotExists()
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('unanswered')
    .ifNotExists()
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('district', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('unanswered_key', ['day', 'language', 'district', 'topic'])
    .execute()
}

async function addRouting(database: Kysely<unknown>) {
  await addColumn(database, 'accounts', 'settings', 'text', (column) =>
    column.notNull().defaultTo('{}'),
  )
  await addColumn(database, 'cases', 'asked', 'text')
  await addColumn(database, 'cases', 'asked_name', 'text')
  await addColumn(database, 'cases', 'asked_at', 'text')
  await addColumn(database, 'cases', 'asked_before', 'text', (column) =>
    column.notNull().defaultTo('[]'),
  )
  await addColumn(database, 'cases', 'promised_by', 'text')
  await addColumn(database, 'cases', 'reminded', 'integer', (column) =>
    column.notNull().defaultTo(0),
  )
}

async function addDesk(database: Kysely<unknown>, autoIncrement: 'integer' | 'serial') {
  await createNumbered(database, autoIncrement, 'case_audit', 'id')
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('act', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createIndex('case_audit_case')
    .ifNotExists()
    .on('case_audit')
    .columns(['case_id', 'id'])
    .execute()
  // The list of cases asks for the newest line of an author, for each case.
  await database.schema
    .createIndex('case_lines_author')
    .ifNotExists()
    .on('case_lines')
    .columns(['case_id', 'author', 'id'])
    .execute()
  await addColumn(database, 'invitations', 'account', 'text')
}

async function addDeskPosts(database: Kysely<unknown>) {
  await database.schema
    .createTable('desk_posts')
    .ifNotExists()
    .addColumn('desk', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('line', 'integer', (column) => column.notNull())
    .addColumn('post', 'text', (column) => column.notNull())
    .addColumn('shown', 'text')
    .addPrimaryKeyConstraint('desk_posts_key', ['desk', 'case_id', 'line'])
    .execute()
  await database.schema
    .createIndex('desk_posts_post')
    .ifNotExists()
    .on('desk_posts')
    .columns(['desk', 'post'])
    .execute()
  await database.schema
    .createTable('desk_places')
    .ifNotExists()
    .addColumn('desk', 'text', (column) => column.primaryKey())
    .addColumn('place', 'text', (column) => column.notNull())
    .execute()
  await addColumn(database, 'case_lines', 'account', 'text')
}

async function addAttachments(database: Kysely<unknown>, autoIncrement: 'integer' | 'serial') {
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

async function addModelCalls(database: Kysely<unknown>) {
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

async function addCaseResults(database: Kysely<unknown>) {
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

async function addOrganisations(database: Kysely<unknown>) {
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

async function addMediations(database: Kysely<unknown>) {
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

async function addDeskInputs(database: Kysely<unknown>) {
  await database.schema
    .createTable('desk_inputs')
    .ifNotExists()
    .addColumn('desk', 'text', (column) => column.notNull())
    .addColumn('post', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('desk_inputs_key', ['desk', 'post'])
    .execute()
}

/** One statement, which SQLite does whole or not at all; a table that has the column was finished. */
async function addColumn(
  database: Kysely<unknown>,
  table: string,
  name: string,
  type: 'integer' | 'text',
  build: ColumnBuilderCallback = (column) => column,
) {
  const tables = await database.introspection.getTables()
  const known = tables.find((one) => one.name === table)
  if (known?.columns.some((column) => column.name === name)) return
  await database.schema.alterTable(table).addColumn(name, type, build).execute()
}
