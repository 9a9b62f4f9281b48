/** An act that somebody at a vendor's desk wants to do: what stands against it, or it is stored. */
import type { DeskAct } from '../../../message.ts'
import type { Case, Store } from '../../../storage/store.ts'
import { type AcceptDeskAct, actMessage, type MediatorAct } from '../../desk.ts'

export interface WantedAct extends Pick<MediatorAct, 'updateId' | 'mediator' | 'caseId' | 'act'> {
  acceptAct: AcceptDeskAct
  /**
   * Makes the act whole where nothing stands against it, such as by storing what goes along; resolves
   * to the key of a sentence where that failed.
   */
  prepare?: (record: Case) => Promise<DeskAct | string>
}

/** Resolves to the key of the sentence that says why not, or to `undefined` once it is stored. */
export type TakeAct = (wanted: WantedAct) => Promise<string | undefined>

export function createActTaker(options: {
  store: Pick<Store, 'readCase' | 'readOpenCase'>
  now(): Date
}): TakeAct {
  const { store, now } = options

  /** Why nothing can be done here now. The core decides again when the act's turn comes. */
  async function obstacleTo(act: DeskAct, record: Case, account: string) {
    if (act.kind === 'note') return undefined
    if (act.kind === 'reopen') {
      const other = await store.readOpenCase(record.conversation)
      return other && other.id !== record.id ? 'desk.error.other-case-open' : undefined
    }
    if (record.status === 'closed') return 'desk.error.case-closed'
    if (act.kind === 'correct' && !record.claimedBy) return 'desk.claim.hint'
    const isOthers = record.claimedBy && record.claimedBy.account !== account
    return isOthers ? 'desk.error.case-claimed' : undefined
  }

  return async ({ acceptAct, updateId, mediator, caseId, act: wanted, prepare }) => {
    const record = await store.readCase(caseId)
    if (!record) return 'desk.error.case-gone'
    const obstacle = await obstacleTo(wanted, record, mediator.account)
    if (obstacle) return obstacle
    const act = prepare ? await prepare(record) : wanted
    if (typeof act === 'string') return act
    const { address } = record
    await acceptAct(actMessage({ updateId, address, mediator, caseId, act, receivedAt: now() }))
    return undefined
  }
}
