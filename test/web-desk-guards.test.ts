import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, staff, type Visitor, visit } from './web-desk-house.ts'

let house: House
let people: { administrator: Visitor; mediator: Visitor }
let caseId: string

beforeAll(async () => {
  house = await openHouse()
  people = await staff(house)
  caseId = (await house.openCase()).id
})
afterAll(() => house.close())

/** Who may use a route: everybody, every mediator, administrators only. */
const access: Record<string, 'everybody' | 'mediators' | 'administrators'> = {
  'GET /desk/api/session': 'everybody',
  'POST /desk/api/login': 'everybody',
  'POST /desk/api/join': 'everybody',
  'POST /desk/api/logout': 'everybody',
  'GET /desk/api/accounts': 'administrators',
  'POST /desk/api/invitations': 'administrators',
  'GET /desk/api/cases': 'mediators',
  'GET /desk/api/cases/:id': 'mediators',
  'GET /desk/api/cases/:id/summary': 'mediators',
  'GET /desk/api/cases/:id/audit': 'administrators',
  'GET /desk/api/phrases': 'mediators',
  'GET /desk/api/twins': 'mediators',
  'GET /desk/api/settings': 'mediators',
  'POST /desk/api/settings': 'mediators',
  'POST /desk/api/passphrase': 'mediators',
  'POST /desk/api/reset': 'everybody',
  'POST /desk/api/accounts/:id/passphrase-link': 'administrators',
  'POST /desk/api/accounts/:id/remove': 'administrators',
  'GET /desk/api/events': 'mediators',
  'POST /desk/api/cases/:id/claim': 'mediators',
  'POST /desk/api/cases/:id/reply': 'mediators',
  'POST /desk/api/cases/:id/note': 'mediators',
  'POST /desk/api/cases/:id/attachments': 'mediators',
  'GET /desk/api/cases/:id/attachments/:attachment': 'mediators',
  'POST /desk/api/cases/:id/invite': 'mediators',
  'POST /desk/api/cases/:id/open-room': 'mediators',
  'POST /desk/api/cases/:id/say-to-both': 'mediators',
  'POST /desk/api/cases/:id/propose-agreement': 'mediators',
  'POST /desk/api/cases/:id/end-mediation': 'mediators',
  'POST /desk/api/cases/:id/release': 'mediators',
  'POST /desk/api/cases/:id/hand-over': 'mediators',
  'POST /desk/api/cases/:id/close': 'mediators',
  'POST /desk/api/cases/:id/reopen': 'mediators',
  'GET /desk/api/cases/:id/colleagues': 'mediators',
  'POST /desk/api/invitations/terms': 'everybody',
  'GET /desk/api/organisation': 'mediators',
  'POST /desk/api/organisation': 'mediators',
  'GET /desk/api/cases/:id/draft': 'mediators',
  'GET /desk/api/drafts': 'mediators',
  'POST /desk/api/drafts': 'mediators',
  'POST /desk/api/drafts/:id': 'mediators',
  'POST /desk/api/drafts/:id/approve': 'mediators',
  'POST /desk/api/drafts/:id/remove': 'mediators',
}
const routes = Object.entries(access).map(([route, who]) => ({ route, who }))
const changing = routes.filter(({ route }) => route.startsWith('POST'))

async function statusFor(visitor: Visitor, route: string): Promise<number> {
  const [method, path = ''] = route.replace(':id', caseId).split(' ')
  const response = await (method === 'POST' ? visitor.post(path) : visitor.get(path))
  // An event stream would stay open.
  await response.body?.cancel()
  return response.status
}

describe('every route of the desk', () => {
  it('stands in this table', () => {
    const own = house.routes.filter(
      (route) => route.includes('/desk/api/') && !route.startsWith('HEAD'),
    )
    expect(own.sort()).toEqual(Object.keys(access).sort())
  })

  it.each(routes)(
    '$route answers a visitor with 401 unless it is for $who',
    async ({ route, who }) => {
      const status = await statusFor(visit(house), route)
      const isUnauthorised = status === 401
      expect(isUnauthorised).toBe(who !== 'everybody')
    },
  )

  it.each(routes.filter(({ route }) => !route.endsWith('logout')))(
    '$route answers a mediator with 403 where it is for administrators, else not',
    async ({ route, who }) => {
      expect((await statusFor(people.mediator, route)) === 403).toBe(who === 'administrators')
      expect(await statusFor(people.administrator, route)).not.toBe(403)
    },
  )
})

describe('every change', () => {
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }

  it.each(changing)('$route is refused when another site sends it', async ({ route }) => {
    const [, path = ''] = route.replace(':id', caseId).split(' ')
    const response = await people.administrator.post(path, {}, foreign)
    expect(response.status).toBe(403)
  })

  it.each(changing)(
    '$route is refused without the form token of this session',
    async ({ route }) => {
      const [, path = ''] = route.replace(':id', caseId).split(' ')
      const other = await people.mediator.get('/desk/api/session')
      const { token } = (await other.json()) as { token: string }
      for (const wrong of ['', 'guess', token]) {
        const response = await people.administrator.post(path, {}, { 'x-desk-token': wrong })
        expect(response.status).toBe(403)
        expect(await response.json()).toMatchObject({ code: 'form-expired' })
      }
    },
  )

  it.each(changing)('$route is refused as a plain form', async ({ route }) => {
    const [, path = ''] = route.replace(':id', caseId).split(' ')
    const plain = { 'content-type': 'text/plain' }
    expect((await people.administrator.post(path, {}, plain)).status).toBe(403)
  })

  it('leaves no trace when it was refused', () => {
    expect(house.acts).toEqual([])
  })
})

describe('the page', () => {
  it('comes in the language that the browser asks for, with its direction', async () => {
    const page = await visit(house).get('/desk', { 'accept-language': 'xx, ar-SY;q=0.9, de;q=0.5' })
    expect(await page.text()).toContain('<html lang="ar" dir="rtl">')
  })

  it('keeps the language that the mediator chose', async () => {
    const visitor = visit(house)
    await visitor.get('/desk?language=ar', { 'accept-language': 'de' })
    const page = await visitor.get('/desk/join', { 'accept-language': 'de' })
    expect(await page.text()).toContain('<html lang="ar" dir="rtl">')
  })

  it('falls back to German for a language that the desk does not speak', async () => {
    const visitor = visit(house)
    const page = await visitor.get('/desk?language=%22%3E%3Cscript%3E', { 'accept-language': 'zh' })
    expect(await page.text()).toContain('<html lang="de" dir="ltr">')
  })

  it('runs scripts of its own only and is shown in no frame', async () => {
    const page = await visit(house).get('/desk')
    const policy = page.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(page.headers.get('cache-control')).toBe('no-store')
    const scripts = [...(await page.text()).matchAll(/<script(?! type="application\/json")[^>]*>/g)]
    expect(scripts.map(([tag]) => tag)).toEqual([
      expect.stringMatching(/^<script type="module" src="\/assets\/desk-[\w-]+\.js">$/),
    ])
  })

  it('holds no case for somebody who is not signed in', async () => {
    const page = await people.administrator.get('/desk')
    expect(await page.text()).not.toContain(caseId)
  })
})
