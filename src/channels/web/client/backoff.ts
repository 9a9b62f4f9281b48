export interface Backoff {
  /** Resolves after 1, 2, 4 ... 30 seconds, or as soon as `hurry` is called or the network is back. */
  wait(): Promise<void>
  hurry(): void
  reset(): void
}

const longestSeconds = 30

/** Waits longer after each failure, a little at random so that not all pages come back at once. */
export function createBackoff(): Backoff {
  let failures = 0
  let hurry = () => {}
  window.addEventListener('online', () => hurry())
  return {
    wait() {
      const seconds = Math.min(2 ** failures, longestSeconds) * (0.75 + Math.random() / 2)
      failures += 1
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000)
        hurry = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    },
    hurry: () => hurry(),
    reset() {
      failures = 0
    },
  }
}
