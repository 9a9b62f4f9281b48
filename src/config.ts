/** The environment, read once. `.env.example` explains each line to an operator. */
import { join } from 'node:path'
import { z } from 'zod'
import { type ModelConfig, modelContradictions, modelEnvironment, modelOf } from './model-config.ts'

const flag = z
  .enum(['true', 'false'], 'is "true" or "false"')
  .default('false')
  .transform((value) => value === 'true')

const guid = z.guid()

const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[a-z]+)?$/, 'is the code of a language, such as de')
  .default('de')

const minutes = (standard: number) => z.coerce.number().int().min(1).max(10_000).default(standard)
const days = (standard: number) => z.coerce.number().int().min(1).max(3650).default(standard)

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  HOST: z.string().default('localhost'),
  DATA_DIR: z.string().default('data'),
  KNOWLEDGE_DIR: z.string().optional(),
  MODELS_DIR: z.string().optional(),
  EMBEDDING_MODEL: z.string().default('lotse-encoder'),
  PUBLIC_URL: z
    .url('is the address under which people reach the program, such as https://lotse.example')
    .optional(),
  TRUST_PROXY: flag,
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'is what @BotFather gave you: figures, a colon, letters')
    .optional(),
  TELEGRAM_API_ROOT: z.url().optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'has 16 to 256 letters, figures, - and _')
    .optional(),
  TELEGRAM_DESK_GROUP_ID: z
    .string()
    .regex(/^-\d{1,15}$/, 'is the number of a group, such as -1001234567890')
    .transform(Number)
    .optional(),
  TELEGRAM_DESK_LANGUAGE: language,
  TEAMS_CLIENT_ID: z.guid('is the application (client) id of the bot').optional(),
  TEAMS_CLIENT_SECRET: z.string().optional(),
  TEAMS_TENANT_ID: z.guid('is the directory (tenant) id of the bot').optional(),
  TEAMS_ALLOWED_TENANTS: z
    .string()
    .transform((list) => list.split(/[\s,]+/))
    .refine((ids) => ids.every((id) => guid.safeParse(id).success), 'is a list of tenant ids')
    .optional(),
  TEAMS_OPENID_METADATA: z
    .string()
    .regex(/^https?:.+\/openidconfiguration$/, 'is an address that ends in /openidconfiguration')
    .optional(),
  TEAMS_DEVELOPMENT: flag,
  TEAMS_DESK_CHANNEL_ID: z
    .string()
    // As it stands in the link to the channel.
    .transform((id) => id.replace(/%3a/gi, ':').replace(/%40/g, '@'))
    .refine((id) => /^19:[^\s;/]+@thread\.\w+$/.test(id), 'is like 19:…@thread.tacv2')
    .optional(),
  TEAMS_DESK_LANGUAGE: language,
  TRANSLATOR: z
    .enum(['libretranslate', 'deepl', 'model'], 'is libretranslate, deepl or model')
    .optional(),
  TRANSLATOR_URL: z.url('is the address of the translation service').optional(),
  TRANSLATOR_KEY: z.string().optional(),
  ...modelEnvironment,
  CONVERSATION_DAYS: days(90),
  CLOSED_CASE_DAYS: days(30),
  AUDIT_DAYS: days(180),
  REMIND_AFTER_MINUTES: minutes(90),
  ASK_NEXT_AFTER_MINUTES: minutes(240),
  RETURN_AFTER_HOURS: z.coerce.number().int().min(2).max(1000).default(48),
  OPEN_CASE_DAYS: days(30),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

type Values = z.infer<typeof environmentSchema>

const loopbackHosts = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])
const teamsCredentials = ['TEAMS_CLIENT_ID', 'TEAMS_CLIENT_SECRET', 'TEAMS_TENANT_ID'] as const

/** What is right line by line, but not together. */
function contradictions(values: Values, given: Record<string, string | undefined>): string[] {
  const missing = teamsCredentials.filter((name) => values[name] === undefined)
  const hasSome = missing.length < teamsCredentials.length
  const isOpen = values.TEAMS_DEVELOPMENT
  const publicHost = values.PUBLIC_URL && new URL(values.PUBLIC_URL).hostname
  return [
    ...modelContradictions(values, given),
    ...(values.TRANSLATOR === 'libretranslate' && !values.TRANSLATOR_URL
      ? ['TRANSLATOR_URL is missing: the address of your LibreTranslate server']
      : []),
    ...(values.TRANSLATOR === 'deepl' && !values.TRANSLATOR_KEY
      ? ['TRANSLATOR_KEY is missing: the key of your DeepL account']
      : []),
    ...(hasSome && missing.length > 0
      ? missing.map((name) => `${name} is missing beside the other settings of Teams`)
      : []),
    ...(values.TEAMS_DESK_CHANNEL_ID && !isOpen && !hasSome
      ? ['TEAMS_DESK_CHANNEL_ID needs Teams itself: TEAMS_CLIENT_ID and the two below it']
      : []),
    ...(values.TELEGRAM_DESK_GROUP_ID !== undefined && !values.TELEGRAM_BOT_TOKEN
      ? ['TELEGRAM_DESK_GROUP_ID needs Telegram itself: TELEGRAM_BOT_TOKEN']
      : []),
    ...(isOpen && hasSome
      ? ['TEAMS_DEVELOPMENT is for a bot without credentials; take one or the others away']
      : []),
    ...(isOpen && !loopbackHosts.has(values.HOST)
      ? ['TEAMS_DEVELOPMENT opens Teams without any check, so HOST has to be localhost']
      : []),
    ...(isOpen && (values.TRUST_PROXY || (publicHost && !loopbackHosts.has(publicHost)))
      ? [
          'TEAMS_DEVELOPMENT opens Teams without any check, so PUBLIC_URL and TRUST_PROXY must not be set',
        ]
      : []),
  ]
}

/** What `.env.example` explains, name by name; a test holds the two together. */
export const environmentVariables = Object.keys(environmentSchema.shape)

interface TeamsRegistration {
  clientId: string
  clientSecret: string
  tenantId: string
  allowedTenants: string[]
  openIdMetadataUrl?: string
}

export interface Config {
  port: number
  host: string
  dataDirectory: string
  knowledgeDirectory: string
  modelsDirectory: string
  /** `undefined`: search by words alone. */
  embeddingModel: string | undefined
  publicUrl: string | undefined
  trustProxy: boolean
  telegram: { token: string; apiRoot?: string; webhookSecret?: string } | undefined
  /** The mediators' desk in a group of Telegram. */
  telegramDesk: { group: number; language: string } | undefined
  /** `development`: without tokens, for this machine alone. */
  teams:
    | { kind: 'registered'; registration: TeamsRegistration }
    | { kind: 'development' }
    | undefined
  /** The mediators' desk in a channel of Teams. */
  teamsDesk: { channel: string; tenant: string | undefined; language: string } | undefined
  /** Between users and mediators; `undefined`: everybody reads the original. */
  translator:
    | { kind: 'libretranslate'; url: string; key?: string }
    | { kind: 'deepl'; key: string; url?: string }
    | { kind: 'model' }
    | undefined
  /** `undefined`: answers are curated text alone. */
  model: ModelConfig | undefined
  /** Model and translator have to be on this machine or in its own network. */
  nothingLeaves: boolean
  /** Days after which an idle conversation, a closed case, and who saw and did what are deleted. */
  retention: { conversationDays: number; closedCaseDays: number; auditDays: number }
  /**
   * Minutes of opening time after which the desk is reminded of a case, and somebody else asked; hours
   * of quiet after which the assistant speaks again, and days after which the case is closed.
   */
  reminders: {
    remindMinutes: number
    rerouteMinutes: number
    returnHours: number
    openCaseDays: number
  }
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** A line of the environment is not as it should be; the message names it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** @throws ConfigError naming each variable that is not right, and what it should be. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  // An empty line in .env means "not set".
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new ConfigError(`Please mend .env: ${problems.join('; ')}.`)
  }
  const values = parsed.data
  const contradicting = contradictions(values, given)
  if (contradicting.length > 0) {
    throw new ConfigError(`Please mend .env: ${contradicting.join('; ')}.`)
  }
  const root = join(import.meta.dirname, '..')
  return {
    port: values.PORT,
    host: values.HOST,
    dataDirectory: values.DATA_DIR,
    knowledgeDirectory: values.KNOWLEDGE_DIR ?? join(root, 'knowledge'),
    modelsDirectory: values.MODELS_DIR ?? join(root, 'models'),
    embeddingModel: values.EMBEDDING_MODEL === 'none' ? undefined : values.EMBEDDING_MODEL,
    publicUrl: values.PUBLIC_URL?.replace(/\/$/, ''),
    trustProxy: values.TRUST_PROXY,
    telegram: values.TELEGRAM_BOT_TOKEN
      ? {
          token: values.TELEGRAM_BOT_TOKEN,
          ...(values.TELEGRAM_API_ROOT && { apiRoot: values.TELEGRAM_API_ROOT }),
          ...(values.TELEGRAM_WEBHOOK_SECRET && { webhookSecret: values.TELEGRAM_WEBHOOK_SECRET }),
        }
      : undefined,
    telegramDesk:
      values.TELEGRAM_DESK_GROUP_ID === undefined
        ? undefined
        : { group: values.TELEGRAM_DESK_GROUP_ID, language: values.TELEGRAM_DESK_LANGUAGE },
    teams: teamsOf(values),
    teamsDesk: values.TEAMS_DESK_CHANNEL_ID
      ? {
          channel: values.TEAMS_DESK_CHANNEL_ID,
          tenant: values.TEAMS_TENANT_ID,
          language: values.TEAMS_DESK_LANGUAGE,
        }
      : undefined,
    translator: translatorOf(values),
    model: modelOf(values),
    nothingLeaves: values.NOTHING_LEAVES,
    retention: {
      conversationDays: values.CONVERSATION_DAYS,
      closedCaseDays: values.CLOSED_CASE_DAYS,
      auditDays: values.AUDIT_DAYS,
    },
    reminders: {
      remindMinutes: values.REMIND_AFTER_MINUTES,
      rerouteMinutes: values.ASK_NEXT_AFTER_MINUTES,
      returnHours: values.RETURN_AFTER_HOURS,
      openCaseDays: values.OPEN_CASE_DAYS,
    },
    logLevel: values.LOG_LEVEL,
  }
}

function teamsOf(values: Values): Config['teams'] {
  const { TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET, TEAMS_TENANT_ID, TEAMS_OPENID_METADATA } = values
  if (values.TEAMS_DEVELOPMENT) return { kind: 'development' }
  if (!TEAMS_CLIENT_ID || !TEAMS_CLIENT_SECRET || !TEAMS_TENANT_ID) return undefined
  return {
    kind: 'registered',
    registration: {
      clientId: TEAMS_CLIENT_ID,
      clientSecret: TEAMS_CLIENT_SECRET,
      tenantId: TEAMS_TENANT_ID,
      allowedTenants: values.TEAMS_ALLOWED_TENANTS ?? [TEAMS_TENANT_ID],
      ...(TEAMS_OPENID_METADATA && { openIdMetadataUrl: TEAMS_OPENID_METADATA }),
    },
  }
}

/** What is missing was found among the contradictions. */
function translatorOf({
  TRANSLATOR,
  TRANSLATOR_URL,
  TRANSLATOR_KEY,
}: Values): Config['translator'] {
  switch (TRANSLATOR) {
    case 'libretranslate':
      return {
        kind: TRANSLATOR,
        url: TRANSLATOR_URL ?? '',
        ...(TRANSLATOR_KEY && { key: TRANSLATOR_KEY }),
      }
    case 'deepl':
      return {
        kind: TRANSLATOR,
        key: TRANSLATOR_KEY ?? '',
        ...(TRANSLATOR_URL && { url: TRANSLATOR_URL }),
      }
    case 'model':
      return { kind: TRANSLATOR }
    case undefined:
      return undefined
    default:
      return TRANSLATOR satisfies never
  }
}
