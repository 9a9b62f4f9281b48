/** Routing of cases, the web desk, and where desks of a vendor post. */
import type { Kysely } from 'kysely'
import { addColumn, createNumbered } from './columns.ts'

export async function addRouting(database: Kysely<unknown>) {
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

export async function addDesk(database: Kysely<unknown>, autoIncrement: 'integer' | 'serial') {
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

export async function addDeskPosts(database: Kysely<unknown>) {
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

export async function addDeskInputs(database: Kysely<unknown>) {
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
