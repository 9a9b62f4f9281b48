/** What travels between the page and the server. Both sides import it, so it imports nothing. */

export interface WebInline {
  text: string
  strong?: boolean
  /** Checked by the server: `https:`, `http:`, `mailto:` or `tel:`. */
  href?: string
}

export type WebBlock =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; content: WebInline[] }
  | { kind: 'list'; ordered: boolean; items: WebInline[][] }
  | { kind: 'quote'; author?: string; text: string }
  | {
      kind: 'sources'
      label: string
      items: { title: string; url?: string; checked: string }[]
    }
  | { kind: 'note'; text: string }
  /** `path`: the dark modules, for an SVG of `size` units a side. */
  | { kind: 'qr-code'; label: string; size: number; path: string }

export interface WebAttachment {
  /** `file`: a link, also for a photo or a voice note of a type that browsers do not know. */
  shown: 'image' | 'sound' | 'file'
  /** On this server. */
  url: string
  name: string
  /** May be empty. */
  alternative: string
  /** Bytes. */
  size: number
}

export interface WebReply {
  from: 'assistant' | 'person'
  language: string
  direction: 'ltr' | 'rtl'
  blocks: WebBlock[]
  /** Missing where there are none. */
  attachments?: WebAttachment[]
  /** `action` goes back as it is. */
  buttons: { label: string; action: string }[][]
}

/** One line of the conversation. */
export type WebLine = {
  /** Number of the line in the transcript, or the outbox's id of a message that stands in none. */
  id: string
  /** ISO 8601 instant. */
  at: string
} & ({ from: 'user'; text: string } | WebReply)

/** Body of `POST /chat/messages`. */
export type WebPost = {
  /** UUID made by the page: the same one twice is answered once. */
  id: string
  /** The language that the page is shown in. */
  language?: string
} & ({ text: string } | { action: string })

/** `GET /chat/history`. */
export interface WebHistory {
  lines: WebLine[]
}

/** What the page says, in one language. `GET /chat/interface`, and `data-page` of the page itself. */
export interface WebInterface {
  language: string
  direction: 'ltr' | 'rtl'
  texts: Record<string, string>
}

/**
 * Names of the events on `GET /chat/events`: a line, nothing is left, an answer is on its way, and a
 * line that is still being written.
 */
export const webEvents = {
  line: 'line',
  cleared: 'cleared',
  typing: 'typing',
  draft: 'draft',
} as const
