/** Reading the state of a conversation, and writing everything that answering one message changed. */
import type { Kysely, Transaction } from 'kysely'
import { type Address, conversationKey } from '../message.ts'
import { insertAttachments } from './attachment-queries.ts'
import { addAudit } from './audit-queries.ts'
import { changeAwaitedAnswer } from './awaited-answer-queries.ts'
import { recountResult } from './case-result-queries.ts'
import { caseChanges, caseFromRow, caseToRow } from './case-rows.ts'
import type { RunInGroup } from './group-commit.ts'
import { insertInbound } from './inbox-queries.ts'
import { deleteMediationsOf, writeMediation } from './mediation-queries.ts'
import { requireRoom } from './organisation-queries.ts'
import { enqueueOutbound } from './outbox-queries.ts'
import {
  type CaseChange,
  StaleTurnError,
  type Store,
  type TranscriptLine,
  type Turn,
} from './store.ts'
import type { Database } from './tables.ts'

export function turnQueries(
  database: Kysely<Database>,
  runInGroup: RunInGroup,
): Pick<Store, 'readConversation' | 'readOpenCase' | 'readTranscript' | 'commitTurn'> {
  return {
    async readConversation(key) {
      const row = await database
        .selectFrom('conversations')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst()
      return (
        row && {
          key: row.key,
          address: JSON.parse(row.address) as Address,
          state: row.state,
          updatedAt: row.updated_at,
        }
      )
    },

    async readOpenCase(conversation) {
      const row = await database
        .selectFrom('cases')
        .selectAll()
        .where('conversation', '=', conversation)
        .where('status', '!=', 'closed')
        .executeTakeFirst()
      return row && caseFromRow(row)
    },

    async readTranscript(conversation, limit) {
      const rows = await database
        .selectFrom('transcript')
        .selectAll()
        .where('conversation', '=', conversation)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.reverse().map(
        (row): TranscriptLine => ({
          id: row.id,
          at: row.at,
          content: JSON.parse(row.content) as TranscriptLine['content'],
        }),
      )
    },

    async commitTurn(turn) {
      await runInGroup(async (transaction) => {
        await markAnswered(transaction, turn)
        const key = conversationKey(turn.address)
        if (turn.state.kind === 'erase') await erase(transaction, key)
        if (turn.state.kind === 'keep') {
          await keepState(transaction, key, turn, turn.state.json)
          await addTranscript(transaction, key, turn)
        }
        if (turn.mediation) await writeMediation(transaction, turn.mediation)
        for (const change of turn.caseChanges) await applyCaseChange(transaction, change, turn.at)
        for (const message of turn.followUps ?? []) await insertInbound(transaction, message)
        await insertAttachments(transaction, turn.attachments ?? [], turn.at)
        await enqueueOutbound(transaction, turn)
        if (turn.unanswered) await countUnanswered(transaction, turn.unanswered, turn.at)
        if (turn.awaitedAnswer) {
          await changeAwaitedAnswer(transaction, turn.address, turn.awaitedAnswer)
        }
        if (turn.audit) await addAudit(transaction, { ...turn.audit, at: turn.at })
      })
    },
  }
}

async function markAnswered(transaction: Transaction<Database>, turn: Turn) {
  const result = await transaction
    .updateTable('inbox')
    .set({ done_at: turn.at, payload: null, conversation: null })
    .where('id', '=', turn.inboundId)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) {
    throw new StaleTurnError(`Message ${turn.inboundId} has been answered already.`)
  }
}

async function erase(transaction: Transaction<Database>, key: string) {
  const cases = transaction.selectFrom('cases').select('id').where('conversation', '=', key)
  await deleteMediationsOf(transaction, cases)
  await transaction.deleteFrom('case_lines').where('case_id', 'in', cases).execute()
  await transaction.deleteFrom('cases').where('conversation', '=', key).execute()
  await transaction.deleteFrom('outbox').where('conversation', '=', key).execute()
  await transaction.deleteFrom('attachments').where('conversation', '=', key).execute()
  await transaction.deleteFrom('transcript').where('conversation', '=', key).execute()
  await transaction.deleteFrom('awaited_answers').where('conversation', '=', key).execute()
  await transaction.deleteFrom('conversations').where('key', '=', key).execute()
  // Parked messages keep their payload for the operator; a user's wish to be forgotten goes first.
  await transaction
    .deleteFrom('inbox')
    .where('conversation', '=', key)
    .where('error', 'is not', null)
    .execute()
}

async function keepState(
  transaction: Transaction<Database>,
  key: string,
  turn: Turn,
  state: string,
) {
  await transaction
    .insertInto('conversations')
    .values({ key, address: JSON.stringify(turn.address), state, updated_at: turn.at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ state, updated_at: turn.at }))
    .execute()
}

async function addTranscript(transaction: Transaction<Database>, key: string, turn: Turn) {
  if (turn.transcript.length === 0) return
  await transaction
    .insertInto('transcript')
    .values(
      turn.transcript.map((content) => ({
        conversation: key,
        at: turn.at,
        content: JSON.stringify(content),
      })),
    )
    .execute()
}

async function applyCaseChange(transaction: Transaction<Database>, change: CaseChange, at: string) {
  if (change.kind === 'delete') {
    await deleteMediationsOf(transaction, [change.caseId])
    await transaction.deleteFrom('case_lines').where('case_id', '=', change.caseId).execute()
    await transaction.deleteFrom('attachments').where('case_id', '=', change.caseId).execute()
    await transaction.deleteFrom('cases').where('id', '=', change.caseId).execute()
    return
  }
  const caseId = change.kind === 'open' ? change.case.id : change.caseId
  if (change.room) await requireRoom(transaction, { ...change.room, caseId })
  if (change.kind === 'open') {
    await transaction.insertInto('cases').values(caseToRow(change.case)).execute()
  } else {
    await recountResult(transaction, caseId, async () => {
      const changes = caseChanges(change.changes)
      if (Object.keys(changes).length === 0) return
      await transaction.updateTable('cases').set(changes).where('id', '=', caseId).execute()
    })
  }
  if (change.lines.length === 0) return
  await transaction
    .insertInto('case_lines')
    .values(
      change.lines.map((line) => ({
        case_id: caseId,
        at,
        author: line.author,
        name: line.name ?? null,
        account: line.account ?? null,
        text: line.text,
        translation: line.translation ? JSON.stringify(line.translation) : null,
        attachments: line.attachments?.length ? JSON.stringify(line.attachments) : null,
        for_both: line.forBoth ? 1 : null,
        proposal: line.proposal ? 1 : null,
      })),
    )
    .execute()
}

async function countUnanswered(
  transaction: Transaction<Database>,
  unanswered: NonNullable<Turn['unanswered']>,
  at: string,
) {
  await transaction
    .insertInto('unanswered')
    .values({
      day: at.slice(0, 10),
      language: unanswered.language,
      district: unanswered.district ?? '',
      topic: unanswered.topic,
      count: 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'language', 'district', 'topic'])
        .doUpdateSet((row) => ({ count: row('unanswered.count', '+', 1) })),
    )
    .execute()
}
