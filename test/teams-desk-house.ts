/**
 * The real core, a database file, the Teams channel and its desk on a real server over loopback; the
 * far ends, Teams and the user's Telegram, are stand-ins.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { expect, vi } from 'vitest'
import type { Channel } from '../src/channels/channel.ts'
import {
  createTeamsChannel,
  readFailure,
  renderMessage,
  writtenText,
} from '../src/channels/teams/index.ts'
import { readConfig } from '../src/config.ts'
import type { Services } from '../src/conversation/turn.ts'
import { createTeamsDesk, type TeamsDesk } from '../src/handoff/desks/teams/index.ts'
import { createInboxWorker } from '../src/jobs/inbox-worker.ts'
import { createOutboxSender } from '../src/jobs/outbox-sender.ts'
import type { Action, DeskAct, InboundContent, OutboundMessage } from '../src/message.ts'
import { conversationKey } from '../src/message.ts'
import { buildServices } from '../src/services.ts'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import type { Case, Store } from '../src/storage/store.ts'
import { type FakeTeams, startFakeTeams, tenantId } from './fakes/teams-connector/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'
import { sharedDataDirectory } from './search-index.ts'
import { commands } from './teams-house.ts'

export const deskChannel = '19:desk@thread.tacv2'
export const aylin = {
  id: '29:aylin',
  name: 'Aylin',
  aadObjectId: '00000000-0000-4000-8000-00000000000a',
}
export const ben = {
  id: '29:ben',
  name: 'Ben',
  aadObjectId: '00000000-0000-4000-8000-00000000000b',
}
export type Mediator = typeof aylin

export const otherTenant = '33333333-3333-4333-8333-333333333333'
export const question = 'Wie backe ich einen Apfelkuchen?'
const patience = { timeout: 10_000, interval: 20 }

export interface DeskHouse {
  teams: FakeTeams
  services: Services
  logger: ReturnType<typeof createRecordingLogger>
  store(): Store
  desk(): TeamsDesk
  /** Ends everything but the database file and Teams; `while` runs in between. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  /** A user on Telegram. */
  user(): DeskUser
  /** Posts an activity, with a right token unless told otherwise; resolves to status and body. */
  receive(activity: unknown, authorization?: string | null): ReturnType<FakeTeams['receive']>
  /** Writes into the channel, or into the thread of a post. */
  write(by: Mediator, text: string, post?: string, mention?: boolean): Promise<number>
  /** Presses the button of this verb on a card, as it is now. */
  press(by: Mediator, post: string, verb: string): ReturnType<FakeTeams['receive']>
  /** What somebody does at another desk. */
  act(name: string, act: DeskAct, record: Case): Promise<void>
  /** The card of the user's case, once there is one that fulfils this. */
  card(check?: (text: string) => void): Promise<{ id: string; text: string; json: string }>
  /** Texts in the thread of a post, once they fulfil this. */
  thread(post: string, check: (texts: string[]) => void): Promise<string[]>
  /** What the inbox and the user's outbox hold is done. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface DeskUser {
  key: string
  received: OutboundMessage[]
  send(content: InboundContent): Promise<void>
  say(text: string): Promise<void>
  press(kind: Action['kind'], matching?: (action: Action) => boolean): Promise<void>
  openCase(): Promise<Case>
}

export function buildDeskServices(): ReturnType<typeof buildServices> {
  return buildServices(readConfig({ DATA_DIR: sharedDataDirectory }), {
    mediatorsReachable: async () => true,
  })
}

/** @param shared From `buildDeskServices`; each house has a copy of its own. */
export async function openDeskHouse(shared: Services): Promise<DeskHouse> {
  const directory = mkdtempSync(join(tmpdir(), 'lotse-teams-desk-'))
  const teams = await startFakeTeams()
  const logger = createRecordingLogger()
  const received = new Map<string, OutboundMessage[]>()
  const services = { ...shared }
  const telegram: Channel = {
    name: 'telegram',
    async send({ conversation }, message) {
      received.set(conversation, [...(received.get(conversation) ?? []), message])
      return { kind: 'delivered' }
    },
    async start() {},
    async stop() {},
  }

  async function open() {
    const store = await createSqliteStore({ file: join(directory, 'lotse.sqlite') })
    let desk: TeamsDesk | undefined
    const channel = createTeamsChannel({
      // Others may ask the assistant; the desk is for the bot's own tenant.
      registration: { ...teams.registration, allowedTenants: [tenantId, otherTenant] },
      commands,
      readHistory: async () => [],
      logger,
      callTimeoutSeconds: 1,
      interceptors: [async (activity) => desk?.receive(activity)],
    })
    const made = createTeamsDesk({
      store,
      bot: { ...channel.connector, render: renderMessage, writtenText, readFailure },
      channel: deskChannel,
      tenant: tenantId,
      language: 'de',
      direction: 'ltr',
      texts: services.sentences.all('de'),
      logger,
      now: services.now,
    })
    desk = made
    const outbox = createOutboxSender({
      store,
      channels: [telegram, channel],
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
    const server = Fastify()
    await channel.registerRoutes?.(server)
    const url = await server.listen({ host: '127.0.0.1', port: 0 })
    await made.start(accept)
    await channel.start(accept)
    return {
      store,
      desk: made,
      inbox,
      outbox,
      accept,
      url,
      async close() {
        await channel.stop()
        await inbox.stop()
        await outbox.stop()
        await made.stop()
        await server.close()
        await store.close()
      },
    }
  }

  let now = await open()
  async function settle(): Promise<void> {
    await now.inbox.idle()
    await now.outbox.idle()
  }
  const inThread = (post: string) =>
    teams.messages.filter(({ conversation }) => conversation === `${deskChannel};messageid=${post}`)
  const cards = () =>
    teams.messages.filter(
      ({ activity, id, conversation }) =>
        JSON.stringify(activity).includes('ActionSet') &&
        (conversation === deskChannel || conversation.endsWith(`=${id}`)),
    )

  const house: DeskHouse = {
    teams,
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
    user() {
      const address = { channel: 'telegram', conversation: randomUUID() } as const
      const key = conversationKey(address)
      const mine = () => received.get(address.conversation) ?? []
      async function send(content: InboundContent) {
        await now.accept({
          updateId: randomUUID(),
          address,
          from: { kind: 'user' },
          content,
          receivedAt: services.now().toISOString(),
        })
        await settle()
      }
      const user: DeskUser = {
        key,
        get received() {
          return mine()
        },
        send,
        say: (text) => send({ kind: 'text', text }),
        async press(kind, matching = () => true) {
          const action = mine()
            .toReversed()
            .flatMap((message) => message.buttons.flat())
            .map((button) => button.action)
            .find((candidate) => candidate.kind === kind && matching(candidate))
          if (!action) throw new Error(`There is no button "${kind}".`)
          await send({ kind: 'action', action })
        },
        async openCase() {
          await user.say(question)
          await user.press('ask-person')
          await user.press('consent', (action) => action.kind === 'consent' && action.given)
          const record = await now.store.readOpenCase(key)
          if (!record) throw new Error('The user has no open case.')
          return record
        },
      }
      return user
    },
    receive: (activity, authorization) => teams.receive(now.url, activity, authorization),
    async write(by, text, post, mention = false) {
      const place = { kind: 'channel', id: deskChannel, post: post ?? '1' } as const
      const { status } = await house.receive(teams.activities.text(by, text, place, mention))
      await settle()
      return status
    },
    async press(by, post, verb) {
      const message = teams.messages.find(({ id }) => id === post)
      const actions = actionsIn(message?.activity)
      const action = actions.find((one) => one.verb === verb)
      if (!action) throw new Error(`No "${verb}" among ${actions.map((one) => one.verb)}.`)
      const place = { kind: 'channel', id: deskChannel, post } as const
      const answer = await house.receive(teams.activities.cardAction(by, action, place))
      await settle()
      return answer
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
    async card(check = () => undefined) {
      return vi.waitFor(() => {
        const all = cards()
        expect(all).toHaveLength(1)
        const { id, text, activity } = all[0]!
        check(text)
        return { id, text, json: JSON.stringify(activity) }
      }, patience)
    },
    async thread(post, check) {
      return vi.waitFor(() => {
        const texts = inThread(post)
          .filter(({ id }) => id !== post)
          .map(({ text }) => text)
        check(texts)
        return texts
      }, patience)
    },
    async close() {
      await now.close()
      await teams.close()
      rmSync(directory, { recursive: true })
    },
  }
  return house
}

/** Every button within a card. */
export function actionsIn(value: unknown): { verb: string; data: unknown }[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn)
  if (typeof value !== 'object' || value === null) return []
  const { type, verb, data } = value as Record<string, unknown>
  if (type === 'Action.Execute') return [{ verb: String(verb), data }]
  return Object.values(value).flatMap(actionsIn)
}
