/**
 * The real core, a database file, the Telegram channel and its desk on a real server over loopback;
 * the far end, Telegram, is a strict stand-in. Users write to the bot alone, mediators in its group.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, vi } from 'vitest'
import {
  createTelegramChannel,
  readFailure,
  renderMessage,
} from '../src/channels/telegram/index.ts'
import { readConfig } from '../src/config.ts'
import type { Services } from '../src/conversation/turn.ts'
import { createTelegramDesk, type TelegramDesk } from '../src/handoff/desks/telegram/index.ts'
import { createInboxWorker } from '../src/jobs/inbox-worker.ts'
import { createOutboxSender } from '../src/jobs/outbox-sender.ts'
import { conversationKey, type DeskAct, decodeAction } from '../src/message.ts'
import { buildServices } from '../src/services.ts'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import type { Case, Store } from '../src/storage/store.ts'
import {
  type FakeGroup,
  type FakeTelegram,
  type SentMessage,
  startFakeTelegram,
} from './fakes/telegram-bot-api/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'
import { sharedDataDirectory } from './search-index.ts'

export const groupId = -1_001_234_567_890
export const aylin = { id: 501, firstName: 'Aylin' }
export const ben = { id: 502, firstName: 'Ben' }
export const question = 'Wie backe ich einen Apfelkuchen?'
const patience = { timeout: 10_000, interval: 20 }

export interface TelegramDeskHouse {
  telegram: FakeTelegram
  group: FakeGroup
  services: Services
  logger: ReturnType<typeof createRecordingLogger>
  store(): Store
  desk(): TelegramDesk
  /** Ends everything but the database file and Telegram; `meanwhile` runs in between. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  /** A user who writes to the bot. */
  user(id: number): TelegramUser
  /** What somebody does at another desk. */
  act(name: string, act: DeskAct, record: Case): Promise<void>
  /** The only topic, once it fulfils this. */
  topic(check?: (topic: FakeGroup['state']['topics'][number]) => void): Promise<number>
  /** The card in this topic, once it fulfils this. */
  card(topic: number, check?: (text: string) => void): Promise<SentMessage>
  /** Texts below the card, once they fulfil this. */
  lines(topic: number, check: (texts: string[]) => void): Promise<string[]>
  /** What the inbox and the users' outbox hold is done. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface TelegramUser {
  key: string
  /** Everything that the user has read. */
  heard(): string
  received(): SentMessage[]
  say(text: string): Promise<void>
  press(kind: string, matching?: (data: string) => boolean): Promise<void>
  openCase(): Promise<Case>
}

export function buildTelegramDeskServices(): ReturnType<typeof buildServices> {
  return buildServices(readConfig({ DATA_DIR: sharedDataDirectory }), {
    mediatorsReachable: async () => true,
  })
}

/**
 * @param shared From `buildTelegramDeskServices`; each house has a copy of its own.
 * @param prepare Called before anything starts.
 */
export async function openTelegramDeskHouse(
  shared: Services,
  options: {
    pace?: { calls: number; seconds: number }
    prepare?: (group: FakeGroup) => void
  } = {},
): Promise<TelegramDeskHouse> {
  const directory = mkdtempSync(join(tmpdir(), 'lotse-telegram-desk-'))
  const telegram = await startFakeTelegram()
  const group = telegram.addGroup(groupId)
  // Only the tests on it come near the limit.
  group.state.limit = { messages: 1000, seconds: 1 }
  for (const { id } of [aylin, ben]) group.state.members.add(id)
  options.prepare?.(group)
  const logger = createRecordingLogger()
  const services = { ...shared }

  async function open() {
    const store = await createSqliteStore({ file: join(directory, 'lotse.sqlite') })
    const server = Fastify()
    const url = await server.listen({ host: '127.0.0.1', port: 0 }).then(async (address) => {
      await server.close()
      return address
    })
    const running = Fastify()
    let desk: TelegramDesk | undefined
    const channel = createTelegramChannel({
      token: telegram.token,
      apiRoot: telegram.apiRoot,
      webhook: { publicUrl: url, secretToken: 'a-secret-for-tests' },
      commands: { commands: ['help'], languages: ['de'], describe: () => 'Hilfe' },
      readAttachment: (to, id) => store.readAttachment(conversationKey(to), id),
      logger,
      callTimeoutSeconds: 1,
      interceptors: [async (update) => (await desk?.receive(update)) ?? false],
    })
    const made = createTelegramDesk({
      store,
      bot: { ...channel.connector, render: renderMessage, readFailure },
      group: groupId,
      language: 'de',
      direction: 'ltr',
      texts: services.sentences.all('de'),
      logger,
      now: services.now,
      pace: options.pace ?? { calls: 1000, seconds: 1 },
    })
    desk = made
    const outbox = createOutboxSender({
      store,
      channels: [channel],
      logger,
      now: services.now,
      onGone: async () => {},
    })
    const inbox = createInboxWorker({
      store,
      services,
      logger,
      showTyping() {},
      onCommitted(caseIds) {
        outbox.wake()
        for (const caseId of caseIds) void made.caseChanged(caseId)
      },
    })
    const accept = async (message: Parameters<Store['acceptInbound']>[0]) => {
      const isNew = await store.acceptInbound(message)
      inbox.wake()
      return isNew
    }
    await channel.registerRoutes?.(running)
    await running.listen({ host: '127.0.0.1', port: Number(new URL(url).port) })
    await made.start(accept)
    const before = telegram.calls.filter(({ method }) => method === 'setWebhook').length
    await channel.start(accept)
    await telegram.waitForCalls('setWebhook', before + 1)
    return {
      store,
      desk: made,
      inbox,
      outbox,
      accept,
      async close() {
        await channel.stop()
        await inbox.stop()
        await outbox.stop()
        await made.stop()
        await running.close()
        await store.close()
      },
    }
  }

  let now = await open()
  async function settle(): Promise<void> {
    await now.inbox.idle()
    await now.outbox.idle()
  }

  const house: TelegramDeskHouse = {
    telegram,
    group,
    services,
    logger,
    store: () => now.store,
    desk: () => now.desk,
    settle,
    async restart(meanwhile) {
      await now.close()
      await meanwhile?.()
      now = await open()
    },
    user(id) {
      const key = `telegram:${id}`
      const mine = () => telegram.messages.filter(({ chatId }) => chatId === id)
      const sender = { id, languageCode: 'de' }
      const user: TelegramUser = {
        key,
        received: mine,
        heard: () =>
          mine()
            .map(({ text }) => text)
            .join('\n'),
        async say(text) {
          await telegram.receiveText(sender, text)
          await settle()
        },
        async press(kind, matching = () => true) {
          const data = mine()
            .toReversed()
            .flatMap(({ buttons }) => buttons.flat())
            .map(({ callback_data }) => String(callback_data))
            .find((one) => decodeAction(one)?.kind === kind && matching(one))
          if (!data) throw new Error(`There is no button "${kind}".`)
          await telegram.pressButton(sender, data)
          await settle()
        },
        async openCase() {
          await user.say(question)
          await user.press('ask-person')
          await user.press('consent', (data) => data.endsWith('yes'))
          const record = await now.store.readOpenCase(key)
          if (!record) throw new Error('The user has no open case.')
          return record
        },
      }
      return user
    },
    async act(name, act, record) {
      await now.accept({
        updateId: randomUUID(),
        address: record.address,
        from: { kind: 'mediator', account: name.toLowerCase(), name },
        content: { kind: 'desk', caseId: record.id, act },
        receivedAt: services.now().toISOString(),
      })
      await settle()
    },
    async topic(check = () => undefined) {
      return vi.waitFor(() => {
        expect(group.topics()).toHaveLength(1)
        check(group.topics()[0]!)
        return group.topics()[0]!.id
      }, patience)
    },
    async card(topic, check = () => undefined) {
      return vi.waitFor(() => {
        const [card] = group.messagesIn(topic)
        expect(group.topics().find(({ id }) => id === topic)?.pinned).toEqual([card?.messageId])
        check(card!.text)
        return card!
      }, patience)
    },
    async lines(topic, check) {
      return vi.waitFor(() => {
        const texts = group
          .messagesIn(topic)
          .slice(1)
          .map(({ text }) => text)
        check(texts)
        return texts
      }, patience)
    },
    async close() {
      await now.close()
      await telegram.close()
      rmSync(directory, { recursive: true })
    },
  }
  return house
}
