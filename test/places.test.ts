import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { Municipality } from '../src/knowledge/schema.ts'
import { createPlaceFinder } from '../src/referral/index.ts'

const { knowledge } = await readKnowledge('knowledge')
const { find, mentioned } = createPlaceFinder(knowledge)
const names = (municipalities: Municipality[]) => municipalities.map(({ name }) => name)

describe('a text that is a place', () => {
  it.each([
    ['06217', 'Merseburg'],
    ['6217', 'Merseburg'],
    ['D-06217', 'Merseburg'],
    ['۰۶۲۱۷', 'Merseburg'],
    ['٠٦٢١٧', 'Merseburg'],
    ['06217 Merseburg', 'Merseburg'],
    ['39291 Möckern', 'Möckern'],
    ['Merseburg', 'Merseburg'],
    ['  merseburg saale ', 'Merseburg'],
    ['merseborg', 'Merseburg'],
    ['Magdeborg', 'Magdeburg'],
    ['Bad Durenberg', 'Bad Dürrenberg'],
    ['Köthen', 'Köthen (Anhalt)'],
    ['Koethen', 'Köthen (Anhalt)'],
    ['kothen', 'Köthen (Anhalt)'],
    ['Wittenberg', 'Wittenberg'],
    ['Lutherstadt Wittenberg', 'Wittenberg'],
    ['halle', 'Halle (Saale)'],
    ['Halle/Saale', 'Halle (Saale)'],
    ['Halle a. d. Saale', 'Halle (Saale)'],
    ['Halle Neustadt', 'Halle (Saale)'],
    ['Halle-Neustadt', 'Halle (Saale)'],
    ['Stadt Halle', 'Halle (Saale)'],
    ["Halle'de", 'Halle (Saale)'],
    ["Magdeburg'da", 'Magdeburg'],
    ['Magdeburg Nord', 'Magdeburg'],
    ['Burg', 'Burg'],
    ['ich wohne in Burg', 'Burg'],
    ['Burg bei Magdeburg', 'Burg'],
    ['An der Poststraße', 'An der Poststraße'],
    ['Dessau', 'Dessau-Roßlau'],
    ['Roßlau', 'Dessau-Roßlau'],
    ['Bitterfeld', 'Bitterfeld-Wolfen'],
    ['Wolfen', 'Bitterfeld-Wolfen'],
    ['Zeitz', 'Zeitz'],
    ['Kemberg Bergwitz', 'Kemberg'],
    ['Landkreis Stendal', 'Stendal'],
    ['магдебург', 'Magdeburg'],
    ['в Магдебурзі', 'Magdeburg'],
    ['Галле', 'Halle (Saale)'],
    ['Халле', 'Halle (Saale)'],
    ['Мерзебург', 'Merseburg'],
    ['ماغدبورغ', 'Magdeburg'],
    ['ماگدبورگ', 'Magdeburg'],
    ['في مدينة هالة', 'Halle (Saale)'],
    ['هاله', 'Halle (Saale)'],
    ['هالة', 'Halle (Saale)'],
    ['بورغ', 'Burg'],
    ['ማግደቡርግ', 'Magdeburg'],
    ['በማግደቡርግ', 'Magdeburg'],
  ])('%s is %s', (text, name) => {
    expect(names(find(text))).toEqual([name])
  })

  it.each([
    'Berlin',
    '10115',
    '10115 Berlin',
    'Freiburg',
    'Brandenburg',
    'Finnland',
    'Syrien',
    'Hallo',
    'hello',
    'danke',
    'banana',
    'weiß nicht',
    'Wie hoch ist die Kaution?',
    'شكرا',
    'مرحبا',
    'дякую',
    'привіт',
    '2024',
    '112',
    '',
    ' ',
    '😀',
    '🏠🇩🇪',
    '...',
  ])('%j is no place of the state', (text) => {
    expect(find(text)).toEqual([])
  })

  it('gives every town that shares a name, so that the person chooses', () => {
    const found = names(find('Seehausen'))
    expect(found).toContain('Seehausen (Altmark)')
    expect(found).toContain('Wanzleben-Börde')
  })

  it('gives every town that shares a postal code', () => {
    expect(names(find('39291'))).toEqual(expect.arrayContaining(['Möckern', 'Möser']))
  })

  it('offers the town of a village whose municipality no list names', () => {
    expect(names(find('Bad Suderode'))).toContain('Quedlinburg')
    expect(names(find('ich wohne in Bad Kösen'))).toContain('Naumburg (Saale)')
  })

  it('knows every municipality by its own name', () => {
    const lost = [...knowledge.municipalities.values()].filter(
      (municipality) => !find(municipality.name).includes(municipality),
    )
    expect(names(lost)).toEqual([])
  })

  it('knows a municipality for every postal code', () => {
    const codes = new Set(knowledge.postalPlaces.map(({ postalCode }) => postalCode))
    expect([...codes].filter((code) => find(code).length === 0)).toEqual([])
  })
})

describe('a place in a sentence', () => {
  it.each([
    ['Ausländerbehörde in Halle', 'Halle (Saale)'],
    ['Ausländerbehörde Halle Termin', 'Halle (Saale)'],
    ['where do I register in Halle?', 'Halle (Saale)'],
    ["Halle'de ev arıyorum", 'Halle (Saale)'],
    ['mieszkam w Halle', 'Halle (Saale)'],
    ['Ez li Halle dijîm', 'Halle (Saale)'],
    ['Tôi sống ở Halle', 'Halle (Saale)'],
    ['J’habite à Halle', 'Halle (Saale)'],
    ['Где в Галле можно выучить немецкий?', 'Halle (Saale)'],
    ['мешкаю в Галле', 'Halle (Saale)'],
    ['أسكن في هالة وأبحث عن شقة', 'Halle (Saale)'],
    ['من در هاله زندگی می‌کنم', 'Halle (Saale)'],
    ['I live in Merseburg near Halle', 'Merseburg'],
    ['I live near Halle, in Merseburg', 'Merseburg'],
    ['Merseburg Anmeldung', 'Merseburg'],
    ["Magdeburg'da yaşıyorum", 'Magdeburg'],
    ['Magdeburgda yaşıyorum', 'Magdeburg'],
    ['mieszkam w Magdeburgu', 'Magdeburg'],
    ['39104 Magdeburg', 'Magdeburg'],
    ['Meine Postleitzahl ist 39104', 'Magdeburg'],
    ['в Магдебурзі шукаю квартиру', 'Magdeburg'],
    ['أعيش في ماغدبورغ', 'Magdeburg'],
    ['Wohnung in Burg bei Magdeburg', 'Burg'],
    ['Burg bei Magdeburg: wo melde ich mich an?', 'Burg'],
    ['Ich lebe in der Nähe von Magdeburg', 'Magdeburg'],
    ['Ich wohne in Wolfen', 'Bitterfeld-Wolfen'],
  ])('%s names %s', (text, name) => {
    expect(mentioned(text)?.name).toBe(name)
  })

  it.each([
    'wie hoch ist die Kaution',
    'die Halle ist kalt',
    'Der Termin ist in Halle 5 der Messe',
    'Die Burg ist schön',
    'Es geht um die Halle hinter dem Haus',
    'Wir stehen bei der Halle',
    'Die Kosten sind 39104 €',
    'Stadt',
    'Sand',
    'Brücken sind gesperrt',
    'Er will sein Leben ausleben',
    'Ich wohne an der Poststraße',
    'Frau Wittenberg ist meine Vermieterin',
    'Herr Magdeburg antwortet nicht',
    'Magdeburger Straße 12',
    'Ich ziehe von Halle nach Magdeburg',
    'Die Rechnung ist 39104 Euro',
    'Aktenzeichen 10115',
    'jam në halle të madhe',
    'اسمي هالة',
    'رسالة من هالة',
    'сказала Гале',
    'відкрили галерею',
    '',
  ])('%j names no town for certain', (text) => {
    expect(mentioned(text)).toBeUndefined()
  })

  it('is not seen in the questions of the entries that name none', () => {
    const wrong: string[] = []
    let tried = 0
    for (const entry of knowledge.entries.values()) {
      for (const { questions } of entry.texts.values()) {
        for (const question of [...questions.tenant, ...questions.landlord]) {
          tried++
          const town = mentioned(question)
          if (town && !namesATown.test(question)) wrong.push(`${town.name}: ${question}`)
        }
      }
    }
    expect(tried).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })
})

/** Written out here, so that the finder's own tables do not vouch for themselves. */
const namesATown =
  /(halle|halberstadt|magdeburg|dessau|merseburg|stendal|bitterfeld|köthen|wittenberg|bernburg|naumburg)(?!r)|هال[ةه]|ما[غجگ]دي?بور[غگ]|بيرنبورغ|ديساو|هالبرشتات|галле|халле|гальберштадт|магдебур|дессау|бернбург|ሃለ|ማግደቡርግ/iu

describe('any text', () => {
  it('is taken without an error, and a finder says only towns of the state', () => {
    const known = new Set(knowledge.municipalities.values())
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'grapheme' }),
          fc
            .array(
              fc.constantFrom('in', 'Halle', 'bei', 'Burg', "'de", '06179', 'في', 'هالة', '\n'),
            )
            .map((words) => words.join(' ')),
        ),
        (text) => {
          const town = mentioned(text)
          expect(town === undefined || known.has(town)).toBe(true)
          expect(find(text).every((municipality) => known.has(municipality))).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})
