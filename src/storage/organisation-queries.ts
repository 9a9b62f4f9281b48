import { type Kysely, sql, type Transaction } from 'kysely'
import { escapeLike } from './like.ts'
import {
  organisationPrefix,
  type StoredOrganisations,
  TakerFullError,
  takerOfOrganisation,
} from './organisations.ts'
import type { Database } from './tables.ts'

export function organisationQueries(database: Kysely<Database>): StoredOrganisations {
  return {
    async listOrganisationConsents() {
      const rows = await database
        .selectFrom('organisation_consents')
        .selectAll()
        .orderBy('accepted_at')
        .execute()
      return rows.map(({ organisation, account, name, accepted_at, ended_at }) => ({
        organisation,
        account,
        name,
        acceptedAt: accepted_at,
        ...(ended_at !== null && { endedAt: ended_at }),
      }))
    },

    async readOrganisationSettings() {
      const rows = await database.selectFrom('organisation_settings').selectAll().execute()
      return new Map(rows.map(({ organisation, settings }) => [organisation, settings]))
    },

    async writeOrganisationSettings(organisation, settings) {
      await database
        .insertInto('organisation_settings')
        .values({ organisation, settings })
        .onConflict((conflict) => conflict.column('organisation').doUpdateSet({ settings }))
        .execute()
    },

    async organisationSees(organisation, caseId) {
      const row = await database
        .selectFrom('cases')
        .select('id')
        .where('id', '=', caseId)
        .where(isOpenTo(organisation))
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

/** The user agreed to this organisation, and the case is its own or nobody's in particular. */
export function isOpenTo(organisation: string) {
  return sql<boolean>`(
    cases.claimed_by in (select accounts.id from accounts where accounts.organisation = ${organisation})
    or (
      cases.claimed_by is null
      and cases.organisations like ${`%"${escapeLike(organisation)}"%`} escape '!'
      and (cases.asked is null or cases.asked = ${takerOfOrganisation(organisation)})
    )
  )`
}

/**
 * Cases that are not closed, by who has them: an account, or the organisation it belongs to; while
 * nobody has a case, by who is asked.
 */
export async function countTakersCases(database: Kysely<Database>): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('cases')
    .leftJoin('accounts', 'accounts.id', 'cases.claimed_by')
    .select([taker.as('taker'), sql<number>`count(*)`.as('count')])
    .where('cases.status', '!=', 'closed')
    .groupBy(taker)
    .execute()
  return new Map(rows.flatMap((row) => (row.taker ? [[row.taker, Number(row.count)]] : [])))
}

const taker = sql<string | null>`case
  when cases.claimed_by is null then cases.asked
  when accounts.organisation is null then cases.claimed_by
  else ${sql.lit(organisationPrefix)} || accounts.organisation
end`

/** @throws TakerFullError where who is asked has as many other cases as there is room for. */
export async function requireRoom(
  transaction: Transaction<Database>,
  asked: { taker: string; capacity: number; caseId: string },
): Promise<void> {
  const row = await transaction
    .selectFrom('cases')
    .leftJoin('accounts', 'accounts.id', 'cases.claimed_by')
    .select(sql<number>`count(*)`.as('count'))
    .where('cases.status', '!=', 'closed')
    .where('cases.id', '!=', asked.caseId)
    .where(taker, '=', asked.taker)
    .executeTakeFirstOrThrow()
  if (Number(row.count) >= asked.capacity) throw new TakerFullError(asked.taker)
}
