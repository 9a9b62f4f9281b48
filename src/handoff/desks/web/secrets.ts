import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A random secret of 192 bits for a link or a cookie, in characters that a link may carry. */
export function createSecret(): string {
  return randomBytes(24).toString('base64url')
}

/** What the store keeps of a secret. One round is enough: the secret is random, nobody can guess it. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/**
 * The token that a page must send back with every change. It is derived from the visitor's cookie,
 * which another site can neither read nor set, so nothing needs to be stored.
 */
export function formToken(cookieSecret: string): string {
  return createHmac('sha256', cookieSecret).update('desk form').digest('base64url')
}

export function equalInConstantTime(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a!, b!)
}
