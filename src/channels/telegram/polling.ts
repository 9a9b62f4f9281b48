/** Updates that we fetch: no public address is needed, so a laptop will do. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from 'grammy'
import { describeFailure, type Failure, readFailure } from './failure.ts'
import type { Logger } from './logger.ts'
import type { Receiver } from './receive.ts'
import { callSignal } from './signal.ts'

/** `edited_message` is not among them: an answer that was given stays given. */
export const usualUpdates = ['message', 'callback_query', 'my_chat_member'] as const
/** A desk in a group follows the edits of mediators, and who has left the group. */
export const updatesWithDesk = [...usualUpdates, 'edited_message', 'chat_member'] as const
export type AllowedUpdates = typeof usualUpdates | typeof updatesWithDesk

const longestPauseSeconds = 30

interface PollOptions {
  api: Api
  receiver: Receiver
  /** Seconds that Telegram holds the connection while nobody writes. */
  timeoutSeconds: number
  allowedUpdates: AllowedUpdates
  logger: Logger
  /** Ends the loop at once. */
  signal: AbortSignal
}

/**
 * Fetches updates until aborted. The offset, by which Telegram forgets an update, moves on only
 * after the update was stored; what was stored but not yet confirmed when the process ended comes
 * again and is recognised by its id. Never rejects.
 */
export async function poll(options: PollOptions): Promise<void> {
  const { api, receiver, timeoutSeconds, allowedUpdates, logger, signal } = options
  let offset: number | undefined
  let webhookDeleted = false
  let failures = 0
  let lastTold = ''

  async function fetchOnce(): Promise<void> {
    if (!webhookDeleted) {
      await api.deleteWebhook(undefined, callSignal(signal))
      webhookDeleted = true
    }
    const asked = performance.now()
    const updates = await api.getUpdates(
      { timeout: timeoutSeconds, allowed_updates: allowedUpdates, ...(offset && { offset }) },
      callSignal(signal),
    )
    if (failures > 0) logger.info({}, 'Telegram answers again')
    for (const update of updates) {
      await storeOrThrow(update)
      offset = update.update_id + 1
    }
    failures = 0
    lastTold = ''
    // A proxy in between that does not hold an empty poll open must not make this loop spin.
    if (updates.length === 0 && performance.now() - asked < 250) await pause(0.25, signal)
  }

  async function storeOrThrow(update: { update_id: number }): Promise<void> {
    if (!Number.isSafeInteger(update.update_id)) throw new StorageFailure('update without an id')
    try {
      await receiver.receive(update)
    } catch (error) {
      throw new StorageFailure(error instanceof Error ? error.message : String(error))
    }
  }

  /** A line when the trouble begins or changes, not one a retry. */
  function tell(message: string, reason: string): void {
    if (message === lastTold) return
    lastTold = message
    logger.error({ reason }, message)
  }

  while (!signal.aborted) {
    try {
      await fetchOnce()
    } catch (error) {
      if (signal.aborted) break
      failures += 1
      let seconds = Math.min(2 ** (failures - 1), longestPauseSeconds)
      if (error instanceof StorageFailure) {
        tell('An update could not be stored; it is fetched again', error.message)
      } else {
        const failure = readFailure(error)
        tell(adviceOn(failure), describeFailure(failure))
        if (failure.kind === 'rate-limit') seconds = failure.afterSeconds
        if (failure.kind === 'conflict') webhookDeleted = false
      }
      await pause(seconds, signal)
    }
  }
}

class StorageFailure extends Error {
  override name = 'StorageFailure'
}

function adviceOn(failure: Failure): string {
  switch (failure.kind) {
    case 'conflict':
      return 'Another program receives the messages of this Telegram bot; stop it, or use a bot of its own for each'
    case 'token':
      return 'Telegram does not know this bot; check TELEGRAM_BOT_TOKEN'
    case 'rate-limit':
    case 'outage':
      return 'Telegram cannot be reached; trying again'
    case 'forbidden':
    case 'bad-request':
      return 'Telegram refuses to hand out updates; trying again'
    default:
      return failure satisfies never
  }
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined)
}
