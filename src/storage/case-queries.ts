import type { Kysely } from 'kysely'
import type { Attachment } from '../message.ts'
import { caseFromRow } from './case-rows.ts'
import type { CaseLine, LineTranslation, Store } from './store.ts'
import type { Database } from './tables.ts'

export function caseQueries(
  database: Kysely<Database>,
): Pick<
  Store,
  | 'listCases'
  | 'listWaitingCases'
  | 'listQuietCases'
  | 'listClaimedCases'
  | 'readCase'
  | 'readCaseLines'
  | 'readUnanswered'
> {
  return {
    async listCases({ includeClosed, limit }) {
      const rows = await database
        .selectFrom('cases')
        .selectAll()
        .$if(!includeClosed, (query) => query.where('status', '!=', 'closed'))
        .orderBy('opened_at', includeClosed ? 'desc' : 'asc')
        .limit(limit)
        .execute()
      return rows.map(caseFromRow)
    },

    async listWaitingCases() {
      const rows = await database
        .selectFrom('cases')
        .selectAll()
        .where('status', '!=', 'closed')
        .where('waiting_since', 'is not', null)
        .orderBy('waiting_since')
        .execute()
      return rows.map(caseFromRow)
    },

    async listQuietCases(before) {
      const rows = await database
        .selectFrom('cases')
        .leftJoin('mediations', (join) =>
          join
            .on('mediations.status', 'in', ['joined', 'open'])
            .on((row) =>
              row.or([
                row('mediations.first_case', '=', row.ref('cases.id')),
                row('mediations.second_case', '=', row.ref('cases.id')),
              ]),
            ),
        )
        .selectAll('cases')
        // Asked for each open case by itself: the lines of closed ones are many.
        .select((row) => [
          'mediations.id as mediation',
          row
            .selectFrom('case_lines')
            .select((line) => line.fn.max('at').as('at'))
            .whereRef('case_id', '=', 'cases.id')
            .where('author', 'in', ['user', 'mediator', 'other-side'])
            .as('last_word_at'),
        ])
        .where('cases.status', '!=', 'closed')
        .execute()
      return rows
        .map((row) => ({
          record: caseFromRow(row),
          since: [row.last_word_at ?? row.opened_at, row.waiting_since ?? ''].toSorted().at(-1)!,
          inMediation: row.mediation !== null,
        }))
        .filter(({ since }) => since < before)
    },

    async listClaimedCases(account) {
      const rows = await database
        .selectFrom('cases')
        .selectAll()
        .where('status', '!=', 'closed')
        .where('claimed_by', '=', account)
        .orderBy('opened_at')
        .execute()
      return rows.map(caseFromRow)
    },

    async readCase(id) {
      const row = await database
        .selectFrom('cases')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && caseFromRow(row)
    },

    async readUnanswered() {
      return database
        .selectFrom('unanswered')
        .selectAll()
        .orderBy('day')
        .orderBy('count', 'desc')
        .execute()
    },

    async readCaseLines(caseId) {
      const rows = await database
        .selectFrom('case_lines')
        .selectAll()
        .where('case_id', '=', caseId)
        .orderBy('id')
        .execute()
      return rows.map(
        (row): CaseLine => ({
          id: row.id,
          caseId: row.case_id,
          at: row.at,
          author: row.author,
          text: row.text,
          ...(row.name !== null && { name: row.name }),
          ...(row.account !== null && { account: row.account }),
          ...(row.translation !== null && {
            translation: JSON.parse(row.translation) as LineTranslation,
          }),
          ...(row.for_both === 1 && { forBoth: true }),
          ...(row.proposal === 1 && { proposal: true }),
          ...(row.attachments !== null && {
            attachments: JSON.parse(row.attachments) as Attachment[],
          }),
        }),
      )
    },
  }
}
