import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type House,
  inviteMediator,
  openHouse,
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

const id = '3f0d5b8a-9f0e-4c57-8f57-6f2f3a1f5f10'
const otherId = '5b9a6f2e-1c3d-4e5f-8a9b-0c1d2e3f4a5b'

async function bodyOf(response: Response) {
  return (await response.json()) as Record<string, unknown>
}

async function jonas() {
  const { id: account, name } = (await house.store.findAccount('Jonas'))!
  return { account, name }
}

describe('the list', () => {
  it('tells language, place, topic, waiting time, claim and the last words of a person', async () => {
    const openedAt = '2026-11-22T09:00:00.000Z'
    await house.openCase({ openedAt, waitingSince: openedAt, claimedBy: await jonas() }, [
      { author: 'user', text: `\n  كيف أجد\u00a0شقة؟ ${'x'.repeat(300)}` },
      { author: 'assistant', text: 'Automatische Antwort' },
    ])
    const { cases, counts } = await bodyOf(await mediator.get('/desk/api/cases'))
    expect(counts).toEqual({ all: 1, unclaimed: 0, mine: 1 })
    expect(cases).toEqual([
      {
        id: expect.any(String),
        status: 'open',
        language: 'ar',
        place: 'Halle (Saale)',
        topic: 'housing',
        openedAt,
        waitingSince: openedAt,
        closedAt: null,
        closedBy: null,
        claimedBy: await jonas(),
        asked: null,
        lastLine: {
          author: 'user',
          text: expect.stringMatching(/^كيف أجد شقة؟ x{146}…$/),
          isTranslated: false,
        },
        newestUserLine: expect.any(Number),
      },
    ])
  })

  it('leaves out what is closed', async () => {
    const one = await house.openCase()
    await house.userReturns(one)
    expect(await bodyOf(await mediator.get('/desk/api/cases'))).toMatchObject({ cases: [] })
    const closed = await bodyOf(await mediator.get(`/desk/api/cases/${one.id}`))
    expect(closed).toMatchObject({ status: 'closed', closedBy: 'user' })
  })

  it('gives the summary of one case as the list does, and no words besides', async () => {
    const one = await house.openCase({}, [
      { author: 'user', text: 'Erste Frage' },
      { author: 'user', text: 'Zweite Frage' },
    ])
    const { cases } = (await bodyOf(await mediator.get('/desk/api/cases'))) as { cases: unknown[] }
    const answer = await mediator.get(`/desk/api/cases/${one.id}/summary`)
    expect(await answer.json()).toEqual(cases[0])
    expect(JSON.stringify(cases)).not.toContain('Erste Frage')
    expect((await mediator.get('/desk/api/cases/nothing/summary')).status).toBe(404)
  })

  const search = async (query: Record<string, string>) => {
    const answer = await mediator.get(`/desk/api/cases?${new URLSearchParams(query)}`)
    return ((await answer.json()) as { cases: { id: string }[] }).cases.map((one) => one.id)
  }

  it('finds what a mediator calls it in their own language', async () => {
    const housing = await house.openCase({ topic: 'housing/deposit', language: 'uk' })
    const school = await house.openCase({ topic: 'school', place: 'Köthen', language: 'fa' })
    expect(await search({ words: 'wohn' })).toEqual([housing.id])
    expect(await search({ words: 'UKRAINISCH' })).toEqual([housing.id])
    expect(await search({ words: 'українська' })).toEqual([housing.id])
    expect(await search({ words: 'persisch köth' })).toEqual([school.id])
    expect(await search({ words: 'persisch halle' })).toEqual([])
    expect(await search({ words: school.id })).toEqual([school.id])
    expect(await search({ words: 'guten' })).toHaveLength(2)
  })

  it('can be narrowed by state, language, topic, waiting and holder', async () => {
    const mine = await house.openCase({ claimedBy: await jonas(), waitingSince: undefined })
    const free = await house.openCase({ language: 'uk', topic: 'school' })
    const over = await house.openCase()
    await house.userReturns(over)
    expect(await search({ holder: 'mine' })).toEqual([mine.id])
    expect(await search({ holder: 'unclaimed' })).toEqual([free.id])
    expect(await search({ language: 'uk' })).toEqual([free.id])
    expect(await search({ topic: 'housing' })).toEqual([mine.id])
    expect(await search({ waiting: 'yes' })).toEqual([free.id])
    expect(await search({ status: 'closed' })).toEqual([over.id])
  })

  it.each<Record<string, string>>([
    { limit: '0' },
    { limit: '1001' },
    { status: 'all' },
    { words: 'x'.repeat(201) },
  ])('is refused for %j', async (query) => {
    const answer = await mediator.get(`/desk/api/cases?${new URLSearchParams(query)}`)
    expect(answer.status).toBe(400)
  })

  it("never tells a browser the user's address in the channel", async () => {
    const one = await house.openCase({
      address: { channel: 'telegram', conversation: '491234567' },
    })
    const list = await (await mediator.get('/desk/api/cases')).text()
    const detail = await (await mediator.get(`/desk/api/cases/${one.id}`)).text()
    expect(list + detail).not.toContain('491234567')
  })

  it('says that a case is gone when the user had everything deleted', async () => {
    const one = await house.openCase()
    await house.erase(one)
    const answer = await mediator.get(`/desk/api/cases/${one.id}`)
    expect(answer.status).toBe(404)
    expect(await bodyOf(answer)).toMatchObject({ code: 'case-gone' })
  })
})

describe('an act', () => {
  it.each([
    ['claim', { id }, { kind: 'claim' }],
    ['reply', { id, text: ' <b>Hallo</b>\n& guten Tag ' }, undefined],
    ['note', { id, text: 'Ruft morgen an.' }, { kind: 'note', text: 'Ruft morgen an.' }],
    ['close', { id, outcome: 'solved' }, { kind: 'close', outcome: 'solved' }],
  ])('%s reaches the core as a message of the mediator, once', async (name, body, act) => {
    const one = await house.openCase()
    const path = `/desk/api/cases/${one.id}/${name}`
    const [first, second] = await Promise.all([
      mediator.post(path, body),
      mediator.post(path, body),
    ])

    expect([first.status, second.status]).toContain(202)
    const expected = act ?? { kind: 'reply', text: ' <b>Hallo</b>\n& guten Tag ' }
    expect(house.acts).toEqual([
      {
        updateId: `desk:${id}`,
        address: one.address,
        from: { kind: 'mediator', ...(await jonas()) },
        content: { kind: 'desk', caseId: one.id, act: expected },
        receivedAt: house.clock.now.toISOString(),
      },
    ])
  })

  it('a reply that is sent again after it arrived is the same reply', async () => {
    const one = await house.openCase()
    const path = `/desk/api/cases/${one.id}/reply`
    for (let attempt = 0; attempt < 3; attempt++) {
      expect((await mediator.post(path, { id, text: 'Guten Tag' })).status).toBe(202)
    }
    await mediator.post(path, { id: otherId, text: 'Guten Tag' })
    await expect.poll(() => house.store.readCaseLines(one.id)).toHaveLength(4)
    const lines = await house.store.readCaseLines(one.id)
    expect(lines.map(({ author }) => author)).toEqual(['user', 'system', 'mediator', 'mediator'])
  })

  it('on a case that somebody else has claimed is refused with the reason', async () => {
    const one = await house.openCase({ status: 'claimed', claimedBy: await jonas() })
    const olena = await inviteMediator(house, administrator, 'Olena')
    for (const [name, body] of [
      ['claim', { id }],
      ['reply', { id, text: 'Hallo' }],
      ['close', { id, outcome: 'other' }],
      ['release', { id }],
    ] as const) {
      const answer = await olena.post(`/desk/api/cases/${one.id}/${name}`, body)
      expect(answer.status).toBe(409)
      expect(await bodyOf(answer)).toEqual({
        code: 'case-claimed',
        error: 'Jemand anderes hat diesen Fall übernommen.',
      })
    }
    expect(house.acts).toEqual([])
  })

  it('goes to the first of two who claim in the same moment', async () => {
    const one = await house.openCase()
    const path = `/desk/api/cases/${one.id}/claim`
    await Promise.all([mediator.post(path, { id }), administrator.post(path, { id: otherId })])
    await expect.poll(async () => (await house.store.readCase(one.id))?.claimedBy).toBeDefined()

    const { claimedBy } = (await house.store.readCase(one.id))!
    const [winner] = house.acts.map(({ from }) => (from.kind === 'mediator' ? from.account : ''))
    expect(claimedBy?.account).toBe(winner)
    const claims = (await house.store.readCaseLines(one.id)).filter(
      ({ text }) => text === 'claimed',
    )
    expect(claims).toHaveLength(1)
  })

  it('reopens no case of a user who has another open one', async () => {
    const address = { channel: 'telegram', conversation: 'twice' } as const
    const one = await house.openCase({ address })
    await house.userReturns(one)
    await house.openCase({ address })
    const answer = await mediator.post(`/desk/api/cases/${one.id}/reopen`, { id })
    expect([answer.status, (await bodyOf(answer)).code]).toEqual([409, 'other-case-open'])
    expect(house.acts).toEqual([])
  })

  it.each([
    ['a closed case', 409, 'case-closed', { id, text: 'Hallo' }],
    ['an unknown case', 404, 'case-gone', { id, text: 'Hallo' }],
    ['a text of spaces', 400, 'act-incomplete', { id, text: ' \n\t' }],
    ['4,001 characters', 400, 'act-incomplete', { id, text: 'ä'.repeat(4_001) }],
    ['an id that is none', 400, 'act-incomplete', { id: '1', text: 'Hallo' }],
    ['a field that nobody asked for', 400, 'act-incomplete', { id, text: 'Hallo', from: 'user' }],
  ])('with %s is refused with %i', async (what, status, code, body) => {
    const one = await house.openCase()
    if (what === 'a closed case') await house.userReturns(one)
    const caseId = what === 'an unknown case' ? 'nothing' : one.id
    const answer = await mediator.post(`/desk/api/cases/${caseId}/reply`, body)
    expect([answer.status, (await bodyOf(answer)).code]).toEqual([status, code])
    expect(house.acts).toEqual([])
  })

  it('takes 4,000 characters, each of whatever size', async () => {
    const one = await house.openCase()
    const text = '😀'.repeat(4_000)
    const answer = await mediator.post(`/desk/api/cases/${one.id}/reply`, { id, text })
    expect(answer.status).toBe(202)
  })
})

describe('live updates', () => {
  /** Events of a stream as they arrive. */
  async function listen(visitor: Visitor) {
    const response = await visitor.get('/desk/api/events')
    let received = ''
    const reading = (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        received += chunk
      }
    })().catch(() => undefined)
    return { response, reading, received: () => received }
  }

  it('tell every mediator which case changed, and nothing else', async () => {
    const streams = [await listen(mediator), await listen(administrator)]
    const one = await house.openCase({}, [{ author: 'user', text: 'geheime Frage' }])
    for (const stream of streams) {
      await expect.poll(stream.received).toContain(`data: {"caseId":"${one.id}"}`)
      expect(stream.received()).toContain('event: case\n')
      expect(stream.received()).not.toContain('geheim')
      expect(stream.response.headers.get('cache-control')).toContain('no-store')
    }
  })

  it('are nothing for visitors', async () => {
    const answer = await visit(house).get('/desk/api/events')
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toContain('application/json')
  })

  it('end with the session, before the next event', async () => {
    const stream = await listen(mediator)
    await mediator.post('/desk/api/logout')
    await house.openCase()
    await stream.reading
    expect(stream.received()).not.toContain('caseId')
  })

  it('end when the session has expired', async () => {
    const stream = await listen(mediator)
    house.clock.now = new Date(house.clock.now.getTime() + 13 * 3_600_000)
    await house.openCase()
    await stream.reading
    expect(stream.received()).not.toContain('caseId')
  })
})
