/** Deletes what is older than the operator allows, at start and then every hour. */
import type { Config } from '../config.ts'
import type { Logger } from '../logger.ts'
import type { Store } from '../storage/store.ts'

const hourMilliseconds = 3_600_000
const dayMilliseconds = 24 * hourMilliseconds

export function startRetention(options: {
  store: Store
  retention: Config['retention']
  logger: Logger
  now: () => Date
}): { stop: () => Promise<void> } {
  const { store, retention, logger, now } = options

  async function sweep(): Promise<void> {
    const before = (days: number) =>
      new Date(now().getTime() - days * dayMilliseconds).toISOString()
    try {
      const deleted = await store.deleteExpired({
        conversationsBefore: before(retention.conversationDays),
        closedCasesBefore: before(retention.closedCaseDays),
        auditBefore: before(retention.auditDays),
        now: now().toISOString(),
      })
      if (deleted > 0) logger.info({ deleted }, 'Deleted what was past its time.')
    } catch (error) {
      logger.error({ error }, 'Old conversations could not be deleted; tried again in an hour.')
    }
  }

  let running = sweep()
  const timer = setInterval(() => {
    running = sweep()
  }, hourMilliseconds)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
