/**
 * Group commit (DeWitt et al. 1984): works that come while another commit is under way share the
 * next transaction, so that one wait for the disk makes all of them durable. Each work runs in a
 * savepoint of its own: one that fails is rolled back alone and rejects alone.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from './tables.ts'

export type RunInGroup = <Result>(
  work: (transaction: Transaction<Database>) => Promise<Result>,
) => Promise<Result>

interface Queued {
  run(transaction: Transaction<Database>): Promise<void>
  /** The group is on disk. */
  settle(): void
  reject(error: unknown): void
}

export function createGroupCommit(database: Kysely<Database>): RunInGroup {
  let queue: Queued[] = []
  let committing = false

  async function commitGroups(): Promise<void> {
    committing = true
    // Messages that arrived in the same round of the event loop belong together.
    await new Promise(setImmediate)
    while (queue.length > 0) {
      const group = queue
      queue = []
      try {
        await database.transaction().execute(async (transaction) => {
          for (const work of group) await work.run(transaction)
        })
        for (const work of group) work.settle()
      } catch (error) {
        for (const work of group) work.reject(error)
      }
    }
    committing = false
  }

  return (work) =>
    new Promise((resolve, reject) => {
      let settle = () => {}
      queue.push({
        async run(transaction) {
          try {
            const result = await inSavepoint(transaction, work)
            settle = () => resolve(result)
          } catch (error) {
            settle = () => reject(error)
          }
        },
        settle: () => settle(),
        reject,
      })
      if (!committing) void commitGroups()
    })
}

async function inSavepoint<Result>(
  transaction: Transaction<Database>,
  work: (transaction: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  await sql`savepoint work`.execute(transaction)
  try {
    const result = await work(transaction)
    await sql`release savepoint work`.execute(transaction)
    return result
  } catch (error) {
    await sql`rollback to savepoint work`.execute(transaction)
    throw error
  }
}
