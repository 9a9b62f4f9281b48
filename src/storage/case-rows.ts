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
    askedBefore: JSON.parse(row.asked_before) as string[],
    ...(row.organisations !== '[]' && { organisations: JSON.parse(row.organisations) as string[] }),
    reminded: row.reminded === 1,
    ...(row.asked !== null && { asked: { account: row.asked, name: row.asked_name ?? '' } }),
    ...(row.asked_at !== null && { askedAt: row.asked_at }),
    ...(row.promised_by !== null && { promisedBy: row.promised_by }),
    ...(row.waiting_since !== null && { waitingSince: row.waiting_since }),
    ...(row.claimed_by !== null && {
      claimedBy: { account: row.claimed_by, name: row.claimed_by_name ?? '' },
    }),
    ...(row.closed_at !== null && { closedAt: row.closed_at }),
    ...(row.closed_by !== null && { closedBy: row.closed_by }),
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.helped !== null && { helped: row.helped === 1 }),
    ...(row.answered_at !== null && { answeredAt: row.answered_at }),
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
    asked: record.asked?.account ?? null,
    asked_name: record.asked?.name ?? null,
    asked_at: record.askedAt ?? null,
    asked_before: JSON.stringify(record.askedBefore),
    organisations: JSON.stringify(record.organisations ?? []),
    promised_by: record.promisedBy ?? null,
    reminded: record.reminded ? 1 : 0,
    claimed_by: record.claimedBy?.account ?? null,
    claimed_by_name: record.claimedBy?.name ?? null,
    closed_at: record.closedAt ?? null,
    closed_by: record.closedBy ?? null,
    outcome: record.outcome ?? null,
    helped: toFlag(record.helped),
    answered_at: record.answeredAt ?? null,
    assistant_muted: record.assistantMuted ? 1 : 0,
  }
}

type Changes = Extract<CaseChange, { kind: 'update' }>['changes']

/** Only the fields that are named change; one that is named as `undefined` is cleared. */
export function caseChanges(changes: Changes): Partial<Row> {
  const row: Partial<Row> = {}
  if (changes.status !== undefined) row.status = changes.status
  if (changes.assistantMuted !== undefined) row.assistant_muted = changes.assistantMuted ? 1 : 0
  if (changes.reminded !== undefined) row.reminded = changes.reminded ? 1 : 0
  if (changes.askedBefore !== undefined) row.asked_before = JSON.stringify(changes.askedBefore)
  if ('askedAt' in changes) row.asked_at = changes.askedAt ?? null
  if ('asked' in changes) {
    row.asked = changes.asked?.account ?? null
    row.asked_name = changes.asked?.name ?? null
  }
  if ('claimedBy' in changes) {
    row.claimed_by = changes.claimedBy?.account ?? null
    row.claimed_by_name = changes.claimedBy?.name ?? null
  }
  if ('closedAt' in changes) row.closed_at = changes.closedAt ?? null
  if ('closedBy' in changes) row.closed_by = changes.closedBy ?? null
  if ('outcome' in changes) row.outcome = changes.outcome ?? null
  if ('helped' in changes) row.helped = toFlag(changes.helped)
  if ('answeredAt' in changes) row.answered_at = changes.answeredAt ?? null
  if ('waitingSince' in changes) row.waiting_since = changes.waitingSince ?? null
  return row
}

function toFlag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value)
}
