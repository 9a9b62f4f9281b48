/** The part of the port to storage that organisations of the directory need when they take cases. */

/** Who, for an organisation, agreed that it takes cases; stays when the account is removed. */
export interface OrganisationConsent {
  organisation: string
  account: string
  /** As it was then. */
  name: string
  acceptedAt: string
  /** The account was removed, and spoke for the organisation no longer. */
  endedAt?: string
}

export interface StoredOrganisations {
  /** Oldest first. */
  listOrganisationConsents(): Promise<OrganisationConsent[]>
  /** By organisation, JSON that only `handoff/organisation-settings.ts` reads. */
  readOrganisationSettings(): Promise<Map<string, string>>
  writeOrganisationSettings(organisation: string, settings: string): Promise<void>
  /**
   * Whether an account of this organisation may see the case: the user agreed to it, and nobody else
   * has the case or is asked. False for a case that does not exist.
   */
  organisationSees(organisation: string, caseId: string): Promise<boolean>
}

/** Who is asked to take a case is an account, or an organisation under this name. */
export function takerOfOrganisation(organisation: string): string {
  return `${organisationPrefix}${organisation}`
}

/** The organisation that a taker stands for; `undefined` for an account. */
export function organisationOfTaker(taker: string): string | undefined {
  return taker.startsWith(organisationPrefix) ? taker.slice(organisationPrefix.length) : undefined
}

export const organisationPrefix = 'organisation:'

/** Meanwhile another case has taken the last free place: nothing was written, ask somebody else. */
export class TakerFullError extends Error {
  override name = 'TakerFullError'
  readonly taker: string
  constructor(taker: string) {
    super(`${taker} has no room for another case; route the case again.`)
    this.taker = taker
  }
}
