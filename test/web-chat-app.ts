/** The web chat on a real server over loopback; behind it, instead of the core, what a test says. */
import type { FastifyInstance } from 'fastify'
import type { Channel } from '../src/channels/channel.ts'
import { createWebChannel } from '../src/channels/web/index.ts'
import type { HistoryLine } from '../src/channels/web/markup.ts'
import { webTextKeys } from '../src/channels/web/texts.ts'
import { createHttpServer } from '../src/http/index.ts'
import {
  type Address,
  type Attachment,
  type Block,
  conversationKey,
  type InboundMessage,
  type OutboundMessage,
} from '../src/message.ts'

export const languages = [
  { code: 'de', name: 'Deutsch', direction: 'ltr', status: 'ready' },
  { code: 'en', name: 'English', direction: 'ltr', status: 'ready' },
  { code: 'ar', name: 'العربية', direction: 'rtl', status: 'ready' },
  { code: 'kmr', name: 'Kurmancî', direction: 'ltr', status: 'partial' },
  { code: 'ur', name: 'اردو', direction: 'rtl', status: 'recognised' },
] as const

/** Not the real sentences: tests go by key and language, not by wording. */
export function sentences(language: string): Record<string, string> {
  return Object.fromEntries(
    webTextKeys.map((key) => [key, `${language} ${key.slice(4)}${counted(key)}`]),
  )
}

function counted(key: string): string {
  return key.startsWith('web.characters') ? ' {{count}}' : ''
}

export interface ChatApp {
  url: string
  server: FastifyInstance
  channel: Channel
  /** What the channel handed over, once an update. */
  accepted: InboundMessage[]
  history: HistoryLine[]
  /** Keeps the bytes for one conversation, as the store does. */
  attach: (to: Address, attachment: Attachment, bytes: Uint8Array) => void
  detach: (id: string) => void
  /** Called for each new message. */
  onMessage: (message: InboundMessage) => unknown
  /** Writes a reply into the transcript and sends it, as the core does. */
  reply: (to: Address, message: OutboundMessage) => Promise<void>
  erase: () => void
  stop: () => Promise<void>
}

export async function startChat(
  options: { secureCookies?: boolean; texts?: typeof sentences } = {},
): Promise<ChatApp> {
  const accepted: InboundMessage[] = []
  const history: HistoryLine[] = []
  const attachments = new Map<string, { key: string; file: Attachment & { bytes: Uint8Array } }>()
  let lines = 0
  const record = (content: HistoryLine['content']) =>
    history.push({ id: ++lines, at: new Date().toISOString(), content })
  const channel = createWebChannel({
    languages: [...languages],
    texts: options.texts ?? sentences,
    secureCookies: options.secureCookies ?? false,
    async readAttachment(to, id) {
      const found = attachments.get(id)
      return found?.key === conversationKey(to) ? found.file : undefined
    },
    readHistory: async (address, limit) =>
      accepted.some(({ address: { conversation } }) => conversation === address.conversation)
        ? history.slice(-limit)
        : [],
  })
  const server = await createHttpServer({ logger: false })
  await channel.registerRoutes?.(server)
  const app: ChatApp = {
    url: await server.listen({ host: '127.0.0.1', port: 0 }),
    server,
    channel,
    accepted,
    history,
    attach(to, attachment, bytes) {
      attachments.set(attachment.id, { key: conversationKey(to), file: { ...attachment, bytes } })
    },
    detach: (id) => attachments.delete(id),
    onMessage: () => {},
    async reply(to, message) {
      record({ kind: 'reply', message })
      await channel.send(to, message, `outbox-${lines}`)
    },
    erase: () => history.splice(0),
    async stop() {
      await channel.stop()
      await server.close()
    },
  }
  await channel.start(async (message) => {
    if (accepted.some(({ updateId }) => updateId === message.updateId)) return false
    accepted.push(message)
    if (message.content.kind === 'text') record({ kind: 'user', text: message.content.text })
    app.onMessage(message)
    return true
  })
  return app
}

export function says(
  blocks: Block[] | string,
  rest: Partial<OutboundMessage> = {},
): OutboundMessage {
  return {
    author: 'assistant',
    language: 'de',
    direction: 'ltr',
    blocks:
      typeof blocks === 'string' ? [{ kind: 'paragraph', content: [{ text: blocks }] }] : blocks,
    buttons: [],
    ...rest,
  }
}
