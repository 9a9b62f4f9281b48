import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    eventStreams: Set<EventStream>
  }
}

export interface EventStream {
  /** What the browser had when its connection broke (`Last-Event-ID`). */
  readonly lastEventId: string | undefined
  /** Writes `data` as JSON. Does nothing once the stream is closed. */
  send(event: string, data: unknown, id?: string): void
  close(): void
  /** Resolves when either side has closed. */
  readonly closed: Promise<void>
}

const heartbeatMilliseconds = 20_000
/** A reader this far behind is cut off; it reconnects and catches up by its last event's id. */
const largestBacklogBytes = 1024 * 1024

/** Lets `server.close()` end open streams, so that a shutdown does not wait for browsers. */
export function registerEventStreams(server: FastifyInstance): void {
  server.decorate('eventStreams', new Set<EventStream>())
  server.addHook('preClose', async () => {
    for (const stream of server.eventStreams) stream.close()
  })
}

/**
 * Answers a GET with server-sent events and keeps it open. Register the route with
 * `exposeHeadRoute: false`.
 *
 * @example
 * server.get('/events', { exposeHeadRoute: false }, async (request, reply) => {
 *   const stream = openEventStream(request, reply)
 *   const unsubscribe = subscribe((line) => stream.send('line', line, String(line.id)))
 *   stream.closed.then(unsubscribe)
 * })
 */
export function openEventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  const { raw } = reply
  const { eventStreams } = request.server
  reply.hijack()
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx would otherwise hold events back until its buffer is full.
    'x-accel-buffering': 'no',
  })
  raw.write(': open\n\n')
  const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMilliseconds)
  const closed = new Promise<void>((resolve) => raw.once('close', resolve))
  const lastEventId = request.headers['last-event-id']

  const stream: EventStream = {
    lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    send(event, data, id) {
      const name = `event: ${oneLine(event)}\n`
      const idLine = id === undefined ? '' : `id: ${oneLine(id)}\n`
      write(`${name}${idLine}data: ${JSON.stringify(data)}\n\n`)
    },
    close() {
      raw.end()
      // Keep-alive would hold the connection, and with it a shutdown.
      raw.socket?.destroySoon()
    },
    closed,
  }
  eventStreams.add(stream)
  closed.then(() => {
    clearInterval(heartbeat)
    eventStreams.delete(stream)
  })
  return stream

  function write(chunk: string): void {
    if (raw.destroyed || raw.writableEnded) return
    raw.write(chunk)
    if (raw.writableLength > largestBacklogBytes) raw.destroy()
  }
}

function oneLine(value: string): string {
  return value.replace(/[\r\n\0]/g, '')
}
