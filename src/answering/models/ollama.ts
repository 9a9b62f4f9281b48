/** A model that Ollama runs, on this machine or in the house. */
import type { LanguageModel } from '../model.ts'
import { createModel } from './complete.ts'
import { wholeLines } from './json-lines.ts'
import { gather, loaded, messagesOf, usageOf } from './messages.ts'

/** Ollama's own is smaller than a prompt with passages in a script that takes many tokens a word. */
const contextTokens = 8_192
/** Loading a model takes longer than anybody waits. */
const keepLoaded = '1h'

export function createOllama(options: { url: string; model: string; key?: string }): LanguageModel {
  const { url, model, key } = options
  const client = loaded(import('@langchain/ollama'))
  return createModel({
    name: `${model} at ${new URL(url).host}`,
    url,
    async ask({ prompt, mostOutputTokens, signal, onText }, wire) {
      const { ChatOllama } = await client
      const chat = new ChatOllama({
        model,
        baseUrl: url,
        temperature: 0,
        numPredict: mostOutputTokens,
        numCtx: contextTokens,
        keepAlive: keepLoaded,
        think: false,
        maxRetries: 0,
        verbose: false,
        fetch: async (...request) => wholeLines(await wire.fetch(...request)),
        ...(key && { headers: { authorization: `Bearer ${key}` } }),
      })
      const stream = await chat.stream(await messagesOf(prompt), {
        format: prompt.outputSchema,
        signal,
      })
      const message = await gather(stream, ({ text }) => text, onText)
      const { done_reason: reason } = message.response_metadata
      return {
        text: message.text,
        end: reason === 'length' ? 'cut' : reason ? 'complete' : 'broken',
        ...usageOf(message),
      }
    },
  })
}
