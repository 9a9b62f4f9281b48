/** What travels between the desk's server and its page. Imports nothing, so that both can use it. */

/** What the page hands to its script. */
export interface PageSettings {
  language: string
  direction: 'ltr' | 'rtl'
  /** Languages the desk is offered in, as a menu shows them. */
  offered: { code: string; name: string }[]
  /** Own names of all languages that users write in, with the direction of their script. */
  languages: Record<string, { name: string; direction: 'ltr' | 'rtl' }>
  texts: Record<string, string>
}

export type LineAuthor = 'user' | 'assistant' | 'mediator' | 'system' | 'note'

/** Instants are ISO 8601. */
export interface CaseSummary {
  id: string
  status: 'open' | 'claimed' | 'closed'
  language: string
  place: string | null
  topic: string
  openedAt: string
  waitingSince: string | null
  closedAt: string | null
  closedBy: 'mediator' | 'user' | null
  claimedBy: { account: string; name: string } | null
  /** Last line that a person wrote, shortened; `null` while there is none. */
  lastLine: { author: LineAuthor; text: string } | null
  /** The user's newest line; a browser that has shown it counts the case as read. 0 without one. */
  newestUserLine: number
}

export interface CaseDetail extends CaseSummary {
  channel: string
  lines: { id: number; at: string; author: LineAuthor; name: string | null; text: string }[]
}

export interface DeskAccount {
  id: string
  name: string
  administrator: boolean
}

export interface SessionAnswer {
  /** `null` for a visitor. */
  account: DeskAccount | null
  /** Goes back in the header `x-desk-token` with every change. */
  token: string
}

export interface Invitation {
  link: string
  expiresAt: string
}
