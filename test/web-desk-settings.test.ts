import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseMediatorSettings } from '../src/handoff/mediator-settings.ts'
import {
  deskTexts,
  type House,
  inviteMediator,
  openHouse,
  passphrase,
  staff,
  type Visitor,
  visit,
} from './web-desk-house.ts'

let house: House
let administrator: Visitor
let mediator: Visitor
beforeEach(async () => {
  house = await openHouse()
  ;({ administrator, mediator } = await staff(house))
})
afterEach(() => house.close())

const jonas = async () => (await house.store.findAccount('Jonas'))!
const other = 'fünf trockene Dachdecker pfeifen'

async function bodyOf(response: Response) {
  return (await response.json()) as Record<string, unknown>
}

describe('settings', () => {
  const wanted = {
    languages: ['ar', 'de'],
    topics: ['housing'],
    districts: ['15002'],
    hours: { mo: ['09:00-12:00', '13:00-15:00'] },
    capacity: 5,
    paused: true,
  }

  it('are kept as the routing of cases reads them, and given back', async () => {
    const answer = await mediator.post('/desk/api/settings', { name: 'Jonas', settings: wanted })
    expect(answer.status).toBe(200)
    expect(parseMediatorSettings((await jonas()).settings)).toEqual(wanted)
    const own = await bodyOf(await mediator.get('/desk/api/settings'))
    expect(own).toMatchObject({ name: 'Jonas', settings: wanted })
    expect(own.districts).toContainEqual({ key: '15002', name: 'Halle (Saale)' })
  })

  it('change the name that others see, also in open cases', async () => {
    const { id: account } = await jonas()
    const one = await house.openCase({ claimedBy: { account, name: 'Jonas' } })
    const renamed = { name: ' Jonas  B. ', settings: wanted }
    const { account: told } = await bodyOf(await mediator.post('/desk/api/settings', renamed))
    expect(told).toEqual({ id: account, name: 'Jonas B.', administrator: false })
    expect((await house.store.readCase(one.id))?.claimedBy?.name).toBe('Jonas B.')
    expect((await visit(house).signIn('jonas b.', passphrase)).status).toBe(200)
  })

  it('take no name that somebody else has, but their own in other letters', async () => {
    const taken = await mediator.post('/desk/api/settings', { name: 'AMINA', settings: wanted })
    expect([taken.status, (await bodyOf(taken)).code]).toEqual([409, 'name-taken'])
    const own = await mediator.post('/desk/api/settings', { name: 'JONAS', settings: wanted })
    expect(own.status).toBe(200)
  })

  it.each([
    ['a language that nobody writes here', { languages: ['xx'] }],
    ['a district that is none', { districts: ['99999'] }],
    ['a topic that is none', { topics: ['weather'] }],
    ['hours that end before they begin', { hours: { mo: ['12:00-09:00'] } }],
    ['a capacity below nothing', { capacity: -1 }],
  ])('are refused with %s', async (_what, wrong) => {
    const settings = { ...wanted, ...wrong }
    const answer = await mediator.post('/desk/api/settings', { name: 'Jonas', settings })
    expect([answer.status, (await bodyOf(answer)).code]).toEqual([400, 'settings-incomplete'])
    expect((await jonas()).settings).toBe('{}')
  })
})

describe('a new passphrase', () => {
  it('needs the present one, and signs out everywhere else', async () => {
    const phone = visit(house)
    await phone.signIn('Jonas', passphrase)
    const wrong = { current: other, passphrase: other }
    expect((await mediator.post('/desk/api/passphrase', wrong)).status).toBe(403)
    expect((await phone.get('/desk/api/cases')).status).toBe(200)

    const right = { current: passphrase, passphrase: other }
    expect((await mediator.post('/desk/api/passphrase', right)).status).toBe(200)
    expect((await mediator.get('/desk/api/cases')).status).toBe(200)
    expect((await phone.get('/desk/api/cases')).status).toBe(401)
    expect((await visit(house).signIn('Jonas', passphrase)).status).toBe(401)
    expect((await visit(house).signIn('Jonas', other)).status).toBe(200)
  })

  it('is not given to somebody who guesses at an open computer', async () => {
    let status = 0
    for (let attempt = 0; attempt < 11; attempt++) {
      const guess = { current: `falsch falsch ${attempt}`, passphrase: other }
      status = (await mediator.post('/desk/api/passphrase', guess)).status
    }
    expect(status).toBe(429)
  })

  it('comes by a link of an administrator, which works once and within a day', async () => {
    const { id } = await jonas()
    const path = `/desk/api/accounts/${id}/passphrase-link`
    const { link } = (await (await administrator.post(path)).json()) as { link: string }
    const token = link.split('#')[1]
    expect((await visit(house).signIn('Jonas', passphrase)).status).toBe(200)
    expect((await visit(house).join(link, 'Mallory', other)).status).toBe(410)

    const forgetful = visit(house)
    const short = await forgetful.post('/desk/api/reset', { token, passphrase: 'zu kurz' })
    expect((await bodyOf(short)).code).toBe('passphrase-short')
    const answer = await forgetful.post('/desk/api/reset', { token, passphrase: other })
    expect(await bodyOf(answer)).toMatchObject({ account: { name: 'Jonas' } })
    expect((await mediator.get('/desk/api/cases')).status).toBe(401)
    expect((await visit(house).signIn('Jonas', other)).status).toBe(200)
    expect((await forgetful.post('/desk/api/reset', { token, passphrase: other })).status).toBe(410)

    const { link: late } = (await (await administrator.post(path)).json()) as { link: string }
    house.clock.now = new Date(house.clock.now.getTime() + 25 * 3_600_000)
    const tooLate = { token: late.split('#')[1], passphrase }
    expect((await visit(house).post('/desk/api/reset', tooLate)).status).toBe(410)
  })

  it('is not set by an invitation', async () => {
    const invited = await administrator.post('/desk/api/invitations', { administrator: false })
    const token = ((await invited.json()) as { link: string }).link.split('#')[1]
    const answer = await visit(house).post('/desk/api/reset', { token, passphrase: other })
    expect(answer.status).toBe(410)
  })
})

describe('an account that is removed', () => {
  it('is out at once, and its cases are handed back as its own act', async () => {
    const { id: account, name } = await jonas()
    const claimedBy = { account, name }
    const one = await house.openCase({ status: 'claimed', claimedBy })
    const asked = await house.openCase({ asked: claimedBy })
    expect((await administrator.post(`/desk/api/accounts/${account}/remove`)).status).toBe(204)

    expect((await mediator.get('/desk/api/cases')).status).toBe(401)
    expect((await visit(house).signIn('Jonas', passphrase)).status).toBe(401)
    await expect.poll(async () => (await house.store.readCase(one.id))?.status).toBe('open')
    expect(house.acts).toMatchObject([
      { from: { kind: 'mediator', ...claimedBy }, content: { caseId: one.id } },
    ])
    const lines = await house.store.readCaseLines(one.id)
    expect(lines.at(-1)).toMatchObject({ author: 'system', name: 'Jonas', text: 'released' })
    expect((await house.store.readCase(asked.id))?.asked).toBeUndefined()
  })

  it('is never the own one, so that an administrator is left', async () => {
    const { id } = (await house.store.findAccount('Amina'))!
    const answer = await administrator.post(`/desk/api/accounts/${id}/remove`)
    expect([answer.status, (await bodyOf(answer)).code]).toEqual([409, 'own-account'])
    expect(await house.store.countAccounts()).toBe(2)
  })

  it('leaves its name free for somebody else', async () => {
    await administrator.post(`/desk/api/accounts/${(await jonas()).id}/remove`)
    const another = await inviteMediator(house, administrator, 'Jonas')
    expect((await another.get('/desk/api/cases')).status).toBe(200)
  })
})

describe('who saw and did what', () => {
  it('is kept without words, and shown to administrators alone', async () => {
    const one = await house.openCase()
    await mediator.get(`/desk/api/cases/${one.id}/summary`)
    for (let look = 0; look < 3; look++) await mediator.get(`/desk/api/cases/${one.id}`)
    const reply = { id: '3f0d5b8a-9f0e-4c57-8f57-6f2f3a1f5f10', text: 'geheime Antwort' }
    await mediator.post(`/desk/api/cases/${one.id}/reply`, reply)
    const path = `/desk/api/cases/${one.id}/audit`
    const read = async () => (await administrator.get(path)).text()
    await expect.poll(read).toContain('"reply"')
    const { entries } = JSON.parse(await read()) as { entries: { act: string; name: string }[] }
    expect(entries.map(({ act, name }) => [name, act])).toEqual([
      ['Jonas', 'view'],
      ['Jonas', 'reply'],
    ])
    expect(await read()).not.toContain('geheim')
    house.clock.now = new Date(house.clock.now.getTime() + 61 * 60_000)
    await mediator.get(`/desk/api/cases/${one.id}`)
    expect(JSON.parse(await read()).entries).toHaveLength(3)
  })
})

describe('ready-made sentences', () => {
  it("come in the user's language", async () => {
    const answer = await mediator.get('/desk/api/phrases?language=ar')
    const { phrases } = (await answer.json()) as { phrases: { key: string; text: string }[] }
    expect(phrases).toContainEqual({
      key: 'desk.phrase.more-questions',
      text: deskTexts('ar')['desk.phrase.more-questions'],
    })
  })
})
