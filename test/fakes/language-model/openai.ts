/** POST /v1/chat/completions: the documented parameters, and answers in OpenAI's form. */
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { type ModelCall, Violation } from './call.ts'
import { checkSchema } from './schema.ts'
import { piecesOf, type ScriptedAnswer, textOf, tokensOf } from './script.ts'

const functionName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/)
const jsonSchema = z.record(z.string(), z.unknown())

const requestSchema = z.strictObject({
  model: z.string(),
  messages: z.tuple([
    z.strictObject({ role: z.enum(['system', 'developer']), content: z.string().min(1) }),
    z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
  ]),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.number().int().min(1).optional(),
  max_completion_tokens: z.number().int().min(1).optional(),
  stream: z.literal(true, 'the fake only streams'),
  stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({
        name: functionName,
        description: z.string().optional(),
        schema: jsonSchema,
        strict: z.literal(true),
      }),
    })
    .optional(),
  tools: z
    .tuple([
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: functionName,
          description: z.string().optional(),
          parameters: jsonSchema,
          strict: z.literal(true),
        }),
      }),
    ])
    .optional(),
  tool_choice: z
    .strictObject({
      type: z.literal('function'),
      function: z.strictObject({ name: functionName }),
    })
    .optional(),
})

/** @throws Violation */
export function readOpenAiCall(body: unknown, model: string): ModelCall {
  const request = requestSchema.parse(body)
  const { response_format: format, tools, tool_choice: choice, messages } = request
  if (request.model !== model) throw new Violation(`there is no model ${request.model}`)
  if (request.max_tokens === undefined && request.max_completion_tokens === undefined) {
    throw new Violation('the answer may be of any length: neither max_tokens is given')
  }
  const tool = tools?.[0].function
  if (Boolean(format) === Boolean(tool)) throw new Violation('exactly one of format and tool')
  if (tool && choice?.function.name !== tool.name) throw new Violation('the tool is not demanded')
  const schema = format?.json_schema.schema ?? tool?.parameters ?? {}
  checkSchema(schema)
  return {
    protocol: 'openai',
    system: messages[0].content,
    user: messages[1].content,
    schema,
    name: format?.json_schema.name ?? tool?.name ?? '',
    as: format ? 'format' : 'tool',
    wantsUsage: request.stream_options?.include_usage ?? false,
    temperature: request.temperature,
  }
}

export function answerOpenAi(
  call: ModelCall,
  answer: Extract<
    ScriptedAnswer,
    { kind: 'json' | 'text' | 'refusal' | 'filtered' | 'cut' | 'half' }
  >,
  model: string,
  response: ServerResponse,
): void {
  const shared = { id: 'chatcmpl-fake', created: 1_795_000_000, model }
  const tokens = tokensOf(answer)
  const usage = {
    prompt_tokens: tokens.input,
    completion_tokens: tokens.output,
    total_tokens: tokens.input + tokens.output,
  }
  const isEmpty = answer.kind === 'refusal' || answer.kind === 'filtered'
  const text = isEmpty ? '' : textOf(answer)
  const reason = reasonOf(answer)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`)
  const chunk = (delta: object, finish: string | null = null) =>
    send({
      ...shared,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      usage: null,
    })
  chunk({ role: 'assistant', content: call.as === 'tool' ? null : '' })
  if (answer.kind === 'refusal') chunk({ refusal: 'I can not help with that.' })
  for (const [number, piece] of piecesOf(text).entries()) {
    if (call.as === 'format') chunk({ content: piece })
    else if (number === 0) chunk({ tool_calls: [{ index: 0, ...toolCall(call, piece) }] })
    else chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })
  }
  // Whoever reads to the end notices that the last chunk is missing.
  if (answer.kind === 'half') return void response.end()
  chunk({}, reason)
  if (call.wantsUsage) send({ ...shared, object: 'chat.completion.chunk', choices: [], usage })
  response.end('data: [DONE]\n\n')
}

const toolCall = ({ name }: ModelCall, text: string) => ({
  id: 'call_fake',
  type: 'function',
  function: { name, arguments: text },
})

/** With a tool that was demanded by name the reason is "stop" as well. */
function reasonOf({ kind }: ScriptedAnswer): string {
  if (kind === 'cut') return 'length'
  return kind === 'filtered' ? 'content_filter' : 'stop'
}
