/** Keys as Microsoft publishes them, and tokens that they sign, right or wrong in any way. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface SigningKey {
  id: string
  privateKey: KeyObject
  publicKey: KeyObject
}

export function createSigningKey(id: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { id, privateKey, publicKey }
}

/** A JSON Web Key Set, RFC 7517. */
export function keySetOf(keys: SigningKey[]) {
  return {
    keys: keys.map(({ id, publicKey }) => ({
      ...publicKey.export({ format: 'jwk' }),
      use: 'sig',
      kid: id,
      x5t: id,
      endorsements: ['msteams'],
    })),
  }
}

export interface TokenRecipe {
  key: SigningKey
  claims: Record<string, unknown>
  header?: Record<string, unknown>
  /** Signs with something else than the key that the header names. */
  signature?: 'rsa' | 'none' | 'hmac-with-public-key' | 'garbled'
}

/** A JSON Web Token, RFC 7519, in compact form. */
export function createToken({ key, claims, header, signature = 'rsa' }: TokenRecipe): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ typ: 'JWT', alg: 'RS256', kid: key.id, x5t: key.id, ...header })}.${part(claims)}`
  switch (signature) {
    case 'none':
      return `${signed}.`
    case 'rsa':
      return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`
    case 'garbled': {
      const right = sign('sha256', Buffer.from(signed), key.privateKey)
      right[10] = (right[10] ?? 0) ^ 1
      return `${signed}.${right.toString('base64url')}`
    }
    case 'hmac-with-public-key': {
      const secret = key.publicKey.export({ type: 'spki', format: 'pem' })
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
    }
    default:
      return signature satisfies never
  }
}
