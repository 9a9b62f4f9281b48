import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type House,
  inviteMediator,
  openHouse,
  passphrase,
  staff,
  visit,
} from './web-desk-house.ts'

let house: House
beforeEach(async () => {
  house = await openHouse()
})
afterEach(() => house.close())

async function bodyOf(response: Response) {
  return (await response.json()) as Record<string, unknown>
}

describe('the first account', () => {
  it('comes from a link that is offered only while nobody has an account', async () => {
    const link = await house.firstInvitation()
    const joined = await visit(house).join(link!, 'Amina', passphrase)

    expect(await bodyOf(joined)).toMatchObject({ account: { name: 'Amina', administrator: true } })
    expect(await house.firstInvitation()).toBeUndefined()
  })

  it('makes every older first link useless', async () => {
    const forgotten = await house.firstInvitation()
    await visit(house).join((await house.firstInvitation())!, 'Amina', passphrase)

    const late = await visit(house).join(forgotten!, 'Mallory', passphrase)
    expect(late.status).toBe(410)
    expect(await house.store.countAccounts()).toBe(1)
  })

  it('is one account, also when links of two starts are opened in the same moment', async () => {
    const links = [(await house.firstInvitation())!, (await house.firstInvitation())!]
    const [one, two] = await Promise.all([
      visit(house).join(links[0]!, 'Amina', passphrase),
      visit(house).join(links[1]!, 'Mallory', passphrase),
    ])
    expect([one.status, two.status].sort()).toEqual([200, 410])
    expect(await house.store.countAccounts()).toBe(1)
  })

  it('keeps no secret of link, passphrase or cookie in the database', async () => {
    const link = (await house.firstInvitation())!
    const visitor = visit(house)
    await visitor.join(link, 'Amina', passphrase)
    const account = (await house.store.findAccount('amina'))!

    expect(account.passphraseHash).toMatch(/^\$argon2id\$v=19\$m=47104,t=2,p=1\$/)
    const [, token] = link.split('#')
    const cookie = visitor.cookies.get('lotse-desk')!
    for (const secret of [token!, cookie]) {
      expect(await house.store.readSession(secret, new Date().toISOString())).toBeUndefined()
      expect(await house.store.redeemInvitation(secret, '2020-01-01')).toBeUndefined()
    }
  })
})

describe('an invitation', () => {
  it('works once', async () => {
    const { administrator } = await staff(house)
    const invited = await administrator.post('/desk/api/invitations', { administrator: false })
    const { link } = (await invited.json()) as { link: string }

    expect((await visit(house).join(link, 'Olena', passphrase)).status).toBe(200)
    expect((await visit(house).join(link, 'Second', passphrase)).status).toBe(410)
  })

  it('expires after seven days', async () => {
    const { administrator } = await staff(house)
    const links = await Promise.all(
      [1, 2].map(async () => {
        const invited = await administrator.post('/desk/api/invitations', { administrator: false })
        return ((await invited.json()) as { link: string }).link
      }),
    )
    const day = 86_400_000
    const made = house.clock.now.getTime()
    house.clock.now = new Date(made + 7 * day - 1_000)
    expect((await visit(house).join(links[0]!, 'In Time', passphrase)).status).toBe(200)
    house.clock.now = new Date(made + 7 * day + 1_000)
    expect((await visit(house).join(links[1]!, 'Too Late', passphrase)).status).toBe(410)
  })

  it('survives a name that is taken, in whatever letters', async () => {
    const { administrator } = await staff(house)
    const invited = await administrator.post('/desk/api/invitations', { administrator: false })
    const { link } = (await invited.json()) as { link: string }

    expect((await visit(house).join(link, '  JONAS ', passphrase)).status).toBe(409)
    expect((await visit(house).join(link, 'Jonas B.', passphrase)).status).toBe(200)
  })

  it.each([
    ['a passphrase of 11 characters', { passphrase: 'elf Zeichen' }],
    ['a name of one letter', { name: 'J' }],
    ['a name with a character that turns the writing round', { name: 'Jo\u202enas' }],
    ['a name with a line break in its middle and a control character', { name: 'Jo\u0007nas' }],
    ['no token', { token: '' }],
  ])('is not used up by %s', async (_what, wrong) => {
    const link = (await house.firstInvitation())!
    const token = link.split('#')[1]
    const visitor = visit(house)
    const good = { token, name: 'Jonas', passphrase }

    expect((await visitor.post('/desk/api/join', { ...good, ...wrong })).status).toBe(400)
    expect((await visitor.post('/desk/api/join', good)).status).toBe(200)
  })

  it('makes an administrator only where an administrator said so', async () => {
    const { mediator } = await staff(house)
    const session = await bodyOf(await mediator.get('/desk/api/session'))
    expect(session.account).toMatchObject({ name: 'Jonas', administrator: false })
  })
})

describe('signing in', () => {
  it('takes the name in any case and with stray spaces', async () => {
    await staff(house)
    const visitor = visit(house)
    const answer = await visitor.signIn('  jONAS', passphrase)
    expect(await bodyOf(answer)).toMatchObject({ account: { name: 'Jonas' } })
    expect((await visitor.get('/desk/api/cases')).status).toBe(200)
  })

  it('says the same for a wrong name and a wrong passphrase', async () => {
    await staff(house)
    const wrongPassphrase = await visit(house).signIn('Jonas', 'falsch falsch falsch')
    const wrongName = await visit(house).signIn('Nobody', passphrase)

    expect(wrongPassphrase.status).toBe(401)
    expect(wrongName.status).toBe(401)
    expect(await wrongPassphrase.text()).toBe(await wrongName.text())
  })

  it('is refused kindly after ten attempts at one name, also with the right passphrase', async () => {
    await staff(house)
    const visitor = visit(house)
    for (let attempt = 0; attempt < 10; attempt++) {
      // Different letters, the same name.
      const name = attempt % 2 ? 'JONAS' : ' Jonas'
      expect((await visitor.signIn(name, 'falsch falsch falsch')).status).toBe(401)
    }
    const refused = await visitor.signIn('Jonas', passphrase)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await bodyOf(refused)).error).toMatch(/Bitte warten Sie/)

    expect((await visit(house).signIn('Amina', passphrase)).status).toBe(200)
  })

  it('is refused after sixty attempts from one address at any names', async () => {
    await staff(house)
    const visitor = visit(house)
    let status = 0
    for (let attempt = 0; attempt < 60 && status !== 429; attempt++) {
      const tried = { token: 'guess', name: `Name ${attempt}`, passphrase }
      status = (await visitor.post('/desk/api/join', tried)).status
    }
    expect(status).toBe(429)
    expect((await visitor.signIn('Amina', passphrase)).status).toBe(429)
  })
})

describe('a session', () => {
  it('ends after twelve hours', async () => {
    const { mediator } = await staff(house)
    const start = house.clock.now.getTime()
    house.clock.now = new Date(start + 12 * 3_600_000 - 5_000)
    expect((await mediator.get('/desk/api/cases')).status).toBe(200)
    house.clock.now = new Date(start + 12 * 3_600_000 + 5_000)
    expect((await mediator.get('/desk/api/cases')).status).toBe(401)
  })

  it('ends when its owner signs out, for everybody who has its cookie', async () => {
    const { mediator } = await staff(house)
    const copied = `lotse-desk=${mediator.cookies.get('lotse-desk')}`
    expect((await visit(house).get('/desk/api/cases', { cookie: copied })).status).toBe(200)

    expect((await mediator.post('/desk/api/logout')).status).toBe(204)
    expect((await visit(house).get('/desk/api/cases', { cookie: copied })).status).toBe(401)
  })

  it('gets a new secret at each sign-in, and the old one is worth nothing', async () => {
    const { mediator } = await staff(house)
    const before = mediator.cookies.get('lotse-desk')!
    await mediator.signIn('Jonas', passphrase)

    expect(mediator.cookies.get('lotse-desk')).not.toBe(before)
    const old = await visit(house).get('/desk/api/cases', { cookie: `lotse-desk=${before}` })
    expect(old.status).toBe(401)
  })

  it('lets nobody choose its secret beforehand', async () => {
    await staff(house)
    const visitor = visit(house)
    visitor.cookies.set('lotse-desk', 'planted-by-somebody-else')
    await visitor.signIn('Jonas', passphrase)
    expect(visitor.cookies.get('lotse-desk')).not.toBe('planted-by-somebody-else')
  })

  it('has a cookie that scripts and other sites never see', async () => {
    await staff(house)
    const answer = await visit(house).signIn('Jonas', passphrase)
    const [cookie] = answer.headers.getSetCookie().filter((line) => line.startsWith('lotse-desk='))
    expect(cookie).toMatch(/; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('has a cookie bound to host and https where the address is https', async () => {
    const secure = await openHouse({ publicUrl: 'https://lotse.example' })
    try {
      const link = (await secure.firstInvitation())!
      expect(link).toMatch(/^https:\/\/lotse\.example\/desk\/join#/)
      const answer = await visit(secure).join(link, 'Amina', passphrase)
      const cookies = answer.headers.getSetCookie()
      const [cookie] = cookies.filter((line) => line.startsWith('__Host-lotse-desk='))
      expect(cookie).toMatch(/; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    } finally {
      await secure.close()
    }
  })
})

describe('administrators', () => {
  it('see who has an account, without hashes', async () => {
    const { administrator } = await staff(house)
    await inviteMediator(house, administrator, 'Olena')
    const { accounts } = await bodyOf(await administrator.get('/desk/api/accounts'))
    expect(accounts).toEqual([
      { id: expect.any(String), name: 'Amina', administrator: true },
      { id: expect.any(String), name: 'Jonas', administrator: false },
      { id: expect.any(String), name: 'Olena', administrator: false },
    ])
  })
})
