/** What mediators press: on the card, in a question on it, or among those to whom a case can go over. */
import type { DeskAct } from '../../../message.ts'
import type { Store } from '../../../storage/store.ts'
import type { AcceptDeskAct } from '../../desk.ts'
import { actOf } from '../shared/describe-case.ts'
import type { TakeAct } from '../shared/take-act.ts'
import { colleagueOf, dismissVerb, type Question, questionOf } from './card.ts'
import type { Colleague } from './colleagues.ts'
import type { Asked } from './read-update.ts'

/** @returns Resolves to the key of the sentence that stops the button's spinner. */
export function createPressTaker(options: {
  store: Pick<Store, 'findDeskCase'>
  desk: string
  takeAct: TakeAct
  listColleagues: () => Promise<Colleague[]>
  removeLater(message: number): void
  /** Opens a question on the card, or closes it. */
  ask(caseId: string, question: Question | undefined): void
}): (press: Extract<Asked, { kind: 'press' }>, acceptAct: AcceptDeskAct) => Promise<string> {
  const { store, desk, takeAct, listColleagues, removeLater, ask } = options

  async function handOverAct(data: string): Promise<DeskAct | undefined> {
    const account = colleagueOf(data)
    const to = (await listColleagues()).find((one) => one.account === account)
    return to && { kind: 'hand-over', to }
  }

  return async ({ message, topic, data, query, by }, acceptAct) => {
    const byCard = await store.findDeskCase(desk, String(message))
    const caseId =
      byCard ?? (topic === undefined ? undefined : await store.findDeskCase(desk, String(topic)))
    if (caseId === undefined) return 'desk.error.case-gone'
    const question = questionOf(data)
    if (question) {
      ask(caseId, question)
      return question === 'close' ? 'desk.close.outcome' : 'desk.release.question'
    }
    // A question on the card is answered there; one of its own goes away with the answer.
    if (byCard) ask(caseId, undefined)
    if (data === dismissVerb) {
      if (!byCard) removeLater(message)
      return 'desk.working'
    }
    const act = actOf(data) ?? (await handOverAct(data))
    if (!act) return 'desk.error.unexpected'
    const updateId = `desk:${desk} press ${query}`
    const problem = await takeAct({ acceptAct, updateId, caseId, act, mediator: by })
    if (problem) return problem
    if (!byCard) removeLater(message)
    // The card follows when the core has decided.
    return 'desk.working'
  }
}
