import type { Kysely } from 'kysely'
import type { Store } from './store.ts'
import type { Database } from './tables.ts'

export function retentionQueries(database: Kysely<Database>): Pick<Store, 'deleteExpired'> {
  return {
    async deleteExpired({ conversationsBefore, closedCasesBefore, auditBefore, now }) {
      return database.transaction().execute(async (transaction) => {
        const oldCases = transaction
          .selectFrom('cases')
          .select('id')
          .where('status', '=', 'closed')
          .where('closed_at', '<', closedCasesBefore)
        const withOpenCase = transaction
          .selectFrom('cases')
          .select('conversation')
          .where('status', '!=', 'closed')
        const deletions = [
          transaction.deleteFrom('case_lines').where('case_id', 'in', oldCases),
          transaction
            .deleteFrom('mediations')
            .where((row) =>
              row.or([row('first_case', 'in', oldCases), row('second_case', 'in', oldCases)]),
            ),
          transaction
            .deleteFrom('cases')
            .where('status', '=', 'closed')
            .where('closed_at', '<', closedCasesBefore),
          // Also what was stored for a message that was refused because the case had gone meanwhile.
          transaction
            .deleteFrom('attachments')
            .where('case_id', 'is not', null)
            .where('case_id', 'not in', transaction.selectFrom('cases').select('id')),
          transaction
            .deleteFrom('attachments')
            .where('created_at', '<', conversationsBefore)
            .where('conversation', 'not in', withOpenCase),
          transaction
            .deleteFrom('transcript')
            .where('at', '<', conversationsBefore)
            .where('conversation', 'not in', withOpenCase),
          transaction
            .deleteFrom('conversations')
            .where('updated_at', '<', conversationsBefore)
            .where('key', 'not in', withOpenCase),
          // An answered row only recognises a repeat of its update; vendors give up within days.
          transaction
            .deleteFrom('inbox')
            .where('received_at', '<', closedCasesBefore)
            .where((row) => row.or([row('done_at', 'is not', null), row('error', 'is not', null)])),
          transaction
            .deleteFrom('outbox')
            .where('error', 'is not', null)
            .where('due_at', '<', closedCasesBefore),
          transaction.deleteFrom('case_audit').where('at', '<', auditBefore),
          transaction.deleteFrom('awaited_answers').where('expires_at', '<=', now),
          transaction.deleteFrom('sessions').where('expires_at', '<=', now),
          transaction.deleteFrom('invitations').where('expires_at', '<=', now),
        ]
        let deleted = 0
        for (const deletion of deletions) {
          const result = await deletion.executeTakeFirst()
          deleted += Number(result.numDeletedRows)
        }
        return deleted
      })
    },
  }
}
