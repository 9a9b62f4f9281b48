/** Between our prompts and LangChain's messages. */
import type { AIMessageChunk, BaseMessage, UsageMetadata } from '@langchain/core/messages'
import type { ModelUsage } from '../model.ts'
import type { FilledPrompt } from '../prompts.ts'

export async function messagesOf({ system, user }: FilledPrompt): Promise<BaseMessage[]> {
  const { HumanMessage, SystemMessage } = await import('@langchain/core/messages')
  return [new SystemMessage(system), new HumanMessage(user)]
}

/** A package on its way; that it can't be loaded is told to whoever needs it. */
export function loaded<Module>(loading: Promise<Module>): Promise<Module> {
  loading.catch(() => undefined)
  return loading
}

/** The whole message of a stream; `onText` hears it grow. */
export async function gather(
  stream: AsyncIterable<AIMessageChunk>,
  textOf: (soFar: AIMessageChunk) => string,
  onText: (soFar: string) => void = () => undefined,
): Promise<AIMessageChunk> {
  let whole: AIMessageChunk | undefined
  let heard = ''
  for await (const chunk of stream) {
    whole = whole ? whole.concat(chunk) : chunk
    const text = textOf(whole)
    if (text !== heard) onText(text)
    heard = text
  }
  if (!whole) throw new Error('The stream ended before it began.')
  return whole
}

export function usageOf({
  usage_metadata: usage,
}: {
  usage_metadata?: UsageMetadata | undefined
}): {
  usage?: ModelUsage
} {
  return usage
    ? { usage: { inputTokens: usage.input_tokens ?? 0, outputTokens: usage.output_tokens ?? 0 } }
    : {}
}
