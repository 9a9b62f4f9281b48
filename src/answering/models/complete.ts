/** What every provider has in common: the time limit, the shape of the answer, the kinds of failure. */
import { z } from 'zod'
import type {
  LanguageModel,
  ModelFailure,
  ModelRequest,
  ModelResult,
  ModelUsage,
} from '../model.ts'
import { createWire, type Wire } from './wire.ts'

/** What a provider said, before anybody looked at it. */
export interface RawAnswer {
  text: string
  /** `cut`: the tokens ran out; `filtered`: the provider held it back; `broken`: the end is missing. */
  end: 'complete' | 'cut' | 'filtered' | 'broken'
  usage?: ModelUsage
}

/** A wrong key or name is not right a second later. */
const restAfterMistake = 60

/** A provider's way to ask; may throw whatever its client throws. */
export type Ask = (request: ModelRequest<unknown>, wire: Wire) => Promise<RawAnswer>

export function createModel(options: { name: string; url: string; ask: Ask }): LanguageModel {
  const { name, url, ask } = options
  return {
    name,
    async complete(request) {
      const wire = createWire(url, request.signal)
      try {
        const answer = await Promise.race([ask(request, wire), aborted(request.signal)])
        return read(answer, request.schema)
      } catch (error) {
        return { kind: 'failed', failure: explain(error, wire, request.signal) }
      }
    },
  }
}

/** A client may not look at the signal while it waits; nobody waits for the client. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function read<Output>(
  { text, end, usage }: RawAnswer,
  schema: z.ZodType<Output>,
): ModelResult<Output> {
  const failed = (kind: ModelFailure['kind'], reason: string): ModelResult<Output> => ({
    kind: 'failed',
    failure: { kind, reason },
    ...(usage && { usage }),
  })
  switch (end) {
    case 'cut':
      return failed('nonsense', 'The model wrote more than it may; its answer was cut off.')
    case 'filtered':
      return failed('refused', 'The model or its provider refused to answer.')
    case 'broken':
      return failed('down', 'The answer broke off half-way.')
    case 'complete':
      break
    default:
      return end satisfies never
  }
  const parsed = schema.safeParse(parseJson(text))
  if (!parsed.success) {
    // Where it went wrong, not what stood there.
    const [issue] = parsed.error.issues
    const place = issue?.path.join('.') || 'the whole answer'
    return failed('nonsense', `The answer has another shape than was asked for, at: ${place}.`)
  }
  return {
    kind: 'completed',
    output: parsed.data,
    ...(usage && { usage }),
  }
}

function parseJson(text: string): unknown {
  try {
    // Small models wrap JSON into a Markdown fence, whatever they are told.
    return JSON.parse(text.trim().replace(/^```(?:json)?\s*|\s*```$/g, ''))
  } catch {
    return undefined
  }
}

function explain(error: unknown, wire: Wire, signal: AbortSignal): ModelFailure {
  if (signal.aborted) return { kind: 'slow', reason: 'No answer within the time limit.' }
  const { status, retryAfterSeconds } = wire
  if (status === undefined) {
    return { kind: 'down', reason: "The model can't be reached; check MODEL_URL." }
  }
  const said = `The provider answered ${status}`
  if (status === 429) {
    return {
      kind: 'rate-limited',
      reason: `${said}: too many requests, or no credit left.`,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    }
  }
  if (status === 401 || status === 403) {
    return {
      kind: 'refused',
      reason: `${said}; check MODEL_KEY.`,
      retryAfterSeconds: restAfterMistake,
    }
  }
  if (status === 404) {
    return {
      kind: 'refused',
      reason: `${said}; check MODEL_URL and MODEL_NAME.`,
      retryAfterSeconds: restAfterMistake,
    }
  }
  if (status === 408 || status >= 500) return { kind: 'down', reason: `${said}.` }
  if (status >= 400) {
    return { kind: 'refused', reason: `${said}: it does not take such a request.` }
  }
  if (error instanceof SyntaxError || error instanceof z.ZodError) {
    return { kind: 'nonsense', reason: 'The provider answered with something that is no JSON.' }
  }
  return { kind: 'down', reason: 'The answer broke off half-way, or is none of the protocol.' }
}
