/**
 * Looks every minute for users whom nobody answers, and for cases in which nobody writes any more.
 * What it finds becomes an inbound message like any other: its id names the silence, so that however
 * often it is found, it is handled once.
 */

import type { Config } from '../config.ts'
import type { HoursOf } from '../handoff/case-router.ts'
import { silentMediator } from '../handoff/relay.ts'
import { overdue } from '../handoff/route-case.ts'
import type { Logger } from '../logger.ts'
import type { InboundMessage } from '../message.ts'
import type { Case, QuietCase, Store } from '../storage/store.ts'

const minuteMilliseconds = 60_000
const hourMilliseconds = 60 * minuteMilliseconds
const dayMilliseconds = 24 * hourMilliseconds

export interface Reminders {
  /** One look; resolves when everything that was found is stored. */
  look(): Promise<void>
  stop(): Promise<void>
}

export function startReminders(options: {
  store: Pick<Store, 'listWaitingCases' | 'listQuietCases'>
  accept: (message: InboundMessage) => Promise<unknown>
  hoursOf: HoursOf
  /** Minutes of opening time; hours and days of the clock. */
  limits: Config['reminders']
  logger: Logger
  now: () => Date
}): Reminders {
  const { store, accept, hoursOf, limits, logger, now } = options
  const returnMilliseconds = limits.returnHours * hourMilliseconds
  const closeMilliseconds = limits.openCaseDays * dayMilliseconds
  let looking = Promise.resolve()

  async function look(): Promise<void> {
    const at = now()
    for (const record of await store.listWaitingCases()) {
      const message = await messageFor(record, at)
      if (message) await accept(message)
    }
    const shortest = Math.min(returnMilliseconds, closeMilliseconds)
    const before = new Date(at.getTime() - shortest).toISOString()
    for (const quiet of await store.listQuietCases(before)) {
      const step = quietStep(quiet, at)
      if (step) await accept(overdueMessage(quiet.record, step, quiet.since, at))
    }
  }

  /**
   * A user who waits is never sent back to the assistant, nor is a side of a conflict, who waits for
   * the other one; after weeks even their case ends.
   */
  function quietStep(quiet: QuietCase, at: Date): 'close' | 'return' | undefined {
    const { record, since, inMediation } = quiet
    const quietFor = at.getTime() - Date.parse(since)
    if (quietFor >= closeMilliseconds) return 'close'
    const isBetweenTurns = record.assistantMuted && !record.waitingSince && !inMediation
    return isBetweenTurns && quietFor >= returnMilliseconds ? 'return' : undefined
  }

  async function messageFor(record: Case, at: Date): Promise<InboundMessage | undefined> {
    const silent = silentMediator(record)
    const since = [record.waitingSince, record.askedAt]
      .filter((one) => one !== undefined)
      .sort()
      .at(-1)
    if (since === undefined) return undefined
    const step = overdue(
      {
        since: new Date(since),
        reminded: record.reminded,
        hours: await hoursOf(silent),
        isForAll: silent === undefined,
      },
      limits,
      at,
    )
    return step && overdueMessage(record, step, since, at)
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

function overdueMessage(
  record: Case,
  step: Extract<InboundMessage['content'], { kind: 'overdue' }>['step'],
  since: string,
  at: Date,
): InboundMessage {
  return {
    updateId: `overdue ${record.id} ${since} ${step}`,
    address: record.address,
    from: { kind: 'program' },
    content: { kind: 'overdue', caseId: record.id, step, since },
    receivedAt: at.toISOString(),
  }
}
