/** Replies on their way: which of them have arrived, and which never will. */
import type { CaseDetail } from '../wire.ts'
import { isMine, type PendingReply } from './state.ts'
import { text } from './text.ts'

/**
 * Replies that are not among the lines yet. What can't arrive any more is marked as failed, so that
 * its text is not lost.
 */
export function stillPending(detail: CaseDetail, pending: PendingReply[]): PendingReply[] {
  const missing = notArrived(detail, pending)
  if (detail.status === 'closed') return refused(missing, text('desk.error.case-closed'))
  if (detail.claimedBy && !isMine(detail)) return refused(missing, text('desk.error.case-claimed'))
  return missing
}

function refused(pending: PendingReply[], failed: string): PendingReply[] {
  return pending.map((reply) => ({ ...reply, failed }))
}

/** Each line stands for one reply, also where two say the same. */
function notArrived({ lines }: CaseDetail, pending: PendingReply[]): PendingReply[] {
  const taken = new Set<number>()
  const missing = pending.filter((reply) => {
    const line = lines.find(
      ({ id, author, text }) =>
        author === 'mediator' &&
        id > reply.afterLine &&
        !taken.has(id) &&
        letters(text) === letters(reply.text),
    )
    if (line) taken.add(line.id)
    return !line
  })
  const last = Math.max(0, ...taken)
  return missing.map((reply) => ({ ...reply, afterLine: Math.max(reply.afterLine, last) }))
}

/** The server may tidy spaces and invisible characters; letters and figures stay. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}
