/** An organisation of the directory at the desk: how it comes in, what it sets, and what it sees. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takerOfOrganisation } from '../src/storage/store.ts'
import {
  type House,
  inviteMediator,
  inviteOrganisation,
  openHouse,
  passphrase,
  staff,
  type Visitor,
  visit,
} from './web-desk-house.ts'

const mieterrat = { account: takerOfOrganisation('mieterrat-halle'), name: 'Mieterrat Halle' }
const agreed = { organisations: ['mieterrat-halle'] }

let house: House
let administrator: Visitor
let jonas: Visitor
let omar: Visitor
beforeEach(async () => {
  house = await openHouse()
  ;({ administrator, mediator: jonas } = await staff(house))
  omar = await inviteOrganisation(house, administrator, 'Omar')
})
afterEach(() => house.close())

/** What these tests read of the desk's answers. */
interface Body {
  link: string
  code: string
  accounts: unknown[]
  organisations: unknown[]
  settings: unknown
  counts: unknown
  cases: { id: string }[]
  colleagues: { name: string }[]
}

async function bodyOf(response: Response) {
  return (await response.json()) as Body
}
async function linkFor(organisation: string): Promise<string> {
  const body = { administrator: false, organisation }
  return (await bodyOf(await administrator.post('/desk/api/invitations', body))).link
}
const id = () => crypto.randomUUID()
const seenBy = async (visitor: Visitor) => {
  const { cases } = await bodyOf(await visitor.get('/desk/api/cases'))
  return cases.map((one) => one.id).sort()
}

describe('an invitation for an organisation', () => {
  it('says for whom it is, needs a yes, and keeps who said it and when', async () => {
    const link = await linkFor('haus-dessau')
    const token = link.split('#')[1]
    const olena = visit(house)
    const terms = await bodyOf(await olena.post('/desk/api/invitations/terms', { token }))
    expect(terms).toEqual({ organisation: { id: 'haus-dessau', name: 'Haus Dessau' } })
    const asked = { token, name: 'Olena', passphrase }
    const silent = await olena.post('/desk/api/join', asked)
    expect([silent.status, (await bodyOf(silent)).code]).toEqual([400, 'agreement-missing'])
    const joined = await olena.post('/desk/api/join', { ...asked, agrees: true })
    expect(await bodyOf(joined)).toMatchObject({
      account: { administrator: false, organisation: { id: 'haus-dessau', name: 'Haus Dessau' } },
    })
    const { id: account } = (await house.store.findAccount('olena'))!
    expect(await house.store.listOrganisationConsents()).toContainEqual({
      organisation: 'haus-dessau',
      account,
      name: 'Olena',
      acceptedAt: house.clock.now.toISOString(),
    })
  })

  it('is an ordinary one where no organisation stands in it', async () => {
    const body = { administrator: false }
    const { link } = await bodyOf(await administrator.post('/desk/api/invitations', body))
    const token = link.split('#')[1]
    const terms = await visit(house).post('/desk/api/invitations/terms', { token })
    expect(await bodyOf(terms)).toEqual({ organisation: null })
    const gone = await visit(house).post('/desk/api/invitations/terms', { token: 'other' })
    expect(gone.status).toBe(410)
  })

  it.each([
    ['nobody knows', { administrator: false, organisation: 'unknown' }],
    ['said no in the directory', { administrator: false, organisation: 'nein-danke' }],
    ['would be an administrator', { administrator: true, organisation: 'haus-dessau' }],
  ])('is not made for one that %s', async (_who, body) => {
    expect((await administrator.post('/desk/api/invitations', body)).status).toBe(400)
  })

  it('shows administrators whom they can invite, and who belongs where since when', async () => {
    const { accounts, organisations } = await bodyOf(await administrator.get('/desk/api/accounts'))
    expect(organisations).toEqual([
      { id: 'haus-dessau', name: 'Haus Dessau' },
      { id: 'mieterrat-halle', name: 'Mieterrat Halle' },
    ])
    expect(accounts[2]).toEqual({
      id: expect.any(String),
      name: 'Omar',
      administrator: false,
      organisation: {
        id: 'mieterrat-halle',
        name: 'Mieterrat Halle',
        agreedAt: house.clock.now.toISOString(),
      },
    })
  })
})

describe('the settings of an organisation', () => {
  const wanted = {
    languages: ['ar'],
    topics: ['tenancy'],
    districts: [],
    capacity: 3,
    pausedUntil: '2026-12-01',
  }

  it('begin with what the directory says, and are one for all its accounts', async () => {
    const before = await bodyOf(await omar.get('/desk/api/organisation'))
    expect(before).toMatchObject({
      name: 'Mieterrat Halle',
      settings: { languages: [], topics: [], districts: [] },
      directory: { capacity: 0, districts: [{ key: '15002', name: 'Halle (Saale)' }] },
    })
    expect((await omar.post('/desk/api/organisation', wanted)).status).toBe(204)
    const colleague = await inviteOrganisation(house, administrator, 'Rana')
    const { settings } = await bodyOf(await colleague.get('/desk/api/organisation'))
    expect(settings).toEqual(wanted)
  })

  it.each([
    ['a topic that the directory does not name', { topics: ['work'] }],
    ['a district that it does not serve', { districts: ['15001'] }],
    ['a language that nobody there speaks', { languages: ['uk'] }],
    ['a day that is none', { pausedUntil: '2026-02-30' }],
    ['less than nothing', { capacity: -1 }],
  ])('are refused with %s', async (_what, wrong) => {
    const answer = await omar.post('/desk/api/organisation', { ...wanted, ...wrong })
    expect([answer.status, (await bodyOf(answer)).code]).toEqual([400, 'settings-incomplete'])
  })

  it('are nobody else’s', async () => {
    expect((await jonas.get('/desk/api/organisation')).status).toBe(404)
    expect((await jonas.post('/desk/api/organisation', wanted)).status).toBe(404)
    expect(await house.store.readOrganisationSettings()).toEqual(new Map())
  })
})

describe('an account of an organisation', () => {
  it('sees what is asked of it or free for it, and nothing else; our own see all', async () => {
    const own = await house.openCase({ ...agreed, asked: mieterrat })
    const free = await house.openCase(agreed)
    const foreign = await house.openCase({ organisations: ['haus-dessau'] })
    const ours = await house.openCase()
    const later = await house.openCase({
      ...agreed,
      asked: { account: 'jonas', name: 'Jonas' },
    })
    expect(await seenBy(omar)).toEqual([own.id, free.id].sort())
    const all = [own.id, free.id, foreign.id, ours.id, later.id].sort()
    expect(await seenBy(jonas)).toEqual(all)
    expect(await seenBy(administrator)).toEqual(all)
    const { counts } = await bodyOf(await omar.get('/desk/api/cases?holder=mine'))
    expect(counts).toEqual({ all: 2, unclaimed: 2, mine: 1 })
  })

  it.each(['', '/summary', '/draft', '/colleagues'])(
    'is told 404 about another case%s',
    async (part) => {
      const foreign = await house.openCase({ organisations: ['haus-dessau'] })
      const answer = await omar.get(`/desk/api/cases/${foreign.id}${part}`)
      expect([answer.status, (await bodyOf(answer)).code]).toEqual([404, 'case-gone'])
      expect(await house.store.readCaseAudit(foreign.id)).toEqual([])
    },
  )

  it.each([
    ['claim', {}],
    ['reply', { text: 'Guten Tag' }],
    ['note', { text: 'Notiz' }],
    ['release', {}],
    ['close', { outcome: 'solved' }],
    ['reopen', {}],
  ])('can do nothing to it: %s', async (act, body) => {
    const foreign = await house.openCase()
    const answer = await omar.post(`/desk/api/cases/${foreign.id}/${act}`, { id: id(), ...body })
    expect(answer.status).toBe(404)
    expect(house.acts).toEqual([])
  })

  it('takes its own cases, and sees them no longer once somebody else has them', async () => {
    const own = await house.openCase({ ...agreed, asked: mieterrat })
    expect((await omar.post(`/desk/api/cases/${own.id}/claim`, { id: id() })).status).toBe(202)
    await expect.poll(async () => (await house.store.readCase(own.id))?.status).toBe('claimed')
    expect(await seenBy(omar)).toEqual([own.id])
    const account = (await house.store.findAccount('jonas'))!.id
    await omar.post(`/desk/api/cases/${own.id}/hand-over`, { id: id(), account })
    await expect.poll(() => seenBy(omar)).toEqual([])
    expect((await omar.get(`/desk/api/cases/${own.id}`)).status).toBe(404)
  })

  it('hears live of its cases alone, and once more when one leaves it', async () => {
    const listening = await omar.get('/desk/api/events')
    const reader = listening.body!.getReader()
    let heard = ''
    void (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        heard += new TextDecoder().decode(part.value)
      }
    })().catch(() => undefined)
    const foreign = await house.openCase({ organisations: ['haus-dessau'] })
    const own = await house.openCase({ ...agreed, asked: mieterrat })
    await expect.poll(() => heard).toContain(own.id)
    const before = heard.split(own.id).length
    const claim = { id: id() }
    await jonas.post(`/desk/api/cases/${own.id}/claim`, claim)
    await expect.poll(() => heard.split(own.id).length).toBeGreaterThan(before)
    const gone = heard.split(own.id).length
    await jonas.post(`/desk/api/cases/${own.id}/reply`, { id: id(), text: 'geheim' })
    const last = await house.openCase({ ...agreed, asked: mieterrat })
    await expect.poll(() => heard).toContain(last.id)
    expect(heard.split(own.id)).toHaveLength(gone)
    expect(heard).not.toContain(foreign.id)
    await reader.cancel()
  })

  it('gets a case from a colleague only where the user agreed to its organisation', async () => {
    await inviteMediator(house, administrator, 'Mira')
    const account = (await house.store.findAccount('omar'))!.id
    const claimedBy = { account: (await house.store.findAccount('jonas'))!.id, name: 'Jonas' }
    const private_ = await house.openCase({ status: 'claimed', claimedBy })
    const shared = await house.openCase({ ...agreed, status: 'claimed', claimedBy })
    const namesFor = async (one: { id: string }) => {
      const { colleagues } = await bodyOf(await jonas.get(`/desk/api/cases/${one.id}/colleagues`))
      return colleagues.map(({ name }) => name)
    }
    expect(await namesFor(private_)).toEqual(['Amina', 'Jonas', 'Mira'])
    expect(await namesFor(shared)).toEqual(['Amina', 'Jonas', 'Mira', 'Omar'])
    const handOver = (one: { id: string }) =>
      jonas.post(`/desk/api/cases/${one.id}/hand-over`, { id: id(), account })
    const refused = await handOver(private_)
    expect([refused.status, (await bodyOf(refused)).code]).toEqual([409, 'not-agreed'])
    expect((await handOver(shared)).status).toBe(202)
  })
})
