/** Waiting for what a fake is about to see: no test sleeps. */
const patienceSeconds = 10

export interface Waiting {
  /** Something happened: whoever waits looks again. */
  look(): void
  /** Resolves to what `find` finds, now or after a later look. */
  until<Found>(find: () => Found | undefined, what: string): Promise<Found>
}

/** @param describe What was seen instead, for the error of who waited in vain. */
export function createWaiting(describe: () => string): Waiting {
  const observers = new Set<() => void>()
  return {
    look() {
      for (const observer of observers) observer()
    },
    until: (find, what) =>
      new Promise((resolve, reject) => {
        const observer = () => {
          const found = find()
          if (found === undefined) return
          clearTimeout(timer)
          observers.delete(observer)
          resolve(found)
        }
        const timer = setTimeout(() => {
          observers.delete(observer)
          reject(new Error(`Waited ${patienceSeconds} s for ${what}; ${describe()}`))
        }, patienceSeconds * 1000)
        observers.add(observer)
        observer()
      }),
  }
}
