import type { Kysely, Selectable } from 'kysely'
import { countTakersCases } from './organisation-queries.ts'
import type { Account, InvitationTerms, Store } from './store.ts'
import type { Database } from './tables.ts'

type AccountQueries = Pick<
  Store,
  | 'countAccounts'
  | 'createAccount'
  | 'findAccount'
  | 'readAccount'
  | 'listAccounts'
  | 'writeAccountSettings'
  | 'renameAccount'
  | 'writePassphrase'
  | 'removeAccount'
  | 'countOpenCases'
  | 'createInvitation'
  | 'readInvitation'
  | 'redeemInvitation'
  | 'redeemPassphraseLink'
  | 'createSession'
  | 'readSession'
  | 'deleteSession'
  | 'deleteSessions'
>

export function accountQueries(database: Kysely<Database>): AccountQueries {
  return {
    async countAccounts() {
      const row = await database
        .selectFrom('accounts')
        .select((query) => query.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async createAccount(account) {
      const { id, name, organisation } = account
      await database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('accounts')
          .values({
            id,
            name,
            folded_name: foldName(name),
            administrator: account.administrator ? 1 : 0,
            passphrase_hash: account.passphraseHash,
            created_at: account.createdAt,
            settings: account.settings,
            organisation: organisation ?? null,
          })
          .execute()
        if (!organisation) return
        await transaction
          .insertInto('organisation_consents')
          .values({ organisation, account: id, name, accepted_at: account.createdAt })
          .execute()
      })
    },

    async findAccount(name) {
      const row = await database
        .selectFrom('accounts')
        .selectAll()
        .where('folded_name', '=', foldName(name))
        .executeTakeFirst()
      return row && accountFromRow(row)
    },

    async readAccount(id) {
      const row = await database
        .selectFrom('accounts')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && accountFromRow(row)
    },

    async listAccounts() {
      const rows = await database
        .selectFrom('accounts')
        .selectAll()
        .orderBy('folded_name')
        .execute()
      return rows.map(accountFromRow)
    },

    async writeAccountSettings(id, settings) {
      await database.updateTable('accounts').set({ settings }).where('id', '=', id).execute()
    },

    async renameAccount(id, name) {
      await database.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('accounts')
          .set({ name, folded_name: foldName(name) })
          .where('id', '=', id)
          .execute()
        for (const holder of ['claimed_by', 'asked'] as const) {
          await transaction
            .updateTable('cases')
            .set(`${holder}_name`, name)
            .where(holder, '=', id)
            .where('status', '!=', 'closed')
            .execute()
        }
      })
    },

    async writePassphrase(id, passphraseHash) {
      await database
        .updateTable('accounts')
        .set({ passphrase_hash: passphraseHash })
        .where('id', '=', id)
        .execute()
    },

    async removeAccount(id, at) {
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('sessions').where('account', '=', id).execute()
        await transaction.deleteFrom('invitations').where('account', '=', id).execute()
        await transaction
          .updateTable('cases')
          .set({ asked: null, asked_name: null })
          .where('asked', '=', id)
          .execute()
        await transaction
          .updateTable('organisation_consents')
          .set({ ended_at: at })
          .where('account', '=', id)
          .execute()
        await transaction.deleteFrom('accounts').where('id', '=', id).execute()
      })
    },

    countOpenCases: () => countTakersCases(database),

    async createInvitation({ tokenHash, administrator, expiresAt, account, organisation }) {
      await database
        .insertInto('invitations')
        .values({
          token_hash: tokenHash,
          administrator: administrator ? 1 : 0,
          expires_at: expiresAt,
          account: account ?? null,
          organisation: organisation ?? null,
        })
        .execute()
    },

    async readInvitation(tokenHash, now) {
      const row = await database
        .selectFrom('invitations')
        .select(['administrator', 'organisation'])
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .where('account', 'is', null)
        .executeTakeFirst()
      return row && termsFromRow(row)
    },

    async redeemInvitation(tokenHash, now) {
      const row = await database
        .deleteFrom('invitations')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .where('account', 'is', null)
        .returning(['administrator', 'organisation'])
        .executeTakeFirst()
      return row && termsFromRow(row)
    },

    async redeemPassphraseLink(tokenHash, now) {
      const row = await database
        .deleteFrom('invitations')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .where('account', 'is not', null)
        .returning('account')
        .executeTakeFirst()
      return row?.account ? { account: row.account } : undefined
    },

    async createSession({ tokenHash, account, expiresAt }) {
      await database
        .insertInto('sessions')
        .values({ token_hash: tokenHash, account, expires_at: expiresAt })
        .execute()
    },

    async readSession(tokenHash, now) {
      return database
        .selectFrom('sessions')
        .select('account')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .executeTakeFirst()
    },

    async deleteSession(tokenHash) {
      await database.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
    },

    async deleteSessions(account) {
      await database.deleteFrom('sessions').where('account', '=', account).execute()
    },
  }
}

function foldName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

function termsFromRow(
  row: Pick<Selectable<Database['invitations']>, 'administrator' | 'organisation'>,
): InvitationTerms {
  return {
    administrator: row.administrator === 1,
    ...(row.organisation !== null && { organisation: row.organisation }),
  }
}

function accountFromRow(row: Selectable<Database['accounts']>): Account {
  return {
    id: row.id,
    name: row.name,
    administrator: row.administrator === 1,
    passphraseHash: row.passphrase_hash,
    createdAt: row.created_at,
    settings: row.settings,
    ...(row.organisation !== null && { organisation: row.organisation }),
  }
}
