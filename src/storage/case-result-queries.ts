/**
 * How cases ended, counted without names: at any moment the counts are those of all closed cases, by
 * the day they were closed on, and those that were deleted since keep their place in them. Whoever
 * changes a case changes the counts with it, so that one opened again is counted once.
 */
import type { Kysely, Transaction } from 'kysely'
import { caseFromRow } from './case-rows.ts'
import type { CaseResult, Store } from './store.ts'
import type { Database } from './tables.ts'

export function caseResultQueries(database: Kysely<Database>): Pick<Store, 'readCaseResults'> {
  return {
    async readCaseResults() {
      const rows = await database
        .selectFrom('case_results')
        .selectAll()
        .orderBy('day')
        .orderBy('topic')
        .orderBy('count', 'desc')
        .execute()
      return rows.map(
        ({ helped, ...row }): CaseResult => ({
          ...row,
          ...(helped !== '' && { helped: helped === 'yes' }),
        }),
      )
    },
  }
}

type ResultRow = Omit<Database['case_results'], 'count'>

/** Runs `change` and moves the case from where it was counted before to where it belongs now. */
export async function recountResult(
  transaction: Transaction<Database>,
  caseId: string,
  change: () => Promise<void>,
): Promise<void> {
  const before = await readResult(transaction, caseId)
  await change()
  const after = await readResult(transaction, caseId)
  if (JSON.stringify(before) === JSON.stringify(after)) return
  if (before) await count(transaction, before, -1)
  if (after) await count(transaction, after, 1)
}

/** `undefined` while the case is not closed. */
async function readResult(
  transaction: Transaction<Database>,
  caseId: string,
): Promise<ResultRow | undefined> {
  const row = await transaction
    .selectFrom('cases')
    .selectAll()
    .where('id', '=', caseId)
    .where('status', '=', 'closed')
    .executeTakeFirst()
  if (!row) return undefined
  const { closedAt, closedBy, topic, language, outcome, helped } = caseFromRow(row)
  return {
    day: (closedAt ?? '').slice(0, 10),
    topic,
    language,
    outcome: closedBy === 'user' ? 'returned' : (outcome ?? 'other'),
    helped: helped === undefined ? '' : helped ? 'yes' : 'no',
  }
}

async function count(transaction: Transaction<Database>, row: ResultRow, by: 1 | -1) {
  await transaction
    .insertInto('case_results')
    .values({ ...row, count: by })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'topic', 'language', 'outcome', 'helped'])
        .doUpdateSet((existing) => ({ count: existing('case_results.count', '+', by) })),
    )
    .execute()
  // Cases that were closed before anything was counted may be opened again.
  await transaction.deleteFrom('case_results').where('count', '<=', 0).execute()
}
