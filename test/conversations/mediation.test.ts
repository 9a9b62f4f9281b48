/** A mediator settles a conflict: two conversations, each with its own private word, and one room. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashSecret } from '../../src/handoff/mediation.ts'
import type { DeskAct, MediationAct } from '../../src/message.ts'
import { type Core, startCore, stateOf, textOf, type User } from './core.ts'

let core: Core
let tenant: User
let landlord: User
let now = new Date('2026-11-23T09:00:00Z')
let secrets = 0

beforeAll(async () => {
  core = await startCore({
    now: () => now,
    // Reads like a translation and shows who asked for which language.
    readIn: async ({ text, from, to }) =>
      from === to
        ? { kind: 'as-written' }
        : { kind: 'translated', text: `${text} [${to}]`, language: to, by: 'Test' },
    invitationLinks: async (secret) => [
      { channel: 'web', url: `https://lotse.example/?join=${secret}` },
      { channel: 'telegram', url: `https://t.me/lotse_bot?start=join_${secret}` },
    ],
    renderAgreement: async ({ title, points, original }) =>
      new TextEncoder().encode(JSON.stringify({ title, points, original })),
  })
})
afterAll(() => core.stop())
beforeEach(() => {
  now = new Date('2026-11-23T09:00:00Z')
  tenant = core.user()
  landlord = core.user()
})

const say = (language: string, key: string, values?: Record<string, string>) =>
  core.services.sentences.say(language, key, values)

async function caseOf(user: User) {
  const record = await core.store.readOpenCase(user.key)
  if (!record) throw new Error('The user has no open case.')
  return record
}
async function linesOf(user: User) {
  return core.store.readCaseLines((await caseOf(user)).id)
}
async function mediationOf(user: User) {
  return core.store.readMediationOfCase((await caseOf(user)).id)
}
async function act(user: User, what: DeskAct, name = 'Mira') {
  await core.act(name, what, await caseOf(user))
}

/** The tenant, in Arabic, has asked about shoes in the stairwell and speaks with Mira. */
async function tenantAsks() {
  await tenant.say('هل يجوز وضع الأحذية أمام باب الشقة في الدرج؟', 'ar')
  await tenant.send({
    kind: 'action',
    action: { kind: 'show-entry', entry: 'housing/stairwell-shoes' },
  })
  await tenant.press('ask-person')
  await tenant.press('consent', (action) => action.kind === 'consent' && action.given)
  await act(tenant, { kind: 'claim' })
  await act(tenant, { kind: 'reply', text: 'Guten Tag, ich helfe Ihnen.' })
}

/** Resolves to the secret of a link that the mediator has made. */
async function mediatorInvites(entry?: string) {
  const secret = `secret-of-an-invitation-${++secrets}`
  await act(tenant, { kind: 'invite', secretHash: hashSecret(secret), ...(entry && { entry }) })
  return secret
}
const open = (user: User, secret: string, locale = 'de') =>
  user.send({ kind: 'command', command: 'start', argument: `join_${secret}` }, locale)

async function joined() {
  await tenantAsks()
  const secret = await mediatorInvites()
  await open(landlord, secret)
  await landlord.press(
    'join-mediation',
    (action) => action.kind === 'join-mediation' && action.join,
  )
  return secret
}
async function roomOpened() {
  await joined()
  await act(tenant, { kind: 'open-room' })
}
const both = (action: { kind: string; both?: boolean }) => action.both === true

describe('inviting the other side', () => {
  it('gives the user a link that works once, with the question under it answered in their language', async () => {
    await tenantAsks()
    const message = (await tenant.press('invite-other-side')).at(-1)
    expect(message?.language).toBe('ar')
    const code = message?.blocks.find(({ kind }) => kind === 'qr-code')
    const url = code?.kind === 'qr-code' ? code.url : ''
    const secret = new URL(url).searchParams.get('join') ?? ''
    const mediation = await mediationOf(tenant)
    expect(mediation).toMatchObject({ status: 'invited', entry: 'housing/stairwell-shoes' })
    // Only its hash is kept.
    expect(JSON.stringify(mediation)).not.toContain(secret)
    expect(await core.store.findMediation(hashSecret(secret))).toMatchObject({ id: mediation?.id })
  })

  it('offers the link only where somebody has the case and the entry speaks to both sides', async () => {
    await tenant.say('Wie backe ich einen Apfelkuchen?', 'de')
    await tenant.press('ask-person')
    await tenant.press('consent', (action) => action.kind === 'consent' && action.given)
    await act(tenant, { kind: 'reply', text: 'Guten Tag.' })
    expect(() => tenant.press('invite-other-side')).toThrow('no button')
  })

  it('tells the inviting side when the mediator makes the link, and lets it say no', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    expect(textOf(tenant.received.slice(-1))).toContain(
      say('ar', 'mediation.invitedByMediator', { name: 'Mira' }),
    )
    await tenant.press('leave-mediation')
    expect(textOf(await open(landlord, secret))).toContain(say('de', 'mediation.invitationOver'))
  })

  it('shows who invites, to what and who reads what, before anything is joined', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    const shown = textOf(await open(landlord, secret))
    expect(shown).toContain('Mira')
    expect(shown).toContain('Schuhe im Treppenhaus')
    expect(shown).toContain(say('de', 'mediation.invitationReads', { name: 'Mira' }))
    expect(shown).toContain(say('de', 'mediation.invitationLeave'))
    expect(shown).not.toContain('الأحذية')
    expect(await core.store.readOpenCase(landlord.key)).toBeUndefined()
    expect((await mediationOf(tenant))?.status).toBe('invited')
  })

  it('asks for the language first where nothing tells it, and goes on in the one that is chosen', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    const asked = await open(landlord, secret, '')
    expect(
      asked.flatMap(({ buttons }) => buttons.flat()).map(({ action }) => action.kind),
    ).toContain('set-language')
    expect(textOf(asked)).not.toContain('Mira')
    const shown = await landlord.press(
      'set-language',
      (action) => action.kind === 'set-language' && action.language === 'uk',
    )
    expect(textOf(shown)).toContain(say('uk', 'mediation.invitationAsk'))
  })

  it('goes on also in the language that it asked in, and asks whoever has one it does not know', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    const asked = await open(landlord, secret, 'xx')
    expect(textOf(asked)).not.toContain('Mira')
    const shown = await landlord.press(
      'set-language',
      (action) => action.kind === 'set-language' && action.language === asked[0]?.language,
    )
    expect(textOf(shown)).toContain(say('de', 'mediation.invitationAsk'))
  })

  it('offers whoever came by a link the way back to the assistant', async () => {
    await joined()
    expect(textOf(await landlord.press('back-to-assistant'))).toContain(
      say('de', 'handoff.returned'),
    )
    expect(textOf(tenant.received.slice(-1))).toContain(say('ar', 'mediation.ended'))
  })

  it('takes a no for a no, and keeps nothing', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    await open(landlord, secret)
    const before = tenant.received.length
    await landlord.press(
      'join-mediation',
      (action) => action.kind === 'join-mediation' && !action.join,
    )
    expect(await core.store.readOpenCase(landlord.key)).toBeUndefined()
    expect(tenant.received.length).toBe(before)
  })

  it('opens a case with the same mediator on a yes, and tells both desk and inviting side', async () => {
    await joined()
    expect(await caseOf(landlord)).toMatchObject({
      status: 'claimed',
      claimedBy: { account: 'mira' },
      language: 'de',
      assistantMuted: true,
    })
    expect(textOf(tenant.received.slice(-1))).toContain(
      say('ar', 'mediation.otherJoined', { name: 'Mira' }),
    )
    expect((await linesOf(tenant)).at(-1)).toMatchObject({
      author: 'system',
      text: 'mediation-joined',
    })
    expect(await linesOf(landlord)).toHaveLength(1)
    expect((await mediationOf(landlord))?.status).toBe('joined')
  })

  it('lets nobody else in by the same link', async () => {
    const secret = await joined()
    const stranger = core.user()
    expect(textOf(await open(stranger, secret))).toContain(say('de', 'mediation.invitationOver'))
  })

  it('lets in only the first of two who say yes at the same moment', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    const stranger = core.user()
    await open(landlord, secret)
    await open(stranger, secret)
    const yes = (user: User) =>
      user.press('join-mediation', (action) => action.kind === 'join-mediation' && action.join)
    await Promise.all([yes(landlord), yes(stranger)])
    const cases = await Promise.all(
      [landlord, stranger].map(({ key }) => core.store.readOpenCase(key)),
    )
    expect(cases.filter(Boolean)).toHaveLength(1)
  })

  it('lets nobody in after seven days, nor by a link that a newer one has replaced', async () => {
    await tenantAsks()
    const old = await mediatorInvites()
    const secret = await mediatorInvites()
    expect(textOf(await open(landlord, old))).toContain(say('de', 'mediation.invitationOver'))
    now = new Date(now.getTime() + 7 * 86_400_000)
    expect(textOf(await open(landlord, secret))).toContain(say('de', 'mediation.invitationOver'))
  })

  it('does not let the inviting side be its own other side', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    expect(textOf(await open(tenant, secret, 'ar'))).toContain(say('ar', 'mediation.ownInvitation'))
  })

  it('keeps the secret out of what is shown of the conversation again', async () => {
    await tenantAsks()
    const secret = await mediatorInvites()
    await open(landlord, secret)
    const transcript = await core.store.readTranscript(landlord.key, 100)
    expect(JSON.stringify(transcript)).not.toContain(secret)
  })
})

describe('the common room', () => {
  it('begins with the reasons of both sides, to each in its own language', async () => {
    await roomOpened()
    const german = textOf(landlord.received.slice(-1))
    expect(german).toContain(say('de', 'answer.forTenants'))
    expect(german).toContain(say('de', 'answer.forLandlords'))
    expect(german).toContain(say('de', 'answer.waysToAgree'))
    expect(german).toContain('gesetze-im-internet.de')
    const arabic = textOf(tenant.received.slice(-1))
    expect(arabic).toContain(say('ar', 'answer.forTenants'))
    expect(arabic).toContain(say('ar', 'answer.forLandlords'))
  })

  it('leaves each side writing to the mediator alone, until it chooses otherwise', async () => {
    await roomOpened()
    const before = tenant.received.length
    await landlord.say('Das bleibt unter uns.')
    expect(tenant.received.length).toBe(before)
    expect((await linesOf(landlord)).at(-1)).not.toHaveProperty('forBoth')
    expect(JSON.stringify(await linesOf(tenant))).not.toContain('unter uns')
  })

  it('passes on what a side writes to both, translated, without saying who it is', async () => {
    await roomOpened()
    await landlord.press('write-to', both)
    const [answer] = await landlord.say('Im Treppenhaus muss der Weg frei bleiben.')
    expect(textOf(answer ? [answer] : [])).toContain(say('de', 'mediation.readBoth'))
    const got = tenant.received.at(-1)
    expect(got).toMatchObject({ author: 'person', language: 'ar' })
    const text = textOf(got ? [got] : [])
    expect(text).toContain(say('ar', 'mediation.otherSide'))
    expect(text).toContain('Im Treppenhaus muss der Weg frei bleiben. [ar]')
    expect((await linesOf(tenant)).at(-1)).toMatchObject({
      author: 'other-side',
      forBoth: true,
      text: 'Im Treppenhaus muss der Weg frei bleiben.',
    })
    expect((await linesOf(tenant)).at(-1)).not.toHaveProperty('name')
    expect((await linesOf(landlord)).at(-1)).toMatchObject({ author: 'user', forBoth: true })
  })

  it('goes back to the mediator alone by a button, and by every private word of the mediator', async () => {
    await roomOpened()
    await landlord.press('write-to', both)
    await landlord.press('write-to', (action) => action.kind === 'write-to' && !action.both)
    const before = tenant.received.length
    await landlord.say('Wieder unter uns, bitte.')
    await landlord.press('write-to', both)
    await act(landlord, { kind: 'reply', text: 'Eine Frage nur an Sie.' })
    expect(textOf(landlord.received.slice(-1))).toContain(say('de', 'mediation.readMediator'))
    await landlord.say('Meine Antwort nur an Sie.')
    expect(tenant.received.length).toBe(before)
  })

  it('lets the mediator say something to both, from the case of either side', async () => {
    await roomOpened()
    await act(landlord, { kind: 'say-to-both', text: 'Was brauchen Sie beide?' })
    for (const user of [tenant, landlord]) {
      expect(textOf(user.received.slice(-1))).toContain('Was brauchen Sie beide?')
      expect((await linesOf(user)).at(-1)).toMatchObject({ author: 'mediator', forBoth: true })
    }
    await act(landlord, { kind: 'reply', text: 'Nur für Sie.' })
    expect(textOf(tenant.received)).not.toContain('Nur für Sie.')
  })

  it('is no place for an emergency: the card comes first, and the words stay private', async () => {
    await roomOpened()
    await landlord.press('write-to', both)
    const before = tenant.received.length
    const replies = await landlord.say('Es brennt in meiner Wohnung!')
    expect(textOf(replies)).toContain('112')
    expect(tenant.received.length).toBe(before)
    expect((await linesOf(landlord)).at(-1)).not.toHaveProperty('forBoth')
  })

  it('keeps a proposal with the mediator until the mediator shares it', async () => {
    await roomOpened()
    await landlord.press('write-to', both)
    await landlord.press('propose')
    const before = tenant.received.length
    await landlord.say('Ich zahle die Schuhbank.')
    expect(tenant.received.length).toBe(before)
    expect((await linesOf(landlord)).at(-1)).toMatchObject({ proposal: true, author: 'user' })
    expect((await linesOf(landlord)).at(-1)).not.toHaveProperty('forBoth')
    await act(landlord, { kind: 'say-to-both', text: 'Ich zahle die Schuhbank.', isProposal: true })
    expect(textOf(tenant.received.slice(-1))).toContain(say('ar', 'mediation.proposal'))
  })

  it('refuses acts of a mediator who does not have the case, and acts before their time', async () => {
    await joined()
    await act(tenant, { kind: 'say-to-both', text: 'Zu früh.' })
    await act(tenant, { kind: 'open-room' }, 'Omar')
    expect(textOf([...tenant.received, ...landlord.received])).not.toContain('Zu früh.')
    expect((await mediationOf(tenant))?.status).toBe('joined')
  })
})

describe('an agreement', () => {
  const text = '1. Die Schuhbank steht in der Wohnung.\n2. Der Vermieter zahlt 40 Euro.'
  const yes = (action: { kind: string; agrees?: boolean }) => action.agrees === true

  it('is final when both have agreed to the same words, and is delivered to each as it read them', async () => {
    await roomOpened()
    await act(tenant, { kind: 'propose-agreement', text })
    await tenant.press('answer-agreement', yes)
    expect((await mediationOf(tenant))?.status).toBe('open')
    expect(landlord.received.some(({ attachments }) => attachments?.length)).toBe(false)
    await landlord.press('answer-agreement', yes)
    expect((await mediationOf(tenant))?.status).toBe('agreed')
    const arabic = tenant.received.at(-1)
    expect(textOf(arabic ? [arabic] : [])).toContain(`${text} [ar]`)
    expect(textOf(arabic ? [arabic] : [])).toContain(text)
    const german = landlord.received.at(-1)
    expect(textOf(german ? [german] : [])).toContain(text)
    for (const [user, message] of [
      [tenant, arabic],
      [landlord, german],
    ] as const) {
      const [pdf] = message?.attachments ?? []
      const stored = await core.store.readAttachment(user.key, pdf?.id ?? '')
      expect(stored?.mediaType).toBe('application/pdf')
      const document = JSON.parse(new TextDecoder().decode(stored?.bytes))
      expect(document.points).toHaveLength(2)
      expect(document.points[1]).toContain('Der Vermieter zahlt 40 Euro.')
    }
    // Neither side's document can be read from the other's chat.
    expect(
      await core.store.readAttachment(tenant.key, german?.attachments?.[0]?.id ?? ''),
    ).toBeUndefined()
  })

  it('is final too when both agree at the same moment', async () => {
    await roomOpened()
    await act(tenant, { kind: 'propose-agreement', text })
    await Promise.all([
      tenant.press('answer-agreement', yes),
      landlord.press('answer-agreement', yes),
    ])
    expect((await mediationOf(tenant))?.status).toBe('agreed')
    for (const user of [tenant, landlord]) {
      expect(user.received.filter(({ attachments }) => attachments?.length)).toHaveLength(1)
    }
  })

  it('is asked anew when the text changes: a yes to the old one counts for nothing', async () => {
    await roomOpened()
    await act(tenant, { kind: 'propose-agreement', text })
    await tenant.press('answer-agreement', yes)
    const old = landlord.received
      .flatMap(({ buttons }) => buttons.flat())
      .find(({ action }) => action.kind === 'answer-agreement')
    await act(tenant, { kind: 'propose-agreement', text: `${text}\n3. Ab Montag.` })
    if (!old) throw new Error('There was no button.')
    await landlord.send({ kind: 'action', action: old.action })
    expect((await mediationOf(tenant))?.agreement).not.toHaveProperty('second')
    await landlord.press('answer-agreement', yes)
    expect((await mediationOf(tenant))?.status).toBe('open')
    await tenant.press('answer-agreement', yes)
    expect((await mediationOf(tenant))?.status).toBe('agreed')
  })

  it('can be put off, also by a side that had said yes', async () => {
    await roomOpened()
    await act(tenant, { kind: 'propose-agreement', text })
    await tenant.press(
      'answer-agreement',
      (action) => action.kind === 'answer-agreement' && !action.agrees,
    )
    await landlord.press('answer-agreement', yes)
    expect((await mediationOf(tenant))?.status).toBe('open')
    expect((await linesOf(tenant)).at(-1)).toMatchObject({ text: 'agreement-refused' })
  })
})

describe('leaving', () => {
  const ends: [string, () => Promise<unknown>][] = [
    ['a side leaves', () => landlord.press('leave-mediation')],
    ['a side goes back to the assistant', () => landlord.press('back-to-assistant')],
    ['the mediator ends it', () => act(landlord, { kind: 'end-mediation' })],
    ['the mediator closes a case', () => act(landlord, { kind: 'close', outcome: 'other' })],
    [
      'a side is forgotten',
      async () => {
        await landlord.send({ kind: 'command', command: 'forget', argument: '' })
        await landlord.press('forget', (action) => action.kind === 'forget' && action.confirmed)
      },
    ],
  ]
  it.each(ends)(
    'ends the room for both when %s, and the other goes on privately',
    async (_, leave) => {
      await roomOpened()
      await act(landlord, { kind: 'reply', text: 'Ich bin da.' })
      await tenant.press('write-to', both)
      await leave()
      expect(textOf(tenant.received.slice(-1))).toContain(say('ar', 'mediation.ended'))
      expect((await stateOf(core, tenant))?.writesToBoth).toBeUndefined()
      const before = landlord.received.length
      await tenant.say('هل ما زلت هنا؟')
      expect(landlord.received.length).toBe(before)
      expect((await linesOf(tenant)).at(-1)).toMatchObject({ author: 'user' })
      expect((await linesOf(tenant)).at(-1)).not.toHaveProperty('forBoth')
    },
  )

  it('tells nobody what was said to a room that is gone, or meant for another case', async () => {
    await roomOpened()
    const record = await caseOf(tenant)
    const mediationId = (await mediationOf(tenant))?.id ?? ''
    const arrives = async (caseId: string) => {
      const before = tenant.received.length
      await core.store.acceptInbound({
        updateId: `late ${caseId} ${before}`,
        address: record.address,
        from: { kind: 'program' },
        content: {
          kind: 'mediation',
          mediationId,
          caseId,
          event: { kind: 'side-said', text: 'Zu spät gesagt', language: 'de' },
        },
        receivedAt: now.toISOString(),
      })
      await core.look()
      return tenant.received.slice(before)
    }
    expect(await arrives('another-case')).toEqual([])
    expect(textOf(await arrives(record.id))).toContain('Zu spät gesagt')
    await act(landlord, { kind: 'end-mediation' })
    expect(await arrives(record.id)).toEqual([])
  })

  it('takes everything of a forgotten side but what the other has read already', async () => {
    await roomOpened()
    await landlord.press('write-to', both)
    await landlord.say('Der Flur ist der Rettungsweg.')
    await landlord.press('write-to', (action) => action.kind === 'write-to' && !action.both)
    await landlord.say('Ganz unter uns gesagt.')
    const { id } = await caseOf(landlord)
    await landlord.send({ kind: 'command', command: 'forget', argument: '' })
    await landlord.press('forget', (action) => action.kind === 'forget' && action.confirmed)
    expect(await core.store.readCaseLines(id)).toEqual([])
    expect(await core.store.readMediationOfCase(id)).toBeUndefined()
    const kept = JSON.stringify(await linesOf(tenant))
    expect(kept).toContain('Der Flur ist der Rettungsweg.')
    expect(kept).not.toContain('Ganz unter uns gesagt.')
  })

  it('moves both cases when the mediator hands one over', async () => {
    await roomOpened()
    await act(tenant, { kind: 'hand-over', to: { account: 'omar', name: 'Omar' } })
    expect((await caseOf(landlord)).claimedBy).toEqual({ account: 'omar', name: 'Omar' })
    await act(landlord, { kind: 'say-to-both', text: 'Ich mache weiter.' }, 'Omar')
    expect(textOf(tenant.received.slice(-1))).toContain('Ich mache weiter.')
  })

  it('leaves a side to everybody that did not agree to the organisation the other one goes to', async () => {
    await core.store.createAccount({
      id: 'rana',
      name: 'Rana',
      administrator: false,
      passphraseHash: '',
      createdAt: now.toISOString(),
      settings: '{}',
      organisation: 'integrationsportal',
    })
    await core.store.writeOrganisationSettings('integrationsportal', '{"capacity":5}')
    await roomOpened()
    expect((await caseOf(tenant)).organisations).toEqual(['integrationsportal'])
    await act(tenant, { kind: 'hand-over', to: { account: 'rana', name: 'Rana' } })
    expect((await caseOf(tenant)).claimedBy?.account).toBe('rana')
    const other = await caseOf(landlord)
    expect([other.status, other.claimedBy]).toEqual(['open', undefined])
    await core.store.removeAccount('rana', now.toISOString())
  })
})

it('writes down every act of a mediation without its words', async () => {
  await roomOpened()
  await act(tenant, { kind: 'say-to-both', text: 'Geheimer Satz' })
  const audit = await core.store.readCaseAudit((await caseOf(tenant)).id)
  const acts: (MediationAct['kind'] | string)[] = audit.map((entry) => entry.act)
  expect(acts).toEqual(['claim', 'reply', 'invite', 'open-room', 'say-to-both'])
  expect(JSON.stringify(audit)).not.toContain('Geheimer')
})
