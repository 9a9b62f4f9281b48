import { describe, expect, it } from 'vitest'
import { readKnowledge } from '../src/knowledge/load.ts'
import { type Organisation, topics } from '../src/knowledge/schema.ts'
import { createDirectory } from '../src/referral/index.ts'

const { knowledge, problems } = await readKnowledge('knowledge')
const directory = createDirectory(knowledge)

const halle = '15002000'
const magdeburg = '15003000'
const dessau = '15001000'
const merseburg = '15088220'
const leuna = '15088205'
const zerbst = '15082430'

function organisation(id: string, details: Partial<Organisation>): Organisation {
  return {
    id,
    name: id,
    kind: 'advice',
    description: { de: 'Hilfe', en: 'Help' },
    languages: ['de'],
    topics: ['debts'],
    districts: 'all',
    contact: { phone: '115' },
    consent: 'unasked',
    capacity: 0,
    sourceCheckedOn: '2026-11-22',
    sources: [],
    ...details,
  }
}

/** A directory of these organisations in the real geography. */
function directoryOf(...organisations: Organisation[]) {
  return createDirectory({
    ...knowledge,
    organisations: new Map(organisations.map((each) => [each.id, each])),
  })
}

describe('the directory', () => {
  const inTown = organisation('in-town', { districts: ['15088'], municipality: merseburg })
  const inDistrict = organisation('in-district', { districts: ['15088'], municipality: leuna })
  const inCity = organisation('in-city', { districts: ['15002'], municipality: halle })
  const inState = organisation('in-state', {})
  const levels = directoryOf(inState, inCity, inDistrict, inTown)

  it('goes from the town to the district, the bigger city and the state', () => {
    const found = levels.find({
      topics: ['debts'],
      language: 'ar',
      municipality: merseburg,
      limit: 9,
    })
    expect(found.map(({ organisation: { id }, level }) => [id, level])).toEqual([
      ['in-town', 'same-town'],
      ['in-district', 'district'],
      ['in-city', 'bigger-city'],
      ['in-state', 'state'],
    ])
  })

  it('says in which other town an organisation sits', () => {
    const [town, district, city, state] = levels.find({
      topics: ['debts'],
      language: 'ar',
      municipality: merseburg,
      limit: 9,
    })
    expect(town?.city).toBeUndefined()
    expect(district?.city?.name).toBe('Leuna')
    expect(city?.city?.name).toBe('Halle (Saale)')
    expect(state?.city).toBeUndefined()
  })

  it('names only what is there for the whole state where the town is unknown', () => {
    for (const municipality of [undefined, '11000000', '15999999', '']) {
      const found = levels.find({
        topics: ['debts'],
        language: 'de',
        limit: 9,
        ...(municipality !== undefined && { municipality }),
      })
      expect(found.map(({ organisation: { id } }) => id)).toEqual(['in-state'])
    }
  })

  it('never names an organisation that only serves another district', () => {
    const found = directoryOf(inDistrict, inCity).find({
      topics: ['debts'],
      language: 'de',
      municipality: magdeburg,
    })
    expect(found).toEqual([])
  })

  it('never names the authority of another district', () => {
    const office = organisation('office', {
      kind: 'authority',
      districts: ['15002'],
      municipality: halle,
    })
    const find = (municipality: string) =>
      directoryOf(office).find({ topics: ['debts'], language: 'de', municipality })
    expect(find(merseburg)).toEqual([])
    expect(find(halle)).toHaveLength(1)
  })

  it('prefers the language of the person, but only between equals', () => {
    const arabicInState = organisation('arabic', { languages: ['de', 'ar'] })
    const alsoInState = organisation('also-in-state', {})
    const both = directoryOf(alsoInState, arabicInState, inTown)
    const found = both.find({ topics: ['debts'], language: 'ar', municipality: merseburg })
    expect(found.map(({ organisation: { id } }) => id)).toEqual([
      'in-town',
      'arabic',
      'also-in-state',
    ])
    expect(found.map(({ speaksLanguage }) => speaksLanguage)).toEqual([false, true, false])
  })

  it('prefers those whose first matter it is to those that also know about it', () => {
    const mainly = organisation('z-mainly', { topics: ['debts', 'everyday'] })
    const also = organisation('a-also', { topics: ['everyday', 'debts'] })
    const found = directoryOf(also, mainly).find({ topics: ['debts'], language: 'de' })
    expect(found.map(({ organisation: { id } }) => id)).toEqual(['z-mainly', 'a-also'])
  })

  it('puts help with the matter itself before a near office that only touches it', () => {
    const nearby = organisation('nearby', {
      topics: ['community'],
      districts: ['15088'],
      municipality: merseburg,
    })
    const found = directoryOf(nearby, inState).find({
      topics: ['debts', 'everyday', 'community'],
      language: 'de',
      municipality: merseburg,
    })
    expect(found.map(({ organisation: { id } }) => id)).toEqual(['in-state', 'nearby'])
  })

  it('never names who refused or took the consent back', () => {
    const found = directoryOf(
      organisation('refused', { consent: 'refused' }),
      organisation('withdrawn', { consent: 'withdrawn' }),
      organisation('given', { consent: 'given' }),
    ).find({ topics: ['debts'], language: 'de' })
    expect(found.map(({ organisation: { id } }) => id)).toEqual(['given'])
  })

  it('names the nearer of two bigger cities first', () => {
    const inDessau = organisation('z-dessau', { districts: ['15001'], municipality: dessau })
    const found = directoryOf(inCity, inDessau).find({
      topics: ['debts'],
      language: 'de',
      municipality: zerbst,
    })
    expect(found.map(({ organisation: { id } }) => id)).toEqual(['z-dessau', 'in-city'])
  })

  it('keeps to the limit, three where none is given', () => {
    const many = directoryOf(...['a', 'b', 'c', 'd', 'e'].map((id) => organisation(id, {})))
    expect(many.find({ topics: ['debts'], language: 'de' })).toHaveLength(3)
    expect(many.find({ topics: ['debts'], language: 'de', limit: 1 })).toHaveLength(1)
  })
})

describe('distances', () => {
  it.each([
    ['Merseburg', '15088220', halle, 14],
    ['Naumburg', '15084355', halle, 38],
    ['Sangerhausen', '15087370', halle, 47],
    ['Schönebeck', '15089305', magdeburg, 14],
    ['Burg', '15086015', magdeburg, 22],
    ['Stendal', '15090535', magdeburg, 55],
    ['Salzwedel', '15081455', magdeburg, 87],
    ['Zerbst', '15082430', dessau, 18],
    ['Wittenberg', '15091375', dessau, 28],
  ])('from %s are as on the map', (_, municipality, city, kilometres) => {
    const district = city.slice(0, 5)
    const [referral] = directoryOf(
      organisation('city', { districts: [district], municipality: city }),
    ).find({ topics: ['debts'], language: 'de', municipality })
    expect(referral).toMatchObject({ level: 'bigger-city', kilometres })
  })
})

describe('the organisations of the knowledge base', () => {
  const all = [...knowledge.organisations.values()]
  const first = (topic: (typeof topics)[number], municipality: string, language = 'ar') =>
    directory.find({ topics: [topic], language, municipality }).map((each) => each.organisation.id)

  it('can all be read', () => {
    expect(problems.filter(({ file }) => /^(organisations|places)/.test(file))).toEqual([])
    expect(all.length).toBeGreaterThan(60)
  })

  it.each(topics)('give help with %s in every district and without a town', (topic) => {
    const municipalities = [...knowledge.municipalities.values()]
    const without = [...knowledge.districts.keys()].filter((district) => {
      const home = municipalities.find((municipality) => municipality.district === district)
      return first(topic, home?.key ?? '').length === 0
    })
    expect(without).toEqual([])
    expect(directory.find({ topics: [topic], language: 'ar' })).not.toEqual([])
  })

  it('describe themselves in every language that is ready', () => {
    const ready = [...knowledge.languages.values()].filter(({ status }) => status === 'ready')
    const silent = all.filter(({ description }) => ready.some(({ code }) => !description[code]))
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  it('sit where the map knows them, and speak languages that the assistant knows', () => {
    for (const { municipality, districts, languages } of all) {
      if (municipality) expect(knowledge.municipalities.has(municipality)).toBe(true)
      if (districts !== 'all') {
        expect(districts.filter((key) => !knowledge.districts.has(key))).toEqual([])
      }
      expect(languages.filter((code) => !knowledge.languages.has(code))).toEqual([])
    }
  })

  it('give independent advice on law and asylum, never an authority', () => {
    const authorities = all.filter(({ kind }) => kind === 'authority')
    const judges = authorities.filter((each) =>
      each.topics.some((topic) => topic === 'legal' || topic === 'asylum'),
    )
    expect(judges.map(({ id }) => id)).toEqual([])
  })

  it('have not been asked yet, so none receives a case', () => {
    const asked = all.filter(({ consent, capacity }) => consent !== 'unasked' || capacity !== 0)
    expect(asked.map(({ id }) => id)).toEqual([])
  })

  it('carry none of the contacts that are known to be outdated', () => {
    const contacts = JSON.stringify(all.map(({ contact }) => contact))
    for (const outdated of ['Bernburger', 'Külz', 'Schlossplatz 3', '537 1225', '5371225']) {
      expect(contacts).not.toContain(outdated)
    }
  })

  it.each([
    ['tenancy', magdeburg, 'mieterverein-magdeburg'],
    ['tenancy', dessau, 'mieterbund-dessau-wittenberg'],
    ['tenancy', merseburg, 'deutscher-mieterbund'],
    ['interpreting', merseburg, 'sisa'],
    ['discrimination', merseburg, 'antidiskriminierungsstelle-sachsen-anhalt'],
    ['psychosocial', '15090535', 'psz-stendal'],
    ['psychosocial', dessau, 'psz-halle'],
    ['asylum', merseburg, 'fluechtlingsrat-halle'],
    ['asylum', magdeburg, 'fluechtlingsrat-magdeburg'],
    ['legal', '15085370', 'caritas-asylverfahrensberatung-halberstadt'],
    ['residence', halle, 'auslaenderbehoerde-halle'],
    ['residence', merseburg, 'fluechtlingsrat-halle'],
    ['benefits', merseburg, 'integrationsportal'],
    ['residence', '15089030', 'auslaenderbehoerde-salzlandkreis'],
    ['violence', '15085235', 'frauenhaus-ballenstedt'],
    ['violence', merseburg, 'hilfetelefon-gewalt-gegen-frauen'],
    ['everyday', dessau, 'multikulturelles-zentrum-dessau'],
    ['community', merseburg, 'internationales-familiencafe-merseburg'],
    ['debts', halle, 'schuldnerberatung-finden'],
    ['work', merseburg, 'iq-netzwerk'],
  ] as const)('on %s in %s begin with %s', (topic, municipality, id) => {
    expect(first(topic, municipality)[0]).toBe(id)
  })
})
