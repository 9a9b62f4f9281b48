/** The real core (content, encoder, SQLite, workers) with a channel that only records. */
import { randomUUID } from 'node:crypto'
import type { Channel } from '../../src/channels/channel.ts'
import { readConfig } from '../../src/config.ts'
import { parseConversation } from '../../src/conversation/conversation.ts'
import { handleMessage, nothingKnown } from '../../src/conversation/handle-message.ts'
import type { Outcome, Services } from '../../src/conversation/turn.ts'
import { createCaseRouter, createHoursOf } from '../../src/handoff/case-router.ts'
import { createInboxWorker } from '../../src/jobs/inbox-worker.ts'
import { createOutboxSender } from '../../src/jobs/outbox-sender.ts'
import { startReminders } from '../../src/jobs/reminders.ts'
import type {
  Action,
  DeskAct,
  InboundContent,
  InboundMessage,
  OutboundMessage,
} from '../../src/message.ts'
import { conversationKey } from '../../src/message.ts'
import { plainText } from '../../src/message-text.ts'
import { buildServices, type ModelAssistanceOptions } from '../../src/services.ts'
import { createSqliteStore } from '../../src/storage/sqlite.ts'
import type { Case, Store } from '../../src/storage/store.ts'
import { sharedDataDirectory } from '../search-index.ts'

export interface User {
  /** Sends a text and resolves to what came back. */
  say(text: string, locale?: string): Promise<OutboundMessage[]>
  send(content: InboundContent, locale?: string): Promise<OutboundMessage[]>
  /** Presses the button of this kind under the last messages. */
  press(kind: Action['kind'], matching?: (action: Action) => boolean): Promise<OutboundMessage[]>
  /** Blocks the bot: nothing reaches this user any more. */
  leave(): void
  /** Everything that this user has received. */
  received: OutboundMessage[]
  key: string
}

export interface Core {
  store: Store
  services: Services
  user(): User
  /** Looks for users who wait too long, as the clock does every minute. */
  look(): Promise<void>
  /** What a mediator of this name does at a desk. */
  act(name: string, act: DeskAct, record: Case): Promise<void>
  /** A message as it comes from somewhere else than a user or a desk. */
  receive(message: Pick<InboundMessage, 'address' | 'from' | 'content'>): Promise<void>
  stop(): Promise<void>
}

const silent = { info() {}, warn() {}, error() {} }

const config = readConfig({ DATA_DIR: sharedDataDirectory })
/** Reading the content and its index takes seconds, and no test changes them: once for each file. */
let built: ReturnType<typeof buildServices> | undefined

export async function startCore(
  overrides: Partial<Services> = {},
  assistance?: ModelAssistanceOptions,
): Promise<Core> {
  const store = await createSqliteStore({ file: ':memory:' })
  built ??= buildServices(config)
  const base = await (assistance ? buildServices(config, {}, assistance) : built)
  const services: Services = {
    ...base.services,
    mediatorsReachable: async () => true,
    organisationOf: async (account) => (await store.readAccount(account))?.organisation,
    routeCase: createCaseRouter({
      store,
      organisations: () => services.knowledge.organisations,
      now: overrides.now ?? (() => new Date()),
    }),
    ...overrides,
  }
  const received = new Map<string, OutboundMessage[]>()
  const gone = new Set<string>()
  const channel: Channel = {
    name: 'telegram',
    async send(to, message) {
      if (gone.has(to.conversation)) return { kind: 'gone' }
      const inbox = received.get(to.conversation) ?? []
      inbox.push(message)
      received.set(to.conversation, inbox)
      return { kind: 'delivered' }
    },
    async start() {},
    async stop() {},
  }
  const outbox = createOutboxSender({
    store,
    channels: [channel],
    logger: silent,
    now: services.now,
    async onGone({ id, address }) {
      await store.acceptInbound({
        updateId: `gone ${id}`,
        address,
        from: { kind: 'program' },
        content: { kind: 'unreachable' },
        receivedAt: services.now().toISOString(),
      })
      inbox.wake()
    },
  })
  const inbox = createInboxWorker({
    store,
    services,
    logger: silent,
    showTyping() {},
    onCommitted: () => outbox.wake(),
  })

  async function deliver(message: Parameters<Store['acceptInbound']>[0]): Promise<void> {
    await store.acceptInbound(message)
    await settle()
  }
  async function settle(): Promise<void> {
    await inbox.idle()
    await outbox.idle()
    // What could not be sent may have come back as a message of its own.
    await inbox.idle()
  }
  const reminders = startReminders({
    store,
    accept: (message) => store.acceptInbound(message),
    hoursOf: createHoursOf({
      store,
      organisations: () => services.knowledge.organisations,
      now: services.now,
    }),
    limits: config.reminders,
    logger: silent,
    now: services.now,
  })

  return {
    store,
    services,
    user() {
      const address = { channel: 'telegram', conversation: randomUUID() } as const
      const mine: OutboundMessage[] = []
      received.set(address.conversation, mine)
      async function send(content: InboundContent, locale?: string): Promise<OutboundMessage[]> {
        const before = mine.length
        await deliver({
          updateId: randomUUID(),
          address,
          from: { kind: 'user' },
          content,
          receivedAt: services.now().toISOString(),
          ...(locale && { locale }),
        })
        return mine.slice(before)
      }
      return {
        received: mine,
        leave: () => void gone.add(address.conversation),
        key: conversationKey(address),
        send,
        say: (text, locale) => send({ kind: 'text', text }, locale),
        press(kind, matching = () => true) {
          const action = mine
            .toReversed()
            .flatMap((message) => message.buttons.flat())
            .map((button) => button.action)
            .find((candidate) => candidate.kind === kind && matching(candidate))
          if (!action) throw new Error(`There is no button "${kind}".`)
          return send({ kind: 'action', action })
        },
      }
    },
    async act(name, act, record) {
      await deliver({
        updateId: randomUUID(),
        address: record.address,
        from: { kind: 'mediator', account: name.toLowerCase(), name },
        content: { kind: 'desk', caseId: record.id, act },
        receivedAt: services.now().toISOString(),
      })
    },
    async receive(message) {
      await deliver({
        ...message,
        updateId: randomUUID(),
        receivedAt: services.now().toISOString(),
      })
    },
    async look() {
      await reminders.look()
      await settle()
    },
    async stop() {
      await reminders.stop()
      await inbox.stop()
      await outbox.stop()
      if (assistance) await base.retriever.close()
      await store.close()
    },
  }
}

/** The state that the core keeps of a user. */
export async function stateOf(core: Core, user: User) {
  const stored = await core.store.readConversation(user.key)
  return stored && parseConversation(stored.state)
}

/** One message as the first of a fresh conversation: the outcome itself, with its decision. */
export function decide(services: Services, text: string, locale?: string): Promise<Outcome> {
  return handleMessage(
    {
      updateId: 'decide',
      address: { channel: 'telegram', conversation: 'decide' },
      from: { kind: 'user' },
      content: { kind: 'text', text },
      receivedAt: services.now().toISOString(),
      ...(locale && { locale }),
    },
    nothingKnown,
    services,
  )
}

export const textOf = (messages: OutboundMessage[]) => messages.map(plainText).join('\n\n')
