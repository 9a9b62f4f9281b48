/**
 * Microsoft Teams: personal chats, group chats and channels.
 *
 * inbound.ts    an activity as an `InboundMessage`; activity.ts parses it
 * receive.ts    store an activity, then answer; views.ts: how a card looks after a button
 * webhook.ts    POST /api/messages; token.ts: what a request must bring
 * outbound.ts   send a message, say what became of it; stream.ts: an answer on its way
 * connector.ts  the Teams SDK: tokens, and the service that takes messages
 * reference.ts  what is kept to write to a conversation later
 * markup.ts     messages as Adaptive Cards, out of blocks.ts and keyboard.ts; card.ts keeps their size
 * commands.ts   suggested actions; attachments.ts: photos, voice notes and documents as links
 */
import type { Channel, CommandDescriptions } from '../channel.ts'
import { type AttachmentLinks, registerAttachmentRoute } from './attachments.ts'
import { type Connector, createConnector, type Registration } from './connector.ts'
import type { Logger } from './logger.ts'
import { createSender } from './outbound.ts'
import { createReceiver, type Interceptor } from './receive.ts'
import { createViews, type ReadHistory } from './views.ts'
import { registerWebhookRoute } from './webhook.ts'

export type { Activity } from './activity.ts'
export { type AttachmentLinks, linkDays } from './attachments.ts'
export type { Answer, Chat, Connector, OutboundActivity, Registration } from './connector.ts'
export { readFailure } from './failure.ts'
export { writtenText } from './inbound.ts'
export { renderMessage } from './markup.ts'
export type { Interceptor } from './receive.ts'

export interface TeamsOptions {
  /** `undefined`: development, for this machine alone and without any token. */
  registration: Registration | undefined
  commands: CommandDescriptions
  readHistory: ReadHistory
  /** Without it, messages go out without what goes along with them. */
  attachmentLinks?: AttachmentLinks
  logger: Logger
  /** Who looks at activities before the assistant does. */
  interceptors?: Interceptor[]
  /** Seconds that one call of the connector may take; 15 unless told. */
  callTimeoutSeconds?: number
  /** Seconds between two drafts of one answer; a little more than the one that Teams asks for. */
  draftPauseSeconds?: number
}

export interface TeamsChannel extends Channel {
  /** For whoever else speaks through the same bot. */
  readonly connector: Pick<Connector, 'post' | 'update' | 'remove'>
}

/** The Teams channel. In groups and channels it answers only when it is mentioned. */
export function createTeamsChannel(options: TeamsOptions): TeamsChannel {
  const { registration, commands, readHistory, attachmentLinks, logger } = options
  const { interceptors = [] } = options
  const connector = createConnector({
    registration,
    logger,
    callTimeoutSeconds: options.callTimeoutSeconds ?? 15,
  })
  const receiver = createReceiver({
    views: createViews(readHistory, attachmentLinks),
    logger,
    allowedTenants: connector.allowedTenants,
    interceptors,
  })
  connector.onActivity((activity) => receiver.receive(activity))
  const sender = createSender({
    connector,
    commands,
    links: attachmentLinks,
    logger,
    draftPauseSeconds: options.draftPauseSeconds ?? 1.1,
  })

  return {
    name: 'teams',
    connector,
    send: sender.send,
    showTyping: sender.showTyping,
    showDraft: sender.showDraft,

    /**
     * The words stand in the field, ready to be sent. `28:` is a bot.
     * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
     */
    async startLink(argument) {
      if (!registration) return undefined
      const query = new URLSearchParams({
        tenantId: registration.tenantId,
        users: `28:${registration.clientId}`,
        message: `/start ${argument}`,
      })
      // Teams takes a plus for a plus.
      return `https://teams.microsoft.com/l/chat/0/0?${String(query).replaceAll('+', '%20')}`
    },

    async registerRoutes(server) {
      await connector.open()
      if (attachmentLinks) registerAttachmentRoute(server, attachmentLinks)
      await registerWebhookRoute(server, { connector, isOpen: () => receiver.isOpen })
    },
    async start(accept) {
      receiver.open(accept)
    },
    async stop() {
      receiver.close()
    },
  }
}
