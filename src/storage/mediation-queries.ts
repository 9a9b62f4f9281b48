import type { Insertable, Kysely, Selectable, SelectQueryBuilder, Transaction } from 'kysely'
import { type Agreement, ConflictingTurnError, type Mediation } from './mediations.ts'
import type { Store } from './store.ts'
import type { Database } from './tables.ts'

type Row = Selectable<Database['mediations']>

export function mediationQueries(
  database: Kysely<Database>,
): Pick<Store, 'readMediation' | 'readMediationOfCase' | 'findMediation'> {
  return {
    async readMediation(id) {
      const row = await database
        .selectFrom('mediations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    async readMediationOfCase(caseId) {
      const row = await database
        .selectFrom('mediations')
        .selectAll()
        .where((row) => row.or([row('first_case', '=', caseId), row('second_case', '=', caseId)]))
        .orderBy('opened_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && fromRow(row)
    },

    async findMediation(secretHash) {
      const row = await database
        .selectFrom('mediations')
        .selectAll()
        .where('secret_hash', '=', secretHash)
        .executeTakeFirst()
      return row && fromRow(row)
    },
  }
}

/**
 * Writes the mediation as it is to be; one of version 0 is new.
 * @throws ConflictingTurnError when the version that was read is no longer the one that stands there.
 */
export async function writeMediation(
  transaction: Transaction<Database>,
  mediation: Mediation,
): Promise<void> {
  const row = toRow({ ...mediation, version: mediation.version + 1 })
  if (mediation.version === 0) {
    await transaction.insertInto('mediations').values(row).execute()
    return
  }
  const { numUpdatedRows } = await transaction
    .updateTable('mediations')
    .set(row)
    .where('id', '=', mediation.id)
    .where('version', '=', mediation.version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) {
    throw new ConflictingTurnError(`Mediation ${mediation.id} was changed meanwhile.`)
  }
}

/** A side whose case is deleted takes the mediation along: nothing of it is kept for the other. */
export async function deleteMediationsOf(
  transaction: Transaction<Database>,
  caseIds: readonly string[] | SelectQueryBuilder<Database, 'cases', { id: string }>,
): Promise<void> {
  await transaction
    .deleteFrom('mediations')
    .where((row) => row.or([row('first_case', 'in', caseIds), row('second_case', 'in', caseIds)]))
    .execute()
}

function fromRow(row: Row): Mediation {
  return {
    id: row.id,
    status: row.status,
    topic: row.topic,
    firstCase: row.first_case,
    openedAt: row.opened_at,
    version: row.version,
    ...(row.entry !== null && { entry: row.entry }),
    ...(row.second_case !== null && { secondCase: row.second_case }),
    ...(row.secret_hash !== null && {
      invitation: { secretHash: row.secret_hash, expiresAt: row.expires_at ?? '' },
    }),
    ...(row.agreement !== null && { agreement: JSON.parse(row.agreement) as Agreement }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
  }
}

function toRow(mediation: Mediation): Insertable<Database['mediations']> {
  const { invitation, agreement } = mediation
  return {
    id: mediation.id,
    status: mediation.status,
    topic: mediation.topic,
    entry: mediation.entry ?? null,
    first_case: mediation.firstCase,
    second_case: mediation.secondCase ?? null,
    secret_hash: invitation?.secretHash ?? null,
    expires_at: invitation?.expiresAt ?? null,
    agreement: agreement ? JSON.stringify(agreement) : null,
    opened_at: mediation.openedAt,
    ended_at: mediation.endedAt ?? null,
    version: mediation.version,
  }
}
