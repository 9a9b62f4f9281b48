import { type WebLine, webEvents } from '../protocol.ts'
import { createBackoff } from './backoff.ts'

export interface ConnectionOptions {
  /** Number of the last line that the page has. */
  newestLine: () => number
  onLine: (line: WebLine) => void
  onCleared: () => void
  onTyping: () => void
  onDraft: (line: WebLine) => void
  onStateChange: (connected: boolean) => void
}

/** A phone that slept this long may hold a connection that is dead without knowing it. */
const longSleepMilliseconds = 30_000

/** Listens for new lines, and comes back after every break where it left off. */
export function createConnection(options: ConnectionOptions) {
  const backoff = createBackoff()
  let source: EventSource | undefined
  let hiddenSince = 0

  function connect(): void {
    source = new EventSource(`/chat/events?after=${options.newestLine()}`)
    source.addEventListener('open', () => {
      backoff.reset()
      options.onStateChange(true)
    })
    source.addEventListener(webEvents.line, (event) => options.onLine(JSON.parse(event.data)))
    source.addEventListener(webEvents.cleared, options.onCleared)
    source.addEventListener(webEvents.typing, options.onTyping)
    source.addEventListener(webEvents.draft, (event) => options.onDraft(JSON.parse(event.data)))
    source.addEventListener('error', reconnect)
  }

  async function reconnect(): Promise<void> {
    // The browser's own retry never waits longer and gives up on a server that restarts.
    source?.close()
    options.onStateChange(false)
    await backoff.wait()
    connect()
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      hiddenSince = Date.now()
    } else if (source?.readyState === EventSource.CLOSED) {
      backoff.hurry()
    } else if (source && Date.now() - hiddenSince > longSleepMilliseconds) {
      source.close()
      connect()
    }
  })

  return {
    /** Begins to listen; calling it again changes nothing. */
    open(): void {
      if (!source) connect()
    },
  }
}
