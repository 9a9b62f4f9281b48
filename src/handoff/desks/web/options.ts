import type { Language } from '../../../knowledge/schema.ts'
import type { EntryId, LanguageCode } from '../../../message.ts'
import type { Store } from '../../../storage/store.ts'
import type { DeskOrganisations } from './organisations.ts'

/** The part of the store that the web desk reads and writes. Cases are only read, and who read them noted. */
export type WebDeskStore = Pick<
  Store,
  | 'searchCases'
  | 'countCases'
  | 'readCaseOverview'
  | 'recordCaseView'
  | 'readCaseAudit'
  | 'listClaimedCases'
  | 'readMediationOfCase'
  | 'readCase'
  | 'readCaseLines'
  | 'addAttachment'
  | 'readAttachment'
  | 'readOpenCase'
  | 'countAccounts'
  | 'createAccount'
  | 'findAccount'
  | 'readAccount'
  | 'listAccounts'
  | 'writeAccountSettings'
  | 'renameAccount'
  | 'writePassphrase'
  | 'removeAccount'
  | 'createInvitation'
  | 'readInvitation'
  | 'redeemInvitation'
  | 'redeemPassphraseLink'
  | 'createSession'
  | 'readSession'
  | 'deleteSession'
  | 'deleteSessions'
  | 'organisationSees'
  | 'readOrganisationSettings'
  | 'writeOrganisationSettings'
  | 'listDrafts'
  | 'readDraft'
  | 'writeDraft'
  | 'approveDraft'
  | 'deleteDraft'
>

export type DeskLanguage = Pick<Language, 'code' | 'name' | 'direction' | 'status'>

export interface WebDeskOptions {
  store: WebDeskStore
  /** All languages that users may write in; the desk itself is offered in those marked `ready`. */
  languages: DeskLanguage[]
  /** Districts that a mediator may choose, with their key. */
  districts: { key: string; name: string }[]
  /** The directory, by id; an account may belong to one of them. */
  organisations: DeskOrganisations
  /** A text without names, numbers and addresses of persons. */
  maskPersons(text: string, language: LanguageCode): string
  /** Sentences by key; those of the desk begin with `desk.`, see `text-keys.ts`. */
  texts(language: LanguageCode): Record<string, string>
  /** True where the public address is https: cookies are then `Secure` and named `__Host-`. */
  secureCookies: boolean
  /** Address of the program as mediators reach it, for invitation links. */
  publicUrl: string
  /** Entries that speak to both sides of a conflict, by their title in this language. */
  twins(language: LanguageCode): { entry: EntryId; title: string }[]
  /** Where the other side of a conflict gets in, by channel. */
  invitationLinks(secret: string): Promise<{ channel: string; url: string }[]>
  now(): Date
}
