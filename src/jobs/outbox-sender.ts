/** Sends what is in the outbox, in order for each chat, and tries again until it is delivered. */
import type { Channel, Delivery } from '../channels/channel.ts'
import type { Logger } from '../logger.ts'
import { conversationKey } from '../message.ts'
import type { Store, StoredOutbound } from '../storage/store.ts'
import { createKeyedWorker, type KeyedWorker } from './keyed-worker.ts'

/** An hour: after a long failure of the vendor, people still get their answer soon after its end. */
const longestWaitSeconds = 3600

export function createOutboxSender(options: {
  store: Store
  channels: Channel[]
  logger: Logger
  now: () => Date
  /** The user has left or blocked the chat; what waited for them is dropped. */
  onGone: (outbound: StoredOutbound) => Promise<void>
  concurrency?: number
}): KeyedWorker {
  const { store, channels, logger, now, onGone } = options
  const waiting = new Map<string, NodeJS.Timeout>()

  async function work(channel: Channel, outbound: StoredOutbound): Promise<void> {
    const delivery: Delivery = await channel
      .send(outbound.address, outbound.message, outbound.id)
      .catch((error: unknown) => ({ kind: 'retry', afterSeconds: 1, reason: String(error) }))
    switch (delivery.kind) {
      case 'delivered':
        return store.outboundDelivered(outbound.id)
      case 'gone':
        // In this order: killed in between, the message is tried again and the news comes once.
        await onGone(outbound)
        return store.addressGone(outbound.address)
      case 'refused':
        logger.error(
          { outboxId: outbound.id, channel: outbound.address.channel, reason: delivery.reason },
          'The vendor refused a message for good. It is kept in the outbox with the reason.',
        )
        return store.outboundRefused(outbound.id, delivery.reason)
      case 'retry':
        return retryLater(outbound, delivery)
      default:
        return delivery satisfies never
    }
  }

  async function retryLater(
    outbound: StoredOutbound,
    { afterSeconds, reason }: Extract<Delivery, { kind: 'retry' }>,
  ): Promise<void> {
    const backoff = Math.min(2 ** outbound.attempts, longestWaitSeconds)
    const seconds = Math.min(Math.max(afterSeconds, backoff), longestWaitSeconds)
    logger.warn(
      { outboxId: outbound.id, channel: outbound.address.channel, reason, seconds },
      'A message could not be sent; it is tried again.',
    )
    await store.outboundRetry(outbound.id, new Date(now().getTime() + seconds * 1000).toISOString())
    waiting.set(
      outbound.id,
      setTimeout(
        () => {
          waiting.delete(outbound.id)
          wake()
        },
        seconds * 1000 + 5,
      ).unref(),
    )
  }

  // A worker for each channel: a vendor that hangs holds up nobody else's chats.
  const workers = channels.map((channel) =>
    createKeyedWorker<StoredOutbound>({
      next: (busy, limit) =>
        store.dueOutbound({ now: now().toISOString(), channel: channel.name, busy, limit }),
      keyOf: ({ address }) => conversationKey(address),
      work: (outbound) => work(channel, outbound),
      onError: (error) => logger.warn({ error }, 'Sending failed; the message is tried again.'),
      concurrency: options.concurrency ?? 30,
      idleMilliseconds: 1000,
    }),
  )
  function wake(): void {
    for (const worker of workers) worker.wake()
  }
  return {
    wake,
    async idle() {
      await Promise.all(workers.map((worker) => worker.idle()))
    },
    async stop() {
      for (const timer of waiting.values()) clearTimeout(timer)
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}
