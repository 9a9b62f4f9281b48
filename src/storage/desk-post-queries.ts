import type { Kysely } from 'kysely'
import type { DeskPost, DeskPosts } from './desk-posts.ts'
import type { Database } from './tables.ts'

export function deskPostQueries(database: Kysely<Database>): DeskPosts {
  return {
    async readDeskPosts(desk, caseId) {
      const rows = await database
        .selectFrom('desk_posts')
        .selectAll()
        .where('desk', '=', desk)
        .where('case_id', '=', caseId)
        .orderBy('line')
        .execute()
      return rows.map(
        ({ line, post, shown }): DeskPost => ({
          desk,
          caseId,
          line,
          post,
          ...(shown !== null && { shown }),
        }),
      )
    },

    async writeDeskPost({ desk, caseId, line, post, shown }) {
      const content = { post, shown: shown ?? null }
      await database
        .insertInto('desk_posts')
        .values({ desk, case_id: caseId, line, ...content })
        .onConflict((conflict) =>
          conflict.columns(['desk', 'case_id', 'line']).doUpdateSet(content),
        )
        .execute()
    },

    async deleteDeskPost({ desk, caseId, line }) {
      await database
        .deleteFrom('desk_posts')
        .where('desk', '=', desk)
        .where('case_id', '=', caseId)
        .where('line', '=', line)
        .execute()
    },

    async findDeskCase(desk, post) {
      const row = await database
        .selectFrom('desk_posts')
        .select('case_id')
        .where('desk', '=', desk)
        .where('post', '=', post)
        .where('line', '<=', 0)
        .executeTakeFirst()
      return row?.case_id
    },

    async listDeskCases(desk) {
      const rows = await database
        .selectFrom('desk_posts')
        .select('case_id')
        .distinct()
        .where('desk', '=', desk)
        .orderBy('case_id')
        .execute()
      return rows.map((row) => row.case_id)
    },

    async readDeskPlace(desk) {
      const row = await database
        .selectFrom('desk_places')
        .select('place')
        .where('desk', '=', desk)
        .executeTakeFirst()
      return row?.place
    },

    async writeDeskPlace(desk, place) {
      await database
        .insertInto('desk_places')
        .values({ desk, place })
        .onConflict((conflict) => conflict.column('desk').doUpdateSet({ place }))
        .execute()
    },

    async readDeskInput(desk, post) {
      const row = await database
        .selectFrom('desk_inputs')
        .selectAll()
        .where('desk', '=', desk)
        .where('post', '=', post)
        .executeTakeFirst()
      return row && { desk, post, caseId: row.case_id, kind: row.kind, digest: row.digest }
    },

    async writeDeskInput({ desk, post, caseId, kind, digest }) {
      const content = { case_id: caseId, kind, digest }
      await database
        .insertInto('desk_inputs')
        .values({ desk, post, ...content })
        .onConflict((conflict) => conflict.columns(['desk', 'post']).doUpdateSet(content))
        .execute()
    },

    async deleteDeskInputs(desk, caseId) {
      await database
        .deleteFrom('desk_inputs')
        .where('desk', '=', desk)
        .where('case_id', '=', caseId)
        .execute()
    },
  }
}
