/**
 * One call after the other, as vendors ask of a bot in one chat; what failed is tried again until
 * it is through. Holds names of what is to be done, not the work: that is read when its turn comes,
 * so that a restart loses nothing.
 */

/** What a failure means for the queue. */
export type Verdict =
  /** `everything`: nobody is served meanwhile, as after 429. */
  { kind: 'again'; afterSeconds: number; everything: boolean } | { kind: 'never' }

export interface SendQueue {
  /** Once more, also while this very one is under way; what waits for its next try goes on waiting. */
  add(name: string): void
  /** Finishes what is under way and begins nothing more. */
  stop(): Promise<void>
}

export function createSendQueue(options: {
  work: (name: string) => Promise<void>
  /** @param failures How often this one has failed before. */
  judge: (error: unknown, failures: number) => Verdict
}): SendQueue {
  /** When each is due, in milliseconds since 1970. */
  const waiting = new Map<string, number>()
  const failures = new Map<string, number>()
  let pausedUntil = 0
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  async function run(): Promise<void> {
    for (let name = next(); name !== undefined; name = next()) {
      waiting.delete(name)
      try {
        await options.work(name)
        failures.delete(name)
      } catch (error) {
        postpone(name, options.judge(error, failures.get(name) ?? 0))
      }
    }
  }

  function next(): string | undefined {
    const now = Date.now()
    if (isStopped || now < pausedUntil) return undefined
    for (const [name, due] of waiting) if (due <= now) return name
    return undefined
  }

  function postpone(name: string, verdict: Verdict): void {
    if (verdict.kind === 'never') {
      failures.delete(name)
      return
    }
    const due = Date.now() + verdict.afterSeconds * 1000
    if (verdict.everything) pausedUntil = due
    failures.set(name, (failures.get(name) ?? 0) + 1)
    waiting.set(name, due)
  }

  function wake(): void {
    if (running || isStopped) return
    clearTimeout(timer)
    running = run().finally(() => {
      running = undefined
      if (isStopped || waiting.size === 0) return
      const due = Math.max(Math.min(...waiting.values()), pausedUntil)
      timer = setTimeout(wake, Math.max(0, due - Date.now()) + 5).unref()
    })
  }

  return {
    add(name) {
      if (isStopped) return
      if (!waiting.has(name)) waiting.set(name, 0)
      wake()
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
