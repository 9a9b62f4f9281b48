import type { Kysely, Selectable } from 'kysely'
import type { Account, Store } from './store.ts'
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
      await database
        .insertInto('accounts')
        .values({
          id: account.id,
          name: account.name,
          folded_name: foldName(account.name),
          administrator: account.administrator ? 1 : 0,
          passphrase_hash: account.passphraseHash,
          created_at: account.createdAt,
          settings: account.settings,
        })
        .execute()
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

    async removeAccount(id) {
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('sessions').where('account', '=', id).execute()
        await transaction.deleteFrom('invitations').where('account', '=', id).execute()
        await transaction
          .updateTable('cases')
          .set({ asked: null, asked_name: null })
          .where('asked', '=', id)
          .execute()
        await transaction.deleteFrom('accounts').where('id', '=', id).execute()
      })
    },

    async countOpenCases() {
      const rows = await database
        .selectFrom('cases')
        .select((query) => [
          query.fn.coalesce('claimed_by', 'asked').as('account'),
          query.fn.countAll<number>().as('count'),
        ])
        .where('status', '!=', 'closed')
        .groupBy((query) => query.fn.coalesce('claimed_by', 'asked'))
        .execute()
      return new Map(
        rows.flatMap(({ account, count }) => (account ? [[account, Number(count)]] : [])),
      )
    },

    async createInvitation({ tokenHash, administrator, expiresAt, account }) {
      await database
        .insertInto('invitations')
        .values({
          token_hash: tokenHash,
          administrator: administrator ? 1 : 0,
          expires_at: expiresAt,
          account: account ?? null,
        })
        .execute()
    },

    async redeemInvitation(tokenHash, now) {
      const row = await database
        .deleteFrom('invitations')
        .where('token_hash', '=', tokenHash)
        .where('expires_at', '>', now)
        .where('account', 'is', null)
        .returning('administrator')
        .executeTakeFirst()
      return row && { administrator: row.administrator === 1 }
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

function accountFromRow(row: Selectable<Database['accounts']>): Account {
  return {
    id: row.id,
    name: row.name,
    administrator: row.administrator === 1,
    passphraseHash: row.passphrase_hash,
    createdAt: row.created_at,
    settings: row.settings,
  }
}
