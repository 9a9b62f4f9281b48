import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Account, InvitationTerms } from '../../../storage/store.ts'
import { mayTakeCases } from '../../organisation-settings.ts'
import { createLink, firstInvitationPrefix, type Link, resetPrefix } from './links.ts'
import type { WebDeskOptions, WebDeskStore } from './options.ts'
import { hashPassphrase, verifyPassphrase } from './passphrases.ts'
import { hashSecret } from './secrets.ts'

/** The shortest passphrase; long enough that a limited number of guesses per hour leads nowhere. */
export const shortestPassphrase = 12

const passphraseSchema = z
  .string()
  .max(200)
  .refine((text) => [...text].length >= shortestPassphrase)

export const nameSchema = z
  .string()
  .transform(tidyName)
  // Control and direction characters could make one name look like another; Persian needs U+200C.
  .pipe(
    z
      .string()
      .min(2)
      .max(60)
      .regex(/^(?:\u200c|[^\p{C}])+$/u),
  )

export const joinSchema = z.strictObject({
  token: z.string().min(1).max(200),
  name: nameSchema,
  passphrase: passphraseSchema,
  /** Agrees, for the organisation of the invitation, that it takes cases. */
  agrees: z.literal(true).optional(),
})

export const resetSchema = z.strictObject({
  token: z.string().min(1).max(200),
  passphrase: passphraseSchema,
})

export const changePassphraseSchema = z.strictObject({
  current: z.string().min(1).max(200),
  passphrase: passphraseSchema,
})

export const loginSchema = z.strictObject({
  name: z.string().min(1).max(200),
  passphrase: z.string().min(1).max(200),
})

export type JoinOutcome =
  | { kind: 'joined'; account: Account }
  | { kind: 'invitation-invalid' }
  | { kind: 'agreement-missing' }
  | { kind: 'name-taken' }

export interface Accounts {
  /** A link that creates one account within seven days. */
  invite(terms: InvitationTerms): Promise<Link>
  /** What a link offers; `undefined` where it does not work, or no longer. */
  readTerms(token: string): Promise<InvitationTerms | undefined>
  /** A link that gives this account a new passphrase within a day; the present one works till then. */
  offerNewPassphrase(account: string): Promise<Link>
  join(request: z.infer<typeof joinSchema>): Promise<JoinOutcome>
  /** The account when name and passphrase belong together; takes the same time when they don't. */
  logIn(request: z.infer<typeof loginSchema>): Promise<Account | undefined>
  /** The account whose link this was, now with another passphrase and without any session. */
  resetPassphrase(request: z.infer<typeof resetSchema>): Promise<Account | undefined>
  /** False where the present passphrase is another. All sessions end. */
  changePassphrase(
    account: Account,
    request: z.infer<typeof changePassphraseSchema>,
  ): Promise<boolean>
  /** False where somebody else has the name. */
  rename(account: Account, name: string): Promise<boolean>
}

export function createAccounts({
  store,
  organisations,
  publicUrl,
  now,
}: Pick<WebDeskOptions, 'store' | 'organisations' | 'publicUrl' | 'now'>): Accounts {
  // One at a time: a link used twice in the same moment must not make two administrators.
  let before: Promise<unknown> = Promise.resolve()
  function oneAtATime<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    const outcome = before.then(work)
    before = outcome.catch(() => undefined)
    return outcome
  }

  async function joinAlone(request: z.infer<typeof joinSchema>): Promise<JoinOutcome> {
    if (await store.findAccount(request.name)) return { kind: 'name-taken' }
    const terms = await readTerms(request.token)
    if (!terms) return { kind: 'invitation-invalid' }
    // Before the link is used up: whoever did not see the question can still answer it.
    if (terms.organisation && !request.agrees) return { kind: 'agreement-missing' }
    const invitation = await store.redeemInvitation(hashSecret(request.token), now().toISOString())
    if (!invitation) return { kind: 'invitation-invalid' }
    const account: Account = {
      id: randomUUID(),
      name: request.name,
      administrator: invitation.administrator,
      passphraseHash: await hashPassphrase(request.passphrase),
      createdAt: now().toISOString(),
      settings: '{}',
      ...(invitation.organisation && { organisation: invitation.organisation }),
    }
    await store.createAccount(account)
    return { kind: 'joined', account }
  }

  async function readTerms(token: string): Promise<InvitationTerms | undefined> {
    const isLate = token.startsWith(firstInvitationPrefix) && (await store.countAccounts()) > 0
    const terms = isLate
      ? undefined
      : await store.readInvitation(hashSecret(token), now().toISOString())
    // Who left the directory, or said no since, is not brought in by an old link.
    if (!terms?.organisation) return terms
    const organisation = organisations.get(terms.organisation)
    return organisation && mayTakeCases(organisation) ? terms : undefined
  }

  /** Whoever knew the old one is out. */
  async function setPassphrase({ id }: Account, passphrase: string): Promise<void> {
    await store.writePassphrase(id, await hashPassphrase(passphrase))
    await store.deleteSessions(id)
  }

  return {
    invite: (terms) => createLink({ store, publicUrl, now }, terms),
    readTerms,
    offerNewPassphrase: (account) =>
      createLink({ store, publicUrl, now }, { administrator: false, prefix: resetPrefix, account }),
    join: (request) => oneAtATime(() => joinAlone(request)),
    async logIn(request) {
      const account = await store.findAccount(tidyName(request.name))
      const matches = await verifyPassphrase(request.passphrase, account?.passphraseHash)
      return matches ? account : undefined
    },
    async resetPassphrase({ token, passphrase }) {
      const found = await store.redeemPassphraseLink(hashSecret(token), now().toISOString())
      const account = found && (await store.readAccount(found.account))
      if (account) await setPassphrase(account, passphrase)
      return account
    },
    async changePassphrase(account, { current, passphrase }) {
      if (!(await verifyPassphrase(current, account.passphraseHash))) return false
      await setPassphrase(account, passphrase)
      return true
    },
    rename: (account, name) =>
      oneAtATime(async () => {
        if (account.name === name) return true
        const other = await store.findAccount(name)
        if (other && other.id !== account.id) return false
        await store.renameAccount(account.id, name)
        return true
      }),
  }
}

/**
 * A link for the first administrator while there is no account, otherwise `undefined`. The program
 * prints it at start; it works until an account exists, at most seven days.
 */
export async function createFirstInvitation(
  options: Pick<WebDeskOptions, 'publicUrl' | 'now'> & {
    store: Pick<WebDeskStore, 'countAccounts' | 'createInvitation'>
  },
): Promise<string | undefined> {
  if ((await options.store.countAccounts()) > 0) return undefined
  const { link } = await createLink(options, {
    administrator: true,
    prefix: firstInvitationPrefix,
  })
  return link
}

/** The same name, however it was typed. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ')
}
