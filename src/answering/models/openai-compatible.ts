/**
 * Any server that speaks OpenAI's chat completions: OpenAI and Azure, Mistral, vLLM, llama.cpp.
 * LangChain is loaded when there is one, so that the first question does not wait for it.
 */
import type { AIMessageChunk } from '@langchain/core/messages'
import type { LanguageModel, ModelRequest } from '../model.ts'
import { createModel, type RawAnswer } from './complete.ts'
import { gather, loaded, messagesOf, usageOf } from './messages.ts'
import type { Wire } from './wire.ts'

/**
 * What a server was found not to take. Servers differ, and some are known by nothing but their
 * refusal: the same question is asked once more without it, and so are all later ones.
 */
interface Quirks {
  /** The answer's shape comes as a tool to call, not as `response_format`. */
  toolCalls: boolean
  /** Reasoning models want their own temperature. */
  ownTemperature: boolean
  /** A stream does not end with what it cost. */
  noUsage: boolean
}

export function createOpenAiCompatible(options: {
  url: string
  model: string
  key?: string
}): LanguageModel {
  const { url, model, key } = options
  const base = url.replace(/\/+$/, '')
  const client = loaded(import('@langchain/openai'))
  const quirks: Quirks = { toolCalls: false, ownTemperature: false, noUsage: false }

  return createModel({
    name: `${model} at ${new URL(url).host}`,
    url,
    async ask(request, wire) {
      for (;;) {
        try {
          return await askOnce(request, wire)
        } catch (error) {
          if (!learn(quirks, wire)) throw error
        }
      }
    },
  })

  async function askOnce(request: ModelRequest<unknown>, wire: Wire): Promise<RawAnswer> {
    const { ChatOpenAICompletions } = await client
    const { prompt, signal, onText, mostOutputTokens } = request
    const chat = new ChatOpenAICompletions({
      model,
      // The client wants one; servers of one's own do not.
      apiKey: key ?? 'none',
      maxTokens: mostOutputTokens,
      maxRetries: 0,
      streamUsage: !quirks.noUsage,
      verbose: false,
      ...(!quirks.ownTemperature && { temperature: 0 }),
      // What is not given here it would read from the environment.
      configuration: {
        baseURL: base,
        organization: null,
        project: null,
        logLevel: 'off',
        fetch: wire.fetch,
      },
    })
    const { name, outputSchema: schema } = prompt
    const shape = quirks.toolCalls
      ? {
          tools: [
            { type: 'function' as const, function: { name, parameters: schema, strict: true } },
          ],
          tool_choice: { type: 'function' as const, function: { name } },
        }
      : {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { name, schema, strict: true },
          },
        }
    const stream = await chat.stream(await messagesOf(prompt), { ...shape, signal })
    const message = await gather(stream, textOf, onText)
    return { text: textOf(message), end: endOf(message), ...usageOf(message) }
  }
}

function textOf({ tool_call_chunks: [piece] = [], text }: AIMessageChunk): string {
  return piece?.args ?? text
}

function endOf(message: AIMessageChunk): RawAnswer['end'] {
  const { finish_reason: reason } = message.response_metadata
  if (!reason) return 'broken'
  if (reason === 'length') return 'cut'
  // A refusal has a field of its own, and then no text.
  return reason === 'content_filter' || textOf(message) === '' ? 'filtered' : 'complete'
}

const telling: [keyof Quirks, RegExp][] = [
  ['noUsage', /stream_options/i],
  ['ownTemperature', /temperature/i],
  ['toolCalls', /response_format|json_schema/i],
]

/** True where something new was learnt, so that asking again makes sense. */
function learn(quirks: Quirks, { status, complaint = '' }: Wire): boolean {
  if (status !== 400 && status !== 422) return false
  const found = telling.find(([quirk, pattern]) => !quirks[quirk] && pattern.test(complaint))
  if (found) quirks[found[0]] = true
  return found !== undefined
}
