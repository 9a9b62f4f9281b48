/** Measures language recognition on the messages of `test/evaluation/language/`. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load as parse } from 'js-yaml'
import { z } from 'zod'
import { loadKnowledge } from '../src/knowledge/load.ts'
import type { Knowledge, Language } from '../src/knowledge/schema.ts'
import { createLanguageRecogniser } from '../src/language/index.ts'
import { loadCld3, loadFastText, type StatisticalModel } from '../src/language/language-models.ts'
import type { LanguageCode } from '../src/message.ts'

const help = `Usage: npm run evaluate:language -- [--messages development|held-out|knowledge] [--errors]

Recognises every message without any context and prints the share that each recogniser gets right:
fastText restricted to our languages, cld3, and ours.

  --messages   development or held-out: that file of test/evaluation/language/; knowledge: the
               questions of the entries and the examples of the crisis cards; held-out unless told
  --errors     also print each message that ours gets wrong
  --help       print this`

type Recognise = (text: string) => LanguageCode | undefined

const evaluationSchema = z.strictObject({
  plain: z.record(z.string(), z.array(z.string()).min(1)),
  /** Kind of difficulty, language, messages. */
  hard: z.record(z.string(), z.record(z.string(), z.array(z.string()).min(1))),
})

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function main() {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: 'held-out' },
      errors: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(help)
  const source = z
    .enum(
      ['development', 'held-out', 'knowledge'],
      '--messages is development, held-out or knowledge; --help says more.',
    )
    .safeParse(values.messages)
  if (!source.success) throw new Error(source.error.issues[0]!.message)

  const knowledge = await loadKnowledge(fileURLToPath(new URL('../knowledge', import.meta.url)))
  const evaluation =
    source.data === 'knowledge' ? questionsOf(knowledge) : await readHalf(source.data)
  const languages = [...knowledge.languages.values()]
  const places = [...knowledge.municipalities.values()].map(({ name }) => name)
  const detectable = languages.filter((language) => language.code !== 'de-simple')
  const measured = detectable.filter((language) => evaluation.plain[language.code])
  const codes = detectable.map((language) => language.code)
  const ours = await createLanguageRecogniser(languages, {
    placeNames: [...places, ...knowledge.postalPlaces.map(({ place }) => place)],
  })
  const recognisers: Record<string, Recognise> = {
    fastText: likeliest(await loadFastText(codes)),
    cld3: likeliest(await loadCld3(codes)),
    ours: (text) => ours.recognise(text).language,
  }

  const shares = Object.fromEntries(
    measured.map(({ code }) => [
      code,
      mapValues(recognisers, (recognise) => share(evaluation.plain[code]!, code, recognise)),
    ]),
  )
  const average = (wanted: Language[]) =>
    mapValues(recognisers, (_, name) => mean(wanted.map(({ code }) => shares[code]![name]!)))
  const ready = measured.filter((language) => language.status === 'ready')
  console.log(`\nMessages without context (${source.data}); per cent right`)
  console.table(
    mapValues(
      { ...shares, 'ready languages': average(ready), 'all languages': average(measured) },
      percent,
    ),
  )

  if (Object.keys(evaluation.hard).length > 0) console.log('\nHard messages; per cent right')
  const hard = mapValues(evaluation.hard, (byLanguage) =>
    mapValues(recognisers, (recognise) =>
      mean(
        Object.entries(byLanguage).flatMap(([code, texts]) =>
          texts.map((text) => Number(recognise(text) === code)),
        ),
      ),
    ),
  )
  if (Object.keys(hard).length > 0) console.table(mapValues(hard, percent))

  const texts = Object.values(evaluation.plain).flat()
  console.log(`\nMilliseconds a message, ${texts.length} messages, 20 times each`)
  console.table(
    mapValues(recognisers, (recognise) => millisecondsEach(texts, recognise).toFixed(3)),
  )

  if (values.errors) printErrors(evaluation, recognisers.ours!)
}

type Evaluation = z.infer<typeof evaluationSchema>

async function readHalf(half: string): Promise<Evaluation> {
  const file = new URL(`../test/evaluation/language/${half}.yaml`, import.meta.url)
  return evaluationSchema.parse(parse(await readFile(file, 'utf8')))
}

/** Written by other people for another purpose, so nothing here was tuned on them. */
function questionsOf({ entries, crisisCards }: Knowledge): Evaluation {
  const plain: Record<LanguageCode, string[]> = {}
  const add = (language: LanguageCode, texts: string[]) => {
    if (texts.length > 0) plain[language] = [...(plain[language] ?? []), ...texts]
  }
  for (const entry of entries.values()) {
    for (const { language, questions } of entry.texts.values()) {
      add(language, [...questions.tenant, ...questions.landlord])
    }
  }
  for (const card of crisisCards) {
    for (const [language, { fires, staysQuiet }] of Object.entries(card.examples)) {
      add(language, [...fires, ...staysQuiet])
    }
  }
  return { plain, hard: {} }
}

function likeliest(model: StatisticalModel): Recognise {
  return (text) => [...model(text)].sort((one, other) => other[1] - one[1])[0]?.[0]
}

function share(texts: string[], code: LanguageCode, recognise: Recognise): number {
  return mean(texts.map((text) => Number(recognise(text) === code)))
}

function millisecondsEach(texts: string[], recognise: Recognise): number {
  const rounds = 20
  const start = performance.now()
  for (let round = 0; round < rounds; round++) for (const text of texts) recognise(text)
  return (performance.now() - start) / rounds / texts.length
}

function printErrors(evaluation: Evaluation, recognise: Recognise) {
  for (const [kind, byLanguage] of Object.entries({
    plain: evaluation.plain,
    ...evaluation.hard,
  })) {
    for (const [code, texts] of Object.entries(byLanguage)) {
      if (code === 'de-simple') continue
      for (const text of texts) {
        const got = recognise(text)
        if (got !== code) console.log(`${kind}: ${code} taken for ${got}: ${text}`)
      }
    }
  }
}

function percent(shares: Record<string, number>): Record<string, string> {
  return mapValues(shares, (value) => (value * 100).toFixed(1))
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function mapValues<From, To>(
  record: Record<string, From>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
