/**
 * Any server that speaks OpenAI's chat completions: OpenAI and Azure, Mistral, vLLM, llama.cpp.
 * LangChain is loaded with the first question.
 */
import type { AIMessageChunk } from '@langchain/core/messages'
import type { LanguageModel, ModelRequest } from '../model.ts'
import { createModel, type RawAnswer } from './complete.ts'
import { gather, messagesOf, usageOf } from './messages.ts'
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
}

export function createOpenAiCompatible(options: {
  url: string
  model: string
  key?: string
}): LanguageModel {
  const { url, model, key } = options
  const base = url.replace(/\/+$/, '')
  const quirks: Quirks = { toolCalls: false, ownTemperature: false }

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
    const { ChatOpenAICompletions } = await import('@langchain/openai')
    const { prompt, signal, onText, mostOutputTokens } = request
    const chat = new ChatOpenAICompletions({
      model,
      // The client wants one; servers of one's own do not.
      apiKey: key ?? 'none',
      maxTokens: mostOutputTokens,
      maxRetries: 0,
      ...(!quirks.ownTemperature && { temperature: 0 }),
      // Otherwise read from the environment.
      configuration: { baseURL: base, organization: null, project: null, fetch: wire.fetch },
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
    const messages = await messagesOf(prompt)
    const message = onText
      ? await gather(await chat.stream(messages, { ...shape, signal }), textOf, onText)
      : await chat.invoke(messages, { ...shape, signal })
    return { text: textOf(message), end: endOf(message), ...usageOf(message) }
  }
}

type Message = Pick<
  AIMessageChunk,
  'text' | 'tool_calls' | 'response_metadata' | 'additional_kwargs' | 'usage_metadata'
> & { tool_call_chunks?: AIMessageChunk['tool_call_chunks'] }

function textOf(message: Message): string {
  const [piece] = message.tool_call_chunks ?? []
  if (piece) return piece.args ?? ''
  const [call] = message.tool_calls ?? []
  return call ? JSON.stringify(call.args) : message.text
}

function endOf({ response_metadata: { finish_reason: reason }, additional_kwargs }: Message) {
  if (additional_kwargs.refusal || reason === 'content_filter') return 'filtered'
  if (reason === 'length') return 'cut'
  return reason ? 'complete' : 'broken'
}

/** True where something new was learnt, so that asking again makes sense. */
function learn(quirks: Quirks, { status, complaint = '' }: Wire): boolean {
  if (status !== 400 && status !== 422) return false
  if (!quirks.ownTemperature && /temperature/i.test(complaint)) {
    quirks.ownTemperature = true
    return true
  }
  if (!quirks.toolCalls && /response_format|json_schema/i.test(complaint)) {
    quirks.toolCalls = true
    return true
  }
  return false
}
