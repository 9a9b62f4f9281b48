/** To whom a case goes when organisations of the directory take cases, and what the user is told. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takerOfOrganisation } from '../../src/storage/store.ts'
import { type Core, startCore, textOf, type User } from './core.ts'

/** In the directory: tenancy, for Magdeburg alone; for the whole state. */
const magdeburg = 'mieterverein-magdeburg'
const state = 'deutscher-mieterbund'
const deposit = 'Wie viel Kaution darf der Vermieter verlangen?'

let core: Core
let user: User
let now: Date
beforeEach(async () => {
  now = new Date('2026-11-23T09:00:00+01:00')
  core = await startCore({ now: () => now })
  user = core.user()
})
afterEach(() => core.stop())

const nameOf = (id: string) => core.services.knowledge.organisations.get(id)!.name
const say = (key: string, values?: Record<string, string>, language = 'de') =>
  core.services.sentences.say(language, key, values)

async function account(name: string, settings: object = {}, organisation?: string) {
  await core.store.createAccount({
    id: name.toLowerCase(),
    name,
    administrator: false,
    passphraseHash: '',
    createdAt: now.toISOString(),
    settings: JSON.stringify(settings),
    ...(organisation && { organisation }),
  })
}
/** An organisation that has agreed and says how much it takes. */
async function partner(id: string, settings: object = { capacity: 5 }) {
  await account(`Person-${id}`, {}, id)
  await core.store.writeOrganisationSettings(id, JSON.stringify(settings))
}

async function preview(town: string, person = user): Promise<string> {
  await person.say(deposit)
  await person.send({ kind: 'command', command: 'place', argument: town })
  return textOf(await person.press('ask-person'))
}
const agree = async (person = user) =>
  textOf(await person.press('consent', (action) => action.kind === 'consent' && action.given))
const caseOf = async (person = user) => (await core.store.readOpenCase(person.key))!

describe('a case', () => {
  it('goes to the organisation of the town, by name, before a mediator for all', async () => {
    await account('Mira')
    await partner(magdeburg)
    const shown = await preview('Magdeburg')
    expect(shown).toContain(say('handoff.goesTo', { organisation: nameOf(magdeburg) }))
    const said = await agree()
    expect(said).not.toContain(say('handoff.fromState', { place: 'Magdeburg' }))
    expect(await caseOf()).toMatchObject({
      asked: { account: takerOfOrganisation(magdeburg), name: nameOf(magdeburg) },
      organisations: [magdeburg],
    })
  })

  it('names nobody where only our own mediators may see it', async () => {
    await account('Mira')
    const shown = await preview('Magdeburg')
    for (const key of ['handoff.goesTo', 'handoff.goesToNext']) {
      const [before = ''] = say(key, { organisation: '|', organisations: '|' }).split('|')
      expect(shown).not.toContain(before)
    }
    await agree()
    expect(await caseOf()).not.toHaveProperty('organisations')
  })

  it('goes to the bigger neighbouring city, and the user is told how far that is', async () => {
    await account('Mira')
    await partner(magdeburg)
    await preview('Haldensleben')
    const said = await agree()
    expect((await caseOf()).asked?.account).toBe(takerOfOrganisation(magdeburg))
    const values = { place: 'Haldensleben', city: 'Magdeburg', kilometres: '24' }
    expect(said).toContain(say('handoff.fromCity', values))
  })

  it('goes to one for the whole state where nobody is near, and the user is told', async () => {
    await partner(magdeburg)
    await partner(state)
    await preview('Naumburg')
    const said = await agree()
    expect((await caseOf()).asked?.account).toBe(takerOfOrganisation(state))
    expect(said).toContain(say('handoff.fromState', { place: 'Naumburg (Saale)' }))
  })

  it('never goes to an organisation for other topics or other towns', async () => {
    await account('Mira')
    await partner('vemo-halle')
    await partner(magdeburg)
    await preview('Halle')
    await agree()
    expect(await caseOf()).toMatchObject({ asked: { account: 'mira' } })
    expect(await caseOf()).not.toHaveProperty('organisations')
  })

  it('goes to who writes the language, else an interpreter is named', async () => {
    await account('Mira', { languages: ['ar'] })
    await partner(state)
    await preview('Halle')
    await agree()
    expect((await caseOf()).asked?.account).toBe(takerOfOrganisation(state))

    const inLanguage = async (language: string) => {
      const person = core.user()
      await person.say(deposit)
      await person.send({ kind: 'action', action: { kind: 'set-language', language } })
      await person.press('ask-person')
      return { person, said: await agree(person) }
    }
    const arabic = await inLanguage('ar')
    expect((await caseOf(arabic.person)).asked?.account).toBe('mira')
    expect(arabic.said).not.toContain(say('handoff.otherLanguage', { language: 'العربية' }, 'ar'))

    const { person: third, said } = await inLanguage('uk')
    expect(said).toContain(say('handoff.otherLanguage', { language: 'Українська' }, 'uk'))
    await third.press('show-entry')
    expect(textOf(third.received.slice(-1))).toContain('SiSA')
  })

  it('goes to the next where the nearest is full', async () => {
    await account('Mira')
    await partner(magdeburg, { capacity: 1 })
    await preview('Magdeburg')
    await agree()
    const second = core.user()
    await preview('Magdeburg', second)
    await agree(second)
    expect((await caseOf()).asked?.account).toBe(takerOfOrganisation(magdeburg))
    expect((await caseOf(second)).asked?.account).toBe('mira')
  })

  it('goes to the next where the nearest pauses, until the day after its last one', async () => {
    await account('Mira')
    await partner(magdeburg, { capacity: 5, pausedUntil: '2026-11-23' })
    await preview('Magdeburg')
    await agree()
    expect((await caseOf()).asked?.account).toBe('mira')
    now = new Date('2026-11-24T00:30:00+01:00')
    const second = core.user()
    await preview('Magdeburg', second)
    await agree(second)
    expect((await caseOf(second)).asked?.account).toBe(takerOfOrganisation(magdeburg))
  })

  it('is free for those who were named where all are full, with an honest promise', async () => {
    await account('Mira', { capacity: 0 })
    await partner(magdeburg, { capacity: 1, pausedUntil: '2026-12-24' })
    const shown = await preview('Magdeburg')
    expect(shown).toContain(say('handoff.goesToNext', { organisations: nameOf(magdeburg) }))
    const said = await agree()
    const record = await caseOf()
    expect(record).not.toHaveProperty('asked')
    expect(record.organisations).toEqual([magdeburg])
    // Both days of Christmas and the weekend are over: the Monday after.
    expect(record.promisedBy).toBe('2026-12-28T10:00:00.000Z')
    expect(said).toContain('Montag, 28. Dezember')
  })

  it('that nobody answers is asked of nobody whom the user did not agree to', async () => {
    await partner(magdeburg)
    await account('Mira', { capacity: 1 })
    const shown = await preview('Magdeburg')
    expect(shown).not.toContain(nameOf(state))
    await agree()
    // Comes in after the user has said yes, and would be next.
    await partner(state)
    const look = async (at: string) => {
      now = new Date(at)
      await core.look()
    }
    await look('2026-11-23T11:00:00+01:00')
    await look('2026-11-23T15:00:00+01:00')
    expect((await caseOf()).asked).toEqual({ account: 'mira', name: 'Mira' })
    await look('2026-11-24T10:00:00+01:00')
    await look('2026-11-24T15:00:00+01:00')
    const record = await caseOf()
    expect(record.asked).toBeUndefined()
    expect(record.askedBefore).toEqual([takerOfOrganisation(magdeburg), 'mira'])
  })
})

it('hands a case over to an organisation only where the user agreed to it, at every desk', async () => {
  await account('Mira')
  await partner(magdeburg, { capacity: 5, pausedUntil: '2026-11-25' })
  await partner(state, { capacity: 0 })
  await preview('Magdeburg')
  await agree()
  const handOver = async (organisation: string) => {
    const name = `Person-${organisation}`
    const to = { account: name.toLowerCase(), name }
    await core.act('Mira', { kind: 'hand-over', to }, await caseOf())
    return (await caseOf()).claimedBy?.account
  }
  await core.act('Mira', { kind: 'claim' }, await caseOf())
  expect((await caseOf()).organisations).toEqual([magdeburg])
  expect(await handOver(state)).toBe('mira')
  expect(await handOver(magdeburg)).toBe(`person-${magdeburg}`)
})

describe('capacity', () => {
  it('is never exceeded, also when all agree in the same moment', async () => {
    await account('Mira')
    await partner(magdeburg, { capacity: 2 })
    const people = Array.from({ length: 6 }, () => core.user())
    for (const person of people) await preview('Magdeburg', person)
    await Promise.all(people.map((person) => agree(person)))
    const asked = await Promise.all(people.map(async (person) => (await caseOf(person)).asked))
    const takers = asked.map((one) => one?.account).sort()
    const partners = Array.from({ length: 2 }, () => takerOfOrganisation(magdeburg))
    expect(takers).toEqual(['mira', 'mira', 'mira', 'mira', ...partners])
    expect((await core.store.countOpenCases()).get(takerOfOrganisation(magdeburg))).toBe(2)
  })
})
