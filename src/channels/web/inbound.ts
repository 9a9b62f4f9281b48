/** Parses what the page posts. */
import { z } from 'zod'
import {
  commandNames,
  decodeAction,
  type InboundContent,
  type LanguageCode,
} from '../../message.ts'
import { cleanText } from './markup.ts'
import type { WebPost } from './protocol.ts'

/** Far above the 4,000 characters that the core reads: it answers longer texts with a kind sentence. */
const longestText = 16_000

const shared = { id: z.uuidv4(), language: z.string().max(20).optional() }
const postSchema = z.union([
  z.strictObject({ ...shared, text: z.string().max(longestText) }),
  z.strictObject({ ...shared, action: z.string().max(64) }),
]) satisfies z.ZodType<WebPost>

export interface ParsedPost {
  id: string
  language: LanguageCode | undefined
  content: InboundContent
}

/** `undefined` for anything that our page does not send. */
export function parsePost(body: unknown): ParsedPost | undefined {
  const parsed = postSchema.safeParse(body)
  if (!parsed.success) return undefined
  const { id, language } = parsed.data
  if ('text' in parsed.data) return { id, language, content: readText(parsed.data.text) }
  const action = decodeAction(parsed.data.action)
  return action && { id, language, content: { kind: 'action', action } }
}

/** `/place Halle` is a command here as it is on Telegram. */
function readText(raw: string): InboundContent {
  const text = cleanText(raw).trim()
  const [, name, argument = ''] = /^\/([a-z]+)(?:\s+(.*))?$/is.exec(text) ?? []
  const command = commandNames.find((known) => known === name?.toLowerCase())
  return command ? { kind: 'command', command, argument: argument.trim() } : { kind: 'text', text }
}
