/** Who is writing: a random cookie, set with the first message and not before. */
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

const ninetyDaysInSeconds = 90 * 24 * 60 * 60

export interface Visitors {
  /** The conversation of this browser, if it has written before. */
  find(request: FastifyRequest): string | undefined
  /** The same, or a new one; the browser keeps it for 90 days after its last message. */
  remember(request: FastifyRequest, reply: FastifyReply): string
}

export function createVisitors(options: { secureCookies: boolean }): Visitors {
  // Browsers take a __Host- cookie only from this very host, over https.
  const name = options.secureCookies ? '__Host-lotse' : 'lotse'
  const find = (request: FastifyRequest) => {
    const value = request.cookies[name]
    return value && /^[\w-]{22}$/.test(value) ? value : undefined
  }
  return {
    find,
    remember(request, reply) {
      const conversation = find(request) ?? randomBytes(16).toString('base64url')
      reply.setCookie(name, conversation, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: options.secureCookies,
        maxAge: ninetyDaysInSeconds,
      })
      return conversation
    },
  }
}
