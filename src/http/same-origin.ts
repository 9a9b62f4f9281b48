import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * CSRF defence for routes that change something: an `onRequest` hook that answers 403 unless the
 * browser says that our own page sent this request, and sent JSON or bytes, which no foreign form can.
 *
 * @example server.post('/cases', { onRequest: requireSameOrigin }, handler)
 */
export async function requireSameOrigin(request: FastifyRequest, reply: FastifyReply) {
  if (!isSameOrigin(request)) {
    return reply.code(403).send({ error: 'This request did not come from our own page.' })
  }
  const contentType = request.headers['content-type'] ?? ''
  if (!/^application\/(json|octet-stream)\s*(;|$)/i.test(contentType)) {
    return reply.code(403).send({ error: 'Send this request as application/json.' })
  }
}

function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  // Older Safari, and browsers on plain http, only send Origin.
  const { origin } = request.headers
  if (!origin || !URL.canParse(origin)) return false
  const { publicOrigin } = request.server
  return publicOrigin
    ? new URL(origin).origin === publicOrigin
    : new URL(origin).host === request.host
}
