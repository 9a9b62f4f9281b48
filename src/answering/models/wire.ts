/** One request to a provider: fenced to its address, ended by its signal, its status remembered. */

export interface Wire {
  /** Handed to a vendor's client in place of the global one. */
  fetch: typeof fetch
  /** HTTP status of the answer; absent where none came. */
  status?: number
  retryAfterSeconds?: number
  /** What the provider did not like, read by the program alone: it may repeat the prompt. */
  complaint?: string
}

/** The provider answered with an error; the wire remembers which. */
class RefusedRequest extends Error {
  override name = 'RefusedRequest'
}

const longestComplaint = 2_000

/**
 * @param base everything goes there and nowhere else: clients read settings of their own from the
 * environment, and a provider may redirect.
 */
export function createWire(base: string, signal: AbortSignal): Wire {
  const { origin } = new URL(base)
  const wire: Wire = {
    async fetch(input, init) {
      const address = new URL(input instanceof Request ? input.url : input)
      if (address.origin !== origin)
        throw new Error(`A model's client asked for ${address.origin}.`)
      const response = await fetch(input, {
        ...init,
        redirect: 'error',
        signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal,
      })
      wire.status = response.status
      if (response.ok) return response
      const seconds = secondsOf(response.headers.get('retry-after'))
      if (seconds !== undefined) wire.retryAfterSeconds = seconds
      wire.complaint = (await response.text()).slice(0, longestComplaint)
      throw new RefusedRequest(`The provider answered ${response.status}.`)
    },
  }
  return wire
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
function secondsOf(header: string | null): number | undefined {
  if (!header) return undefined
  const seconds = /^\d+$/.test(header.trim())
    ? Number(header)
    : (Date.parse(header) - Date.now()) / 1_000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined
}
