/** Who is writing: an unguessable cookie, set with the first message and not before. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

const ninetyDaysInSeconds = 90 * 24 * 60 * 60

export interface Visitors {
  /** The conversation of this browser, if it has written before. */
  find(request: FastifyRequest): string | undefined
  /**
   * The same, or a new one; the browser keeps it for 90 days after its last message.
   *
   * @param postId The random UUID of what is posted. A new conversation follows from it, so that a
   *   first message whose answer was lost opens no second one when it is sent again.
   */
  remember(request: FastifyRequest, reply: FastifyReply, postId: string): string
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
    remember(request, reply, postId) {
      const conversation = find(request) ?? conversationOf(postId)
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

/** As unguessable as the UUID, which no other browser and no log gets to see. */
function conversationOf(postId: string): string {
  return createHash('sha256')
    .update(`conversation ${postId}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}
