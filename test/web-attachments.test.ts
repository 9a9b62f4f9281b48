import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Address, Attachment } from '../src/message.ts'
import { attachment, pdf, png, wav } from './attachment-files.ts'
import { type ChatApp, says, startChat } from './web-chat-app.ts'

let app: ChatApp
let visitor: { cookie: string; address: Address }
beforeEach(async () => {
  app = await startChat()
  visitor = await arrive()
})
afterEach(() => app.stop())

async function arrive() {
  const response = await fetch(`${app.url}/chat/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ id: randomUUID(), text: 'Hallo' }),
  })
  return {
    cookie: response.headers.getSetCookie()[0]!.split(';')[0]!,
    address: app.accepted.at(-1)!.address,
  }
}

function open(id: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/chat/attachments/${id}`, {
    headers: { cookie: visitor.cookie, ...headers },
  })
}

function put(kind: Attachment['kind'], bytes: Uint8Array, more: Partial<Attachment> = {}) {
  const one = attachment(kind, bytes, more)
  app.attach(visitor.address, one, bytes)
  return one
}

describe('an attachment in the web chat', () => {
  it('stands in the history with where it is and how big', async () => {
    const photo = put('photo', png, { alternative: 'Ein Regal' })
    await app.reply(visitor.address, says('Hier', { author: 'person', attachments: [photo] }))
    const history = await fetch(`${app.url}/chat/history`, { headers: { cookie: visitor.cookie } })
    const { lines } = (await history.json()) as { lines: unknown[] }
    expect(lines.at(-1)).toMatchObject({
      from: 'person',
      attachments: [
        {
          shown: 'image',
          url: '/chat/attachments/id-of-photo',
          name: 'flur.png',
          alternative: 'Ein Regal',
          size: png.length,
        },
      ],
    })
  })

  it('is given to the visitor whose conversation it is, and to nobody else', async () => {
    put('photo', png)
    const stranger = await arrive()
    for (const cookie of [stranger.cookie, '', 'lotse=AAAAAAAAAAAAAAAAAAAAAA']) {
      const refused = await open('id-of-photo', { cookie, 'accept-language': 'ar' })
      expect(refused.status).toBe(404)
      expect(await refused.text()).toBe('ar chment.gone')
    }
    const given = await open('id-of-photo')
    expect(given.status).toBe(200)
    expect(Buffer.compare(Buffer.from(await given.arrayBuffer()), png)).toBe(0)
  })

  it('is shown only as what it is, and runs nothing', async () => {
    put('photo', png)
    const { headers } = await open('id-of-photo')
    expect(headers.get('content-type')).toBe('image/png')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-disposition')).toMatch(/^inline; filename="flur.png"/)
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  it.each([
    ['photo', 'image/svg+xml', 'application/octet-stream'],
    ['photo', 'text/html', 'application/octet-stream'],
    ['voice', 'text/html', 'application/octet-stream'],
    ['document', 'text/html', 'application/octet-stream'],
    ['document', 'application/xhtml+xml', 'application/octet-stream'],
    ['document', 'image/svg+xml', 'application/octet-stream'],
    ['document', 'text/javascript', 'application/octet-stream'],
    ['document', 'application/pdf\r\nx-evil: 1', 'application/octet-stream'],
    ['document', 'application/pdf', 'application/pdf'],
    ['document', 'image/png', 'image/png'],
  ] as const)('a %s that says it is %j is saved, as %s', async (kind, mediaType, type) => {
    put(kind, Buffer.from('<script>alert(1)</script>'), { mediaType })
    const { headers } = await open(`id-of-${kind}`)
    expect(headers.get('content-type')).toBe(type)
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('keeps its name in every script, and a name breaks no header', async () => {
    put('document', pdf)
    const named = (await open('id-of-document')).headers.get('content-disposition')
    expect(named).toBe(
      `attachment; filename="Einigung _____.pdf"; filename*=UTF-8''${encodeURIComponent('Einigung اتفاق.pdf')}`,
    )
    put('document', pdf, { name: 'a"b\r\nSet-Cookie: x=1\u202e/../c;d\ud800.pdf' })
    const { headers } = await open('id-of-document')
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="a_b__Set-Cookie_ x=1__.._c;d_.pdf"; filename\*=UTF-8''[\w%.'-]+$/,
    )
  })

  it('comes in parts where a phone asks for parts, as it must to play a sound', async () => {
    put('voice', wav)
    const part = async (range: string) => {
      const response = await open('id-of-voice', { range })
      const bytes = Buffer.from(await response.arrayBuffer())
      return [response.status, response.headers.get('content-range'), bytes.length]
    }
    expect(await part('bytes=0-1')).toEqual([206, 'bytes 0-1/4044', 2])
    expect(await part('bytes=4000-')).toEqual([206, 'bytes 4000-4043/4044', 44])
    expect(await part('bytes=-44')).toEqual([206, 'bytes 4000-4043/4044', 44])
    expect(await part('bytes=4000-9999')).toEqual([206, 'bytes 4000-4043/4044', 44])
    expect(await part('bytes=4044-')).toEqual([416, 'bytes */4044', 0])
    expect(await part('bytes=9-1')).toEqual([200, null, 4044])
    expect(await part('bytes=0-1,3-4')).toEqual([200, null, 4044])
    const middle = await open('id-of-voice', { range: 'bytes=36-39' })
    expect(await middle.text()).toBe('data')
  })

  it('is not sent again while the browser has it, and is gone when it is deleted', async () => {
    put('photo', png)
    const first = await open('id-of-photo')
    const tag = first.headers.get('etag')!
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const again = await open('id-of-photo', { 'if-none-match': tag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    app.detach('id-of-photo')
    expect((await open('id-of-photo', { 'if-none-match': tag })).status).toBe(404)
  })
})
