/** Links that open the desk to somebody once. */
import type { WebDeskOptions, WebDeskStore } from './options.ts'
import { createSecret, hashSecret } from './secrets.ts'

/**
 * Links for the very first account say so in their secret: they stop working as soon as any account
 * exists, so a link that stayed behind in a log opens nothing.
 */
export const firstInvitationPrefix = 'first-'
/** The page asks for a passphrase alone: the account has its name. */
export const resetPrefix = 'reset-'

const invitationDays = 7
/** Opens an account with all its cases, so it is not left lying about. */
const resetDays = 1

export interface Link {
  link: string
  expiresAt: string
}

export async function createLink(
  {
    store,
    publicUrl,
    now,
  }: Pick<WebDeskOptions, 'publicUrl' | 'now'> & { store: Pick<WebDeskStore, 'createInvitation'> },
  {
    administrator,
    prefix = '',
    account,
    organisation,
  }: { administrator: boolean; prefix?: string; account?: string; organisation?: string },
): Promise<Link> {
  const token = prefix + createSecret()
  const days = account ? resetDays : invitationDays
  const expiresAt = new Date(now().getTime() + days * 86_400_000).toISOString()
  await store.createInvitation({
    tokenHash: hashSecret(token),
    administrator,
    expiresAt,
    ...(account && { account }),
    ...(organisation && { organisation }),
  })
  // After the #, so that no server log and no link preview ever holds the secret.
  return { link: `${publicUrl.replace(/\/+$/, '')}/desk/join#${token}`, expiresAt }
}
