/** What a machine translates between two people: with the services' own protocols over loopback. */
import fc from 'fast-check'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createDeepL,
  createLibreTranslate,
  createReader,
  type Translator,
} from '../src/handoff/translation/index.ts'
import { markKept, unmarkKept } from '../src/handoff/translation/keep-words.ts'
import { lostFacts } from '../src/handoff/translation/lost-facts.ts'

const request = { text: 'Guten Tag', from: 'de', to: 'kmr' }
const signal = () => AbortSignal.timeout(5_000)

let server: FastifyInstance
let url: string
let calls: { path: string; body: unknown; key: string | undefined }[]
let answer: { status: number; body: unknown } | 'hang' | undefined
beforeEach(async () => {
  calls = []
  answer = undefined
  server = Fastify()
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  server.post('*', async (incoming, reply) => {
    const { url: path, body, headers } = incoming
    calls.push({ path, body, key: headers.authorization })
    if (!answer) throw new Error('Nobody scripted this call.')
    if (answer === 'hang') return new Promise(() => undefined)
    return reply.code(answer.status).send(answer.body)
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const address = server.server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterEach(() => {
  server.server.closeAllConnections()
  return server.close()
})

describe('LibreTranslate', () => {
  it('is asked in its own names of the languages', async () => {
    answer = { status: 200, body: { translatedText: 'Roj baş' } }
    const translator = createLibreTranslate({ url: `${url}/`, key: 'secret' })
    expect(await translator.translate(request, signal())).toBe('Roj baş')
    expect(calls).toMatchObject([
      {
        path: '/translate',
        body: { q: 'Guten Tag', source: 'de', target: 'ku', format: 'text', api_key: 'secret' },
      },
    ])
  })

  it.each([
    [400, { error: 'ku is not supported' }, /ku is not supported/],
    [403, { error: 'Invalid API key' }, /403: Invalid API key/],
    [502, '<html>', /502/],
    [200, { translation: 'wrong field' }, /200/],
  ])('says what is wrong where it answers %i', async (status, body, message) => {
    answer = { status, body }
    const translator = createLibreTranslate({ url })
    await expect(translator.translate(request, signal())).rejects.toMatchObject({
      name: 'TranslationError',
      message: expect.stringMatching(message),
    })
  })

  it('says which setting to check where nobody answers', async () => {
    const translator = createLibreTranslate({ url: 'http://127.0.0.1:1' })
    await expect(translator.translate(request, signal())).rejects.toThrow(/TRANSLATOR_URL/)
  })
})

describe('words that stay German', () => {
  const text = 'Die Kaution <b> & die\nMietkaution'
  const keep = ['Kaution']
  const marked = 'Die <span translate="no">Kaution</span> &lt;b&gt; &amp; die<br>Mietkaution'
  const translated = 'The <span translate="no">Kaution</span> &lt;b&gt; &amp;&nbsp;the<br/>x'

  it('are marked for LibreTranslate, and the answer is text again', async () => {
    answer = { status: 200, body: { translatedText: translated } }
    const translator = createLibreTranslate({ url })
    const read = await translator.translate({ text, keep, from: 'de', to: 'en' }, signal())
    expect(read).toBe('The Kaution <b> &\u00a0the\nx')
    expect(calls).toMatchObject([{ body: { q: marked, format: 'html' } }])
  })

  it('are marked for DeepL, and the answer is text again', async () => {
    answer = {
      status: 200,
      body: { translations: [{ text: translated, detected_source_language: 'DE' }] },
    }
    const translator = createDeepL({ key: 'secret', url })
    const read = await translator.translate({ text, keep, from: 'de', to: 'en' }, signal())
    expect(read).toBe('The Kaution <b> &\u00a0the\nx')
    expect(calls).toMatchObject([{ body: { text: marked, tag_handling: 'html' } }])
  })

  it('leave any text as it was, marked and unmarked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ minLength: 1 })),
        (any, words) => {
          expect(unmarkKept(markKept(any, words))).toBe(any)
        },
      ),
    )
  })
})

describe('DeepL', () => {
  it('is asked through its own client', async () => {
    answer = {
      status: 200,
      body: { translations: [{ text: 'Good day', detected_source_language: 'DE' }] },
    }
    const translator = createDeepL({ key: 'secret', url })
    expect(await translator.translate({ ...request, to: 'en' }, signal())).toBe('Good day')
    expect(calls).toMatchObject([
      {
        path: '/v2/translate',
        key: 'DeepL-Auth-Key secret',
        body: { source_lang: 'de', target_lang: 'en-GB', text: 'Guten Tag' },
      },
    ])
  })

  it.each([
    [403, {}],
    [456, { message: 'Quota exceeded' }],
    [400, { message: "Value for 'target_lang' not supported." }],
  ])('is an error of its own where it answers %i', async (status, body) => {
    answer = { status, body }
    const translator = createDeepL({ key: 'secret', url })
    await expect(translator.translate(request, signal())).rejects.toMatchObject({
      name: 'TranslationError',
    })
  })

  it('is left when the time is up', async () => {
    answer = 'hang'
    const translator = createDeepL({ key: 'secret', url })
    await expect(translator.translate(request, AbortSignal.timeout(50))).rejects.toMatchObject({
      name: 'TranslationError',
    })
  })
})

describe('a reading', () => {
  const failures: string[] = []
  const readerOf = (translate: Translator['translate']) =>
    createReader({ name: 'Test', translate }, (reason) => failures.push(reason))

  it('is the translation, with who made it', async () => {
    const read = readerOf(async () => 'Good day')
    expect(await read({ text: 'Guten Tag', from: 'de', to: 'en' })).toEqual({
      kind: 'translated',
      text: 'Good day',
      language: 'en',
      by: 'Test',
    })
  })

  it.each([
    ['in the same language', { text: 'Guten Tag', from: 'de', to: 'de-simple' }],
    ['without a word in it', { text: '0345 213 893 99 👍', from: 'de', to: 'ar' }],
  ])('of a text %s needs nobody', async (_what, same) => {
    const read = readerOf(() => Promise.reject(new Error('must not be asked')))
    expect(await read(same)).toEqual({ kind: 'as-written' })
  })

  it('without a translator is the original', async () => {
    const read = createReader(undefined, () => undefined)
    expect(await read({ text: 'Guten Tag', from: 'de', to: 'ar' })).toEqual({ kind: 'as-written' })
  })

  it('that lost a deadline is unsure, and the operator hears of it without the text', async () => {
    failures.length = 0
    const read = readerOf(async () => 'Reply by 2 December.')
    const text = 'Antworten Sie bis zum 12. Dezember.'
    expect(await read({ text, from: 'de', to: 'en' })).toEqual({ kind: 'unsure' })
    expect(failures).toHaveLength(1)
    expect(failures[0]).not.toContain('Dezember')
  })

  it('of a service that fails is unsure', async () => {
    const read = readerOf(() => Promise.reject(new Error('down')))
    expect(await read({ text: 'Guten Tag', from: 'de', to: 'en' })).toEqual({ kind: 'unsure' })
  })
})

describe('facts', () => {
  it.each([
    ['Am 12.03.2026 um 14:30 Uhr', 'On 12 March 2026 at 14:30'],
    ['Die Miete ist 1.500,00 €', 'The rent is €1,500.00'],
    ['Rufen Sie 0345 213 893 99 an', 'اتصل بالرقم 0345 213 893 99'],
    ['In 14 Tagen', 'خلال ١٤ يومًا'],
    [
      'Siehe https://www.bamf.de/kurse und hilfe@lamsa.de',
      'See https://www.bamf.de/kurse, hilfe@lamsa.de',
    ],
  ])('of "%s" survive in "%s"', (original, translation) => {
    expect(lostFacts(original, translation)).toEqual([])
  })

  it.each([
    ['Am 12.03.2026', 'On 13 March 2026'],
    ['Die Miete ist 1.500 €', 'The rent is 150 €'],
    ['In 5 Tagen, bis 2025', 'In a few days, by 2025'],
    ['Siehe https://www.bamf.de/kurse', 'See https://www.bamf.de'],
    ['Rufen Sie 116 016 an', 'Call 116 006'],
  ])('of "%s" are missed in "%s"', (original, translation) => {
    expect(lostFacts(original, translation)).not.toEqual([])
  })

  it('of any text survive in the text itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => lostFacts(text, text).length === 0),
    )
  })
})
