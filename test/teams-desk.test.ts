/** The mediators' desk in a Teams channel: real core and database, a strict stand-in for Teams. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { plainText } from '../src/message-text.ts'
import { tenantId } from './fakes/teams-connector/index.ts'
import {
  aylin,
  ben,
  buildDeskServices,
  type DeskHouse,
  type DeskUser,
  deskChannel,
  openDeskHouse,
  otherTenant,
  question,
} from './teams-desk-house.ts'

let house: DeskHouse
let user: DeskUser
const say = (key: string, values?: Record<string, string>) =>
  house.services.sentences.say('de', key, values)
/** Names are set apart from the sentence around them. */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
const heard = () => user.received.map(plainText).join('\n')

let built: Awaited<ReturnType<typeof buildDeskServices>>
beforeAll(async () => {
  built = await buildDeskServices()
})
afterAll(() => built.retriever.close())
beforeEach(async () => {
  house = await openDeskHouse(built.services)
  user = house.user()
  // From the first message in the channel on, the desk knows where to write.
  expect(await house.write(aylin, 'Guten Morgen')).toBe(200)
})
afterEach(() => house.close())

describe('a case', () => {
  it('is a post in the channel with a card: topic, place, language, since when, the question', async () => {
    await user.openCase()
    const { text } = await house.card()
    expect(house.teams.messages[0]?.conversation).toBe(deskChannel)
    for (const part of [
      question,
      say('desk.case.no-place'),
      'Deutsch',
      'Telegram',
      say('desk.case.free'),
    ])
      expect(plain(text)).toContain(part)
    expect(plain(text)).toContain('wartet seit: ')
    expect(text).toContain(say('desk.claim'))
  })

  it('is claimed by a button: the one card changes in place, and the user hears the name', async () => {
    await user.openCase()
    const { id } = await house.card()
    const { body } = await house.press(aylin, id, 'desk claim')
    expect(body).toMatchObject({ value: say('desk.working') })
    const card = await house.card((text) => expect(plain(text)).toContain('Bei Aylin'))
    expect(card.id).toBe(id)
    expect(card.text).not.toContain(say('desk.claim'))
    expect(await house.store().readOpenCase(user.key)).toMatchObject({
      claimedBy: { account: `teams:${aylin.aadObjectId}`, name: 'Aylin' },
    })
    expect(heard()).toContain(say('handoff.claimed', { name: 'Aylin' }))
  })

  it('is handed back, closed with an outcome and opened again by buttons', async () => {
    const record = await user.openCase()
    const { id } = await house.card()
    await house.press(aylin, id, 'desk claim')
    await house.card((text) => expect(plain(text)).toContain('Bei Aylin'))
    await house.press(aylin, id, 'desk release')
    await house.card((text) => expect(text).toContain(say('desk.claim')))
    await house.press(ben, id, 'desk close referred')
    await house.card((text) => expect(text).toContain(say('desk.outcome.referred')))
    expect(await house.store().readCase(record.id)).toMatchObject({
      status: 'closed',
      outcome: 'referred',
    })
    await house.press(aylin, id, 'desk reopen')
    await house.card((text) => expect(plain(text)).toContain('Bei Aylin'))
  })

  it('that another has is not taken away: whoever presses reads why', async () => {
    await user.openCase()
    const { id } = await house.card()
    await house.press(aylin, id, 'desk claim')
    await house.card((text) => expect(plain(text)).toContain('Bei Aylin'))
    const { body } = await house.press(ben, id, 'desk close solved')
    expect(body).toMatchObject({ value: say('desk.error.case-claimed') })
    expect(await house.store().readOpenCase(user.key)).toMatchObject({ status: 'claimed' })
    await house.write(ben, 'Ich mische mich ein', id)
    await house.thread(id, (texts) =>
      expect(texts.join()).toContain(say('desk.error.case-claimed')),
    )
    expect(heard()).not.toContain('Ich mische mich ein')
  })

  it('shows what happened at another desk, and a mediator there goes on', async () => {
    const record = await user.openCase()
    const { id } = await house.card()
    await house.act('Mira', { kind: 'reply', text: 'Guten Tag aus dem Browser' }, record)
    await house.card((text) => expect(plain(text)).toContain('Bei Mira'))
    const texts = await house.thread(id, (found) => expect(found.join()).toContain('Browser'))
    expect(plain(texts.join())).toContain('Mira')
  })

  it('that the user withdraws is taken out of the channel, card and thread', async () => {
    await user.openCase()
    const { id } = await house.card()
    await user.say('Mein geheimer Nachsatz')
    await house.thread(id, (texts) => expect(texts.join()).toContain('Nachsatz'))
    await user.press('withdraw-case')
    await vi.waitFor(() => expect(house.teams.messages).toEqual([]), { timeout: 10_000 })
    await vi.waitFor(async () => expect(await house.store().listDeskCases('teams')).toEqual([]))
  })
})

describe('the thread of a case', () => {
  it('carries a reply to the user as from that person, and the user back, without an echo', async () => {
    await user.openCase()
    const { id } = await house.card()
    await house.write(aylin, 'Mit Zimt und etwas Zitrone.', id)
    expect(user.received.at(-1)?.author).toBe('person')
    expect(plain(heard())).toContain('Mit Zimt und etwas Zitrone.')
    expect(plain(heard())).toContain('Aylin')
    await user.say('Danke, das hilft mir sehr!')
    const texts = await house.thread(id, (found) =>
      expect(found.join()).toContain('Danke, das hilft mir sehr!'),
    )
    expect(texts.join()).not.toContain('Zimt')
    expect(texts.join()).toContain(say('desk.author.user'))
  })

  it('shows the translation first where there is one, and the words as they were written', async () => {
    house.services.readIn = async ({ text }) => ({
      kind: 'translated',
      text: `auf Deutsch: ${text}`,
      language: 'de',
      by: 'TestTranslator',
    })
    await user.openCase()
    const { id, text } = await house.card()
    expect(text).toContain(`auf Deutsch: ${question}`)
    const [first] = await house.thread(id, (texts) => expect(texts.length).toBeGreaterThan(0))
    expect(first).toContain(`auf Deutsch: ${question}`)
    expect(first).toContain(say('desk.translation.original'))
    expect(plain(first ?? '')).toContain(
      say('desk.translation.machine', { service: 'TestTranslator' }),
    )
    await house.write(aylin, 'Antwort', id)
    await house.thread(id, (texts) => {
      expect(texts.join()).toContain(say('desk.translation.sent'))
      expect(texts.join()).toContain('auf Deutsch: Antwort')
    })
  })

  it('keeps a note inside, and anything with a slash that is no command', async () => {
    const record = await user.openCase()
    const { id } = await house.card()
    const before = user.received.length
    await house.write(aylin, '/note Bitte vorsichtig sein', id)
    await house.write(aylin, '/notiz Bitte leise sein', id)
    await house.write(aylin, '/ note Bitte ruhig sein', id)
    await house.thread(id, (texts) => expect(texts.join()).toContain(say('desk.note.hint')))
    expect(user.received).toHaveLength(before)
    const lines = await house.store().readCaseLines(record.id)
    expect(lines.filter(({ author }) => author === 'note').map(({ text }) => text)).toEqual([
      'Bitte vorsichtig sein',
      'Bitte ruhig sein',
    ])
    expect(lines.map(({ text }) => text).join()).not.toContain('leise')
  })

  it('hands the case over to somebody of the web desk by name', async () => {
    await house.store().createAccount({
      id: 'account-mira',
      name: 'Mira',
      administrator: false,
      passphraseHash: 'hash',
      createdAt: new Date().toISOString(),
      settings: '{}',
    })
    await user.openCase()
    const { id } = await house.card()
    await house.write(aylin, '/over Nobody', id)
    await house.thread(id, (texts) => expect(texts.join()).toContain('Mira'))
    await house.write(aylin, '/over mira', id)
    await house.card((text) => expect(plain(text)).toContain('Bei Mira'))
  })

  it('takes the same activity once', async () => {
    await user.openCase()
    const { id } = await house.card()
    const place = { kind: 'channel', id: deskChannel, post: id } as const
    const reply = house.teams.activities.text(aylin, 'Nur einmal', place)
    for (let repeat = 0; repeat < 3; repeat++) await house.receive(reply)
    await house.settle()
    expect(heard().split('Nur einmal')).toHaveLength(2)
  })
})

describe('who may act', () => {
  it('is nobody of another channel, of another tenant, or without a directory entry', async () => {
    const record = await user.openCase()
    const { id, json } = await house.card()
    const { activities } = house.teams
    const data = { case: record.id }
    expect(json).toContain(JSON.stringify(data))
    const elsewhere = { kind: 'channel', id: '19:other@thread.tacv2', post: id } as const
    const here = { kind: 'channel', id: deskChannel, post: id } as const
    const claim = { verb: 'desk claim', data }
    await house.receive(activities.cardAction(aylin, claim, elsewhere))
    await house.receive(activities.text(aylin, 'Aus einem anderen Kanal', elsewhere))
    await house.receive(activities.cardAction(aylin, claim))
    const press = activities.cardAction(aylin, claim, here)
    const foreign = {
      ...press,
      conversation: { ...press.conversation, tenantId: otherTenant },
      channelData: { ...press.channelData, tenant: { id: otherTenant } },
    }
    expect((await house.receive(foreign)).status).toBe(401)
    const { aadObjectId: _unknown, ...guest } = press.from
    await house.receive({ ...press, id: 'guest', from: guest })
    await house.receive({ ...press, id: 'bot', from: { ...press.from, role: 'bot' } })
    await house.settle()
    expect(await house.store().readCase(record.id)).toMatchObject({ status: 'open' })
    expect(heard()).not.toContain('Aus einem anderen Kanal')
  })

  it('is nobody without a right token', async () => {
    const record = await user.openCase()
    const { id } = await house.card()
    const place = { kind: 'channel', id: deskChannel, post: id } as const
    const action = { verb: 'desk claim', data: { case: record.id } }
    const press = house.teams.activities.cardAction(aylin, action, place)
    for (const token of [
      null,
      `Bearer ${house.teams.token({ signature: 'garbled' })}`,
      `Bearer ${house.teams.token({ claims: { aud: tenantId } })}`,
    ])
      expect((await house.receive(press, token)).status).toBe(401)
    await house.settle()
    expect(await house.store().readCase(record.id)).toMatchObject({ status: 'open' })
    expect((await house.receive(press)).status).toBe(200)
  })
})

describe('when Teams or the program fails', () => {
  it('posts nothing twice and loses nothing over a restart', async () => {
    const record = await user.openCase()
    const { id } = await house.card()
    await user.say('Vor dem Neustart')
    await house.thread(id, (texts) => expect(texts.join()).toContain('Vor dem Neustart'))
    const before = house.teams.messages.length
    await house.restart()
    await house.write(ben, '/note da', id)
    expect(house.teams.messages).toHaveLength(before)
    await user.say('Nach dem Neustart')
    const texts = await house.thread(id, (found) =>
      expect(found.join()).toContain('Nach dem Neustart'),
    )
    expect(texts.join().split('Vor dem Neustart')).toHaveLength(2)
    await house.press(aylin, id, 'desk claim')
    await house.card((text) => expect(plain(text)).toContain('Bei Aylin'))
    expect(await house.store().readCase(record.id)).toMatchObject({ status: 'claimed' })
  })

  it('brings up to date after the start what Teams did not take before', async () => {
    await user.openCase()
    const { id } = await house.card()
    house.teams.answerNext({ kind: 'hang' })
    await user.say('Das blieb liegen')
    await house.teams.waitForCalls(2)
    await house.restart()
    await house.thread(id, (texts) => expect(texts.join()).toContain('Das blieb liegen'))
  })

  it('waits as long as 429 says, tries again after 5xx, and keeps the order', async () => {
    await user.openCase()
    const { id } = await house.card()
    house.teams.answerNext(
      { kind: 'rate-limit', retryAfter: '1' },
      { kind: 'error', status: 500, code: 'ServiceError' },
      { kind: 'cut', when: 'before' },
    )
    for (const text of ['eins von drei', 'zwei von drei', 'drei von drei']) await user.say(text)
    const texts = await house.thread(id, (found) => expect(found.join()).toContain('drei von drei'))
    const all = texts.join()
    const positions = ['eins', 'zwei', 'drei'].map((word) => all.indexOf(`${word} von drei`))
    expect(positions).toEqual(positions.toSorted((one, other) => one - other))
    expect(positions[0]).toBeGreaterThanOrEqual(0)
    expect(all.split('von drei')).toHaveLength(4)
  })

  it('begins a new post where somebody has deleted the one of a case', async () => {
    await user.openCase()
    const { id } = await house.card()
    house.teams.answerNext({ kind: 'error', status: 404, code: 'ActivityNotFoundInConversation' })
    house.teams.messages.splice(0)
    await user.say('Noch jemand da?')
    const card = await house.card()
    expect(card.id).not.toBe(id)
    await house.thread(card.id, (texts) => expect(texts.join()).toContain('Noch jemand da?'))
  })
})
