/** POST /api/chat: the documented parameters, and answers in Ollama's form. */
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { type ModelCall, Violation } from './call.ts'
import { checkSchema } from './schema.ts'
import { piecesOf, type ScriptedAnswer, textOf, tokensOf } from './script.ts'

const requestSchema = z.strictObject({
  model: z.string(),
  messages: z.tuple([
    z.strictObject({ role: z.literal('system'), content: z.string().min(1) }),
    z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
  ]),
  stream: z.literal(true, 'the fake only streams'),
  format: z.record(z.string(), z.unknown()),
  keep_alive: z.union([z.number(), z.string().regex(/^-?\d+(s|m|h)?$/)]).optional(),
  think: z.boolean().optional(),
  options: z.strictObject({
    temperature: z.number().min(0).max(2),
    num_ctx: z.number().int().min(1_024),
    num_predict: z.number().int().min(1),
  }),
})

/** @throws Violation */
export function readOllamaCall(body: unknown, model: string): ModelCall {
  const { messages, format, options, ...request } = requestSchema.parse(body)
  if (request.model !== model) throw new Violation(`there is no model ${request.model}`)
  checkSchema(format)
  return {
    protocol: 'ollama',
    system: messages[0].content,
    user: messages[1].content,
    schema: format,
    as: 'format',
    wantsUsage: true,
    temperature: options.temperature,
  }
}

export function answerOllama(
  answer: Extract<ScriptedAnswer, { kind: 'json' | 'text' | 'cut' | 'half' }>,
  model: string,
  response: ServerResponse,
): void {
  const shared = { model, created_at: '2026-11-23T00:00:00.000000Z' }
  const text = textOf(answer)
  const tokens = tokensOf(answer)
  const end = {
    done: true,
    done_reason: answer.kind === 'cut' ? 'length' : 'stop',
    total_duration: 5_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: tokens.input,
    prompt_eval_duration: 2_000_000,
    eval_count: tokens.output,
    eval_duration: 2_000_000,
  }
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  for (const content of piecesOf(text)) {
    const message = { role: 'assistant', content }
    response.write(`${JSON.stringify({ ...shared, message, done: false })}\n`)
  }
  if (answer.kind === 'half') return void response.end()
  response.end(
    `${JSON.stringify({ ...shared, message: { role: 'assistant', content: '' }, ...end })}\n`,
  )
}
