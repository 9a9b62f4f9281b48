/** What a mediator's browser is told of a case; the user's address in the channel is not among it. */
import type { Case, CaseLine } from '../../../storage/store.ts'
import type { CaseDetail, CaseSummary } from './wire.ts'

const snippetCharacters = 160

export function summariseCase(one: Case, lines: CaseLine[]): CaseSummary {
  const spoken = lines.filter(({ author }) => author === 'user' || author === 'mediator')
  const last = spoken.at(-1)
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
    newestUserLine: lines.findLast(({ author }) => author === 'user')?.id ?? 0,
  }
}

export function describeCase(one: Case, lines: CaseLine[]): CaseDetail {
  return {
    ...summariseCase(one, lines),
    channel: one.address.channel,
    outcome: one.outcome ?? null,
    promisedBy: (one.waitingSince && one.promisedBy) ?? null,
    lines: lines.map(({ id, at, author, name, text, translation }) => ({
      id,
      at,
      author,
      name: name ?? null,
      text,
      translation: translation ?? null,
    })),
  }
}

/** A user's words as a mediator can read them; a mediator's as they wrote them. */
function readable({ author, text, translation }: CaseLine) {
  const isForMediators = author === 'user' && translation?.kind === 'translated'
  return { text: shorten(isForMediators ? translation.text : text), isTranslated: isForMediators }
}

/** Cuts between characters, never inside one. */
function shorten(text: string): string {
  const characters = [...text.replace(/\s+/gu, ' ').trim()]
  return characters.length > snippetCharacters
    ? `${characters.slice(0, snippetCharacters).join('').trimEnd()}…`
    : characters.join('')
}
