/** Who is asked, what is promised, and when silence is too long: pure, so time is just an argument. */
import { describe, expect, it } from 'vitest'
import { mediatorSettingsSchema, parseMediatorSettings } from '../src/handoff/mediator-settings.ts'
import { afterOpenMinutes, roundUpToHour, usualHours } from '../src/handoff/office-hours.ts'
import { type MediatorState, overdue, routeCase } from '../src/handoff/route-case.ts'

const monday = new Date('2026-11-23T09:00:00+01:00')
const hour = (text: string) => new Date(text)

function mediator(account: string, settings: object = {}, openCases = 0): MediatorState {
  return { account, name: account, settings: mediatorSettingsSchema.parse(settings), openCases }
}

const request = {
  topic: 'tenancy',
  language: 'ar',
  districts: ['15002', '15088'],
  askedBefore: [],
  at: monday,
}

describe('office hours', () => {
  it('count no night, no weekend and no holiday of Saxony-Anhalt', () => {
    expect(afterOpenMinutes(usualHours, hour('2026-11-22T10:00:00+01:00'), 60)).toEqual(
      hour('2026-11-23T10:00:00+01:00'),
    )
    // Epiphany is a holiday here, in Lower Saxony next door it is none.
    expect(afterOpenMinutes(usualHours, hour('2027-01-05T15:00:00+01:00'), 120)).toEqual(
      hour('2027-01-07T10:00:00+01:00'),
    )
  })

  it('count a pause at noon as closed', () => {
    const hours = { mo: ['09:00-12:00', '13:00-15:00'] }
    expect(afterOpenMinutes(hours, hour('2026-11-23T11:30:00+01:00'), 60)).toEqual(
      hour('2026-11-23T13:30:00+01:00'),
    )
  })

  it('keep the clock of the wall when summer time begins and ends', () => {
    const sunday = { su: ['01:00-05:00'] }
    expect(afterOpenMinutes(sunday, hour('2027-03-28T01:00:00+01:00'), 90)).toEqual(
      hour('2027-03-28T03:30:00+02:00'),
    )
  })

  it('that never open end the search', () => {
    expect(afterOpenMinutes({}, monday, 1)).toBeUndefined()
  })

  it('are promised by the full hour', () => {
    expect(roundUpToHour(hour('2026-11-23T10:01:00+01:00'))).toEqual(
      hour('2026-11-23T11:00:00+01:00'),
    )
    expect(roundUpToHour(hour('2026-11-23T10:00:00+01:00'))).toEqual(
      hour('2026-11-23T10:00:00+01:00'),
    )
  })
})

describe('a case goes to', () => {
  it('whoever knows the topic, before anybody else', () => {
    const routing = routeCase(
      [mediator('anna', { topics: ['work'], languages: ['ar'] }), mediator('omar')],
      request,
    )
    expect(routing.asked?.account).toBe('omar')
  })

  it('the own district, then the bigger city, then who serves all', () => {
    const own = mediator('own', { districts: ['15002'] })
    const city = mediator('city', { districts: ['15088'], languages: ['ar'] })
    const state = mediator('state', { languages: ['ar'] })
    const far = mediator('far', { districts: ['15090'], languages: ['ar'] })
    const asked = (...mediators: MediatorState[]) => routeCase(mediators, request).asked?.account
    expect(asked(far, state, city, own)).toBe('own')
    expect(asked(far, state, city)).toBe('city')
    expect(asked(far, state)).toBe('state')
    expect(asked(far)).toBe('far')
  })

  it('who writes the language, then who is there sooner, then who has less to do', () => {
    const arabic = mediator('arabic', { languages: ['ar'], hours: { fr: ['09:00-12:00'] } }, 5)
    const german = mediator('german', { languages: ['de'] })
    expect(routeCase([german, arabic], request).asked?.account).toBe('arabic')
    const soon = mediator('soon', {}, 5)
    const late = mediator('late', { hours: { fr: ['09:00-12:00'] } })
    expect(routeCase([late, soon], request).asked?.account).toBe('soon')
    const busy = mediator('busy', {}, 5)
    const idle = mediator('idle', {}, 4)
    expect(routeCase([busy, idle], request).asked?.account).toBe('idle')
  })

  it('nobody who is full, paused or was silent, but the answer is promised honestly', () => {
    const routing = routeCase(
      [
        mediator('full', { capacity: 2, hours: { we: ['09:00-12:00'] } }, 2),
        mediator('paused', { paused: true }),
        mediator('silent'),
      ],
      { ...request, askedBefore: ['silent'] },
    )
    expect(routing.asked).toBeUndefined()
    expect(routing.promisedBy).toEqual(hour('2026-11-23T11:00:00+01:00'))
  })

  it('says that nobody writes the language only where somebody said what they write', () => {
    expect(routeCase([mediator('a')], request)).not.toHaveProperty('speaksLanguage')
    expect(routeCase([mediator('a', { languages: ['de'] })], request).speaksLanguage).toBe(false)
    expect(routeCase([mediator('a', { languages: ['ar'] })], request).speaksLanguage).toBe(true)
    expect(routeCase([], request)).toEqual({})
  })
})

describe('an organisation', () => {
  function organisation(id: string, settings: object, more: Partial<MediatorState> = {}) {
    const one = mediator(`organisation:${id}`, { topics: ['tenancy'], ...settings })
    const about = { id, accounts: [`person-${id}`], onlyOwnDistrict: false }
    return { ...one, name: id, organisation: about, ...more }
  }
  const own = organisation('own', { districts: ['15002'] })
  const city = organisation('city', { districts: ['15088'] })
  const asked = (takers: MediatorState[], changes: object = {}) =>
    routeCase(takers, { ...request, ...changes }).asked?.account

  it('is asked only for its topics, and only where it is near', () => {
    expect(asked([own])).toBe('organisation:own')
    expect(asked([own], { topic: 'work' })).toBeUndefined()
    expect(asked([own], { districts: ['15003'] })).toBeUndefined()
    expect(asked([own], { districts: [] })).toBeUndefined()
    expect(asked([organisation('all', {})], { districts: [] })).toBe('organisation:all')
  })

  it('that is an authority is asked by its own district alone', () => {
    const office = { id: 'city', accounts: [], onlyOwnDistrict: true }
    expect(asked([{ ...city, organisation: office }])).toBeUndefined()
    expect(asked([{ ...city, organisation: office }], { districts: ['15088'] })).toBeDefined()
  })

  it('is asked only where the user agreed to it, and not after one of its people was silent', () => {
    expect(asked([own, city], { organisations: ['city'] })).toBe('organisation:city')
    expect(asked([own, city], { organisations: [] })).toBeUndefined()
    expect(asked([own, city], { askedBefore: ['person-own'] })).toBe('organisation:city')
    expect(asked([own, city], { askedBefore: ['organisation:own'] })).toBe('organisation:city')
  })

  it('is named before the user agrees, whoever is asked first, at most three', () => {
    const all = ['a', 'b', 'c'].map((id) => organisation(id, {}))
    const { organisations } = routeCase([...all, city, own], request)
    expect(organisations?.map(({ id }) => id)).toEqual(['own', 'city', 'a'])
    const full = { ...own, openCases: 1, settings: { ...own.settings, capacity: 1 } }
    const next = routeCase([mediator('mira', { districts: ['15002'] }), full, city], request)
    expect(next.asked?.account).toBe('mira')
    expect(next.organisations?.map(({ id }) => id)).toEqual(['own', 'city'])
  })

  it('says from where it helps, and how much room there has to be', () => {
    const room = { ...city, settings: { ...city.settings, capacity: 2 } }
    expect(routeCase([room], request)).toMatchObject({
      from: { kind: 'district', district: '15088' },
      room: { taker: 'organisation:city', capacity: 2 },
    })
    expect(routeCase([organisation('all', {})], request).from).toEqual({ kind: 'state' })
    expect(routeCase([own], request)).not.toHaveProperty('from')
    expect(routeCase([mediator('mira')], request)).not.toHaveProperty('from')
    expect(
      routeCase([mediator('mira'), mediator('omar', { districts: ['15090'] })], request),
    ).toMatchObject({
      asked: { account: 'mira' },
      from: { kind: 'state' },
    })
  })

  it('that opens over a week later than the next counts as closed', () => {
    const from = (day: string) => ({ pausedUntil: new Date(`${day}T00:00:00+01:00`) })
    const soon = { ...own, ...from('2026-11-30') }
    const late = { ...own, ...from('2026-12-02') }
    expect(asked([soon, city])).toBe('organisation:own')
    expect(asked([late, city])).toBe('organisation:city')
    expect(asked([late])).toBe('organisation:own')
  })
})

describe('silence', () => {
  const limits = { remindMinutes: 90, rerouteMinutes: 240 }
  const silence = { since: monday, reminded: false, hours: usualHours, isForAll: false }

  it('is no silence over night', () => {
    const friday = { ...silence, since: hour('2026-11-27T12:30:00+01:00') }
    expect(overdue(friday, limits, hour('2026-11-28T12:00:00+01:00'))).toBeUndefined()
    expect(overdue(friday, limits, hour('2026-11-30T10:01:00+01:00'))).toBe('remind')
  })

  it('first reminds, then asks the next one, once each', () => {
    expect(overdue(silence, limits, hour('2026-11-23T10:29:00+01:00'))).toBeUndefined()
    expect(overdue(silence, limits, hour('2026-11-23T10:30:00+01:00'))).toBe('remind')
    const reminded = { ...silence, reminded: true }
    expect(overdue(reminded, limits, hour('2026-11-23T12:59:00+01:00'))).toBeUndefined()
    expect(overdue(reminded, limits, hour('2026-11-23T13:00:00+01:00'))).toBe('reroute')
    expect(
      overdue({ ...reminded, isForAll: true }, limits, hour('2026-12-23T13:00:00+01:00')),
    ).toBeUndefined()
  })
})

it('reads settings that nobody can read as the usual ones', () => {
  expect(parseMediatorSettings('{}')).toMatchObject({ paused: false, hours: usualHours })
  expect(parseMediatorSettings('not json')).toMatchObject({ paused: false })
  expect(parseMediatorSettings('{"hours":{"mo":["25:00-26:00"]}}').hours).toEqual(usualHours)
})
