import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWebChannel } from '../src/channels/web/index.ts'
import { type ChatApp, languages, says, sentences, startChat } from './web-chat-app.ts'

let app: ChatApp
beforeEach(async () => {
  app = await startChat()
})
afterEach(() => app.stop())

const fromOurPage = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }

async function post(body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/chat/messages`, {
    method: 'POST',
    headers: { ...fromOurPage, ...headers },
    body: JSON.stringify(body),
  })
}

/** Writes a first message and gives the cookie back that came with the answer. */
async function writeFirst(text = 'Hallo'): Promise<{ cookie: string }> {
  const response = await post({ id: randomUUID(), text })
  return { cookie: response.headers.getSetCookie()[0]!.split(';')[0]! }
}

describe('posting a message', () => {
  it('hands it to the core with its text, language and conversation', async () => {
    const response = await post({ id: randomUUID(), text: ' Darf ich?\r\n', language: 'ar' })
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ accepted: true })
    expect(app.accepted).toEqual([
      {
        updateId: expect.stringMatching(/^[\w-]{22}:[0-9a-f-]{36}$/),
        address: { channel: 'web', conversation: expect.stringMatching(/^[\w-]{22}$/) },
        from: { kind: 'user' },
        content: { kind: 'text', text: 'Darf ich?' },
        locale: 'ar',
        receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
    ])
  })

  it('twice with the same id reaches the core once', async () => {
    const visitor = await writeFirst()
    const message = { id: randomUUID(), text: 'noch einmal' }
    expect(await (await post(message, visitor)).json()).toEqual({ accepted: true })
    expect(await (await post(message, visitor)).json()).toEqual({ accepted: false })
    expect(app.accepted).toHaveLength(2)
  })

  it('first, and again where the answer with the cookie was lost, is one conversation', async () => {
    const first = { id: randomUUID(), text: 'Hallo' }
    const lost = await post(first)
    const again = await post(first)
    expect(await again.json()).toEqual({ accepted: false })
    expect(again.headers.getSetCookie()).toEqual(lost.headers.getSetCookie())
    expect((await writeFirst()).cookie).not.toContain(app.accepted[0]?.address.conversation)
    expect(app.accepted).toHaveLength(2)
  })

  it('understands buttons and commands', async () => {
    await post({ id: randomUUID(), action: 'set-role landlord' })
    await post({ id: randomUUID(), text: '/place Halle (Saale)' })
    await post({ id: randomUUID(), text: '/etc/passwd' })
    expect(app.accepted.map(({ content }) => content)).toEqual([
      { kind: 'action', action: { kind: 'set-role', role: 'landlord' } },
      { kind: 'command', command: 'place', argument: 'Halle (Saale)' },
      { kind: 'text', text: '/etc/passwd' },
    ])
  })

  it('takes control characters and marks that turn the direction out of the text', async () => {
    await post({ id: randomUUID(), text: 'a\u202Eb\u2066c\u0000d\u0007\u200Ce\nf' })
    expect(app.accepted[0]?.content).toEqual({ kind: 'text', text: 'abcd\u200Ce\nf' })
  })

  it.each([
    ['without an id', { text: 'Hallo' }],
    ['with an id that is no UUID', { id: '1', text: 'Hallo' }],
    ['with a forged button', { id: randomUUID(), action: 'drop-tables' }],
    ['with text and button', { id: randomUUID(), text: 'a', action: 'ask-person' }],
    ['with a text of 20,000 characters', { id: randomUUID(), text: 'x'.repeat(20_000) }],
  ])('%s is refused', async (_how, body) => {
    const response = await post(body)
    expect(response.status).toBe(400)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(app.accepted).toEqual([])
  })

  it('from a foreign page is refused', async () => {
    const body = { id: randomUUID(), text: 'Hallo' }
    expect((await post(body, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post(body, { 'content-type': 'text/plain' })).status).toBe(403)
    expect(app.accepted).toEqual([])
  })

  it('more than twenty times a minute gets a kind sentence in the reader’s language', async () => {
    const visitor = await writeFirst()
    const statuses: number[] = []
    for (let count = 0; count < 20; count += 1) {
      statuses.push((await post({ id: randomUUID(), text: 'und?' }, visitor)).status)
    }
    expect(new Set(statuses)).toEqual(new Set([202]))
    const response = await post({ id: randomUUID(), text: 'und?', language: 'ar' }, visitor)
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await response.json()).toEqual({ error: 'ar tooMany' })
    expect(app.accepted).toHaveLength(21)
    await writeFirst('ein anderer Mensch im selben Haus')
    expect(app.accepted).toHaveLength(22)
  })
})

describe('the cookie', () => {
  it('comes with the first message and not before', async () => {
    for (const path of ['/', '/chat/history', '/chat/events', '/chat/interface?language=ar']) {
      const response = await fetch(app.url + path)
      expect(response.headers.getSetCookie(), path).toEqual([])
    }
    const response = await post({ id: randomUUID(), text: 'Hallo' })
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^lotse=[\w-]{22}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  it('is bound to this host and to https where the page is reached over https', async () => {
    await app.stop()
    app = await startChat({ secureCookies: true })
    const [cookie = ''] = (await post({ id: randomUUID(), text: 'Hallo' })).headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-lotse=/)
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  it('that we did not give out begins a new conversation', async () => {
    await post({ id: randomUUID(), text: 'Hallo' }, { cookie: 'lotse=../../etc' })
    expect(app.accepted[0]?.address.conversation).toMatch(/^[\w-]{22}$/)
  })

  it('is the only way to a conversation', async () => {
    const visitor = await writeFirst('geheim')
    const read = async (headers: Record<string, string>) =>
      (await fetch(`${app.url}/chat/history`, { headers })).json()
    expect(await read(visitor)).toEqual({
      lines: [{ id: '1', at: expect.any(String), from: 'user', text: 'geheim' }],
    })
    expect(await read({})).toEqual({ lines: [] })
    expect(await read({ cookie: `lotse=${'a'.repeat(22)}` })).toEqual({ lines: [] })
  })
})

describe('the event stream', () => {
  it('brings what is new, in order, numbered as in the transcript', async () => {
    const visitor = await writeFirst('eins')
    const events = await listen(visitor)
    expect(await events.next()).toMatchObject({ event: 'line', id: '1', data: { text: 'eins' } })
    const { address } = app.accepted[0]!
    await app.channel.showTyping?.(address)
    await app.reply(address, says('zwei'))
    await app.reply(address, says('drei', { author: 'person' }))
    expect(await events.next()).toMatchObject({ event: 'typing' })
    expect(await events.next()).toMatchObject({ id: '2', data: { from: 'assistant' } })
    expect(await events.next()).toMatchObject({ id: '3', data: { from: 'person' } })
  })

  it('shows an answer as it is written, under no number of the transcript', async () => {
    const visitor = await writeFirst('eins')
    const events = await listen(visitor)
    await events.next()
    const { address } = app.accepted[0]!
    await app.channel.showDraft?.(address, says('Ja'), 'update-1')
    await app.channel.showDraft?.(address, says('Ja, das'), 'update-1')
    await app.reply(address, says('Ja, das geht.'))
    const first = await events.next()
    expect(first).toMatchObject({ event: 'draft', data: { from: 'assistant', id: 'draft' } })
    expect(first.id).toBeUndefined()
    expect(await events.next()).toMatchObject({ event: 'draft' })
    expect(await events.next()).toMatchObject({ event: 'line', id: '2' })
  })

  it.each([
    ['Last-Event-ID', '', { 'last-event-id': '2' }],
    ['the address', '?after=2', {}],
  ])('goes on where the browser was, named by %s', async (_where, query, headers) => {
    const visitor = await writeFirst('eins')
    const { address } = app.accepted[0]!
    for (const text of ['zwei', 'drei', 'vier']) await app.reply(address, says(text))
    const events = await listen({ ...visitor, ...headers }, query)
    expect(await events.next()).toMatchObject({ id: '3' })
    expect(await events.next()).toMatchObject({ id: '4' })
    await app.reply(address, says('fünf'))
    expect(await events.next()).toMatchObject({ id: '5' })
  })

  it('sends a message once although the outbox sends it twice', async () => {
    const visitor = await writeFirst()
    const { address } = app.accepted[0]!
    const events = await listen(visitor)
    await events.next()
    await app.reply(address, says('einmal'))
    await app.channel.send(address, says('einmal'), 'outbox-2')
    await app.reply(address, says('danach'))
    expect(await events.next()).toMatchObject({ id: '2' })
    expect(await events.next()).toMatchObject({ id: '3' })
  })

  it('tells the page to clear its view once everything was erased, then the farewell', async () => {
    const visitor = await writeFirst()
    const { address } = app.accepted[0]!
    const events = await listen(visitor)
    await events.next()
    app.erase()
    await app.channel.send(address, says('Alles gelöscht.'), 'outbox-9')
    await app.channel.send(address, says('Alles gelöscht.'), 'outbox-9')
    expect(await events.next()).toMatchObject({ event: 'cleared' })
    const farewell = await events.next()
    expect(farewell).toMatchObject({ event: 'line', data: { id: 'outbox-9' } })
    expect(farewell.id).toBeUndefined()
    await app.channel.showTyping?.(address)
    expect(await events.next()).toMatchObject({ event: 'typing' })
  })

  it('of one person shows nothing of another', async () => {
    const visitor = await writeFirst('eins')
    const other = await writeFirst('zwei')
    const [first, second] = app.accepted.map(({ address }) => address)
    const events = await listen(visitor, '?after=2')
    await listen(other, '?after=2')
    await app.channel.showTyping?.(second!)
    await app.channel.send(first!, says('nur für die erste'), 'outbox-1')
    expect(await events.next()).toMatchObject({ event: 'line', data: { id: 'outbox-1' } })
  })

  it('is not opened for someone who has not written', async () => {
    expect((await fetch(`${app.url}/chat/events`)).status).toBe(204)
  })

  it('needs nobody to listen for a message to count as delivered', async () => {
    await writeFirst()
    const delivery = await app.channel.send(app.accepted[0]!.address, says('Hallo'), 'outbox-1')
    expect(delivery).toEqual({ kind: 'delivered' })
  })

  it('ends when the channel stops', async () => {
    const visitor = await writeFirst()
    const response = await fetch(`${app.url}/chat/events`, { headers: visitor })
    await app.channel.stop()
    expect(await response.text()).toContain('event: line')
  })
})

describe('what a message may hold', () => {
  it('are links that do no harm, numbers to dial, and readable days', async () => {
    const visitor = await writeFirst()
    const content = [
      { text: 'böse', href: 'javascript:alert(1)' },
      { text: 'auch böse', href: ' data:text/html,x' },
      { text: 'gut', href: 'https://example.org/' },
      { text: '0345 / 12-34', phone: '0345 / 12-34' },
    ]
    await app.reply(
      app.accepted[0]!.address,
      says(
        [
          { kind: 'paragraph', content },
          { kind: 'quote', author: 'A\u202E', text: '\u202Eumgedreht' },
          {
            kind: 'sources',
            label: 'Quellen',
            items: [{ title: 'Amt', url: 'javascript:1', checked: '2026-11-22' }],
          },
        ],
        { buttons: [[{ label: 'Mensch', action: { kind: 'ask-person' } }]] },
      ),
    )
    const response = await fetch(`${app.url}/chat/history`, { headers: visitor })
    const { lines } = (await response.json()) as { lines: unknown[] }
    expect(lines[1]).toMatchObject({
      blocks: [
        {
          content: [
            { text: 'böse' },
            { text: 'auch böse' },
            { text: 'gut', href: 'https://example.org/' },
            { text: '0345 / 12-34', href: 'tel:03451234' },
          ],
        },
        { author: 'A', text: 'umgedreht' },
        { items: [{ title: 'Amt', checked: '22.11.2026' }] },
      ],
      buttons: [[{ label: 'Mensch', action: 'ask-person' }]],
    })
    expect(JSON.stringify(lines)).not.toMatch(/javascript:|data:/)
  })
})

describe('the page', () => {
  const languageCases: [string, string, string, string, string][] = [
    ['the language that the browser asks for', '', 'ar-SY,ar;q=0.9,de;q=0.5', 'ar', 'rtl'],
    ['the first one that we speak', '', 'sv,en;q=0.8,de;q=0.9', 'de', 'ltr'],
    ['Kurmanji under its common code', '', 'ku', 'kmr', 'ltr'],
    ['a language that was chosen', '?language=en', 'ar', 'en', 'ltr'],
    ['German where we speak none', '', 'sv', 'de', 'ltr'],
    ['German in place of a forged one', '?language="><script>', '*', 'de', 'ltr'],
    ['German in place of one that is only recognised', '?language=ur', '', 'de', 'ltr'],
  ]
  it.each(languageCases)('is in %s', async (_which, query, accept, language, direction) => {
    const headers = { 'accept-language': accept }
    const markup = await (await fetch(`${app.url}/${query}`, { headers })).text()
    expect(markup).toContain(`<html lang="${language}" dir="${direction}">`)
    expect(markup).toContain(`${language} welcome.title`)
    expect(markup).not.toMatch(/<script>|<style|\sstyle=|\son\w+=/)
  })

  it('comes back in the language of the conversation', async () => {
    const visitor = await writeFirst()
    await app.reply(app.accepted[0]!.address, says('أهلا', { language: 'ar', direction: 'rtl' }))
    const headers = { ...visitor, 'accept-language': 'de' }
    expect(await (await fetch(app.url, { headers })).text()).toContain('<html lang="ar" dir="rtl">')
  })

  it('escapes its sentences, in text and in attributes', async () => {
    await app.stop()
    const attack = `"><script>alert('1')</script>&amp;`
    const texts = () => ({ ...sentences('de'), 'web.tagline': attack, 'web.send': attack })
    app = await startChat({ texts })
    const markup = await (await fetch(app.url)).text()
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;'
    expect(markup).toContain(`<p data-text="web.tagline">${escaped}</p>`)
    expect(markup).toContain(`aria-label="${escaped}"`)
    expect(markup).not.toContain('<script>')
  })

  it('says German sentences where a translation is missing, and names missing German ones', () => {
    const options = { languages: [...languages], readHistory: async () => [], secureCookies: false }
    const lacking = { ...sentences('de'), 'web.send': '' }
    expect(() => createWebChannel({ ...options, texts: () => lacking })).toThrow(/: web\.send\./)
    const texts = (language: string) => (language === 'de' ? sentences('de') : {})
    expect(() => createWebChannel({ ...options, texts })).not.toThrow()
  })
})

interface Event {
  event?: string
  id?: string
  data?: unknown
}

async function listen(headers: Record<string, string>, query = '') {
  const response = await fetch(`${app.url}/chat/events${query}`, { headers })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let received = ''
  return {
    async next(): Promise<Event> {
      while (true) {
        const end = received.indexOf('\n\n')
        if (end < 0) {
          const { value, done } = await reader.read()
          if (done) throw new Error('The event stream has ended.')
          received += value
          continue
        }
        const fields = received.slice(0, end).split('\n')
        received = received.slice(end + 2)
        if (fields[0]?.startsWith(':')) continue
        const event = Object.fromEntries(fields.map((field) => field.split(/: (.*)/s)))
        return { ...event, data: JSON.parse(event.data) }
      }
    },
  }
}
