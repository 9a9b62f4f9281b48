import { isDeepStrictEqual } from 'node:util'
import type { EventStream } from '../../http/index.ts'
import type { Address, OutboundMessage } from '../../message.ts'
import { type HistoryLine, toWebLine } from './markup.ts'
import { webEvents } from './protocol.ts'

/** Lines that a page gets at once; older ones are not shown. */
export const historyLimit = 100
/** Tabs of one browser that may listen; opening another closes the oldest. */
const largestAudience = 6

export type ReadHistory = (address: Address, limit: number) => Promise<HistoryLine[]>

/** Brings the open pages of a conversation up to date. */
export interface Audience {
  /** Sends every line after `lastLine` to this stream, and from then on each new one. */
  join(address: Address, stream: EventStream, lastLine: number): Promise<void>
  /** Tells all pages what is new. Resolves when it is on the wire, also where nobody listens. */
  publish(address: Address, message: OutboundMessage, outboxId: string): Promise<void>
  showTyping(address: Address): void
  /** An answer as far as it is written; in no transcript. */
  showDraft(address: Address, message: OutboundMessage): void
  close(): void
}

interface Listener {
  stream: EventStream
  /** Number of the last transcript line that went out. */
  lastLine: number
  /** Messages outside the transcript that went out; a sender may repeat itself. */
  sentOutside: Set<string>
  /** Ends when all work so far is done: one page gets one thing after the other. */
  queue: Promise<void>
}

/**
 * The transcript is what orders lines and numbers them, so each page is brought from its last line
 * to the newest one; a message that stands in no transcript (the farewell after everything was
 * erased) goes out by itself.
 */
export function createAudience(readHistory: ReadHistory): Audience {
  const listeners = new Map<string, Set<Listener>>()

  function inTurn(listener: Listener, work: () => Promise<void>): Promise<void> {
    // A page that could not be served reconnects, and is served then.
    listener.queue = listener.queue.then(work).catch(() => listener.stream.close())
    return listener.queue
  }

  async function bringUpToDate(listener: Listener, address: Address): Promise<HistoryLine[]> {
    const history = await readHistory(address, historyLimit)
    const erased =
      history.length < historyLimit &&
      !history.some((line) => Number(line.id) === listener.lastLine)
    if (listener.lastLine > 0 && erased) {
      listener.stream.send(webEvents.cleared, {})
      listener.lastLine = 0
    }
    for (const line of history) {
      if (Number(line.id) <= listener.lastLine) continue
      listener.stream.send(webEvents.line, toWebLine(line), String(line.id))
      listener.lastLine = Number(line.id)
    }
    return history
  }

  return {
    async join(address, stream, lastLine) {
      const listener = {
        stream,
        lastLine,
        sentOutside: new Set<string>(),
        queue: Promise.resolve(),
      }
      const together = listeners.get(address.conversation) ?? new Set()
      listeners.set(address.conversation, together.add(listener))
      stream.closed.then(() => {
        together.delete(listener)
        const isCurrent = listeners.get(address.conversation) === together
        if (together.size === 0 && isCurrent) listeners.delete(address.conversation)
      })
      if (together.size > largestAudience) [...together][0]?.stream.close()
      await inTurn(listener, async () => {
        await bringUpToDate(listener, address)
      })
    },

    async publish(address, message, outboxId) {
      const audience = [...(listeners.get(address.conversation) ?? [])]
      await Promise.all(
        audience.map((listener) =>
          inTurn(listener, async () => {
            const history = await bringUpToDate(listener, address)
            const recorded = history.some(
              ({ content }) =>
                content.kind === 'reply' && isDeepStrictEqual(content.message, message),
            )
            if (recorded || listener.sentOutside.has(outboxId)) return
            listener.sentOutside.add(outboxId)
            const at = new Date().toISOString()
            const line = toWebLine({ id: outboxId, at, content: { kind: 'reply', message } })
            listener.stream.send(webEvents.line, line)
          }),
        ),
      )
    },

    showTyping({ conversation }) {
      for (const { stream } of listeners.get(conversation) ?? []) stream.send(webEvents.typing, {})
    },

    showDraft({ conversation }, message) {
      const at = new Date().toISOString()
      const line = toWebLine({ id: 'draft', at, content: { kind: 'reply', message } })
      for (const { stream } of listeners.get(conversation) ?? []) stream.send(webEvents.draft, line)
    },

    close() {
      for (const together of listeners.values()) for (const { stream } of together) stream.close()
    },
  }
}
