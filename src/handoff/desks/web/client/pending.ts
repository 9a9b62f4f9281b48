/** Words on their way: which of them have arrived, and which never will. */
import type { CaseDetail } from '../wire.ts'
import { filesOf, forgetFilesOf } from './attachments.ts'
import { isMine, type PendingText, type WritingMode } from './state.ts'
import { text } from './text.ts'

const lineAuthor = {
  reply: 'mediator',
  common: 'mediator',
  note: 'note',
} as const satisfies Record<WritingMode, string>

/**
 * What is not among the lines yet. A reply that can't arrive any more is marked as failed, so that its
 * text is not lost; a note always arrives.
 */
export function stillPending(detail: CaseDetail, pending: PendingText[]): PendingText[] {
  const missing = notArrived(detail, pending)
  if (detail.status === 'closed') return refused(missing, text('desk.error.case-closed'))
  if (detail.claimedBy && !isMine(detail)) return refused(missing, text('desk.error.case-claimed'))
  if (detail.mediation?.status === 'open') return missing
  // The other side has left meanwhile: nobody hears it any more.
  const failed = text('desk.error.mediation')
  return missing.map((one) => (one.mode === 'common' ? { ...one, failed } : one))
}

function refused(pending: PendingText[], failed: string): PendingText[] {
  return pending.map((one) => (one.mode === 'note' ? one : { ...one, failed }))
}

/** Each line stands for one text, also where two say the same. */
function notArrived({ lines }: CaseDetail, pending: PendingText[]): PendingText[] {
  const taken = new Set<number>()
  const missing = pending.filter((sent) => {
    const line = lines.find(
      ({ id, author, text, forBoth, attachments }) =>
        author === lineAuthor[sent.mode] &&
        forBoth === (sent.mode === 'common') &&
        id > sent.afterLine &&
        !taken.has(id) &&
        letters(text) === letters(sent.text) &&
        attachments.length === filesOf(sent.id).length,
    )
    if (line) {
      taken.add(line.id)
      forgetFilesOf(sent.id)
    }
    return !line
  })
  const last = Math.max(0, ...taken)
  return missing.map((one) => ({ ...one, afterLine: Math.max(one.afterLine, last) }))
}

/** The server may tidy spaces and invisible characters; letters and figures stay. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}
