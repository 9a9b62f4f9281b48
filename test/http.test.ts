import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import {
  bundleBrowserCode,
  createHttpServer,
  type EventStream,
  type HttpServerOptions,
  openEventStream,
  requireSameOrigin,
  serveBundle,
} from '../src/http/index.ts'

let server: FastifyInstance
afterEach(() => server?.close())

async function listening(
  addRoutes: (server: FastifyInstance) => void,
  options: Partial<HttpServerOptions> = {},
): Promise<string> {
  server = await createHttpServer({ logger: false, ...options })
  addRoutes(server)
  return server.listen({ host: '127.0.0.1', port: 0 })
}

describe('the HTTP server', () => {
  it('sends a policy that allows only code, styles and connections of its own', async () => {
    const url = await listening((server) => server.get('/', async () => 'hello'))
    const { headers } = await fetch(url)
    const policy = headers.get('content-security-policy')?.split(';')
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    )
    expect(policy?.join()).not.toContain('unsafe')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('asks for https for a year only where the world reaches it by https', async () => {
    const plain = await listening((server) => server.get('/', async () => 'hello'))
    expect((await fetch(plain)).headers.has('strict-transport-security')).toBe(false)
    await server.close()
    const secure = await listening((server) => server.get('/', async () => 'hello'), {
      publicUrl: 'https://lotse.example/',
    })
    const header = (await fetch(secure)).headers.get('strict-transport-security')
    expect(header).toContain('max-age=31536000')
  })

  it('answers every error as JSON and keeps the inner reason of a fault to itself', async () => {
    const url = await listening((server) => {
      server.get('/broken', async () => {
        throw new Error('the password of the database is wrong')
      })
      server.post('/echo', async (request) => request.body)
      server.get('/limited', { config: { rateLimit: { max: 1 } } }, async () => 'hello')
    })
    expect(await answer(fetch(`${url}/nowhere`))).toEqual([404, expect.any(String)])
    const [status, error] = await answer(fetch(`${url}/broken`))
    expect(status).toBe(500)
    expect(error).not.toContain('password')
    const large = { method: 'POST', body: JSON.stringify('x'.repeat(70_000)), headers: json }
    expect(await answer(fetch(`${url}/echo`, large))).toEqual([413, expect.any(String)])
    await fetch(`${url}/limited`)
    expect(await answer(fetch(`${url}/limited`))).toEqual([429, expect.any(String)])
  })

  it('logs method, route and status, but no address, query, body or header', async () => {
    const lines: string[] = []
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    const url = await listening(
      (server) => {
        server.post('/letters/:id', async () => ({ fine: true }))
        server.post('/broken', async () => {
          throw new Error('out of order')
        })
      },
      { logger: { level: 'trace', stream } },
    )
    const headers = { ...json, cookie: 'secret-cookie=1' }
    const request = { method: 'POST', headers, body: '{"text":"secret-body"}' }
    await fetch(`${url}/letters/secret-id?token=secret-token`, request)
    await fetch(`${url}/broken?token=secret-token`, request)
    await server.close()
    const log = lines.filter((line) => !line.includes('Server listening')).join('')
    expect(log).toContain('"route":"/letters/:id"')
    expect(log).toContain('out of order')
    expect(log).not.toMatch(/secret|127\.0\.0\.1/)
  })
})

const json = { 'content-type': 'application/json' }

async function answer(response: Promise<Response>): Promise<[number, string]> {
  const resolved = await response
  return [resolved.status, ((await resolved.json()) as { error: string }).error]
}

describe('a route for our own page only', () => {
  const cases: [string, Record<string, string>, number][] = [
    ['our page in a current browser', { 'sec-fetch-site': 'same-origin' }, 200],
    ['a foreign page in a current browser', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another host under our domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['an address typed by hand', { 'sec-fetch-site': 'none' }, 403],
    ['our page in an older browser', { origin: 'OWN' }, 200],
    ['a foreign page in an older browser', { origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['no browser at all', {}, 403],
    [
      'a foreign page that claims our origin',
      { 'sec-fetch-site': 'cross-site', origin: 'OWN' },
      403,
    ],
    ['a form', { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }, 403],
  ]
  it.each(cases)('%s', async (_who, headers, status) => {
    const url = await listening((server) =>
      server.post('/', { onRequest: requireSameOrigin }, async () => 'done'),
    )
    const sent = Object.fromEntries(
      Object.entries({ ...json, ...headers }).map(([name, value]) => [
        name,
        value === 'OWN' ? url : value,
      ]),
    )
    // Not fetch(): it sets these headers itself.
    const response = await server.inject({
      method: 'POST',
      url: '/',
      headers: { host: new URL(url).host, ...sent },
      payload: '{}',
    })
    expect(response.statusCode).toBe(status)
  })

  it('goes by the public address where one is known, not by the Host header', async () => {
    await listening(
      (server) => server.post('/', { onRequest: requireSameOrigin }, async () => 'done'),
      { publicUrl: 'https://lotse.example' },
    )
    const post = (host: string, origin: string) =>
      server.inject({ method: 'POST', url: '/', headers: { ...json, host, origin }, payload: '{}' })
    expect((await post('10.0.0.1:3978', 'https://lotse.example')).statusCode).toBe(200)
    expect((await post('rebound.example', 'https://rebound.example')).statusCode).toBe(403)
  })
})

describe('an event stream', () => {
  it('carries events in order, with their ids, as JSON on one line', async () => {
    const streams: EventStream[] = []
    const url = await listening((server) => {
      server.get('/events', { exposeHeadRoute: false }, (request, reply) => {
        streams.push(openEventStream(request, reply))
      })
    })
    const response = await fetch(`${url}/events`, { headers: { 'last-event-id': '41' } })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(streams[0]?.lastEventId).toBe('41')
    streams[0]?.send('line', { text: 'one\ntwo' }, '42')
    streams[0]?.send('line', 'three', '4\n3')
    streams[0]?.close()
    expect(await response.text()).toBe(
      ': open\n\n' +
        'event: line\nid: 42\ndata: {"text":"one\\ntwo"}\n\n' +
        'event: line\nid: 43\ndata: "three"\n\n',
    )
    await streams[0]?.closed
    streams[0]?.send('line', 'after the end is nobody’s business')
    expect(server.eventStreams.size).toBe(0)
  })

  it('notices that the browser has left', async () => {
    const streams: EventStream[] = []
    const url = await listening((server) => {
      server.get('/events', { exposeHeadRoute: false }, (request, reply) => {
        streams.push(openEventStream(request, reply))
      })
    })
    const abort = new AbortController()
    await fetch(`${url}/events`, { signal: abort.signal })
    abort.abort()
    await streams[0]?.closed
    expect(server.eventStreams.size).toBe(0)
  })

  it('does not hold up a shutdown', async () => {
    const url = await listening((server) => {
      server.get('/events', { exposeHeadRoute: false }, (request, reply) => {
        openEventStream(request, reply)
      })
    })
    const response = await fetch(`${url}/events`)
    await server.close()
    expect(await response.text()).toBe(': open\n\n')
  })
})

describe('a browser bundle', () => {
  it('is served under the hash of its content, to be kept for ever', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bundle-'))
    const base = pathToFileURL(`${folder}/`)
    await writeFile(new URL('main.ts', base), 'const a: number = 1; console.log(a ?? 2)')
    await writeFile(new URL('a.css', base), 'body { color: #ff0000 }')
    await writeFile(new URL('b.css', base), 'p { color: blue }')
    const bundle = await bundleBrowserCode({
      entry: new URL('main.ts', base),
      styles: [new URL('a.css', base), new URL('b.css', base)],
      name: 'page',
    })
    expect(bundle.style.content).toBe('body{color:red}p{color:#00f}\n')
    expect(bundle.script.path).toMatch(/^\/assets\/page-[\w-]{12}\.js$/)
    const url = await listening((server) => serveBundle(server, bundle))
    for (const encoding of ['br', 'gzip', 'identity']) {
      const response = await fetch(url + bundle.script.path, {
        headers: { 'accept-encoding': encoding },
      })
      expect(response.headers.get('cache-control')).toContain('immutable')
      expect(response.headers.get('content-encoding') ?? 'identity').toBe(encoding)
      expect(await response.text()).toBe(bundle.script.content)
    }
  })

  it('names file and line where the code does not parse', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bundle-'))
    const entry = pathToFileURL(join(folder, 'main.ts'))
    await writeFile(fileURLToPath(entry), 'const = 1')
    await expect(bundleBrowserCode({ entry, styles: [], name: 'page' })).rejects.toThrow(
      /main\.ts:1:6/,
    )
  })
})
