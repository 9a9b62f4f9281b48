import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { load as parse } from 'js-yaml'
import { beforeAll, describe, expect, it } from 'vitest'
import { languagesSchema } from '../src/knowledge/schema.ts'
import { createLanguageRecogniser, type LanguageRecogniser } from '../src/language/index.ts'

let recogniser: LanguageRecogniser

beforeAll(async () => {
  const file = new URL('../knowledge/languages.yaml', import.meta.url)
  const languages = languagesSchema.parse(parse(await readFile(file, 'utf8')))
  recogniser = await createLanguageRecogniser(languages, {
    placeNames: ['Osternienburger Land', 'Wanzleben-Börde', 'Tangermünde'],
  })
})

const languageOf = (text: string, context = {}) => recogniser.recognise(text, context).language

describe('languages that share an alphabet are told apart', () => {
  it.each([
    ['ar', 'كيف أسجل ابني في المدرسة'],
    ['fa', 'چطور پسرم را در مدرسه ثبت نام کنم'],
    ['fa', 'چطور طفلم را شامل مکتب کنم'],
    ['ps', 'زوی مې څنګه په ښوونځي کې شامل کړم'],
    ['ckb', 'چۆن کوڕەکەم لە قوتابخانە تۆمار بکەم'],
    ['ur', 'میں اپنے بیٹے کو سکول میں کیسے داخل کروں'],
    ['uk', 'як записати сина до школи'],
    ['ru', 'как записать сына в школу'],
    ['bg', 'как да запиша сина си на училище'],
    ['sr', 'како да упишем сина у школу'],
    ['sr', 'kako da upišem sina u školu'],
    ['ti', 'ወደይ ኣብ ቤት ትምህርቲ ከመይ ገይረ የመዝግቦ'],
    ['am', 'ልጄን ትምህርት ቤት እንዴት አስመዘግባለሁ'],
    ['es', 'cómo inscribo a mi hijo en la escuela'],
    ['pt', 'como inscrevo o meu filho na escola'],
    ['it', 'come iscrivo mio figlio a scuola'],
    ['ro', 'cum îmi înscriu băiatul la școală'],
    ['so', 'sidee wiilkayga iskuulka ugu qoraa'],
    ['kmr', 'ez çawa kurê xwe li dibistanê qeyd bikim'],
    ['tr', 'oğlumu okula nasıl kaydettiririm'],
    ['sq', 'si ta regjistroj djalin në shkollë'],
    ['hi', 'बेटे को स्कूल में कैसे भर्ती करूँ'],
    ['zh', '怎么给儿子报名上学'],
  ])('%s: %s', (language, text) => {
    expect(languageOf(text)).toBe(language)
  })
})

describe('a keyboard of another language does not mislead', () => {
  it.each([
    ['Persian with Arabic ي and ك', 'fa', 'من كمك ميخواهم چه كار كنم'],
    ['Arabic with Persian ی and ک', 'ar', 'ارید موعد عند الطبیب'],
    ['Ukrainian with Russian letters', 'uk', 'мени потрибна допомога'],
    ['Turkish without its own letters', 'tr', 'nasil basvuru yapabilirim'],
    ['Vietnamese without marks', 'vi', 'toi khong hieu giay nay'],
    ['Polish without tails', 'pl', 'czy moge sie tu zameldowac'],
    ['Romanian without hooks', 'ro', 'unde trebuie sa ma duc'],
    ['Arabic in Latin letters', 'ar', 'wen fini sajel ebni bel madrase lazem 7ada'],
    ['Persian in Latin letters', 'fa', 'man komak mikham chikar konam'],
    ['Russian in Latin letters', 'ru', 'mne nuzhna pomosch chto delat'],
    ['Ukrainian in Latin letters', 'uk', 'meni potribna dopomoha shcho robyty'],
    ['German in capitals without umlauts', 'de', 'ICH MUSS MEINE WOHNUNG KUENDIGEN'],
  ])('%s', (_, language, text) => {
    expect(languageOf(text)).toBe(language)
  })
})

describe('German terms and places inside another language do not switch it', () => {
  it.each([
    ['en', 'what is Wohnungsgeberbestätigung'],
    ['en', 'where is the Jobcenter in Magdeburg'],
    ['tr', "Magdeburg'da Anmeldung nasıl yapılır"],
    ['fr', 'où est le Bürgeramt de Halle'],
    ['pl', 'jak załatwić Wohngeld w Tangermünde'],
    ['es', 'cuánto cuesta la Betriebskostenabrechnung'],
    ['ar', 'شو يعني Betriebskostenabrechnung وAufenthaltstitel'],
    ['uk', 'що таке Wohnberechtigungsschein у Wanzleben-Börde'],
  ])('%s: %s', (language, text) => {
    expect(languageOf(text)).toBe(language)
    expect(languageOf(text, { current: 'de' })).toBe(language)
  })

  it.each([
    'Kaution',
    'Jobcenter Magdeburg?',
    'Wohnungsgeberbestätigung',
    'Osternienburger Land',
    'Halle (Saale)',
    'Mietvertrag Kündigungsfrist',
    'Familienzusammenführungsantrag',
  ])('"%s" alone keeps the conversation, and is German where there is none', (text) => {
    expect(languageOf(text, { current: 'ti' })).toBe('ti')
    expect(languageOf(text, { locale: 'fa' })).toBe('fa')
    expect(languageOf(text)).toBe('de')
  })

  it('masks places only where they were handed over', async () => {
    const plain = await createLanguageRecogniser([
      { code: 'de', name: 'Deutsch', script: 'Latn', direction: 'ltr', status: 'ready' },
      { code: 'en', name: 'English', script: 'Latn', direction: 'ltr', status: 'ready' },
    ])
    expect(plain.recognise('Tangermünde', { locale: 'en' }).certainty).toBeGreaterThan(0)
    expect(recogniser.recognise('Tangermünde', { locale: 'en' }).certainty).toBe(0)
  })

  it('lets the function words of a mixed message decide', () => {
    expect(languageOf('my vermieter says the kaution is gone')).toBe('en')
    expect(languageOf('hello ich habe eine frage zu meiner wohnung')).toBe('de')
    expect(languageOf('ich weiß nicht ama yardım lazım ne yapayım')).toBe('tr')
  })
})

describe('what the conversation knows decides where the message says little', () => {
  it.each([
    '',
    '   ',
    '39104',
    '06108?',
    '👍',
    '12.05.2026',
    'B1',
    '...',
    'https://example.org/de/hilfe',
  ])('"%s" keeps the conversation, then the locale, then stays open', (text) => {
    expect(recogniser.recognise(text, { current: 'ps', locale: 'de' })).toEqual({
      language: 'ps',
      certainty: 0,
    })
    expect(languageOf(text, { locale: 'pt-BR' })).toBe('pt')
    expect(recogniser.recognise(text, {})).toEqual({ language: undefined, certainty: 0 })
  })

  it.each(['ok', 'danke', 'no', 'Hilfe', 'hotel'])(
    'the one word "%s" keeps the conversation',
    (text) => {
      expect(languageOf(text, { current: 'vi' })).toBe('vi')
      expect(languageOf(text, { current: 'ar' })).toBe('ar')
    },
  )

  it('leaves the conversation for one word in an alphabet that its language is not written in', () => {
    expect(languageOf('شكرا', { current: 'de' })).toBe('ar')
    expect(languageOf('спасибо', { current: 'tr' })).toBe('ru')
    expect(languageOf('谢谢', { current: 'en' })).toBe('zh')
  })

  it('recognises one unmistakable word where nothing is known', () => {
    expect(languageOf('дякую')).toBe('uk')
    expect(languageOf('teşekkürler', { locale: 'de' })).toBe('tr')
    expect(languageOf('ኣበይ')).toBe('ti')
  })

  it('follows a full sentence into another language', () => {
    expect(languageOf('i need an appointment at the office', { current: 'de' })).toBe('en')
    expect(languageOf('мне нужна помощь с письмом', { current: 'uk' })).toBe('ru')
  })

  it('keeps simple German, which is chosen and never recognised', () => {
    expect(languageOf('wo muss ich mich melden', { current: 'de-simple' })).toBe('de-simple')
    expect(languageOf('wo muss ich mich melden')).toBe('de')
    expect(languageOf('where do i have to go', { current: 'de-simple' })).toBe('en')
  })

  it('says nothing about an alphabet that none of our languages is written in', () => {
    expect(languageOf('გამარჯობა როგორ ხარ', { current: 'ru' })).toBe('ru')
    expect(languageOf('Καλημέρα τι κάνετε')).toBeUndefined()
  })

  it('ignores a context in a language that is not ours', () => {
    expect(languageOf('123', { current: 'xx', locale: 'nl-NL' })).toBeUndefined()
    expect(languageOf('123', { locale: 'prs_AF' })).toBe('fa')
  })
})

describe('any text', () => {
  it('gives one of our languages or none, and a certainty between 0 and 1', () => {
    const context = fc.record(
      { current: fc.constantFrom('de', 'ar', 'uk', 'de-simple', 'xx'), locale: fc.string() },
      { requiredKeys: [] },
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(
          fc.constantFrom('\ud800', '\0', '\u202e', 'ال', 'і', 'die', 'ኣ', '😀', ' ', "'", 'ß'),
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, context, (message, known) => {
        const { language, certainty } = recogniser.recognise(message, known)
        expect(certainty).toBeGreaterThanOrEqual(0)
        expect(certainty).toBeLessThanOrEqual(1)
        expect(language === undefined || /^[a-z]{2,3}(-simple)?$/.test(language)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is judged whole, also at the longest length that a user may send', () => {
    expect(languageOf('ich brauche hilfe mit meinem brief '.repeat(120))).toBe('de')
  })

  it('leaves no memory behind in the models', () => {
    // WebAssembly's memory is counted as external; without clean-up these runs take 80 MB.
    recogniser.recognise('yaa ii caawin kara')
    const before = process.memoryUsage().external
    for (let round = 0; round < 10_000; round++) recogniser.recognise('yaa ii caawin kara')
    expect(process.memoryUsage().external - before).toBeLessThan(20 * 1024 * 1024)
  })
})
