/** Organisations of the directory, as the desk names them. */
import type { Account } from '../../../storage/store.ts'
import { type DirectoryTerms, mayTakeCases } from '../../organisation-settings.ts'
import type { DeskAccount } from './wire.ts'

export type DeskOrganisations = ReadonlyMap<string, DirectoryTerms>

/** Who can be invited: everybody who has not said no. */
export function invitable(organisations: DeskOrganisations): { id: string; name: string }[] {
  return [...organisations.values()]
    .filter(mayTakeCases)
    .map(({ id, name }) => ({ id, name }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'de'))
}

/** An organisation that left the directory is named by its id: its people keep their account. */
export function describeOrganisation(organisations: DeskOrganisations, id: string) {
  return { id, name: organisations.get(id)?.name ?? id }
}

export function describeAccount(
  { id, name, administrator, organisation, createdAt }: Account,
  organisations: DeskOrganisations,
): DeskAccount {
  return {
    id,
    name,
    administrator,
    ...(organisation && {
      organisation: { ...describeOrganisation(organisations, organisation), agreedAt: createdAt },
    }),
  }
}
