/** The store over any database that Kysely speaks; only `sqlite.ts` knows a driver. */
import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { accountQueries } from './account-queries.ts'
import { attachmentQueries } from './attachment-queries.ts'
import { auditQueries } from './audit-queries.ts'
import { awaitedAnswerQueries } from './awaited-answer-queries.ts'
import { caseQueries } from './case-queries.ts'
import { caseResultQueries } from './case-result-queries.ts'
import { caseSearchQueries } from './case-search-queries.ts'
import { deskPostQueries } from './desk-post-queries.ts'
import { draftQueries } from './draft-queries.ts'
import { createGroupCommit } from './group-commit.ts'
import { inboxQueries } from './inbox-queries.ts'
import { mediationQueries } from './mediation-queries.ts'
import { migrations } from './migrations/index.ts'
import { modelCallQueries } from './model-call-queries.ts'
import { organisationQueries } from './organisation-queries.ts'
import { outboxQueries } from './outbox-queries.ts'
import { retentionQueries } from './retention-queries.ts'
import type { Store } from './store.ts'
import type { Database } from './tables.ts'
import { turnQueries } from './turn-queries.ts'

export function createKyselyStore(database: Kysely<Database>): Store {
  const runInGroup = createGroupCommit(database)
  return {
    ...inboxQueries(database, runInGroup),
    ...turnQueries(database, runInGroup),
    ...outboxQueries(database, runInGroup),
    ...caseQueries(database),
    ...caseSearchQueries(database),
    ...caseResultQueries(database),
    ...mediationQueries(database),
    ...auditQueries(database),
    ...deskPostQueries(database),
    ...attachmentQueries(database, runInGroup),
    ...accountQueries(database),
    ...organisationQueries(database),
    ...draftQueries(database),
    ...awaitedAnswerQueries(database),
    ...modelCallQueries(database),
    ...retentionQueries(database),
    async check() {
      await database.selectFrom('inbox').select('id').limit(1).execute()
    },
    async close() {
      // Whoever was told "stored" has it on disk: the last group commits first.
      await runInGroup(async () => {})
      await database.destroy()
    },
  }
}

/** @throws Error naming the migration that failed; the next start begins it again. */
export async function migrateToLatest(
  database: Kysely<Database>,
  autoIncrement: 'integer' | 'serial',
): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: {
      getMigrations: async (): Promise<Record<string, Migration>> => migrations(autoIncrement),
    },
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName
    throw new Error(
      `The database could not be brought up to date${failed ? ` (step ${failed})` : ''}; the next start tries again.`,
      { cause: error },
    )
  }
}
