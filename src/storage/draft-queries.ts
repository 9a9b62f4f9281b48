import type { Kysely, Selectable } from 'kysely'
import type { Draft, StoredDrafts } from './drafts.ts'
import type { Database } from './tables.ts'

export function draftQueries(database: Kysely<Database>): StoredDrafts {
  return {
    async listDrafts() {
      const rows = await database
        .selectFrom('drafts')
        .selectAll()
        .orderBy('changed_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(draftFromRow)
    },

    async readDraft(id) {
      const row = await database
        .selectFrom('drafts')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && draftFromRow(row)
    },

    async writeDraft(draft) {
      const content = {
        topic: draft.topic,
        title: draft.title,
        answer: draft.answer,
        questions: JSON.stringify(draft.questions),
        sources: JSON.stringify(draft.sources),
        written_by: JSON.stringify(draft.writtenBy),
        approved_by: draft.approvedBy ?? null,
        changed_at: draft.changedAt,
        files: draft.files ? JSON.stringify(draft.files) : null,
      }
      await database
        .insertInto('drafts')
        .values({ id: draft.id, ...content })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(content))
        .execute()
    },

    async approveDraft(id, changedAt, approvedBy) {
      const result = await database
        .updateTable('drafts')
        .set({ approved_by: approvedBy })
        .where('id', '=', id)
        .where('changed_at', '=', changedAt)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },

    async noteDraftFiles(id, files) {
      await database
        .updateTable('drafts')
        .set({ files: JSON.stringify(files) })
        .where('id', '=', id)
        .execute()
    },

    async deleteDraft(id) {
      await database.deleteFrom('drafts').where('id', '=', id).execute()
    },
  }
}

function draftFromRow(row: Selectable<Database['drafts']>): Draft {
  return {
    id: row.id,
    topic: row.topic,
    title: row.title,
    answer: row.answer,
    questions: JSON.parse(row.questions) as string[],
    sources: JSON.parse(row.sources) as Draft['sources'],
    writtenBy: JSON.parse(row.written_by) as string[],
    changedAt: row.changed_at,
    ...(row.approved_by !== null && { approvedBy: row.approved_by }),
    ...(row.files !== null && { files: JSON.parse(row.files) as NonNullable<Draft['files']> }),
  }
}
