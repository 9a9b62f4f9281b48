/** Activities that Microsoft posts to us. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Connector } from './connector.ts'
import { isMeantFor, mayBeConnector } from './token.ts'

export const path = '/api/messages'
/** Bytes. The longest activity that Teams sends is far below. */
const bodyLimit = 256 * 1024

/**
 * `POST /api/messages`: 401 without a token of the connector for this bot, this service address and
 * an allowed tenant; 400 for what is no activity; 500 when it could not be stored; 200 once it is.
 */
export async function registerWebhookRoute(
  server: FastifyInstance,
  options: { connector: Connector; isOpen: () => boolean },
): Promise<void> {
  const { connector, isOpen } = options
  const isDevelopment = connector.allowedTenants === undefined

  server.post(path, {
    bodyLimit,
    // Before the body is read: a stranger's body is never parsed.
    async onRequest(request, reply) {
      const mayPass = isDevelopment
        ? comesFromThisMachine(request)
        : mayBeConnector(request.headers.authorization)
      if (!mayPass) return reply.code(401).send()
    },
    async handler(request, reply) {
      const { body } = request
      const isMeant = isDevelopment
        ? staysOnThisMachine(body)
        : isMeantFor(request.headers.authorization, body)
      if (!isMeant) return reply.code(401).send()
      if (!isOpen()) return reply.code(503).send()
      const { authorization } = request.headers
      const answer = await connector.handle({
        body,
        headers: authorization === undefined ? {} : { authorization },
      })
      return answer.body === undefined
        ? reply.code(answer.status).send()
        : reply.code(answer.status).send(answer.body)
    },
  })
}

/** Nobody stands in between, and the browser of a strange page asks for another host. */
function comesFromThisMachine(request: FastifyRequest): boolean {
  const isForwarded = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via'].some(
    (header) => header in request.headers,
  )
  const isPage = request.headers.origin !== undefined
  const address = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''
  const host = URL.parse(`http://${request.headers.host}`)?.hostname
  return !isForwarded && !isPage && isLoopback(address) && host !== undefined && isLoopback(host)
}

/** Without tokens, an answer must not be sent to wherever a body says. */
function staysOnThisMachine(body: unknown): boolean {
  const given = z.object({ serviceUrl: z.string() }).safeParse(body).data
  const host = given && URL.parse(given.serviceUrl)?.hostname
  return host !== undefined && isLoopback(host)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}
