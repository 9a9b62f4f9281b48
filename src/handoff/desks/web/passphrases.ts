/**
 * Passphrases as argon2id hashes with 46 MiB and two passes: one pass more than the first setting of
 * the OWASP Password Storage Cheat Sheet, and still far below a second on a small server.
 */
import { randomUUID } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

const cost = { memoryCost: 47_104, timeCost: 2, parallelism: 1 }

export function hashPassphrase(passphrase: string): Promise<string> {
  return hash(normalise(passphrase), cost)
}

let hashOfNothing: Promise<string> | undefined

/**
 * Whether the passphrase is the one behind `hash`. Without a hash (nobody has that name) the same
 * work is done and the answer is no, so that the time taken does not tell which names exist.
 */
export async function verifyPassphrase(
  passphrase: string,
  hash: string | undefined,
): Promise<boolean> {
  hashOfNothing ??= hashPassphrase(randomUUID())
  const matches = await verify(hash ?? (await hashOfNothing), normalise(passphrase))
  return matches && hash !== undefined
}

/** The same characters from two keyboards are the same passphrase. */
function normalise(passphrase: string): string {
  return passphrase.normalize('NFKC')
}
