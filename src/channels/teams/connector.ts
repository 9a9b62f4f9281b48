/**
 * The Teams SDK, as far as it is used: it fetches our token, checks theirs, and calls the service
 * that takes messages. Its router is left out: it would answer an activity before it was stored.
 *
 * Loaded only where Teams is switched on; the SDK takes most of a second and some 50 MB.
 */
import type { App, IHttpServerAdapter } from '@microsoft/teams.apps'
import type { Logger } from './logger.ts'
import type { Reference } from './reference.ts'

export interface Registration {
  /** Application (client) id of the Azure Bot. */
  clientId: string
  clientSecret: string
  /** The tenant in which the bot is registered. */
  tenantId: string
  /** Tenants whose people may write, the bot's own among them or not. */
  allowedTenants: string[]
  /** Another place than Microsoft's for the description of its signing keys. */
  openIdMetadataUrl?: string
  /** Replaces the token that is fetched from Microsoft. */
  botToken?: () => Promise<string>
}

/** Answer to an activity; invokes have a body. */
export interface Answer {
  status: number
  body?: unknown
}

/** What this room sends; the SDK's own types know many more fields. */
export type OutboundActivity =
  | { type: 'typing'; text?: string; textFormat?: 'plain'; entities?: StreamInfo[] }
  | OutboundMessageActivity

export interface OutboundMessageActivity {
  type: 'message'
  summary?: string
  text?: string
  attachments: { contentType: string; content: unknown }[]
  suggestedActions?: {
    to: string[]
    actions: { type: 'imBack'; title: string; value: string }[]
  }
  entities?: StreamInfo[]
}

/** The first of a stream has no `streamId`: Teams answers with it. */
type StreamInfo =
  | { type: 'streaminfo'; streamType: 'informative'; streamId?: string; streamSequence: number }
  | { type: 'streaminfo'; streamType: 'final'; streamId: string }

export interface Connector {
  /** Whose people may write; `undefined` in development: everybody on this machine. */
  readonly allowedTenants: ReadonlySet<string> | undefined
  /** Where verified activities go; set once, before the first request. */
  onActivity(receive: (activity: unknown) => Promise<Answer>): void
  /** Checks a request's token and hands its activity on. */
  handle(request: { body: unknown; headers: Record<string, string | string[]> }): Promise<Answer>
  /** Loads the SDK. */
  open(): Promise<void>
  /** Writes to a chat; resolves to the message's number. Rejects as `readFailure` sorts it. */
  post(to: Chat, activity: OutboundActivity): Promise<string>
  /** Replaces a message that was posted. */
  update(to: Chat, messageId: string, activity: OutboundActivity): Promise<void>
  /** Takes a message away that was posted. */
  remove(from: Chat, messageId: string): Promise<void>
}

export interface Chat {
  /** `19:...@thread.tacv2;messageid=1` writes into the thread of that message. */
  chat: string
  reference: Pick<Reference, 'serviceUrl' | 'bot'>
}

type Loaded = { app: App; handle: Parameters<IHttpServerAdapter['registerRoute']>[2] }

export function createConnector(options: {
  /** Without it, no token is checked and none is sent: for development on one machine. */
  registration: Registration | undefined
  logger: Logger
  /** Seconds that one call may take. */
  callTimeoutSeconds: number
}): Connector {
  const { registration } = options
  let receive: ((activity: unknown) => Promise<Answer>) | undefined
  let loading: Promise<Loaded> | undefined

  async function load(): Promise<Loaded> {
    const [{ App }, { PUBLIC, withOverrides }] = await Promise.all([
      import('@microsoft/teams.apps'),
      import('@microsoft/teams.api'),
    ])
    let handle: Loaded['handle'] | undefined
    const logger = sdkLogger(options.logger)
    const { clientId, clientSecret, tenantId, openIdMetadataUrl, botToken } = registration ?? {}
    // Every option that the SDK would else take from the environment is named.
    const app = new App({
      clientId: clientId ?? 'development',
      tenantId: tenantId ?? 'development',
      ...(clientSecret && !botToken ? { clientSecret } : { token: botToken ?? noToken }),
      cloud: openIdMetadataUrl ? withOverrides(PUBLIC, { openIdMetadataUrl }) : PUBLIC,
      serviceUrl: 'https://smba.trafficmanager.net/teams',
      dangerouslyAllowUnauthenticatedRequests: registration === undefined,
      client: { timeout: options.callTimeoutSeconds * 1000, logger },
      httpServerAdapter: {
        registerRoute(_method, _path, handler) {
          handle = handler
        },
      },
      telemetry: { agent365: false },
      logger,
    })
    app.server.onRequest = async ({ body }) => {
      if (!receive) return { status: 503 }
      const { status, body: answer } = await receive(body)
      return { status, ...(answer !== undefined && { body: answer }) }
    }
    await app.initialize()
    if (!handle) throw new Error('The Teams SDK has registered no route; check its version.')
    return { app, handle }
  }

  function sdk(): Promise<Loaded> {
    loading ??= load()
    return loading
  }

  async function conversationsOf({ reference: { serviceUrl } }: Chat) {
    const { app } = await sdk()
    return app.api.clone({ serviceUrl }).conversations
  }

  return {
    allowedTenants: registration && new Set(registration.allowedTenants),
    onActivity(listener) {
      receive = listener
    },
    async handle(request) {
      const { handle } = await sdk()
      return handle(request)
    },
    async open() {
      await sdk()
    },
    async post(to, activity) {
      const conversations = await conversationsOf(to)
      const posted = await conversations.createActivity(to.chat, envelope(to, activity))
      return posted.id
    },
    async update(to, messageId, activity) {
      const conversations = await conversationsOf(to)
      await conversations.updateActivity(to.chat, messageId, {
        ...envelope(to, activity),
        id: messageId,
      })
    },
    async remove(from, messageId) {
      const conversations = await conversationsOf(from)
      await conversations.deleteActivity(from.chat, messageId)
    },
  }
}

const noToken = () => null as unknown as string

/** The SDK's types describe cards and activities more narrowly than the protocol does. */
function envelope({ chat, reference }: Chat, activity: OutboundActivity) {
  return { ...activity, from: { id: reference.bot }, conversation: { id: chat } } as never as {
    type: 'typing'
  }
}

/** The SDK logs whole activities and tokens' claims: only its own words on errors are passed on. */
function sdkLogger(logger: Logger) {
  const silent = () => undefined
  const sdk = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    log: silent,
    error(...parts: unknown[]) {
      const words = parts.flatMap((part) => {
        if (part instanceof Error) return [part.message]
        return typeof part === 'string' ? [part] : []
      })
      logger.warn({ reason: words.join(' ').slice(0, 300) }, 'The Teams SDK met a problem')
    },
    child: () => sdk,
  }
  return sdk
}
