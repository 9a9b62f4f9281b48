import type { EventStream } from '../../../http/index.ts'
import type { Sessions } from './sessions.ts'

const checkMilliseconds = 60_000

export interface EventHub {
  add(stream: EventStream, tokenHash: string): void
  /** Tells every browser whose session is still good; closes the others. */
  caseChanged(caseId: string): Promise<void>
  /** Ends the streams whose session is over. */
  dropExpired(): Promise<void>
  stop(): void
}

/** Open browsers. They learn which case changed and fetch it themselves: no content passes here. */
export function createEventHub(sessions: Pick<Sessions, 'isOpen'>): EventHub {
  const streams = new Map<EventStream, string>()
  const check = setInterval(() => {
    // A database that is away for a moment ends nobody's session; the next round looks again.
    dropExpired().catch(() => undefined)
  }, checkMilliseconds)
  check.unref()

  async function dropExpired(): Promise<void> {
    for (const [stream, tokenHash] of streams) {
      if (!(await sessions.isOpen(tokenHash))) stream.close()
    }
  }

  return {
    add(stream, tokenHash) {
      streams.set(stream, tokenHash)
      stream.closed.then(() => streams.delete(stream))
    },
    async caseChanged(caseId) {
      await dropExpired()
      for (const stream of streams.keys()) stream.send('case', { caseId })
    },
    dropExpired,
    stop() {
      clearInterval(check)
      for (const stream of streams.keys()) stream.close()
    },
  }
}
