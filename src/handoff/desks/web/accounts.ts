import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Account } from '../../../storage/store.ts'
import type { WebDeskOptions, WebDeskStore } from './options.ts'
import { hashPassphrase, verifyPassphrase } from './passphrases.ts'
import { createSecret, hashSecret } from './secrets.ts'

const invitationDays = 7

/**
 * Links for the very first account say so in their secret: they stop working as soon as any account
 * exists, so a link that stayed behind in a log opens nothing.
 */
const firstInvitationPrefix = 'first-'

/** The shortest passphrase; long enough that a limited number of guesses per hour leads nowhere. */
export const shortestPassphrase = 12

const passphraseSchema = z
  .string()
  .max(200)
  .refine((text) => [...text].length >= shortestPassphrase)

const nameSchema = z
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
})

export const loginSchema = z.strictObject({
  name: z.string().min(1).max(200),
  passphrase: z.string().min(1).max(200),
})

export type JoinOutcome =
  | { kind: 'joined'; account: Account }
  | { kind: 'invitation-invalid' }
  | { kind: 'name-taken' }

export interface Accounts {
  /** A link that creates one account within seven days. */
  invite(administrator: boolean): Promise<{ link: string; expiresAt: string }>
  join(request: z.infer<typeof joinSchema>): Promise<JoinOutcome>
  /** The account when name and passphrase belong together; takes the same time when they don't. */
  logIn(request: z.infer<typeof loginSchema>): Promise<Account | undefined>
}

export function createAccounts({
  store,
  publicUrl,
  now,
}: Pick<WebDeskOptions, 'store' | 'publicUrl' | 'now'>): Accounts {
  // One at a time: a link used twice in the same moment must not make two administrators.
  let joining: Promise<unknown> = Promise.resolve()

  async function joinAlone(request: z.infer<typeof joinSchema>): Promise<JoinOutcome> {
    if (await store.findAccount(request.name)) return { kind: 'name-taken' }
    const invitation = await redeem(store, request.token, now())
    if (!invitation) return { kind: 'invitation-invalid' }
    const account: Account = {
      id: randomUUID(),
      name: request.name,
      administrator: invitation.administrator,
      passphraseHash: await hashPassphrase(request.passphrase),
      createdAt: now().toISOString(),
      settings: '{}',
    }
    await store.createAccount(account)
    return { kind: 'joined', account }
  }

  return {
    invite: (administrator) => createInvitation({ store, publicUrl, now }, { administrator }),
    join(request) {
      const outcome = joining.then(() => joinAlone(request))
      joining = outcome.catch(() => undefined)
      return outcome
    },
    async logIn(request) {
      const account = await store.findAccount(tidyName(request.name))
      const matches = await verifyPassphrase(request.passphrase, account?.passphraseHash)
      return matches ? account : undefined
    },
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
  const { link } = await createInvitation(options, {
    administrator: true,
    prefix: firstInvitationPrefix,
  })
  return link
}

/** The same name, however it was typed. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/gu, ' ')
}

async function createInvitation(
  {
    store,
    publicUrl,
    now,
  }: Pick<WebDeskOptions, 'publicUrl' | 'now'> & {
    store: Pick<WebDeskStore, 'createInvitation'>
  },
  { administrator, prefix = '' }: { administrator: boolean; prefix?: string },
): Promise<{ link: string; expiresAt: string }> {
  const token = prefix + createSecret()
  const expiresAt = new Date(now().getTime() + invitationDays * 86_400_000).toISOString()
  await store.createInvitation({ tokenHash: hashSecret(token), administrator, expiresAt })
  // After the #, so that no server log and no link preview ever holds the secret.
  return { link: `${publicUrl.replace(/\/+$/, '')}/desk/join#${token}`, expiresAt }
}

async function redeem(store: WebDeskStore, token: string, now: Date) {
  if (token.startsWith(firstInvitationPrefix) && (await store.countAccounts()) > 0) return undefined
  return store.redeemInvitation(hashSecret(token), now.toISOString())
}
