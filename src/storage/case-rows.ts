/** A case as a row and back. */
import type { Insertable, Selectable } from 'kysely'
import type { Address } from '../message.ts'
import type { Case, CaseChange } from './store.ts'
import type { Database } from './tables.ts'

type Row = Selectable<Database['cases']>

export function caseFromRow(row: Row): Case {
  return {
    id: row.id,
    conversation: row.conversation,
    address: JSON.parse(row.address) as Address,
    status: row.status,
    language: row.language,
    topic: row.topic,
    openedAt: row.opened_at,
    assistantMuted: row.assistant_muted === 1,
    ...(row.municipality !== null && { municipality: row.municipality }),
    ...(row.place !== null && { place: row.place }),
    ...(row.waiting_since !== null && { waitingSince: row.waiting_since }),
    ...(row.claimed_by !== null && {
      claimedBy: { account: row.claimed_by, name: row.claimed_by_name ?? '' },
    }),
    ...(row.closed_at !== null && { closedAt: row.closed_at }),
    ...(row.closed_by !== null && { closedBy: row.closed_by }),
    ...(row.outcome !== null && { outcome: row.outcome }),
  }
}

export function caseToRow(record: Case): Insertable<Database['cases']> {
  return {
    id: record.id,
    conversation: record.conversation,
    address: JSON.stringify(record.address),
    status: record.status,
    language: record.language,
    municipality: record.municipality ?? null,
    place: record.place ?? null,
    topic: record.topic,
    opened_at: record.openedAt,
    waiting_since: record.waitingSince ?? null,
    claimed_by: record.claimedBy?.account ?? null,
    claimed_by_name: record.claimedBy?.name ?? null,
    closed_at: record.closedAt ?? null,
    closed_by: record.closedBy ?? null,
    outcome: record.outcome ?? null,
    assistant_muted: record.assistantMuted ? 1 : 0,
  }
}

type Changes = Extract<CaseChange, { kind: 'update' }>['changes']

/** Only the fields that are named change; one that is named as `undefined` is cleared. */
export function caseChanges(changes: Changes): Partial<Row> {
  const row: Partial<Row> = {}
  if (changes.status !== undefined) row.status = changes.status
  if (changes.assistantMuted !== undefined) row.assistant_muted = changes.assistantMuted ? 1 : 0
  if ('claimedBy' in changes) {
    row.claimed_by = changes.claimedBy?.account ?? null
    row.claimed_by_name = changes.claimedBy?.name ?? null
  }
  if ('closedAt' in changes) row.closed_at = changes.closedAt ?? null
  if ('closedBy' in changes) row.closed_by = changes.closedBy ?? null
  if ('outcome' in changes) row.outcome = changes.outcome ?? null
  if ('waitingSince' in changes) row.waiting_since = changes.waitingSince ?? null
  return row
}
