/** The only file that knows every adapter: builds the program from its configuration. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { Channel, CommandDescriptions, ReadAttachment } from './channels/channel.ts'
import {
  createTeamsChannel,
  linkDays,
  readFailure,
  renderMessage,
  type TeamsChannel,
  writtenText,
} from './channels/teams/index.ts'
import {
  createTelegramChannel,
  readFailure as readTelegramFailure,
  renderMessage as renderTelegramMessage,
  type TelegramChannel,
} from './channels/telegram/index.ts'
import { createWebChannel } from './channels/web/index.ts'
import type { Config } from './config.ts'
import { listTwins } from './conversation/mediation/list-twins.ts'
import type { InvitationLink, Services } from './conversation/turn.ts'
import { renderAgreement } from './handoff/agreement/index.ts'
import { createCaseRouter, createHoursOf, createMediatorLanguage } from './handoff/case-router.ts'
import type { Desk } from './handoff/desk.ts'
import { createTeamsDesk, isTeamsAccount, type TeamsDesk } from './handoff/desks/teams/index.ts'
import {
  createTelegramDesk,
  isTelegramAccount,
  type TelegramDesk,
} from './handoff/desks/telegram/index.ts'
import { createFirstInvitation, createWebDesk } from './handoff/desks/web/index.ts'
import { startArgument } from './handoff/mediation.ts'
import {
  createDeepL,
  createLibreTranslate,
  createModelTranslator,
  createReader,
  type Translator,
} from './handoff/translation/index.ts'
import { createHttpServer } from './http/index.ts'
import { createInboxWorker } from './jobs/inbox-worker.ts'
import { createOutboxSender } from './jobs/outbox-sender.ts'
import { startReminders } from './jobs/reminders.ts'
import { startRetention } from './jobs/retention.ts'
import { tellNewAnswers } from './jobs/tell-answers.ts'
import { createConfiguredModel } from './language-model.ts'
import { type Address, type CommandName, conversationKey, type InboundMessage } from './message.ts'
import { checkNothingLeaves } from './private-address.ts'
import { type BuiltServices, buildServices } from './services.ts'
import { describeStart } from './start-report.ts'
import { createSqliteStore } from './storage/sqlite.ts'
import type { Store } from './storage/store.ts'

/** Lines that the web chat shows after a reload. */
const historyLength = 100

const commands: CommandName[] = ['help', 'language', 'place', 'role', 'person', 'forget', 'stop']

export interface App {
  /** Where the program answers, such as http://localhost:3978. */
  url: string
  /** What is on and off, for the operator, a line each. */
  report: string[]
  stop(): Promise<void>
}

/** What a test or a command replaces. */
export interface AppOverrides {
  services?: Partial<Services>
  store?: Store
  channels?: Channel[]
}

/**
 * Builds and starts the program; resolves when it takes messages.
 * @throws KnowledgeError, ConfigError, PromptError, or an Error of the system such as EADDRINUSE.
 */
export async function startApp(config: Config, overrides: AppOverrides = {}): Promise<App> {
  const logger = pino({
    level: config.logLevel,
    serializers: { error: pino.stdSerializers.err },
  })
  const now = overrides.services?.now ?? (() => new Date())
  await checkNothingLeaves(config)
  const store =
    overrides.store ??
    (await createSqliteStore({ file: join(config.dataDirectory, 'lotse.sqlite') }))
  const configuredModel =
    config.model && createConfiguredModel({ model: config.model, store, logger, now })
  const translator = createTranslator(config, () => model)
  const languageOfAccount = createMediatorLanguage(store)
  let teamsDesk: TeamsDesk | undefined
  let telegramDesk: TelegramDesk | undefined
  const { services, retriever, model } = await buildServices(
    config,
    {
      mediatorsReachable: async () =>
        teamsDesk?.isReachable() ||
        telegramDesk?.isReachable() ||
        (await store.countAccounts()) > 0,
      organisationOf: async (account) => (await store.readAccount(account))?.organisation,
      routeCase: createCaseRouter({ store, organisations: () => knowledge.organisations, now }),
      translatedBy: translator?.name,
      readIn: createReader(translator, (reason) =>
        logger.warn({ reason }, 'A translation is missing; the original was shown.'),
      ),
      mediatorLanguage: async (account) =>
        deskLanguage(config, account) ?? (await languageOfAccount(account)),
      invitationLinks: (secret) => readInvitationLinks(channels, secret),
      renderAgreement,
      ...overrides.services,
    },
    configuredModel?.assistance,
  )
  const { knowledge, sentences } = services
  const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`
  const secureCookies = config.publicUrl?.startsWith('https:') ?? false
  const languages = [...knowledge.languages.values()]

  const server = await createHttpServer({
    logger: config.logLevel === 'silent' ? false : logger,
    trustProxy: config.trustProxy,
    ...(config.publicUrl && { publicUrl: config.publicUrl }),
  })
  const readHistory = (address: Address, limit: number) =>
    store.readTranscript(conversationKey(address), Math.min(limit, historyLength))
  const readAttachment: ReadAttachment = (to, id) => store.readAttachment(conversationKey(to), id)
  const commandMenu: CommandDescriptions = {
    commands,
    describe: (command, language) => sentences.say(language, `command.${command}`),
    languages: [...knowledge.messages.keys()],
  }
  const channels = overrides.channels ?? [
    createWebChannel({
      languages: languages.filter(({ code }) => knowledge.messages.has(code)),
      texts: sentences.all,
      readHistory,
      readAttachment,
      secureCookies,
      publicUrl,
    }),
    ...(config.telegram ? [createTelegram(config, config.telegram)] : []),
    ...(config.teams ? [createTeams(config.teams)] : []),
  ]
  const desks: Desk[] = [
    createWebDesk({
      store,
      languages,
      districts: [...knowledge.districts.values()].map(({ key, name }) => ({ key, name })),
      organisations: knowledge.organisations,
      maskPersons: (text, language) => services.maskPersonalData(text, language).text,
      texts: sentences.all,
      secureCookies,
      publicUrl,
      twins: (language) => listTwins(services, language),
      invitationLinks: services.invitationLinks,
      now,
    }),
    ...(teamsDesk ? [teamsDesk] : []),
    ...(telegramDesk ? [telegramDesk] : []),
  ]

  function createTelegram(
    { publicUrl }: Config,
    { token, apiRoot, webhookSecret }: NonNullable<Config['telegram']>,
  ): Channel {
    const channel = createTelegramChannel({
      token,
      logger,
      ...(apiRoot && { apiRoot }),
      ...(publicUrl && {
        // A secret that nobody set lives as long as the process: Telegram learns it at each start.
        webhook: { publicUrl, secretToken: webhookSecret ?? randomBytes(32).toString('hex') },
      }),
      commands: commandMenu,
      readAttachment,
      interceptors: config.telegramDesk
        ? [async (update) => (await telegramDesk?.receive(update)) ?? false]
        : [],
    })
    if (config.telegramDesk) telegramDesk = createDeskInTelegram(channel, config.telegramDesk)
    return channel
  }

  function createDeskInTelegram(
    { connector }: TelegramChannel,
    { group, language }: NonNullable<Config['telegramDesk']>,
  ): TelegramDesk {
    const spoken = sentences.spokenFor(language)
    return createTelegramDesk({
      store,
      bot: { ...connector, render: renderTelegramMessage, readFailure: readTelegramFailure },
      group,
      language: spoken,
      direction: sentences.direction(spoken),
      texts: sentences.all(spoken),
      logger,
      now,
    })
  }

  function createTeams(teams: NonNullable<Config['teams']>): Channel {
    const channel = createTeamsChannel({
      registration: teams.kind === 'registered' ? teams.registration : undefined,
      commands: commandMenu,
      readHistory,
      attachmentLinks: {
        publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
        read(id) {
          const since = new Date(now().getTime() - linkDays * 24 * 60 * 60 * 1000).toISOString()
          return store.readLinkedAttachment({ id, channel: 'teams', since })
        },
        gone: (language) => sentences.say(language, 'attachment.gone'),
      },
      logger,
      interceptors: [async (activity) => teamsDesk?.receive(activity)],
    })
    if (config.teamsDesk) teamsDesk = createDeskInTeams(channel, config.teamsDesk)
    return channel
  }

  function createDeskInTeams(
    { connector }: TeamsChannel,
    { channel, tenant, language }: NonNullable<Config['teamsDesk']>,
  ): TeamsDesk {
    const spoken = sentences.spokenFor(language)
    return createTeamsDesk({
      store,
      bot: { ...connector, render: renderMessage, writtenText, readFailure },
      channel,
      tenant,
      language: spoken,
      direction: sentences.direction(spoken),
      texts: sentences.all(spoken),
      logger,
      now,
    })
  }

  const outbox = createOutboxSender({
    store,
    channels,
    logger,
    now,
    async onGone({ id, address }) {
      await accept({
        updateId: `gone ${id}`,
        address,
        from: { kind: 'program' },
        content: { kind: 'unreachable' },
        receivedAt: now().toISOString(),
      })
    },
  })
  const inbox = createInboxWorker({
    store,
    services: {
      ...services,
      async showDraft(address, message, draft) {
        const channel = channels.find(({ name }) => name === address.channel)
        await channel?.showDraft?.(address, message, draft)
      },
    },
    logger,
    showTyping(address) {
      const channel = channels.find(({ name }) => name === address.channel)
      channel?.showTyping?.(address).catch(() => undefined)
    },
    onCommitted(caseIds) {
      outbox.wake()
      for (const desk of desks) for (const caseId of caseIds) void desk.caseChanged(caseId)
    },
  })
  async function accept(message: InboundMessage): Promise<boolean> {
    const isNew = await store.acceptInbound(message)
    inbox.wake()
    return isNew
  }

  let isReady = false
  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async (_request, reply) => {
    const isUsable =
      isReady &&
      (await store.check().then(
        () => true,
        () => false,
      ))
    return reply.code(isUsable ? 200 : 503).send({ status: isUsable ? 'ready' : 'not ready' })
  })
  for (const part of [...channels, ...desks]) await part.registerRoutes?.(server)
  for (const desk of desks) await desk.start(accept)
  // Before anybody can write: nothing is answered beside them.
  await inbox.answerLeftovers()
  await server.listen({ port: config.port, host: config.host })
  const url = addressOf(server, config)
  for (const channel of channels) await channel.start(accept)
  const reminders = startReminders({
    store,
    accept,
    hoursOf: createHoursOf({ store, organisations: () => knowledge.organisations, now }),
    limits: config.reminders,
    logger,
    now,
  })
  const retention = startRetention({ store, retention: config.retention, logger, now })
  // What was written before the last stop is sent now.
  outbox.wake()
  const telling = tellNewAnswers({ store, services, accept }).catch((error: unknown) =>
    logger.error(
      { error },
      'Who waits for an answer could not be told; the next start tries again.',
    ),
  )
  isReady = true

  const invitation =
    (await store.countAccounts()) === 0
      ? await createFirstInvitation({ store, publicUrl: config.publicUrl ?? url, now })
      : undefined

  return {
    url,
    report: describeStart({
      config,
      url,
      model: (await configuredModel?.describe()) ?? [
        'Language model off (MODEL_PROVIDER in .env; answers are curated text)',
      ],
      retrieval: retriever.description,
      services,
      invitation,
    }),
    async stop() {
      isReady = false
      for (const channel of channels) await channel.stop()
      await inbox.stop()
      await outbox.stop()
      for (const desk of desks) await desk.stop()
      await telling
      await reminders.stop()
      await retention.stop()
      await server.close()
      await retriever.close()
      await store.close()
    },
  }
}

/** Telegram's and the page's own first: a stranger has them sooner than Teams. */
async function readInvitationLinks(channels: Channel[], secret: string): Promise<InvitationLink[]> {
  const links = await Promise.all(
    channels.map(async ({ name, startLink }) => ({
      channel: name,
      url: await startLink?.(startArgument(secret)),
    })),
  )
  return links.flatMap(({ channel, url }) => (url ? [{ channel, url }] : []))
}

/** @param model There as soon as somebody writes. */
function createTranslator(
  { translator, model: configured }: Config,
  model: () => BuiltServices['model'],
): Translator | undefined {
  switch (translator?.kind) {
    case 'libretranslate':
      return createLibreTranslate(translator)
    case 'deepl':
      return createDeepL(translator)
    case 'model':
      return createModelTranslator({
        name: configured?.provider.model ?? '',
        translate: async (request, signal) =>
          (await model()?.translate?.(request, signal)) ?? {
            kind: 'failed',
            reason: 'MODEL_TRANSLATES is off.',
          },
      })
    case undefined:
      return undefined
    default:
      return translator satisfies never
  }
}

/** What mediators of a desk write whose vendor keeps no settings of theirs. */
function deskLanguage(
  { teamsDesk, telegramDesk }: Config,
  account: string | undefined,
): string | undefined {
  if (isTeamsAccount(account)) return teamsDesk?.language
  return isTelegramAccount(account) ? telegramDesk?.language : undefined
}

function addressOf(server: FastifyInstance, config: Config): string {
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : config.port
  return `http://${config.host}:${port}`
}
