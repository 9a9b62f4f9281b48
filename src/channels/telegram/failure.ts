/** What a failed call of the Bot API means, without the token and without anybody's words. */
import { GrammyError, HttpError, type Transformer } from 'grammy'
import type { Logger } from './logger.ts'

export type Failure =
  | { kind: 'rate-limit'; afterSeconds: number }
  /** No answer, half an answer, or Telegram's own trouble. */
  | { kind: 'outage'; reason: string }
  /** The token is wrong or revoked. */
  | { kind: 'token'; reason: string }
  /** Somebody else receives this bot's updates. */
  | { kind: 'conflict'; reason: string }
  | { kind: 'forbidden'; reason: string }
  | { kind: 'bad-request'; reason: string }

/** Sorts whatever a grammY call threw. */
export function readFailure(error: unknown): Failure {
  if (error instanceof HttpError) {
    return { kind: 'outage', reason: networkReason(error.error) }
  }
  if (!(error instanceof GrammyError)) {
    return { kind: 'outage', reason: error instanceof Error ? error.name : 'unknown error' }
  }
  const reason = `${error.error_code} ${error.description}`
  switch (error.error_code) {
    case 401:
    case 404:
      return { kind: 'token', reason }
    case 403:
      return { kind: 'forbidden', reason }
    case 409:
      return { kind: 'conflict', reason }
    case 420:
    case 429:
      return { kind: 'rate-limit', afterSeconds: error.parameters?.retry_after ?? 5 }
    default:
      return error.error_code >= 400 && error.error_code < 500
        ? { kind: 'bad-request', reason }
        : { kind: 'outage', reason }
  }
}

/** One clause for the log on any failure. */
export function describeFailure(failure: Failure): string {
  return failure.kind === 'rate-limit'
    ? `429, wait ${failure.afterSeconds} seconds`
    : failure.reason
}

/** node-fetch writes the address, and so the token, into its messages: only codes are passed on. */
function networkReason(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'network error'
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof Error && /timed out after/.test(error.message)) return 'timeout'
  if ('type' in error && typeof error.type === 'string') return error.type
  return 'network error'
}

/** Tells the operator of the first failure of each method; whoever retries stays silent. */
export function logFailedCalls(logger: Logger): Transformer {
  const told = new Set<string>()
  const tell = (method: string, reason: string) => {
    if (told.has(method)) return
    told.add(method)
    logger.warn({ method, reason }, 'Telegram cannot be reached; trying again in the background')
  }
  return async (previous, method, payload, signal) => {
    try {
      const response = await previous(method, payload, signal)
      if (!response.ok && response.error_code >= 500) {
        tell(method, `${response.error_code} ${response.description}`)
      }
      return response
    } catch (error) {
      if (!signal?.aborted) tell(method, describeFailure(readFailure(error)))
      throw error
    }
  }
}
