/** The embedded default: one SQLite file, nothing to install. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { createKyselyStore, migrateToLatest } from './kysely-store.ts'
import type { Store } from './store.ts'
import type { Database } from './tables.ts'

/**
 * Opens or creates the file and brings its schema up to date.
 * @throws Error when the file can't be opened or was written by a newer version.
 */
export async function createSqliteStore(options: { file: string }): Promise<Store> {
  if (options.file !== ':memory:') mkdirSync(dirname(options.file), { recursive: true })
  const sqlite = new SqliteDatabase(options.file)
  // Write-ahead log: readers never wait for the writer. `full` keeps an accepted message through a
  // power cut, not only through a crash; a vendor that was told 200 does not send it again.
  sqlite.pragma('journal_mode = wal')
  sqlite.pragma('synchronous = full')
  sqlite.pragma('busy_timeout = 5000')
  // Deleted rows are overwritten: what a user had erased is gone from the file.
  sqlite.pragma('secure_delete = on')
  // SQLite's own knows the letters of English only.
  sqlite.function('lower', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : text,
  )
  const database = new Kysely<Database>({
    dialect: new SqliteDialect({ database: rememberStatements(sqlite) }),
  })
  await migrateToLatest(database, 'integer')
  const store = createKyselyStore(database)
  // Until the log is emptied, it still holds the pages with what was erased.
  const emptyLog = () => sql`pragma wal_checkpoint(truncate)`.execute(database)
  return {
    ...store,
    async deleteExpired(options) {
      const deleted = await store.deleteExpired(options)
      if (deleted > 0) await emptyLog()
      return deleted
    },
    async commitTurn(turn) {
      await store.commitTurn(turn)
      const isErasure =
        turn.state.kind === 'erase' || turn.caseChanges.some(({ kind }) => kind === 'delete')
      if (isErasure) await emptyLog()
    },
  }
}

/** Kysely prepares the same few statements for every query; preparing one takes longer than running it. */
function rememberStatements(sqlite: SqliteDatabase.Database) {
  const statements = new Map<string, SqliteDatabase.Statement>()
  return {
    prepare(source: string) {
      const known = statements.get(source)
      if (known) return known
      const statement = sqlite.prepare(source)
      statements.set(source, statement)
      return statement
    },
    close() {
      sqlite.close()
    },
  }
}
