import type { Case } from '../../storage/store.ts'
import type { Turn } from '../turn.ts'

/** Nobody of an organisation gets a case whose user did not agree to it, from whichever desk. */
export async function mayHave(
  { services }: Turn,
  { organisations = [] }: Case,
  account: string,
): Promise<boolean> {
  const organisation = await services.organisationOf(account)
  return organisation === undefined || organisations.includes(organisation)
}
