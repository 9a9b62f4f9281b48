/**
 * Looks every minute for users whom nobody answers. What it finds becomes an inbound message like any
 * other: its id names the silence, so that however often it is found, it is handled once.
 */
import { parseMediatorSettings } from '../handoff/mediator-settings.ts'
import { usualHours } from '../handoff/office-hours.ts'
import { silentMediator } from '../handoff/relay.ts'
import { overdue } from '../handoff/route-case.ts'
import type { Logger } from '../logger.ts'
import type { InboundMessage } from '../message.ts'
import type { Case, Store } from '../storage/store.ts'

const minuteMilliseconds = 60_000

export interface Reminders {
  /** One look; resolves when everything that was found is stored. */
  look(): Promise<void>
  stop(): Promise<void>
}

export function startReminders(options: {
  store: Pick<Store, 'listWaitingCases' | 'readAccount'>
  accept: (message: InboundMessage) => Promise<unknown>
  /** Minutes of opening time. */
  limits: { remindMinutes: number; rerouteMinutes: number }
  logger: Logger
  now: () => Date
}): Reminders {
  const { store, accept, limits, logger, now } = options
  let looking = Promise.resolve()

  async function look(): Promise<void> {
    const at = now()
    for (const record of await store.listWaitingCases()) {
      const message = await messageFor(record, at)
      if (message) await accept(message)
    }
  }

  async function messageFor(record: Case, at: Date): Promise<InboundMessage | undefined> {
    const silent = silentMediator(record)
    const account = silent === undefined ? undefined : await store.readAccount(silent)
    const since = [record.waitingSince, record.askedAt]
      .filter((one) => one !== undefined)
      .sort()
      .at(-1)
    if (since === undefined) return undefined
    const step = overdue(
      {
        since: new Date(since),
        reminded: record.reminded,
        hours: account ? parseMediatorSettings(account.settings).hours : usualHours,
        isForAll: silent === undefined,
      },
      limits,
      at,
    )
    if (!step) return undefined
    return {
      updateId: `overdue ${record.id} ${since} ${step}`,
      address: record.address,
      from: { kind: 'program' },
      content: { kind: 'overdue', caseId: record.id, step },
      receivedAt: at.toISOString(),
    }
  }

  function lookQuietly(): Promise<void> {
    looking = look().catch((error: unknown) =>
      logger.error({ error }, 'Waiting cases could not be read; tried again in a minute.'),
    )
    return looking
  }
  const timer = setInterval(lookQuietly, minuteMilliseconds)
  timer.unref()
  return {
    look,
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
