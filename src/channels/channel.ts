/** The port that Telegram, Teams, the web chat and the terminal fill. */
import type { FastifyInstance } from 'fastify'
import type {
  Address,
  Attachment,
  ChannelName,
  CommandName,
  InboundMessage,
  LanguageCode,
  OutboundMessage,
} from '../message.ts'

/** What became of a message that was handed to the vendor. */
export type Delivery =
  | { kind: 'delivered' }
  /** Try again: rate limit, server error, no network. */
  | { kind: 'retry'; afterSeconds: number; reason: string }
  /** The user blocked the bot, or the chat is gone: drop quietly. */
  | { kind: 'gone' }
  /** The vendor refuses this very message for good; an operator must look. */
  | { kind: 'refused'; reason: string }

/**
 * Stores an update durably. A channel acknowledges to its vendor only after this resolved.
 * Resolves to false when the same update was there before.
 */
export type AcceptInbound = (message: InboundMessage) => Promise<boolean>

/**
 * The bytes of what goes along with a message to this address; `undefined` where they have been
 * deleted, or belong to somebody else.
 */
export type ReadAttachment = (
  to: Address,
  id: string,
) => Promise<(Attachment & { bytes: Uint8Array }) | undefined>

export interface Channel {
  readonly name: ChannelName
  /** `outboxId` is stable over retries: a channel whose vendor takes an idempotency key passes it on. */
  send(to: Address, message: OutboundMessage, outboxId: string): Promise<Delivery>
  /** Shows that an answer is being prepared; failures are nobody's business. */
  showTyping?(to: Address): Promise<void>
  /**
   * Shows a message as far as it is written, in place of what was shown of the same `draft`. No part
   * of the conversation: `send` brings the message itself. Settles within seconds; failures are
   * nobody's business.
   */
  showDraft?(to: Address, message: OutboundMessage, draft: string): Promise<void>
  /**
   * A link that opens a chat here and says `/start` with this argument (letters, figures, - and _, at
   * most 64); `undefined` where none is to be had now.
   */
  startLink?(argument: string): Promise<string | undefined>
  /** Routes on the one HTTP server (webhook, web chat). Called before `start`. */
  registerRoutes?(server: FastifyInstance): Promise<void>
  /** Begins to receive. */
  start(accept: AcceptInbound): Promise<void>
  stop(): Promise<void>
}

/** Commands with a description a language, for channels that show a menu. */
export interface CommandDescriptions {
  commands: CommandName[]
  describe(command: CommandName, language: LanguageCode): string
  languages: LanguageCode[]
}
