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
  /** `withContact`: names and numbers that the user typed go along, where they were masked otherwise. */
  | { kind: 'consent'; given: boolean; withContact?: true }
  | { kind: 'choose-language' }
  | { kind: 'set-language'; language: LanguageCode }
  | { kind: 'set-role'; role: Role }
  | { kind: 'set-place'; municipality: string }
  | { kind: 'skip-place' }
  /** An old button of a case that is over ends no other case. */
  | { kind: 'back-to-assistant'; caseId: string }
  | { kind: 'withdraw-case'; caseId: string }
  | { kind: 'reopen-case'; caseId: string }
  /** Whether a case that is over has helped. */
  | { kind: 'rate-case'; helped: boolean; caseId: string }
  /** A link for the other side of a conflict, so that a mediator can settle it. */
  | { kind: 'invite-other-side'; caseId: string }
  /** The answer to the invitation that was shown last. */
  | { kind: 'join-mediation'; join: boolean }
  /** Who reads what the user writes from now on. */
  | { kind: 'write-to'; both: boolean; mediationId: string }
  /** The next text is a proposal, for the mediator alone. */
  | { kind: 'propose'; mediationId: string }
  | { kind: 'leave-mediation'; mediationId: string }
  /** To this very text and no other. */
  | { kind: 'answer-agreement'; agrees: boolean; agreementId: string }
  | { kind: 'name-organisation' }
  /** The question that nobody could answer is kept until an entry answers it. */
  | { kind: 'tell-me' }
  | { kind: 'tell-me-not'; awaited: string }
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
  /**
   * A case has been quiet for too long: the desk is reminded, somebody else is asked, the assistant
   * speaks again, or the case is closed. `since`: what anybody wrote later ends this silence.
   */
  | {
      kind: 'overdue'
      caseId: string
      step: 'remind' | 'reroute' | 'return' | 'close'
      since: string
    }
  /**
   * What the turn of the other side's conversation has for this one; only with `from: 'program'`.
   * `caseId`: the case of the side that gets it.
   */
  | { kind: 'mediation'; mediationId: string; caseId: string; event: MediationEvent }
  /** A new entry answers what somebody wanted to be told; only with `from: 'program'`. */
  | { kind: 'answer-found'; awaited: string; entry: EntryId }
  /** What was to be sent could not be: the user has left or blocked the chat. */
  | { kind: 'unreachable' }

/** How a case ended, as the mediator saw it; counted without names. */
export const caseOutcomes = ['solved', 'referred', 'unreachable', 'other'] as const
export type CaseOutcome = (typeof caseOutcomes)[number]

/** `unanswered`: nobody at a desk took it until the program closed it. */
export type CaseEnd = CaseOutcome | 'unanswered'

export type DeskAct =
  | { kind: 'claim' }
  /** The bytes of `attachments` were stored before, for the user's conversation and this case. */
  | { kind: 'reply'; text: string; attachments?: Attachment[] }
  /** A reply that went out reads otherwise now: the user gets it anew, marked as a correction. */
  | { kind: 'correct'; text: string }
  /** For mediators' eyes only. */
  | { kind: 'note'; text: string }
  /** Hand back: everybody may claim it. */
  | { kind: 'release' }
  | { kind: 'hand-over'; to: { account: string; name: string } }
  | { kind: 'close'; outcome: CaseOutcome }
  | { kind: 'reopen' }
  | MediationAct

/** What a mediator does for both sides of a conflict, from the case of either of them. */
export type MediationAct =
  /** The link's secret stays with whoever made it. `entry`: the reasons that both sides will read. */
  | { kind: 'invite'; secretHash: string; entry?: EntryId }
  /** From now on a side may write to both; each reads the reasons of both. */
  | { kind: 'open-room' }
  | { kind: 'say-to-both'; text: string; isProposal?: true }
  | { kind: 'propose-agreement'; text: string }
  | { kind: 'end-mediation' }

/**
 * What one side's turn hands to the other side. It holds words only where their author addressed
 * them to both.
 */
export type MediationEvent =
  | { kind: 'joined' }
  | { kind: 'room-opened'; name: string }
  | { kind: 'side-said'; text: string; language: LanguageCode }
  | {
      kind: 'mediator-said'
      text: string
      mediator: { account: string; name: string }
      isProposal?: true
    }
  | {
      kind: 'agreement-proposed'
      agreementId: string
      text: string
      mediator: { account: string; name: string }
    }
  | { kind: 'agreed'; at: string }
  | { kind: 'ended' }
  /** The other case changed hands, and this one goes with it, where the same mediator has it. */
  | { kind: 'changed-hands'; from?: string; to?: { account: string; name: string }; name: string }

/** A mediator's message is just another inbound message. */
export interface InboundMessage {
  /** The channel's own identifier of the update; the same one twice is answered once. */
  updateId: string
  /** Where the answer goes: the user's chat, also when a mediator acts on the user's case. */
  address: Address
  from:
    | { kind: 'user' }
    | { kind: 'mediator'; account: string; name: string }
    /** The program itself: only with `overdue`, `unreachable` and `mediation`. */
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
  /** A link for somebody else's camera; the message also says it in words. */
  | { kind: 'qr-code'; url: string; label: string }

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
        | 'mediated'
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
  | { kind: 'command'; command: CommandName | 'feedback' | 'tell-me' }
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
      return [action.kind, action.withContact ? 'contact' : action.given ? 'yes' : 'no']
    case 'back-to-assistant':
    case 'withdraw-case':
    case 'reopen-case':
    case 'invite-other-side':
      return [action.kind, action.caseId]
    case 'join-mediation':
      return [action.kind, action.join ? 'yes' : 'no']
    case 'write-to':
      return [action.kind, action.both ? 'both' : 'mediator', action.mediationId]
    case 'propose':
    case 'leave-mediation':
      return [action.kind, action.mediationId]
    case 'answer-agreement':
      return [action.kind, action.agrees ? 'yes' : 'no', action.agreementId]
    case 'rate-case':
      return [action.kind, action.helped ? 'yes' : 'no', action.caseId]
    case 'set-language':
      return [action.kind, action.language]
    case 'set-role':
      return [action.kind, action.role]
    case 'set-place':
      return [action.kind, action.municipality]
    case 'tell-me-not':
      return [action.kind, action.awaited]
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
      return first === 'contact'
        ? { kind, given: true, withContact: true }
        : { kind, given: first === 'yes' }
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
    case 'invite-other-side':
      return first ? { kind, caseId: first } : undefined
    case 'join-mediation':
      return { kind, join: first === 'yes' }
    case 'write-to':
      return second ? { kind, both: first === 'both', mediationId: second } : undefined
    case 'propose':
    case 'leave-mediation':
      return first ? { kind, mediationId: first } : undefined
    case 'answer-agreement':
      return second ? { kind, agrees: first === 'yes', agreementId: second } : undefined
    case 'rate-case':
      return first && second ? { kind, helped: first === 'yes', caseId: second } : undefined
    case 'forget':
      return { kind, confirmed: first === 'yes' }
    case 'none-of-these':
    case 'ask-person':
    case 'choose-language':
    case 'skip-place':
    case 'name-organisation':
    case 'tell-me':
      return { kind }
    case 'tell-me-not':
      return first ? { kind, awaited: first } : undefined
    default:
      return undefined
  }
}
