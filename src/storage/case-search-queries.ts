/** The list of cases: searched, counted and shortened here, so that no line is read in vain. */
import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely'
import type { Attachment } from '../message.ts'
import { caseFromRow } from './case-rows.ts'
import { escapeLike } from './like.ts'
import { isOpenTo } from './organisation-queries.ts'
import {
  type CaseOverview,
  type CaseSearch,
  type LineTranslation,
  type Store,
  takerOfOrganisation,
} from './store.ts'
import type { Database } from './tables.ts'

type CaseSearchQueries = Pick<Store, 'searchCases' | 'countCases' | 'readCaseOverview'>
type Joined = Database & { last: Database['case_lines'] }

export function caseSearchQueries(database: Kysely<Database>): CaseSearchQueries {
  /** Every case with the newest line that a person wrote. */
  function casesWithLastLine() {
    return database.selectFrom('cases').leftJoin('case_lines as last', (join) =>
      join.on((query) =>
        query(
          'last.id',
          '=',
          query
            .selectFrom('case_lines as line')
            .select(({ fn }) => fn.max('line.id').as('id'))
            .whereRef('line.case_id', '=', 'cases.id')
            .where('line.author', 'in', ['user', 'mediator']),
        ),
      ),
    )
  }

  function overviews() {
    return casesWithLastLine()
      .selectAll('cases')
      .select([
        'last.author as last_author',
        'last.text as last_text',
        'last.translation as last_translation',
        'last.attachments as last_attachments',
      ])
      .select((query) =>
        query
          .selectFrom('case_lines as line')
          .select(({ fn }) => fn.max('line.id').as('id'))
          .whereRef('line.case_id', '=', 'cases.id')
          .where('line.author', '=', 'user')
          .as('newest_user_line'),
      )
  }

  return {
    async searchCases(search, limit) {
      const found = overviews()
        .where((query) => query.and(conditions(query, search)))
        .limit(limit)
      const rows = await (search.isClosed
        ? found.orderBy('closed_at', 'desc')
        : found
            .orderBy(sql`waiting_since is null`)
            .orderBy('waiting_since')
            .orderBy('opened_at', 'desc')
      ).execute()
      return rows.map(overviewFromRow)
    },

    async countCases({ holder: _, ...search }, holder) {
      const row = await casesWithLastLine()
        .select((query) => [
          query.fn.countAll<number>().as('all'),
          query.fn.count<number>('cases.id').filterWhere('claimed_by', 'is', null).as('unclaimed'),
          query.fn
            .count<number>('cases.id')
            .filterWhere((filter) => isHeldBy(filter, holder))
            .as('mine'),
        ])
        .where((query) => query.and(conditions(query, search)))
        .executeTakeFirstOrThrow()
      return { all: Number(row.all), unclaimed: Number(row.unclaimed), mine: Number(row.mine) }
    },

    async readCaseOverview(id) {
      const row = await overviews().where('cases.id', '=', id).executeTakeFirst()
      return row && overviewFromRow(row)
    },
  }
}

type Query = ExpressionBuilder<Joined, 'cases' | 'last'>

function conditions(query: Query, search: CaseSearch) {
  const { isClosed, language, topic, isWaiting, holder, organisation, words = [] } = search
  return [
    query('status', isClosed ? '=' : '!=', 'closed'),
    ...(language ? [query('language', '=', language)] : []),
    ...(topic ? [isAbout(query, topic)] : []),
    ...(isWaiting ? [query('waiting_since', 'is not', null)] : []),
    ...(holder === 'nobody' ? [query('claimed_by', 'is', null)] : []),
    ...(typeof holder === 'object' ? [isHeldBy(query, holder)] : []),
    ...(organisation ? [isOpenTo(organisation)] : []),
    ...words.map((word) => holds(query, word)),
  ]
}

function isHeldBy(
  query: Query,
  { account, organisation }: { account: string; organisation?: string },
) {
  const takers = [account, ...(organisation ? [takerOfOrganisation(organisation)] : [])]
  return query.or([
    query('claimed_by', '=', account),
    query.and([query('claimed_by', 'is', null), query('asked', 'in', takers)]),
  ])
}

/** A case is about a topic, or about one entry of it (`topic/slug`). */
function isAbout(query: Query, topic: string) {
  return query.or([
    query('topic', '=', topic),
    sql<boolean>`topic like ${`${escapeLike(topic)}/%`} escape '!'`,
  ])
}

function holds(
  query: Query,
  { text, topics, languages }: NonNullable<CaseSearch['words']>[number],
) {
  const pattern = `%${escapeLike(text.toLowerCase())}%`
  const contains = (column: string) =>
    sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '!'`
  return query.or([
    contains('cases.place'),
    contains('last.text'),
    contains('last.translation'),
    query('cases.id', '=', text),
    ...topics.map((topic) => isAbout(query, topic)),
    ...(languages.length > 0 ? [query('language', 'in', languages)] : []),
  ])
}

type OverviewRow = Selectable<Database['cases']> & {
  last_author: Database['case_lines']['author'] | null
  last_text: string | null
  last_translation: string | null
  last_attachments: string | null
  newest_user_line: number | null
}

function overviewFromRow(row: OverviewRow): CaseOverview {
  return {
    record: caseFromRow(row),
    newestUserLine: row.newest_user_line ?? 0,
    ...(row.last_author !== null && {
      lastLine: {
        author: row.last_author,
        // A photo may have come without a word.
        text: row.last_text || namesOf(row.last_attachments),
        ...(row.last_translation !== null && {
          translation: JSON.parse(row.last_translation) as LineTranslation,
        }),
      },
    }),
  }
}

function namesOf(attachments: string | null): string {
  const known = JSON.parse(attachments ?? '[]') as Attachment[]
  return known.map(({ name }) => name).join(', ')
}
