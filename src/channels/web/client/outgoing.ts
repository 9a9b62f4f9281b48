import { postMessage } from './api.ts'
import { createBackoff } from './backoff.ts'
import { asPost, type Pending } from './transcript.ts'

export interface Outgoing {
  send(pending: Pending): void
  /** Tries what failed or waits once more, at once. */
  resend(pending: Pending): void
}

const storageKey = 'lotse-unsent'

/**
 * Sends one message after the other. What can't be sent is kept, also over a reload of the page,
 * and goes out when the network is back.
 */
export function createOutgoing(options: {
  language: () => string
  onChange: (pending: Pending) => void
}): Outgoing {
  const backoff = createBackoff()
  let unsent: Pending[] = []
  let running = false

  function change(pending: Pending): void {
    unsent = unsent.filter(({ id }) => id !== pending.id)
    if (pending.state !== 'accepted') unsent.push(pending)
    keep(unsent)
    options.onChange(pending)
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    for (let next = due(); next; next = due()) {
      const answer = await postMessage(asPost(next, options.language()))
      switch (answer.kind) {
        case 'accepted':
          backoff.reset()
          change({ ...next, state: 'accepted' })
          break
        case 'refused':
          change({ ...next, state: 'failed', ...(answer.problem && { problem: answer.problem }) })
          break
        case 'unreachable':
          change({ ...next, state: 'waiting' })
          await backoff.wait()
          break
        default:
          throw answer satisfies never
      }
    }
    running = false
  }

  /** The oldest first, so that a conversation keeps its order. */
  function due(): Pending | undefined {
    return unsent
      .filter(({ state }) => state !== 'failed')
      .sort((one, other) => one.at.localeCompare(other.at))[0]
  }

  function send({ problem: _problem, ...pending }: Pending): void {
    change({ ...pending, state: 'sending' })
    backoff.hurry()
    run()
  }

  return { send, resend: send }
}

/** What an earlier load of this page could not send. */
export function readUnsent(): Pending[] {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '[]')
  } catch {
    return []
  }
}

function keep(unsent: Pending[]): void {
  try {
    if (unsent.length === 0) sessionStorage.removeItem(storageKey)
    else sessionStorage.setItem(storageKey, JSON.stringify(unsent))
  } catch {
    // Storage is switched off: then it is kept as long as the page is open.
  }
}
