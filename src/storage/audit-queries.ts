/** Who saw and did what, without what was said. */
import type { Kysely, Transaction } from 'kysely'
import type { AuditEntry, Store } from './store.ts'
import type { Database } from './tables.ts'

export function auditQueries(
  database: Kysely<Database>,
): Pick<Store, 'recordCaseView' | 'readCaseAudit' | 'listActors'> {
  return {
    async recordCaseView(view, since) {
      await database.transaction().execute(async (transaction) => {
        const before = await transaction
          .selectFrom('case_audit')
          .select('id')
          .where('case_id', '=', view.caseId)
          .where('account', '=', view.account)
          .where('act', '=', 'view')
          .where('at', '>=', since)
          .limit(1)
          .executeTakeFirst()
        if (!before) await addAudit(transaction, { ...view, act: 'view' })
      })
    },

    async readCaseAudit(caseId) {
      const rows = await database
        .selectFrom('case_audit')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('id')
        .execute()
      return rows.map(({ at, account, name, act }) => ({ caseId, at, account, name, act }))
    },

    async listActors(accountPrefix) {
      const newest = database
        .selectFrom('case_audit')
        .select((query) => query.fn.max('id').as('id'))
        .where('account', 'like', `${accountPrefix}%`)
        .where('act', '!=', 'view')
        .groupBy('account')
      return database
        .selectFrom('case_audit')
        .select(['account', 'name'])
        .where('id', 'in', newest)
        .orderBy('id', 'desc')
        .execute()
    },
  }
}

export async function addAudit(transaction: Transaction<Database>, entry: AuditEntry) {
  const { caseId, at, account, name, act } = entry
  await transaction
    .insertInto('case_audit')
    .values({ case_id: caseId, at, account, name, act })
    .execute()
}
