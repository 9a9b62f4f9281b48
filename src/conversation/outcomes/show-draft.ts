import type { Block } from '../../message.ts'
import { reply } from '../reply.ts'
import type { Turn } from '../turn.ts'

export interface Draft {
  /** What can be read so far; only the newest is shown, one at a time. */
  show(blocks: Block[]): void
  /** Nothing more is shown when it resolves: the answer itself comes after it. */
  end(): Promise<void>
}

/**
 * An answer on its way, for a channel that shows one; it is no message and is kept nowhere.
 * @param mayShow resolves when it is settled whether this answer is given at all.
 */
export function createDraft(turn: Turn, mayShow: Promise<boolean>): Draft | undefined {
  const { services, message, conversation } = turn
  const { showDraft } = services
  if (!showDraft) return undefined
  let newest: Block[] | undefined
  let work: Promise<void> | undefined
  let isOver = false

  async function showAll(): Promise<void> {
    while (newest && (await mayShow) && !isOver) {
      const draft = reply(services, conversation.language, newest)
      newest = undefined
      await showDraft?.(message.address, draft, message.updateId).catch(() => undefined)
    }
    work = undefined
  }

  return {
    show(blocks) {
      newest = blocks
      work ??= showAll()
    },
    async end() {
      isOver = true
      await work
    },
  }
}
