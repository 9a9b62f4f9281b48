/**
 * What travels between a channel and the core. Every other room may import this file; it imports
 * nothing of ours. Telegram's updates, Teams' activities and web requests end at their channel.
 */

/** BCP 47 tag of a language in `knowledge/languages.yaml`, for example `ar`, `kmr` or `de-simple`. */
export type LanguageCode = string

/** `topic/slug` of a knowledge entry, for example `housing/stairwell-shoes`. */
export type EntryId = string

export type ChannelName = 'telegram' | 'teams' | 'web' | 'cli'

/** Which side of a tenancy rule the person stands on. */
export type Role = 'tenant' | 'landlord' | 'authority'

/** Where a user is reached. `conversation` is the channel's own identifier of the chat. */
export interface Address {
  channel: ChannelName
  conversation: string
  /**
   * What a channel needs besides to reach this chat, in a form that only it reads; no part of the
   * key, because it may change. Teams has one: the service that takes messages for a conversation.
   */
  reference?: string
}

/** The key that orders messages is the key that stores state. */
export function conversationKey(address: Address): string {
  return `${address.channel}:${address.conversation}`
}

/** What a button means. Travels through channels as a short string, see `encodeAction`. */
export type Action =
  | { kind: 'feedback'; helped: boolean; entry: EntryId }
  | { kind: 'show-entry'; entry: EntryId }
  | { kind: 'show-details'; entry: EntryId }
  | { kind: 'none-of-these' }
  | { kind: 'ask-person' }
  | { kind: 'consent'; given: boolean }
  | { kind: 'choose-language' }
  | { kind: 'set-language'; language: LanguageCode }
  | { kind: 'set-role'; role: Role }
  | { kind: 'set-place'; municipality: string }
  | { kind: 'skip-place' }
  /** An old button of a case that is over ends no other case. */
  | { kind: 'back-to-assistant'; caseId: string }
  | { kind: 'withdraw-case'; caseId: string }
  | { kind: 'reopen-case'; caseId: string }
  | { kind: 'name-organisation' }
  | { kind: 'forget'; confirmed: boolean }

export const commandNames = [
  'start',
  'help',
  'language',
  'role',
  'place',
  'person',
  'forget',
  'stop',
] as const
export type CommandName = (typeof commandNames)[number]

/** What a person sent, after the channel has taken its own markup off. */
export type InboundContent =
  | { kind: 'text'; text: string }
  | { kind: 'action'; action: Action }
  | { kind: 'command'; command: CommandName; argument: string }
  /** Something the assistant cannot read yet: it answers with a kind sentence on what works. */
  | {
      kind: 'unsupported'
      what: 'sticker' | 'voice' | 'photo' | 'file' | 'location' | 'contact' | 'other'
    }
  /** A mediator's act on a case; only with `from: 'mediator'`. */
  | { kind: 'desk'; caseId: string; act: DeskAct }
  /** A case has waited too long: the desk is reminded, or somebody else is asked. */
  | { kind: 'overdue'; caseId: string; step: 'remind' | 'reroute' }
  /** What was to be sent could not be: the user has left or blocked the chat. */
  | { kind: 'unreachable' }

/** How a case ended, as the mediator saw it; counted without names. */
export const caseOutcomes = ['solved', 'referred', 'unreachable', 'other'] as const
export type CaseOutcome = (typeof caseOutcomes)[number]

export type DeskAct =
  | { kind: 'claim' }
  /** The bytes of `attachments` were stored before, for the user's conversation and this case. */
  | { kind: 'reply'; text: string; attachments?: Attachment[] }
  /** For mediators' eyes only. */
  | { kind: 'note'; text: string }
  /** Hand back: everybody may claim it. */
  | { kind: 'release' }
  | { kind: 'hand-over'; to: { account: string; name: string } }
  | { kind: 'close'; outcome: CaseOutcome }
  | { kind: 'reopen' }

/** A mediator's message is just another inbound message. */
export interface InboundMessage {
  /** The channel's own identifier of the update; the same one twice is answered once. */
  updateId: string
  /** Where the answer goes: the user's chat, also when a mediator acts on the user's case. */
  address: Address
  from:
    | { kind: 'user' }
    | { kind: 'mediator'; account: string; name: string }
    /** The program itself noticed something about a case; only with `overdue` and `unreachable`. */
    | { kind: 'program' }
  content: InboundContent
  /** What the channel knows of the user's language (Telegram's `language_code`, a browser's header). */
  locale?: LanguageCode
  /** ISO 8601 instant. */
  receivedAt: string
}

/** A run of text. Channels escape `text`; nothing in it is markup. */
export interface Inline {
  text: string
  strong?: boolean
  /** https address; channels show it as a link. */
  href?: string
  /** E.164 or a short number such as 112; channels make it tappable. */
  phone?: string
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  /** Text that a person wrote, shown as it was written: line breaks kept, nothing interpreted. */
  | { kind: 'quote'; author?: string; text: string }
  | { kind: 'sources'; label: string; items: { title: string; url: string; checked: string }[] }
  /** Small print: "general information, not legal advice", "translated by a machine". */
  | { kind: 'note'; text: string }

export interface Button {
  label: string
  action: Action
}

/** A photo, a voice note or a document; its bytes are in the store, under this id. */
export interface Attachment {
  /** Unguessable: whoever holds the link of a channel that has no cookies knows nothing else. */
  id: string
  kind: 'photo' | 'voice' | 'document'
  /** As in a Content-Type, without parameters: `image/jpeg`, `audio/ogg`, `application/pdf`. */
  mediaType: string
  /** Name of the file, shown and offered when it is saved. */
  name: string
  /** What is to be seen or heard, for those who can't; empty where nobody said it. */
  alternative: string
  /** Bytes. */
  size: number
}

export interface OutboundMessage {
  /** Who speaks; a person's reply is always marked as such. */
  author: 'assistant' | 'person'
  language: LanguageCode
  direction: 'ltr' | 'rtl'
  blocks: Block[]
  /** Shown after the blocks, in this order. */
  attachments?: Attachment[]
  /** Rows of buttons under the message. */
  buttons: Button[][]
}

/** Exactly one a message. */
export type Decision =
  | { kind: 'answer'; entry: EntryId; part: 'short' | 'details' | 'passage' }
  | { kind: 'clarify'; question: 'entry' | 'place' | 'role'; entries: EntryId[] }
  | { kind: 'refer'; organisations: string[] }
  | {
      kind: 'handoff'
      stage:
        | 'offered'
        | 'previewed'
        | 'opened'
        | 'relayed'
        | 'returned'
        | 'closed'
        | 'claimed'
        | 'released'
        | 'reopened'
        | 'noted'
        | 'reminded'
        | 'rerouted'
        | 'unreachable'
        | 'refused'
    }
  | { kind: 'crisis'; card: string }
  | { kind: 'command'; command: CommandName | 'feedback' }
  | {
      kind: 'chat'
      topic:
        | 'greeting'
        | 'thanks'
        | 'goodbye'
        | 'who-are-you'
        | 'unsupported'
        | 'too-long'
        | 'empty'
    }

const separator = ' '

/**
 * An action as a string of at most 64 bytes, the limit of Telegram's callback data.
 * @throws RangeError when the action's fields do not fit.
 */
export function encodeAction(action: Action): string {
  const encoded = actionFields(action).join(separator)
  if (new TextEncoder().encode(encoded).length > 64) {
    throw new RangeError(`Button "${encoded}" is over 64 bytes; shorten the entry's slug.`)
  }
  return encoded
}

function actionFields(action: Action): string[] {
  switch (action.kind) {
    case 'feedback':
      return [action.kind, action.helped ? 'yes' : 'no', action.entry]
    case 'show-entry':
    case 'show-details':
      return [action.kind, action.entry]
    case 'consent':
      return [action.kind, action.given ? 'yes' : 'no']
    case 'back-to-assistant':
    case 'withdraw-case':
    case 'reopen-case':
      return [action.kind, action.caseId]
    case 'set-language':
      return [action.kind, action.language]
    case 'set-role':
      return [action.kind, action.role]
    case 'set-place':
      return [action.kind, action.municipality]
    case 'forget':
      return [action.kind, action.confirmed ? 'yes' : 'no']
    default:
      return [action.kind]
  }
}

/** The action that a button's string names, or `undefined` for anything else (old or forged buttons). */
export function decodeAction(encoded: string): Action | undefined {
  const [kind, first, second] = encoded.split(separator)
  switch (kind) {
    case 'feedback':
      return first && second ? { kind, helped: first === 'yes', entry: second } : undefined
    case 'show-entry':
    case 'show-details':
      return first ? { kind, entry: first } : undefined
    case 'consent':
      return { kind, given: first === 'yes' }
    case 'set-language':
      return first ? { kind, language: first } : undefined
    case 'set-role':
      return first === 'tenant' || first === 'landlord' || first === 'authority'
        ? { kind, role: first }
        : undefined
    case 'set-place':
      return first ? { kind, municipality: first } : undefined
    case 'back-to-assistant':
    case 'withdraw-case':
    case 'reopen-case':
      return first ? { kind, caseId: first } : undefined
    case 'forget':
      return { kind, confirmed: first === 'yes' }
    case 'none-of-these':
    case 'ask-person':
    case 'choose-language':
    case 'skip-place':
    case 'name-organisation':
      return { kind }
    default:
      return undefined
  }
}
