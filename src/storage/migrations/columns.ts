/** What several migrations do alike. */
import type { ColumnBuilderCallback, Kysely } from 'kysely'

/** A table whose rows the database numbers. */
export function createNumbered(
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

/** One statement, which SQLite does whole or not at all; a table that has the column was finished. */
export async function addColumn(
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
