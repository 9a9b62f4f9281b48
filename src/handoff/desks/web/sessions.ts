import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Account } from '../../../storage/store.ts'
import type { WebDeskOptions } from './options.ts'
import { createSecret, formToken, hashSecret } from './secrets.ts'

const sessionHours = 12

export interface Session {
  account: Account
  tokenHash: string
}

export interface Sessions {
  /** Who sends this request, if the session is still good. */
  read(request: FastifyRequest): Promise<Session | undefined>
  /**
   * A fresh session after a login; the one that the browser had before ends.
   * Resolves to the form token that goes with it.
   */
  open(request: FastifyRequest, reply: FastifyReply, account: Account): Promise<string>
  close(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Whether a session that was good before still is. */
  isOpen(tokenHash: string): Promise<boolean>
  /** This browser's form token; a visitor without a cookie of ours gets one to derive it from. */
  offerFormToken(request: FastifyRequest, reply: FastifyReply): string
  /** The form token that this request must carry; `undefined` where the browser has no cookie of ours. */
  expectedFormToken(request: FastifyRequest): string | undefined
}

export function createSessions({
  store,
  secureCookies,
  now,
}: Pick<WebDeskOptions, 'store' | 'secureCookies' | 'now'>): Sessions {
  // A browser takes a `__Host-` cookie only from this very host and only over https.
  const prefix = secureCookies ? '__Host-' : ''
  const sessionCookie = `${prefix}lotse-desk`
  const visitorCookie = `${prefix}lotse-desk-visitor`
  // Strict costs nothing here: the pages are public, and what they fetch is same-site.
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: secureCookies,
  } as const
  const maxAge = sessionHours * 3_600

  async function end(request: FastifyRequest) {
    const token = request.cookies[sessionCookie]
    if (token) await store.deleteSession(hashSecret(token))
  }

  function formSecret(request: FastifyRequest) {
    return request.cookies[sessionCookie] || request.cookies[visitorCookie] || undefined
  }

  return {
    async read(request) {
      const token = request.cookies[sessionCookie]
      if (!token) return undefined
      const tokenHash = hashSecret(token)
      const session = await store.readSession(tokenHash, now().toISOString())
      const account = session && (await store.readAccount(session.account))
      return account && { account, tokenHash }
    },
    async open(request, reply, account) {
      await end(request)
      const token = createSecret()
      const expiresAt = new Date(now().getTime() + maxAge * 1_000).toISOString()
      await store.createSession({ tokenHash: hashSecret(token), account: account.id, expiresAt })
      reply.setCookie(sessionCookie, token, { ...attributes, maxAge })
      return formToken(token)
    },
    async close(request, reply) {
      await end(request)
      reply.clearCookie(sessionCookie, attributes)
    },
    async isOpen(tokenHash) {
      return (await store.readSession(tokenHash, now().toISOString())) !== undefined
    },
    offerFormToken(request, reply) {
      const known = formSecret(request)
      if (known) return formToken(known)
      const secret = createSecret()
      reply.setCookie(visitorCookie, secret, { ...attributes, maxAge })
      return formToken(secret)
    },
    expectedFormToken(request) {
      const known = formSecret(request)
      return known && formToken(known)
    },
  }
}
