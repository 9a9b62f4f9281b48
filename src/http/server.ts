import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { fastify, LogController } from 'fastify'
import { registerEventStreams } from './server-sent-events.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Scheme, host and port under which the world sees this server; absent on a laptop. */
    publicOrigin: string | undefined
  }
}

export interface HttpServerOptions {
  /** Where the world reaches this server, for example `https://lotse.example`. */
  publicUrl?: string
  /** `false` for silence, pino options, or a pino logger. */
  logger: boolean | object
  /** Believe `X-Forwarded-*`; only behind a reverse proxy that sets them. */
  trustProxy?: boolean
}

/**
 * The one HTTP server that channels and desk register their routes on: cookies, strict security
 * headers, rate limits where a route asks for them (`config.rateLimit`), bodies up to 64 KiB, errors
 * as `{ error }`. Its log never holds a body, a query string or an IP address.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const publicOrigin = options.publicUrl ? new URL(options.publicUrl).origin : undefined
  const server = fastify({
    ...loggerOptions(options.logger),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 64 * 1024,
    // Time to send a request, against clients that dribble; answers such as event streams may last.
    requestTimeout: 30_000,
  })
  server.decorate('publicOrigin', publicOrigin)
  registerEventStreams(server)
  await server.register(cookie)
  await server.register(helmet, securityHeaders(publicOrigin?.startsWith('https:') ?? false))
  await server.register(rateLimit, { global: false })
  server.addHook('onResponse', async (request, reply) => {
    const milliseconds = Math.round(reply.elapsedTime)
    request.log.info({ req: request, status: reply.statusCode, milliseconds }, 'answered')
  })
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: 'There is nothing at this address.' }),
  )
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode && error.statusCode >= 400 ? error.statusCode : 500
    if (status >= 500) request.log.error({ err: error, req: request }, 'a request failed')
    const sentence = status < 500 ? error.message : 'Something went wrong here. Please try again.'
    return reply.code(status).send({ error: sentence })
  })
  return server
}

/** Only the route's pattern: an address may hold an invitation or a search, a header an IP address. */
function describeRequest(request: FastifyRequest) {
  return { method: request.method, route: request.routeOptions?.url ?? 'none' }
}

type LoggerOptions = { logger: boolean | object } | { loggerInstance: FastifyBaseLogger }

function loggerOptions(logger: boolean | object): LoggerOptions {
  // Fastify's types want the raw request here although it hands over its own.
  const serializers = { req: describeRequest as never }
  if (logger === false) return { logger }
  if (logger === true) return { logger: { serializers } }
  if ('child' in logger) {
    return { loggerInstance: (logger as FastifyBaseLogger).child({}, { serializers }) }
  }
  return { logger: { ...logger, serializers } }
}

function securityHeaders(https: boolean) {
  const self = ["'self'"]
  const none = ["'none'"]
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        connectSrc: self,
        imgSrc: ["'self'", 'data:'],
        mediaSrc: self,
        fontSrc: self,
        formAction: self,
        baseUri: none,
        frameAncestors: none,
        // Markup can only come from lit-html's templates, whatever a later change tries.
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['lit-html'],
      },
    },
    strictTransportSecurity: https ? { maxAge: 365 * 24 * 60 * 60 } : false,
    referrerPolicy: { policy: 'no-referrer' as const },
    xFrameOptions: { action: 'deny' as const },
  }
}
