/**
 * Telegram: a webhook in production, long polling on a laptop.
 *
 * inbound.ts   an update as an `InboundMessage`
 * receive.ts   store an update, then stop the button's spinner
 * webhook.ts   POST /telegram/webhook
 * polling.ts   getUpdates
 * outbound.ts  send a message, say what became of it; attachments.ts: photos, voice notes, documents
 * markup.ts    blocks as lines of styled text; html.ts turns them into HTML; keyboard.ts has the buttons
 * commands.ts  the menu of commands, a language at a time
 * group.ts     a group with topics, for a desk of mediators; download.ts: files that they send
 *
 * Only grammY's `Api` is used, not its `Bot`: a `Bot` confirms an update to Telegram before its
 * middleware has finished, and an update is acknowledged here only after it was stored.
 */
import { autoRetry } from '@grammyjs/auto-retry'
import { Api } from 'grammy'
import type { Channel, CommandDescriptions, ReadAttachment } from '../channel.ts'
import { registerCommands } from './commands.ts'
import { createDownload } from './download.ts'
import { logFailedCalls } from './failure.ts'
import { createGroupConnector, type GroupConnector } from './group.ts'
import type { Logger } from './logger.ts'
import { createSender } from './outbound.ts'
import { poll, updatesWithDesk, usualUpdates } from './polling.ts'
import { createReceiver, type Interceptor } from './receive.ts'

import { callSignal } from './signal.ts'
import { checkSecretToken, registerWebhookRoute, setWebhook } from './webhook.ts'

export { readFailure } from './failure.ts'
export { renderMessage } from './markup.ts'

export interface TelegramOptions {
  /** From BotFather. */
  token: string
  /** Another Bot API server than https://api.telegram.org. */
  apiRoot?: string
  /** Without it, updates are fetched by long polling. */
  webhook?: {
    /** Where Telegram reaches this server, `https://lotse.example.org`. */
    publicUrl: string
    /** 1 to 256 of A-Z, a-z, 0-9, _ and -; proves that a request comes from Telegram. */
    secretToken: string
  }
  commands: CommandDescriptions
  /** Without it, messages go out without what goes along with them. */
  readAttachment?: ReadAttachment
  /** Who takes the updates of a group that is a desk; without one, groups are left alone. */
  interceptors?: Interceptor[]
  logger: Logger
  /** Seconds that one call of the Bot API may take; 15 unless told. */
  callTimeoutSeconds?: number
  /** Seconds that Telegram holds a long poll open while nobody writes; 30 unless told. */
  pollTimeoutSeconds?: number
}

export interface TelegramChannel extends Channel {
  /** For the desk in a group. */
  readonly connector: GroupConnector
}

/**
 * The Telegram channel. Users are reached in private chats; groups are left alone, but for a desk's.
 * @throws RangeError when the webhook's secret has a form that Telegram refuses.
 */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, webhook, commands, logger, interceptors = [] } = options
  const { callTimeoutSeconds = 15, pollTimeoutSeconds = 30 } = options
  if (webhook) checkSecretToken(webhook.secretToken)

  const apiRoot = (options.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, '')
  const connect = (timeoutSeconds: number) => new Api(token, { apiRoot, timeoutSeconds })
  const api = connect(callTimeoutSeconds)
  const pollApi = connect(pollTimeoutSeconds + callTimeoutSeconds)
  // auto-retry fits the calls at start: nobody waits for them, they may be repeated safely, and they
  // are to succeed some time after an outage. Messages are retried from the outbox and polling has a
  // loop of its own, so neither goes through it: it would sleep inside the call.
  const setUpApi = connect(callTimeoutSeconds)
  setUpApi.config.use(logFailedCalls(logger), autoRetry())

  const allowedUpdates = interceptors.length > 0 ? updatesWithDesk : usualUpdates
  const lifetime = new AbortController()
  const running = new Set<Promise<void>>()
  const inBackground = (task: Promise<void>) => {
    running.add(task)
    task.finally(() => running.delete(task))
  }
  const receiver = createReceiver({ api, logger, interceptors, signal: lifetime.signal })
  const sender = createSender({
    api,
    uploadApi: connect(4 * callTimeoutSeconds),
    readAttachment: options.readAttachment ?? (async () => undefined),
    logger,
  })

  let botName: string | undefined
  /** The name does not change while the program runs; a link without it waits for nobody. */
  async function readName(): Promise<string | undefined> {
    botName ??= await api.getMe(callSignal(lifetime.signal)).then(
      ({ username }) => username,
      () => undefined,
    )
    return botName
  }

  return {
    name: 'telegram',
    connector: createGroupConnector(
      api,
      createDownload(api, { token, apiRoot, timeoutSeconds: 4 * callTimeoutSeconds }),
      logger,
    ),
    send: sender.send,
    showTyping: sender.showTyping,
    showDraft: sender.showDraft,

    /** https://core.telegram.org/bots/features#deep-linking */
    async startLink(argument) {
      const name = await readName()
      return name && `https://t.me/${name}?start=${argument}`
    },

    async registerRoutes(server) {
      if (webhook) await registerWebhookRoute(server, { receiver, logger, ...webhook })
    },

    async start(accept) {
      receiver.open(accept)
      const background = { logger, signal: lifetime.signal }
      inBackground(registerCommands(setUpApi, commands, background))
      inBackground(
        webhook
          ? setWebhook(setUpApi, { ...webhook, allowedUpdates }, background)
          : poll({
              api: pollApi,
              receiver,
              timeoutSeconds: pollTimeoutSeconds,
              allowedUpdates,
              ...background,
            }),
      )
    },

    async stop() {
      // The webhook stays set: Telegram keeps updates for a day while this server is away.
      lifetime.abort()
      await Promise.all([...running, receiver.close()])
    },
  }
}
