/**
 * Microsoft Teams: personal chats, group chats and channels.
 *
 * inbound.ts    an activity as an `InboundMessage`; activity.ts parses it
 * receive.ts    store an activity, then answer; views.ts: how a card looks after a button
 * webhook.ts    POST /api/messages; token.ts: what a request must bring
 * outbound.ts   send a message, say what became of it
 * connector.ts  the Teams SDK: tokens, and the service that takes messages
 * reference.ts  what is kept to write to a conversation later
 * markup.ts     messages as Adaptive Cards, out of blocks.ts and keyboard.ts; card.ts keeps their size
 * commands.ts   suggested actions
 */
import type { Channel, CommandDescriptions } from '../channel.ts'
import { type Connector, createConnector, type Registration } from './connector.ts'
import type { Logger } from './logger.ts'
import { createSender } from './outbound.ts'
import { createReceiver, type Interceptor } from './receive.ts'
import { createViews, type ReadHistory } from './views.ts'
import { registerWebhookRoute } from './webhook.ts'

export type { Activity } from './activity.ts'
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
  logger: Logger
  /** Who looks at activities before the assistant does. */
  interceptors?: Interceptor[]
  /** Seconds that one call of the connector may take; 15 unless told. */
  callTimeoutSeconds?: number
}

export interface TeamsChannel extends Channel {
  /** For whoever else speaks through the same bot. */
  readonly connector: Pick<Connector, 'post' | 'update' | 'remove'>
}

/** The Teams channel. In groups and channels it answers only when it is mentioned. */
export function createTeamsChannel(options: TeamsOptions): TeamsChannel {
  const { registration, commands, readHistory, logger, interceptors = [] } = options
  const connector = createConnector({
    registration,
    logger,
    callTimeoutSeconds: options.callTimeoutSeconds ?? 15,
  })
  const receiver = createReceiver({
    views: createViews(readHistory),
    logger,
    allowedTenants: connector.allowedTenants,
    interceptors,
  })
  connector.onActivity((activity) => receiver.receive(activity))
  const sender = createSender({ connector, commands, logger })

  return {
    name: 'teams',
    connector,
    send: sender.send,
    showTyping: sender.showTyping,

    async registerRoutes(server) {
      await connector.open()
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
