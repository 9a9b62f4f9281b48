import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  bundleBrowserCode,
  openEventStream,
  requireSameOrigin,
  sendAttachment,
  serveBundle,
} from '../../http/index.ts'
import type { Address } from '../../message.ts'
import type { AcceptInbound, ReadAttachment } from '../channel.ts'
import { favicon } from './icons.ts'
import { parsePost } from './inbound.ts'
import { attachmentsPath, toWebLine } from './markup.ts'
import { type Audience, historyLimit, type ReadHistory } from './outbound.ts'
import { renderPage } from './page.ts'
import type { WebHistory } from './protocol.ts'
import type { Interfaces } from './texts.ts'
import { createVisitors } from './visitor.ts'

export interface WebRoutesOptions {
  interfaces: Interfaces
  audience: Audience
  readHistory: ReadHistory
  readAttachment: ReadAttachment
  secureCookies: boolean
  accept: AcceptInbound
}

/** What one conversation may send in a minute; a shelter's whole house may share an address. */
const postsAMinute = { conversation: 20, address: 240 }
const reading = { rateLimit: { max: 240, timeWindow: '1 minute' } }

export async function registerWebRoutes(
  server: FastifyInstance,
  options: WebRoutesOptions,
): Promise<void> {
  const { interfaces, audience, readHistory, readAttachment, accept } = options
  const visitors = createVisitors(options)
  const bundle = await bundleBrowserCode({
    entry: new URL('client/main.ts', import.meta.url),
    styles: ['base', 'page', 'conversation', 'attachments', 'composer'].map(
      (name) => new URL(`client/${name}.css`, import.meta.url),
    ),
    name: 'chat',
  })
  serveBundle(server, bundle)

  server.get('/favicon.svg', (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(favicon),
  )

  server.get<{ Querystring: { language?: string } }>(
    '/',
    { config: reading },
    async (request, reply) => {
      const conversation = visitors.find(request)
      const spoken = conversation && (await lastLanguage(addressOf(conversation)))
      const language = chooseLanguage(request, spoken ?? request.query.language)
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-store')
      return renderPage({
        interface: interfaces.in(language),
        languages: interfaces.languages,
        bundle,
        returning: conversation !== undefined,
      })
    },
  )

  server.get<{ Querystring: { language?: string } }>('/chat/interface', (request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .send(interfaces.in(chooseLanguage(request, request.query.language))),
  )

  server.get('/chat/history', { config: reading }, async (request, reply): Promise<WebHistory> => {
    reply.header('cache-control', 'no-store')
    const conversation = visitors.find(request)
    if (!conversation) return { lines: [] }
    const lines = await readHistory(addressOf(conversation), historyLimit)
    return { lines: lines.map(toWebLine) }
  })

  server.get<{ Params: { id: string } }>(
    `${attachmentsPath}/:id`,
    { config: reading },
    async (request, reply) => {
      const conversation = visitors.find(request)
      const attachment =
        conversation && (await readAttachment(addressOf(conversation), request.params.id))
      if (attachment) return sendAttachment(request, reply, attachment)
      const { texts } = interfaces.in(chooseLanguage(request, undefined))
      reply.code(404).header('cache-control', 'no-store').type('text/plain; charset=utf-8')
      return texts['attachment.gone']
    },
  )

  server.get<{ Querystring: { after?: string } }>(
    '/chat/events',
    { config: reading, exposeHeadRoute: false },
    async (request, reply) => {
      const conversation = visitors.find(request)
      // 204 tells a browser not to come back for events.
      if (!conversation) return reply.code(204).send()
      const stream = openEventStream(request, reply)
      const lastLine = Number(stream.lastEventId ?? request.query.after ?? 0)
      await audience.join(addressOf(conversation), stream, lastLine || 0)
    },
  )

  const allow = createPostLimit(server)
  server.post('/chat/messages', { onRequest: requireSameOrigin }, async (request, reply) => {
    const post = parsePost(request.body)
    if (!post) return reply.code(400).send({ error: 'This is not a message.' })
    const language = chooseLanguage(request, post.language)
    const waitSeconds = await allow(request)
    if (waitSeconds > 0) {
      const error = interfaces.in(language).texts['web.tooMany']
      return reply.code(429).header('retry-after', waitSeconds).send({ error })
    }
    const conversation = visitors.remember(request, reply, post.id)
    const accepted = await accept({
      updateId: `${conversation}:${post.id}`,
      address: addressOf(conversation),
      from: { kind: 'user' },
      content: post.content,
      locale: language,
      receivedAt: new Date().toISOString(),
    })
    return reply.code(202).send({ accepted })
  })

  function chooseLanguage(request: FastifyRequest, explicit: string | undefined) {
    return interfaces.choose({ explicit, acceptLanguage: request.headers['accept-language'] })
  }

  /** A conversation keeps its language, whatever the browser prefers. */
  async function lastLanguage(address: Address): Promise<string | undefined> {
    const lines = await readHistory(address, 10)
    const reply = lines.findLast(
      ({ content }) => content.kind === 'reply' && content.message.author === 'assistant',
    )
    return reply?.content.kind === 'reply' ? reply.content.message.language : undefined
  }

  /** Resolves to the seconds to wait; 0 where the message may pass. */
  function createPostLimit(server: FastifyInstance) {
    const addressKey = (request: FastifyRequest) => normalizeIP(request.ip)
    const limits = [
      server.createRateLimit({
        max: postsAMinute.conversation,
        timeWindow: '1 minute',
        keyGenerator: (request) => `${visitors.find(request) ?? ''} ${addressKey(request)}`,
      }),
      server.createRateLimit({
        max: postsAMinute.address,
        timeWindow: '1 minute',
        keyGenerator: addressKey,
      }),
    ]
    return async (request: FastifyRequest): Promise<number> => {
      const states = await Promise.all(limits.map((limit) => limit(request)))
      return Math.max(
        ...states.map((state) => (!state.isAllowed && state.isExceeded ? state.ttlInSeconds : 0)),
      )
    }
  }
}

function addressOf(conversation: string): Address {
  return { channel: 'web', conversation }
}
