/** Sends the parts of a message in order and, after a failure, goes on where it stopped. */
import type { Delivery } from './channel.ts'

/** Unfinished messages that are remembered; the oldest is forgotten first. */
const mostUnfinished = 10_000

/** How far the sending of one message has come. */
interface Progress {
  partsSent: number
  failures: number
}

/** @param failures How often sending this message has failed before. */
export type JudgeFailure = (error: unknown, failures: number) => Delivery

export type SendParts = <Part>(
  outboxId: string,
  parts: readonly Part[],
  sendPart: (part: Part, index: number) => Promise<unknown>,
) => Promise<Delivery>

/**
 * Neither Telegram nor Teams takes an idempotency key, so this memory is what keeps the first parts
 * from going out again. It ends with the process; and a part whose answer got lost on the way is sent
 * twice rather than never.
 */
export function createPartSender(judge: JudgeFailure): SendParts {
  const unfinished = new Map<string, Progress>()

  function remember(outboxId: string, progress: Progress): void {
    progress.failures += 1
    unfinished.set(outboxId, progress)
    for (const oldest of unfinished.keys()) {
      if (unfinished.size <= mostUnfinished) break
      unfinished.delete(oldest)
    }
  }

  return async (outboxId, parts, sendPart) => {
    if (parts.length === 0) return { kind: 'refused', reason: 'the message has nothing to show' }
    const progress = unfinished.get(outboxId) ?? { partsSent: 0, failures: 0 }
    try {
      for (const [index, part] of parts.entries()) {
        if (index < progress.partsSent) continue
        await sendPart(part, index)
        progress.partsSent = index + 1
      }
    } catch (error) {
      const delivery = judge(error, progress.failures)
      if (delivery.kind === 'retry') remember(outboxId, progress)
      else unfinished.delete(outboxId)
      return delivery
    }
    unfinished.delete(outboxId)
    return { kind: 'delivered' }
  }
}
