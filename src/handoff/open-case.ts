import type { Address, LanguageCode } from '../message.ts'
import { conversationKey } from '../message.ts'
import type { CaseChange, NewCaseLine } from '../storage/store.ts'
import type { Routing } from './route-case.ts'

/** A case as the user agreed to it: exactly the lines of the preview, for exactly those it named. */
export function openCase(options: {
  id: string
  address: Address
  language: LanguageCode
  municipality?: { key: string; name: string }
  topic: string
  at: string
  /** Who was asked first, and what the user was promised. */
  routing: Routing
  /** Organisations that the preview named. */
  organisations: string[]
  lines: NewCaseLine[]
}): CaseChange {
  const { asked, promisedBy, room } = options.routing
  return {
    kind: 'open',
    case: {
      id: options.id,
      conversation: conversationKey(options.address),
      address: options.address,
      status: 'open',
      language: options.language,
      topic: options.topic,
      openedAt: options.at,
      waitingSince: options.at,
      askedBefore: [],
      reminded: false,
      assistantMuted: false,
      askedAt: options.at,
      ...(options.organisations.length > 0 && { organisations: options.organisations }),
      ...(asked && { asked }),
      ...(promisedBy && { promisedBy: promisedBy.toISOString() }),
      ...(options.municipality && {
        municipality: options.municipality.key,
        place: options.municipality.name,
      }),
    },
    lines: options.lines,
    ...(room && { room }),
  }
}
