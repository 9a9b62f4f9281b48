/** What a failed call of the connector means, without tokens and without anybody's words. */
import { z } from 'zod'

export type Failure =
  | { kind: 'rate-limit'; afterSeconds: number }
  /** No answer, half an answer, or Microsoft's own trouble; 412 is one of Teams' words for it. */
  | { kind: 'outage'; reason: string }
  /** Our own credentials are wrong, expired or not allowed. */
  | { kind: 'credentials'; reason: string }
  /** Blocked or uninstalled. */
  | { kind: 'forbidden'; reason: string }
  | { kind: 'not-found'; reason: string }
  | { kind: 'bad-request'; reason: string }

/** The slice of an axios error that is read; its other fields hold token and message. */
const httpErrorSchema = z.object({
  isAxiosError: z.literal(true),
  code: z.string().optional(),
  response: z
    .object({
      status: z.number(),
      headers: z.unknown(),
      data: z
        .object({ error: z.object({ code: z.string().max(100) }).optional() })
        .optional()
        .catch(undefined),
    })
    .optional(),
})

/** How MSAL, which fetches our token, names its errors; `errorCode` is one of a fixed list. */
const tokenErrorSchema = z.object({
  name: z.enum(['ServerError', 'ClientAuthError', 'ClientConfigurationError', 'AuthError']),
  errorCode: z.string().max(100),
})

/** MSAL's words for "no connection", which is no fault of the credentials. */
const networkErrorCodes = new Set(['network_error', 'no_network_connectivity', 'request_timeout'])
const standardPauseSeconds = 5

/** Sorts whatever a call through the SDK threw. */
export function readFailure(error: unknown): Failure {
  const http = httpErrorSchema.safeParse(error).data
  if (http) return readHttpFailure(http)
  const token = tokenErrorSchema.safeParse(error).data
  if (token && !networkErrorCodes.has(token.errorCode)) {
    return { kind: 'credentials', reason: token.errorCode }
  }
  return { kind: 'outage', reason: error instanceof Error ? error.name : 'unknown error' }
}

function readHttpFailure({ response, code }: z.infer<typeof httpErrorSchema>): Failure {
  if (!response) return { kind: 'outage', reason: code ?? 'network error' }
  const { status, data } = response
  const reason = data?.error ? `${status} ${data.error.code}` : String(status)
  switch (status) {
    case 401:
      return { kind: 'credentials', reason }
    case 403:
      return { kind: 'forbidden', reason }
    case 404:
      return { kind: 'not-found', reason }
    case 408:
    case 412:
      return { kind: 'outage', reason }
    case 429:
      return { kind: 'rate-limit', afterSeconds: retryAfter(response.headers) }
    default:
      return status >= 400 && status < 500
        ? { kind: 'bad-request', reason }
        : { kind: 'outage', reason }
  }
}

/** `Retry-After` in seconds, or as a date (RFC 9110, section 10.2.3). */
function retryAfter(headers: unknown): number {
  const given = z.object({ 'retry-after': z.coerce.string() }).safeParse(headers).data
  const header = given?.['retry-after'] ?? ''
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : standardPauseSeconds
}

/** One clause for the log on any failure. */
export function describeFailure(failure: Failure): string {
  return failure.kind === 'rate-limit'
    ? `429, wait ${failure.afterSeconds} seconds`
    : failure.reason
}
