/**
 * Who sees which case. Our own mediators and administrators see all; an account of an organisation sees
 * what the user gave to that organisation, while it is its turn or anybody's.
 */
import type { Account } from '../../../storage/store.ts'
import type { WebDeskStore } from './options.ts'

export interface Visibility {
  sees(account: Pick<Account, 'organisation'>, caseId: string): Promise<boolean>
  /** Cases that an organisation's account sees now. */
  list(organisation: string): Promise<string[]>
  /** Whether the user has agreed that this account may have the case. */
  mayReceive(account: Pick<Account, 'organisation'>, agreed: readonly string[]): boolean
}

/** As many as the list shows at most. */
const mostListed = 1_000

export function createVisibility(
  store: Pick<WebDeskStore, 'organisationSees' | 'searchCases'>,
): Visibility {
  return {
    sees: async ({ organisation }, caseId) =>
      organisation === undefined || store.organisationSees(organisation, caseId),
    async list(organisation) {
      const found = await Promise.all(
        [false, true].map((isClosed) => store.searchCases({ isClosed, organisation }, mostListed)),
      )
      return found.flat().map(({ record }) => record.id)
    },
    mayReceive: ({ organisation }, agreed) =>
      organisation === undefined || agreed.includes(organisation),
  }
}
