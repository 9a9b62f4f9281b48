import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embed } from '../src/retrieval/dense/embeddings.ts'
import type { Encoder } from '../src/retrieval/dense/encoder.ts'
import {
  createHybridRetriever,
  type HybridRetriever,
  type Passage,
} from '../src/retrieval/index.ts'

const models = { modelsDirectory: 'models', embeddingModel: 'lotse-encoder' }

const passage = (
  entry: string,
  language: string,
  kind: Passage['kind'],
  text: string,
  more: Partial<Passage> = {},
): Passage => ({
  id: `${entry}#${language}/${kind}/${text.slice(0, 40)}`,
  entry,
  language,
  kind,
  audience: [],
  text,
  ...more,
})

/** Three entries in two languages, small enough to see through. */
const small: Passage[] = [
  passage('housing/deposit', 'de', 'title', 'Kaution: wie viel und in Raten'),
  passage('housing/deposit', 'de', 'question', 'wie viel kaution darf der vermieter verlangen', {
    audience: ['tenant'],
  }),
  passage('housing/deposit', 'de', 'question', 'mieter zahlt die kaution nicht', {
    audience: ['landlord'],
  }),
  passage('housing/deposit', 'de', 'section', 'Die Kaution beträgt höchstens drei Monatsmieten.'),
  passage('housing/deposit', 'de', 'section', 'Sie dürfen sie in drei Raten zahlen.'),
  passage('housing/deposit', 'en', 'title', 'Deposit: how much and in instalments'),
  passage(
    'housing/deposit',
    'en',
    'section',
    'The deposit (Kaution) is three months’ rent at most.',
  ),
  passage('housing/quiet-hours', 'de', 'title', 'Ruhezeiten im Haus'),
  passage('housing/quiet-hours', 'de', 'question', 'wann muss ich nachts leise sein', {
    audience: ['tenant'],
  }),
  passage('housing/quiet-hours', 'de', 'section', 'Zwischen 22 und 6 Uhr ist Nachtruhe.'),
  passage('housing/quiet-hours', 'en', 'title', 'Quiet hours in the house'),
  passage('housing/quiet-hours', 'en', 'section', 'Be quiet between 10 pm and 6 am.'),
  passage('offers/language-course', 'de', 'title', 'Deutschkurs finden', { audience: ['tenant'] }),
  passage('offers/language-course', 'de', 'section', 'Fragen Sie das BAMF nach einem Kurs.', {
    audience: ['tenant'],
  }),
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lotse-retrieval-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a retriever with words and vectors', () => {
  let retriever: HybridRetriever
  beforeAll(async () => {
    retriever = await createHybridRetriever({ passages: small, ...models })
  })
  afterAll(() => retriever.close())
  const first = async (text: string, language: string) =>
    (await retriever.retrieve({ text, language }))[0]?.entry

  test('says that both are on', () => {
    expect(retriever.description).toBe('lexical + dense (lotse-encoder)')
  })

  test('finds an entry by words that were never written that way', async () => {
    expect(await first('Mietkaution Höhe', 'de')).toBe('housing/deposit')
    expect(await first('kautoin zu hoch?', 'de')).toBe('housing/deposit')
    expect(await first('nachtruhe', 'de')).toBe('housing/quiet-hours')
  })

  test('takes ue for ü and the other way round', async () => {
    expect(await first('wer vergibt deutschkuerse', 'de')).toBe('offers/language-course')
    const [umlaut] = await retriever.retrieve({ text: 'höchstens drei', language: 'de' })
    const [digraph] = await retriever.retrieve({ text: 'hoechstens drei', language: 'de' })
    expect(digraph?.entry).toBe(umlaut?.entry)
  })

  test('finds German and English passages from a question in another language', async () => {
    expect(await first('Quel est le montant maximal de la caution ?', 'fr')).toBe('housing/deposit')
    expect(await first('я хочу вивчати німецьку мову', 'uk')).toBe('offers/language-course')
    expect(await first('صاحب خانه کاوشن می‌خواهد Kaution', 'fa')).toBe('housing/deposit')
  })

  test('gives each entry once, best first, with confidences that never rise', async () => {
    const candidates = await retriever.retrieve({ text: 'kaution im haus', language: 'de' })
    expect(new Set(candidates.map(({ entry }) => entry)).size).toBe(candidates.length)
    const confidences = candidates.map(({ confidence }) => confidence)
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a))
    expect(candidates.length).toBeGreaterThan(1)
  })

  test('keeps to the limit', async () => {
    expect(
      await retriever.retrieve({ text: 'kaution im haus', language: 'de', limit: 1 }),
    ).toHaveLength(1)
  })

  test('shows a landlord neither tenants’ phrasings nor tenants’ entries', async () => {
    const candidates = await retriever.retrieve({
      text: 'deutschkurs kaution nachts leise',
      language: 'de',
      role: 'landlord',
    })
    expect(candidates.map(({ entry }) => entry)).not.toContain('offers/language-course')
    for (const { passage: found } of candidates) expect(found.audience).not.toEqual(['tenant'])
  })

  test('gives tenant and landlord the same twin entry by their own words', async () => {
    const ask = async (role: 'tenant' | 'landlord') =>
      (
        await retriever.retrieve({ text: 'mieter zahlt die kaution nicht', language: 'de', role })
      )[0]
    const landlord = await ask('landlord')
    expect(landlord?.entry).toBe('housing/deposit')
    expect(landlord?.passage.audience).toEqual(['landlord'])
    const tenant = await ask('tenant')
    expect(tenant?.entry).toBe('housing/deposit')
    expect(tenant?.passage.audience).not.toEqual(['landlord'])
  })

  test('answers a follow-up with the paragraph of the entry that fits, in the asker’s language', async () => {
    const ask = (text: string, language: string) =>
      retriever.retrieve({ text, language, entry: 'housing/deposit' })
    const [german] = await ask('kann ich in raten zahlen', 'de')
    expect(german?.passage.text).toBe('Sie dürfen sie in drei Raten zahlen.')
    const [english] = await ask('how many months', 'en')
    expect(english?.passage.text).toMatch(/three months/)
    for (const { entry, passage: found } of await ask('nachtruhe', 'de')) {
      expect(entry).toBe('housing/deposit')
      expect(found.kind).toBe('section')
    }
  })

  test('is surer of a question that an entry answers than of one that none does', async () => {
    const ask = async (text: string) =>
      (await retriever.retrieve({ text, language: 'de' }))[0]?.confidence ?? 0
    expect(await ask('wie viel kaution darf der vermieter verlangen')).toBeGreaterThan(
      retriever.thresholds.answer,
    )
    expect(await ask('wer hat gestern die champions league gewonnen')).toBeLessThan(
      retriever.thresholds.clarify,
    )
  })

  test('has nothing to say to a text without letters', async () => {
    for (const text of ['', '   ', '?!', '🙂🙂', '\u202e', '\ud800']) {
      expect(await retriever.retrieve({ text, language: 'de' })).toEqual([])
    }
  })

  test('survives any Unicode text with confidences between 0 and 1', async () => {
    const languages = fc.constantFrom('de', 'en', 'ar', 'zh', 'xx', '')
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({ unit: fc.constantFrom('ä', 'ـ', '\ud83d', '漢', 'ก', 'ا', ' ', '\u0301') }),
    )
    await fc.assert(
      fc.asyncProperty(text, languages, fc.boolean(), async (message, language, inEntry) => {
        const entry = inEntry ? 'housing/deposit' : undefined
        for (const { confidence } of await retriever.retrieve({ text: message, language, entry })) {
          expect(confidence).toBeGreaterThanOrEqual(0)
          expect(confidence).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('takes four thousand characters of any script', async () => {
    for (const unit of ['Kaution und Miete ', 'ምእንታይ ', '漢字', 'a', 'نص طويل ']) {
      const text = unit.repeat(4000).slice(0, 4000)
      const candidates = await retriever.retrieve({ text, language: 'de' })
      for (const { confidence } of candidates) expect(Number.isFinite(confidence)).toBe(true)
    }
  })
})

describe('the place of the person', () => {
  const regional: Passage[] = [
    passage('offers/magdeburg', 'de', 'section', 'Treffpunkt für Familien', { region: ['15003'] }),
    passage('offers/halle', 'de', 'section', 'Treffpunkt für Familien', { region: ['15002'] }),
  ]
  test('puts entries of the own district first', async () => {
    const retriever = await createHybridRetriever({
      passages: regional,
      modelsDirectory: 'models',
      embeddingModel: undefined,
    })
    for (const [municipality, entry] of [
      ['15003000', 'offers/magdeburg'],
      ['15002000', 'offers/halle'],
    ] as const) {
      const query = { text: 'treffpunkt', language: 'de', municipality }
      const candidates = await retriever.retrieve(query)
      expect(candidates[0]?.entry).toBe(entry)
      expect(candidates).toHaveLength(2)
    }
  })
})

describe('without a model', () => {
  test('says so and searches by words', async () => {
    const retriever = await createHybridRetriever({
      passages: small,
      modelsDirectory: folder,
      embeddingModel: 'no-such-model',
    })
    expect(retriever.description).toMatch(/^lexical \(no model "no-such-model"/)
    const [candidate] = await retriever.retrieve({ text: 'kaution', language: 'de' })
    expect(candidate?.entry).toBe('housing/deposit')
  })
})

describe('odd collections', () => {
  const retrieveFrom = async (passages: Passage[], text: string) => {
    const retriever = await createHybridRetriever({ passages, ...models })
    return retriever.retrieve({ text, language: 'de' })
  }
  test('an empty one gives nothing', async () => {
    expect(await retrieveFrom([], 'kaution')).toEqual([])
  })
  test('one of a single entry does not make it sure of everything', async () => {
    const single = small.filter(({ entry }) => entry === 'housing/deposit')
    const [unrelated] = await retrieveFrom(single, 'rezept für linsensuppe')
    expect(unrelated?.confidence ?? 0).toBeLessThan(0.5)
  })
  test('one of equal texts always has the same order', async () => {
    const equal = ['b/two', 'a/one', 'c/three'].map((entry) =>
      passage(entry, 'de', 'section', 'Kaution'),
    )
    const entries = (await retrieveFrom(equal, 'kaution')).map(({ entry }) => entry)
    expect(entries).toEqual(['a/one', 'b/two', 'c/three'])
  })
  test('one of single characters and empty texts works', async () => {
    const tiny = ['a', '', '漢', '🙂', 'ا'].map((text, number) =>
      passage(`t/${number}`, 'de', 'section', text),
    )
    expect((await retrieveFrom(tiny, 'a'))[0]?.entry).toBe('t/0')
    expect((await retrieveFrom(tiny, '漢'))[0]?.entry).toBe('t/2')
  })
})

test('a text without a known piece does not switch the vectors off', async () => {
  const passages = [...small, passage('t/empty', 'de', 'section', '')]
  const retriever = await createHybridRetriever({ passages, ...models })
  const [candidate] = await retriever.retrieve({ text: 'я хочу вивчати німецьку', language: 'uk' })
  expect(candidate?.entry).toBe('offers/language-course')
})

describe('the cache of embeddings', () => {
  // No exact search, so that the graph is built and kept too.
  const cached = () =>
    createHybridRetriever({ passages: small, ...models, cacheDirectory: folder, exactLimit: 0 })
  const files = [
    'embeddings-lotse-encoder.bin',
    'graph-lotse-encoder.hnsw',
    'graph-lotse-encoder.hnsw.json',
    'questions.bin',
    'words.bin',
  ]
  const answer = async () => {
    const retriever = await cached()
    return retriever.retrieve({ text: 'caution maximale', language: 'fr' })
  }

  test('gives the same answers as vectors just made', async () => {
    const fresh = await answer()
    expect(await answer()).toEqual(fresh)
    expect((await readdir(folder)).toSorted()).toEqual(files)
  })

  test.each(files)('is built again when %s is damaged', async (name) => {
    const right = await answer()
    const file = join(folder, name)
    const good = await readFile(file)
    const turned = Buffer.from(good)
    turned[turned.length - 10]! ^= 0xff
    const damages = [
      () => truncate(file, Math.floor(good.length / 2)),
      () => truncate(file, 0),
      () => writeFile(file, turned),
      () => writeFile(file, 'not a cache'),
    ]
    for (const damage of damages) {
      await damage()
      expect(await answer()).toEqual(right)
      expect(await readFile(file)).toEqual(good)
    }
  })

  test('makes only the vectors of texts that are new', async () => {
    const encoded: string[] = []
    const encoder: Encoder = {
      name: 'counting',
      dimensions: 2,
      fingerprint: 'one',
      encodePassages: async (texts) => {
        encoded.push(...texts)
        return Float32Array.from(texts.flatMap((text) => [text.length, 1]))
      },
      encodeQuery: async () => Float32Array.of(1, 0),
      close: async () => {},
    }
    const file = join(folder, 'embeddings-counting.bin')
    await embed(encoder, ['a', 'bb'], file)
    const again = await embed(encoder, ['ccc', 'bb', 'a'], file)
    expect(encoded).toEqual(['a', 'bb', 'ccc'])
    expect(again).toEqual(await embed(encoder, ['ccc', 'bb', 'a'], undefined))
    await embed({ ...encoder, fingerprint: 'two' }, ['a'], file)
    expect(encoded.slice(6)).toEqual(['a'])
  })
})
