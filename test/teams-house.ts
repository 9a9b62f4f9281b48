/** The Teams channel on a real server over loopback; behind it, instead of the core, what a test says. */
import Fastify, { type FastifyInstance } from 'fastify'
import type { CommandDescriptions } from '../src/channels/channel.ts'
import {
  type AttachmentLinks,
  createTeamsChannel,
  type Interceptor,
  type Registration,
  type TeamsChannel,
} from '../src/channels/teams/index.ts'
import type { Address, Block, Button, InboundMessage, OutboundMessage } from '../src/message.ts'
import { type FakeTeams, startFakeTeams } from './fakes/teams-connector/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'

export const reader = { id: '29:reader', locale: 'uk-UA' }

export const commands: CommandDescriptions = {
  commands: ['help', 'language', 'person', 'forget'],
  languages: ['de', 'uk'],
  describe: (command, language) => `${command} in ${language}`,
}

export interface TeamsHouse {
  url: string
  teams: FakeTeams
  channel: TeamsChannel
  logger: ReturnType<typeof createRecordingLogger>
  /** What the channel handed over, repeats among them. */
  accepted: InboundMessage[]
  /** Called for each; may reject as a full disk does. */
  storing: (message: InboundMessage) => Promise<boolean>
  /** What the core has said in each conversation. */
  history: Map<string, OutboundMessage[]>
  /** Writes a reply into the transcript and sends it, as the core does. */
  reply(to: Address, message: OutboundMessage): ReturnType<TeamsChannel['send']>
  close(): Promise<void>
}

export async function openTeamsHouse(
  options: {
    isStarted?: boolean
    /** Changes to how the bot is registered; `undefined`: it is not, for development. */
    registration?: Partial<Registration> | undefined
    interceptors?: Interceptor[]
    attachmentLinks?: AttachmentLinks
  } = {},
): Promise<TeamsHouse> {
  const { isStarted = true, interceptors = [], attachmentLinks } = options
  const isDevelopment = 'registration' in options && options.registration === undefined
  const teams = await startFakeTeams({ streamPauseMilliseconds: 40 })
  const logger = createRecordingLogger()
  const history = new Map<string, OutboundMessage[]>()
  const accepted: InboundMessage[] = []
  const server: FastifyInstance = Fastify()
  const channel = createTeamsChannel({
    registration: isDevelopment ? undefined : { ...teams.registration, ...options.registration },
    interceptors,
    ...(attachmentLinks && { attachmentLinks }),
    commands,
    logger,
    readHistory: async ({ conversation }, limit) =>
      (history.get(conversation) ?? [])
        .slice(-limit)
        .map((message) => ({ content: { kind: 'reply', message: structuredClone(message) } })),
    callTimeoutSeconds: 1,
    draftPauseSeconds: 0.05,
  })
  await channel.registerRoutes?.(server)
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const seen = new Set<string>()
  const house: TeamsHouse = {
    url,
    teams,
    channel,
    logger,
    accepted,
    history,
    storing: async (message) => {
      accepted.push(message)
      return seen.size < seen.add(message.updateId).size
    },
    async reply(to, message) {
      history.set(to.conversation, [...(history.get(to.conversation) ?? []), message])
      return channel.send(to, message, `outbox ${Math.random()}`)
    },
    async close() {
      await channel.stop()
      await server.close()
      await teams.close()
    },
  }
  if (isStarted) await channel.start((message) => house.storing(message))
  return house
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', content: [{ text }] }
}

export function say(blocks: Block[], changes: Partial<OutboundMessage> = {}): OutboundMessage {
  return { author: 'assistant', language: 'en', direction: 'ltr', blocks, buttons: [], ...changes }
}

export const button = (label: string, action: Button['action']): Button => ({ label, action })
