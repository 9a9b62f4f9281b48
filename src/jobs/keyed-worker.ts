/**
 * Takes work from a durable queue: one at a time for each key, different keys side by side. Used by
 * the inbox (key: conversation) and the outbox (key: chat), so that order is kept where it matters.
 */
export interface KeyedWorkerOptions<Item> {
  /** The next items, at most one a key and none of a busy key. */
  next: (busy: ReadonlySet<string>, limit: number) => Promise<Item[]>
  keyOf: (item: Item) => string
  work: (item: Item) => Promise<void>
  /** Something failed that `work` did not handle; the item comes again at the next look. */
  onError: (error: unknown) => void
  concurrency: number
  /** How often the queue is looked at when nobody wakes the worker, in milliseconds. */
  idleMilliseconds: number
}

export interface KeyedWorker {
  /** There may be work: look now. */
  wake(): void
  /** Resolves when nothing is under way and nothing was left at the last look. */
  idle(): Promise<void>
  /** Finishes what is under way and takes nothing more. */
  stop(): Promise<void>
}

export function createKeyedWorker<Item>(options: KeyedWorkerOptions<Item>): KeyedWorker {
  const busy = new Set<string>()
  const underWay = new Set<Promise<void>>()
  let stopped = false
  let looking: Promise<void> | undefined
  let lookAgain = false
  const timer = setInterval(wake, options.idleMilliseconds)
  timer.unref()

  function wake(): void {
    if (stopped) return
    if (looking) {
      lookAgain = true
      return
    }
    // Work that ends in the same round of the event loop shares one look.
    looking = new Promise(setImmediate)
      .then(look)
      .catch(options.onError)
      .finally(() => {
        looking = undefined
        if (lookAgain) {
          lookAgain = false
          wake()
        }
      })
  }

  async function look(): Promise<void> {
    const free = options.concurrency - busy.size
    if (free <= 0) return
    for (const item of await options.next(busy, free)) {
      if (stopped) return
      const key = options.keyOf(item)
      busy.add(key)
      const running = options
        .work(item)
        .then(
          () => true,
          (error: unknown) => {
            options.onError(error)
            return false
          },
        )
        .then((isDone) => {
          busy.delete(key)
          underWay.delete(running)
          // After a failure the timer looks again, so that a broken disk is not hammered.
          if (isDone) wake()
        })
      underWay.add(running)
    }
  }

  return {
    wake,
    async idle() {
      wake()
      while (looking || underWay.size > 0) {
        await looking
        await Promise.all(underWay)
      }
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await Promise.all(underWay)
    },
  }
}
