import type { Address, LanguageCode } from '../../message.ts'
import type { AcceptInbound, Channel, ReadAttachment } from '../channel.ts'
import { createAudience, type ReadHistory } from './outbound.ts'
import { registerWebRoutes } from './routes.ts'
import { createInterfaces, type WebLanguage } from './texts.ts'

export interface WebChannelOptions {
  languages: WebLanguage[]
  /** Fixed sentences of one language; the page uses those whose key begins with `web.`. */
  texts: (language: LanguageCode) => Record<string, string>
  /** The last lines of a conversation, oldest first. */
  readHistory: ReadHistory
  /** Without it, the page says of every attachment that it is gone. */
  readAttachment?: ReadAttachment
  /** true where the page is reached over https. */
  secureCookies: boolean
  /** Where people reach the page, without a slash at the end; absent: no link leads to it. */
  publicUrl?: string
}

/**
 * The chat at `/`: a page, and beneath `/chat` what it needs.
 * @throws RangeError when the German messages lack one of the page's sentences.
 */
export function createWebChannel(options: WebChannelOptions): Channel {
  const interfaces = createInterfaces(options)
  const audience = createAudience(options.readHistory)
  let accept: AcceptInbound | undefined

  return {
    name: 'web',
    async registerRoutes(server) {
      await registerWebRoutes(server, {
        ...options,
        readAttachment: options.readAttachment ?? (async () => undefined),
        interfaces,
        audience,
        accept: async (message) => {
          if (!accept) throw new Error('The web chat has not been started: call start() first.')
          return accept(message)
        },
      })
    },
    async start(acceptInbound) {
      accept = acceptInbound
    },
    async send(to: Address, message, outboxId) {
      await audience.publish(to, message, outboxId)
      // Nobody listening is no failure: the page reads the transcript when it comes back.
      return { kind: 'delivered' }
    },
    async showTyping(to) {
      audience.showTyping(to)
    },
    async showDraft(to, message) {
      audience.showDraft(to, message)
    },
    async startLink(argument) {
      return options.publicUrl && `${options.publicUrl}/?start=${argument}`
    },
    async stop() {
      accept = undefined
      audience.close()
    },
  }
}
