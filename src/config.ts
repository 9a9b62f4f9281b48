/** The environment, read once. `.env.example` explains each line to an operator. */
import { join } from 'node:path'
import { z } from 'zod'

const flag = z
  .enum(['true', 'false'], 'is "true" or "false"')
  .default('false')
  .transform((value) => value === 'true')

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
  CONVERSATION_DAYS: days(90),
  CLOSED_CASE_DAYS: days(30),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** What `.env.example` explains, name by name; a test holds the two together. */
export const environmentVariables = Object.keys(environmentSchema.shape)

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
  /** Days after which an idle conversation, and a closed case, are deleted. */
  retention: { conversationDays: number; closedCaseDays: number }
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
    retention: {
      conversationDays: values.CONVERSATION_DAYS,
      closedCaseDays: values.CLOSED_CASE_DAYS,
    },
    logLevel: values.LOG_LEVEL,
  }
}
