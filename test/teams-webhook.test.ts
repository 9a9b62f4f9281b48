import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSigningKey } from './fakes/teams-connector/keys.ts'
import { button, openTeamsHouse, paragraph, reader, say, type TeamsHouse } from './teams-house.ts'

const elsewhere = '99999999-9999-4999-8999-999999999999'
const seconds = () => Math.floor(Date.now() / 1000)

let house: TeamsHouse
beforeEach(async () => {
  house = await openTeamsHouse()
})
afterEach(() => house.close())

const question = () => house.teams.activities.text(reader, 'Скільки завдатку?')
const logged = () => JSON.stringify(house.logger.lines)

describe('who gets in', () => {
  it('is whoever has a token that Microsoft signed for this bot and this service', async () => {
    expect(await house.teams.receive(house.url, question())).toMatchObject({ status: 200 })
    expect(house.accepted).toMatchObject([
      { content: { kind: 'text', text: 'Скільки завдатку?' }, locale: 'uk-UA' },
    ])
  })

  const wrong: [string, (teams: TeamsHouse['teams']) => string | null][] = [
    ['no token', () => null],
    ['an empty token', () => ''],
    ['"Bearer" alone', () => 'Bearer '],
    ['a token without "Bearer"', (teams) => teams.token()],
    ['a word instead of a token', () => 'Bearer let-me-in'],
    ['another way of signing in', () => 'Basic bG90c2U6bG90c2U='],
    ['a bad signature', (teams) => `Bearer ${teams.token({ signature: 'garbled' })}`],
    [
      'the signature of a stranger under the name of the right key',
      (teams) => `Bearer ${teams.token({ key: createSigningKey('key-1') })}`,
    ],
    ['an unknown key', (teams) => `Bearer ${teams.token({ key: createSigningKey('key-2') })}`],
    [
      '"alg: none"',
      (teams) => `Bearer ${teams.token({ header: { alg: 'none' }, signature: 'none' })}`,
    ],
    [
      '"alg: none" over a right signature',
      (teams) => `Bearer ${teams.token({ header: { alg: 'none' } })}`,
    ],
    [
      "an HMAC that takes Microsoft's public key for its secret",
      (teams) =>
        `Bearer ${teams.token({ header: { alg: 'HS256' }, signature: 'hmac-with-public-key' })}`,
    ],
    ['another audience', (teams) => `Bearer ${teams.token({ claims: { aud: elsewhere } })}`],
    ['no audience', (teams) => `Bearer ${teams.token({ claims: { aud: undefined } })}`],
    [
      'an expired token',
      (teams) =>
        `Bearer ${teams.token({ claims: { exp: seconds() - 600, nbf: seconds() - 9000 } })}`,
    ],
    [
      'a token that never expires',
      (teams) => `Bearer ${teams.token({ claims: { exp: undefined } })}`,
    ],
    [
      'a token that is not valid yet',
      (teams) =>
        `Bearer ${teams.token({ claims: { nbf: seconds() + 600, exp: seconds() + 9000 } })}`,
    ],
    [
      'another issuer',
      (teams) => `Bearer ${teams.token({ claims: { iss: 'https://api.botframework.example' } })}`,
    ],
    ['no issuer', (teams) => `Bearer ${teams.token({ claims: { iss: undefined } })}`],
    [
      'a token of Microsoft Entra, which has no service address',
      (teams) =>
        `Bearer ${teams.token({
          claims: {
            iss: `https://sts.windows.net/${elsewhere}/`,
            tid: elsewhere,
            serviceurl: undefined,
          },
        })}`,
    ],
    [
      'another service address',
      (teams) => `Bearer ${teams.token({ claims: { serviceurl: 'https://smba.example/de/' } })}`,
    ],
    [
      'no service address',
      (teams) => `Bearer ${teams.token({ claims: { serviceurl: undefined } })}`,
    ],
    [
      'an empty service address',
      (teams) => `Bearer ${teams.token({ claims: { serviceurl: '' } })}`,
    ],
  ]

  it.each(wrong)('is not who brings %s', async (_, authorization) => {
    const { teams, url } = house
    const answer = await teams.receive(url, question(), authorization(teams))
    expect(answer).toEqual({ status: 401, body: answer.body })
    expect(house.accepted).toEqual([])
    expect(teams.calls).toEqual([])
    expect(logged()).not.toContain('завдатку')
  })

  it('is refused by the claims alone with a token of Microsoft Entra, which the SDK would check', async () => {
    const claims = { iss: `https://login.microsoftonline.com/${elsewhere}/v2.0`, tid: elsewhere }
    const authorization = `Bearer ${house.teams.token({ claims })}`
    expect(await house.teams.receive(house.url, question(), authorization)).toMatchObject({
      status: 401,
    })
    // The SDK complains of every token that it refuses: it did not see this one.
    expect(house.logger.lines).toEqual([])
  })

  it.each([
    ['another tenant', { tenantId: elsewhere }, { tenant: { id: elsewhere } }],
    ['another tenant in one of its two places', {}, { tenant: { id: elsewhere } }],
    ['another tenant in the other place', { tenantId: elsewhere }, {}],
    ['no tenant', { tenantId: undefined }, { tenant: undefined }],
  ])('is not who is of %s', async (_, conversation, channelData) => {
    const activity = question()
    const foreign = {
      ...activity,
      conversation: { ...activity.conversation, ...conversation },
      channelData: { ...activity.channelData, ...channelData },
    }
    expect(await house.teams.receive(house.url, foreign)).toMatchObject({ status: 401 })
    expect(house.accepted).toEqual([])
    expect(house.logger.lines).toMatchObject([{ level: 'warn' }])
    expect(logged()).not.toContain('завдатку')
  })

  it('is who is of another tenant that the operator has listed', async () => {
    const other = await openTeamsHouse({ registration: { allowedTenants: [elsewhere] } })
    const own = other.teams.activities.text(reader, 'hello')
    const activity = {
      ...own,
      conversation: { ...own.conversation, tenantId: elsewhere },
      channelData: { tenant: { id: elsewhere } },
    }
    expect(await other.teams.receive(other.url, activity)).toMatchObject({ status: 200 })
    expect(await other.teams.receive(other.url, own)).toMatchObject({ status: 401 })
    expect(other.accepted).toHaveLength(1)
    await other.close()
  })

  it.each([
    ['no body', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a word', '"words"'],
    ['no service address', JSON.stringify({ type: 'message', text: 'private words' })],
  ])('is not who posts %s, whatever the token', async (_, body) => {
    const { status } = await house.teams.receive(house.url, body)
    expect([400, 401]).toContain(status)
    expect(house.accepted).toEqual([])
    expect(logged()).not.toContain('private words')
  })

  it('is looked at before the body is', async () => {
    expect(await house.teams.receive(house.url, '{ not json', null)).toMatchObject({ status: 401 })
  })

  it('cannot be told while the keys are away, and the operator reads why', async () => {
    const openIdMetadataUrl = 'http://127.0.0.1:9/v1/.well-known/openidconfiguration'
    const other = await openTeamsHouse({ registration: { openIdMetadataUrl } })
    const activity = other.teams.activities.text(reader, 'hello')
    expect(await other.teams.receive(other.url, activity)).toMatchObject({ status: 401 })
    expect(other.accepted).toEqual([])
    expect(JSON.stringify(other.logger.lines)).toContain('signing key')
    await other.close()
  })
})

describe('an activity', () => {
  it('is answered 200 only when it is stored', async () => {
    let finish: (stored: boolean) => void = () => {}
    house.storing = (message) => {
      house.accepted.push(message)
      return new Promise((resolve) => {
        finish = resolve
      })
    }
    let status: number | undefined
    const answered = house.teams.receive(house.url, question()).then((answer) => {
      status = answer.status
    })
    await expect.poll(() => house.accepted.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(status).toBeUndefined()
    finish(true)
    await answered
    expect(status).toBe(200)
  })

  it('is answered 500 where storing fails, and logged without its words', async () => {
    house.storing = async () => {
      throw new Error('disk full')
    }
    expect(await house.teams.receive(house.url, question())).toMatchObject({ status: 500 })
    expect(logged()).toContain('disk full')
    expect(logged()).not.toContain('завдатку')
  })

  it('that comes twice bears the same number twice', async () => {
    const activity = question()
    await house.teams.receive(house.url, activity)
    await house.teams.receive(house.url, activity)
    const [first, second] = house.accepted.map(({ updateId }) => updateId)
    expect(first).toBe(second)
    await house.teams.receive(house.url, question())
    expect(house.accepted.at(-1)?.updateId).not.toBe(first)
  })

  it('before the start is answered 503', async () => {
    const closed = await openTeamsHouse({ isStarted: false })
    const { teams, url } = closed
    const answer = await teams.receive(url, teams.activities.text(reader, 'hello'))
    expect(answer).toMatchObject({ status: 503 })
    await closed.close()
  })

  it('that is too big is answered 413', async () => {
    const activity = { ...question(), filler: 'x'.repeat(300_000) }
    expect(await house.teams.receive(house.url, activity)).toMatchObject({ status: 413 })
  })
})

describe('an installation', () => {
  const greetings = () => new Set(house.accepted.map(({ updateId }) => updateId))

  it("is greeted once, in the person's language, whichever of its activities comes first", async () => {
    const { activities } = house.teams
    const personal = { kind: 'personal' } as const
    await Promise.all([
      house.teams.receive(house.url, activities.botAdded(reader, personal)),
      house.teams.receive(house.url, activities.installation(reader, personal)),
    ])
    expect(greetings().size).toBe(1)
    expect(house.accepted[0]).toMatchObject({
      content: { kind: 'command', command: 'start' },
      locale: 'uk-UA',
    })
  })

  it('is greeted also where only the member is told', async () => {
    await house.teams.receive(house.url, house.teams.activities.botAdded(reader))
    expect(house.accepted).toMatchObject([{ content: { kind: 'command', command: 'start' } }])
  })

  it('that ends, and a person who joins, are not', async () => {
    const { activities } = house.teams
    const group = { kind: 'group', id: '19:group@thread.v2' } as const
    const joined = { ...activities.botAdded(reader, group), membersAdded: [{ id: '29:friend' }] }
    await house.teams.receive(house.url, joined)
    const removed = activities.installation(reader, { kind: 'personal' }, 'remove')
    await house.teams.receive(house.url, removed)
    expect(house.accepted).toEqual([])
  })
})

describe('a button of a card', () => {
  const message = say([paragraph('Did this help?')], {
    buttons: [
      [
        button('Yes', { kind: 'feedback', helped: true, entry: 'housing/deposit' }),
        button('No', { kind: 'feedback', helped: false, entry: 'housing/deposit' }),
      ],
      [button('Ask a person', { kind: 'ask-person' })],
    ],
  })

  /** The actions of the card that the reader got, or of the one that an invoke answers with. */
  function actionsOf(card: unknown): { title: string; verb: string; data: unknown }[] {
    if (Array.isArray(card)) return card.flatMap(actionsOf)
    if (typeof card !== 'object' || card === null) return []
    const { type, ...fields } = card as Record<string, unknown>
    return type === 'Action.Execute' && 'title' in fields
      ? [fields as { title: string; verb: string; data: unknown }]
      : Object.values(fields).flatMap(actionsOf)
  }

  async function receiveCard(place?: Parameters<typeof house.teams.activities.text>[2]) {
    const activity = house.teams.activities.text(reader, 'hi', place, place !== undefined)
    await house.teams.receive(house.url, activity)
    await house.reply(house.accepted.at(-1)!.address, message)
    const card = house.teams.messages.at(-1)?.activity.attachments[0]?.content as Record<
      string,
      unknown
    >
    return { card, actions: actionsOf(card.body), refresh: card.refresh }
  }

  it('is stored as its action; its card shows what was chosen, and keeps what was not', async () => {
    const { actions } = await receiveCard()
    expect(actions.map(({ title }) => title)).toEqual(['Yes', 'No', 'Ask a person'])
    const press = house.teams.activities.cardAction(reader, actions[0]!)
    const { status, body } = await house.teams.receive(house.url, press)
    expect(status).toBe(200)
    expect(house.accepted.at(-1)?.content).toEqual({
      kind: 'action',
      action: { kind: 'feedback', helped: true, entry: 'housing/deposit' },
    })
    expect(body).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard' },
    })
    expect(actionsOf(body).map(({ title }) => title)).toEqual(['Ask a person'])
    expect(JSON.stringify(body)).toContain('✓ Yes')
    expect(JSON.stringify(body)).toContain('Did this help?')
  })

  it('changes the card for the one who pressed, and for nobody else', async () => {
    const place = { kind: 'group', id: '19:group@thread.v2' } as const
    const { actions, refresh } = await receiveCard(place)
    expect(refresh).toMatchObject({ userIds: [reader.id] })
    const { action } = refresh as { action: { verb: string; data: unknown } }
    const view = async (person: typeof reader) => {
      const activity = house.teams.activities.cardAction(person, action, place)
      return (await house.teams.receive(house.url, activity)).body
    }
    expect(actionsOf(await view(reader)).map(({ title }) => title)).toContain('Yes')
    const press = house.teams.activities.cardAction(reader, actions[1]!, place)
    await house.teams.receive(house.url, press)
    expect(actionsOf(await view(reader)).map(({ title }) => title)).toEqual(['Ask a person'])
    expect(await view({ id: '29:friend', locale: 'de' })).toMatchObject({ statusCode: 404 })
    const stored = house.accepted.length
    await view(reader)
    expect(house.accepted).toHaveLength(stored)
  })

  it('counts also where its conversation was erased', async () => {
    const { actions } = await receiveCard()
    house.history.clear()
    const press = house.teams.activities.cardAction(reader, actions[2]!)
    expect(await house.teams.receive(house.url, press)).toMatchObject({
      status: 200,
      body: { statusCode: 200 },
    })
    expect(house.accepted.at(-1)?.content).toEqual({
      kind: 'action',
      action: { kind: 'ask-person' },
    })
  })

  it('of another version leaves the card as it is', async () => {
    const old = house.teams.activities.cardAction(reader, { verb: 'v0:old', data: { card: 'x' } })
    expect(await house.teams.receive(house.url, old)).toMatchObject({
      status: 200,
      body: { statusCode: 404 },
    })
    expect(house.accepted).toEqual([])
  })
})

describe('whoever looks at activities before the assistant', () => {
  it('gets those that were verified, and leaves what is not theirs', async () => {
    const seen: string[] = []
    const desk = await openTeamsHouse({
      interceptors: [
        async (activity, accept) => {
          seen.push(activity.text ?? '')
          if (!activity.text?.startsWith('case')) return undefined
          const address = { channel: 'telegram', conversation: '7' } as const
          const content = { kind: 'text', text: 'from the desk' } as const
          const from = { kind: 'mediator', account: 'm', name: 'Mira' } as const
          await accept({ updateId: 'u', address, from, content, receivedAt: activity.timestamp! })
          return { status: 200, body: { taken: true } }
        },
      ],
    })
    const { activities, token } = desk.teams
    const channel = { kind: 'channel', id: '19:desk@thread.tacv2', post: '1' } as const
    const inThread = activities.text(reader, 'case 1: yes', channel)
    const forged = `Bearer ${token({ signature: 'garbled' })}`
    expect((await desk.teams.receive(desk.url, inThread, forged)).status).toBe(401)
    expect(seen).toEqual([])
    expect(await desk.teams.receive(desk.url, inThread)).toEqual({
      status: 200,
      body: { taken: true },
    })
    expect(desk.accepted).toMatchObject([{ content: { text: 'from the desk' } }])
    await desk.teams.receive(desk.url, activities.text(reader, 'hello'))
    expect(desk.accepted.at(-1)).toMatchObject({ content: { text: 'hello' } })
    await desk.close()
  })
})

describe('in development', () => {
  let open: TeamsHouse
  beforeEach(async () => {
    open = await openTeamsHouse({ registration: undefined })
  })
  afterEach(() => open.close())

  const post = async (activity: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${open.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(activity),
    })
    return response.status
  }

  it('every program on this machine gets in without a token', async () => {
    const { activities } = open.teams
    expect(await post(activities.text(reader, 'hello'))).toBe(200)
    await open.reply(open.accepted[0]!.address, say([paragraph('Hi')]))
    expect(open.teams.messages[0]?.text).toBe('Hi')
    expect(open.teams.calls).toMatchObject([{ hasToken: false }])
  })

  it.each([
    ['came through a proxy', { 'x-forwarded-for': '203.0.113.5' }],
    ['came through another proxy', { forwarded: 'for=203.0.113.5' }],
    ['comes from a page in a browser', { origin: 'https://example.org' }],
  ])('a request that %s does not', async (_, headers) => {
    expect(await post(open.teams.activities.text(reader, 'hello'), headers)).toBe(401)
    expect(open.accepted).toEqual([])
  })

  it('a request for another host name does not, whatever it resolves to', async () => {
    const { request } = await import('node:http')
    const { port } = new URL(open.url)
    const status = await new Promise((resolve) => {
      const call = request(
        {
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/api/messages',
          headers: { host: 'rebound.example' },
        },
        (response) => resolve(response.statusCode),
      )
      call.end()
    })
    expect(status).toBe(401)
  })

  it('no answer goes to another machine', async () => {
    const activity = {
      ...open.teams.activities.text(reader, 'hello'),
      serviceUrl: 'https://evil.example',
    }
    expect(await post(activity)).toBe(401)
    expect(open.accepted).toEqual([])
  })
})
