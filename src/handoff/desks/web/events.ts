import type { EventStream } from '../../../http/index.ts'
import type { Sessions } from './sessions.ts'
import type { Visibility } from './visibility.ts'

const checkMilliseconds = 60_000

export interface EventHub {
  /** @param organisation whose account this is; absent for our own mediators, who see every case. */
  add(stream: EventStream, tokenHash: string, organisation?: string): Promise<void>
  /** Tells every browser that may know of it, if its session is still good; closes the others. */
  caseChanged(caseId: string): Promise<void>
  /** Ends the streams whose session is over. */
  dropExpired(): Promise<void>
  stop(): void
}

interface Listener {
  tokenHash: string
  /** Cases that this browser may have on its page; only where it may not have all. */
  partial?: { organisation: string; known: Set<string> }
}

/** Open browsers. They learn which case changed and fetch it themselves: no content passes here. */
export function createEventHub(
  sessions: Pick<Sessions, 'isOpen'>,
  visibility: Visibility,
): EventHub {
  const streams = new Map<EventStream, Listener>()
  const check = setInterval(() => {
    // A database that is away for a moment ends nobody's session; the next round looks again.
    dropExpired().catch(() => undefined)
  }, checkMilliseconds)
  check.unref()

  async function dropExpired(): Promise<void> {
    for (const [stream, { tokenHash }] of streams) {
      if (!(await sessions.isOpen(tokenHash))) stream.close()
    }
  }

  /** Also of a case that was visible and no longer is, so that the page takes it away. */
  async function hearsOf({ partial }: Listener, caseId: string): Promise<boolean> {
    if (!partial) return true
    const { organisation, known } = partial
    if (!(await visibility.sees({ organisation }, caseId))) return known.delete(caseId)
    known.add(caseId)
    return true
  }

  return {
    async add(stream, tokenHash, organisation) {
      const partial = organisation ? { organisation, known: new Set<string>() } : undefined
      streams.set(stream, { tokenHash, ...(partial && { partial }) })
      stream.closed.then(() => streams.delete(stream))
      if (!partial) return
      for (const caseId of await visibility.list(partial.organisation)) partial.known.add(caseId)
    },
    async caseChanged(caseId) {
      await dropExpired()
      for (const [stream, listener] of streams) {
        if (await hearsOf(listener, caseId)) stream.send('case', { caseId })
      }
    },
    dropExpired,
    stop() {
      clearInterval(check)
      for (const stream of streams.keys()) stream.close()
    },
  }
}
