/** What a mediator's browser is told of a case; the user's address in the channel is not among it. */
import { isShown } from '../../../http/index.ts'
import type { Attachment } from '../../../message.ts'
import { shorten } from '../../../message-text.ts'
import type { Case, CaseLine, CaseOverview, Mediation } from '../../../storage/store.ts'
import type { CaseDetail, CaseSummary, LineAttachment, MediationView } from './wire.ts'

const snippetLetters = 160

export function summariseCase({
  record: one,
  lastLine: last,
  newestUserLine,
}: CaseOverview): CaseSummary {
  return {
    id: one.id,
    status: one.status,
    language: one.language,
    place: one.place ?? null,
    topic: one.topic,
    openedAt: one.openedAt,
    waitingSince: one.waitingSince ?? null,
    closedAt: one.closedAt ?? null,
    closedBy: one.closedBy ?? null,
    claimedBy: one.claimedBy ?? null,
    asked: one.asked ?? null,
    lastLine: last ? { author: last.author, ...readable(last) } : null,
    newestUserLine,
  }
}

export function describeCase(
  one: Case,
  lines: CaseLine[],
  mediation: MediationView | null,
): CaseDetail {
  const lastLine = lines.findLast(({ author }) => author === 'user' || author === 'mediator')
  const newestUserLine = lines.findLast(({ author }) => author === 'user')?.id ?? 0
  return {
    ...summariseCase({ record: one, newestUserLine, ...(lastLine && { lastLine }) }),
    channel: one.address.channel,
    outcome: one.outcome ?? null,
    promisedBy: (one.waitingSince && one.promisedBy) ?? null,
    mediation,
    lines: lines.map(({ id, at, author, name, text, translation, forBoth, proposal, ...line }) => ({
      id,
      at,
      author,
      name: name ?? null,
      text,
      translation: translation ?? null,
      forBoth: forBoth ?? false,
      proposal: proposal ?? false,
      attachments: (line.attachments ?? []).map((attachment) =>
        describeAttachment(one.id, attachment),
      ),
    })),
  }
}

function describeAttachment(caseId: string, attachment: Attachment): LineAttachment {
  const { id, kind, name, alternative, size } = attachment
  return {
    shown: !isShown(attachment) ? 'file' : kind === 'photo' ? 'image' : 'sound',
    url: `/desk/api/cases/${encodeURIComponent(caseId)}/attachments/${encodeURIComponent(id)}`,
    name,
    alternative,
    size,
  }
}

/** @param other The other side's case; absent for an account that may not see it. */
export function describeMediation(
  mediation: Mediation,
  other: Case | undefined,
  otherLines: CaseLine[] = [],
): MediationView {
  const { status, entry, invitation, agreement } = mediation
  return {
    status,
    entry: entry ?? null,
    invitedUntil: invitation?.expiresAt ?? null,
    otherCase: other ? { id: other.id, language: other.language } : null,
    otherProposals: otherLines
      .filter(({ author, proposal }) => author === 'user' && proposal)
      .map(({ id, text, translation }) => ({ id, text, translation: translation ?? null })),
    agreement: agreement
      ? {
          text: agreement.text,
          confirmed: [agreement.first, agreement.second].filter(Boolean).length,
        }
      : null,
  }
}

/** A user's words as a mediator can read them; a mediator's as they wrote them. */
function readable({ author, text, translation }: NonNullable<CaseOverview['lastLine']>) {
  const isForMediators = author === 'user' && translation?.kind === 'translated'
  return {
    text: shorten(isForMediators ? translation.text : text, snippetLetters),
    isTranslated: isForMediators,
  }
}
