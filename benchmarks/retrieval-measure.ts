/** The figures of one size, measured in this process. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import MiniSearch from 'minisearch'
import { withTypos } from '../scripts/evaluation-variants.ts'
import { createCollection } from '../src/retrieval/collection.ts'
import { fittedFor } from '../src/retrieval/confidence.ts'
import { createMatrix } from '../src/retrieval/dense/dot-products.ts'
import { type Encoder, loadEncoder } from '../src/retrieval/dense/encoder.ts'
import { openGraph } from '../src/retrieval/dense/graph.ts'
import { createHybridRetriever } from '../src/retrieval/index.ts'
import type { Passage, RetrievalQuery } from '../src/retrieval/retriever.ts'
import { createSearch } from '../src/retrieval/search.ts'

/** Milliseconds. */
interface Times {
  p50: number
  p99: number
}

export interface SizeFigures {
  passages: number
  entries: number
  buildMilliseconds: number
  loadMilliseconds: number
  indexMegabytes: number
  residentMegabytes: number
  search: Times
  whole: Times
  words: Times
  /** Milliseconds that one question kept everything else waiting. */
  longestHold: number
  longestHoldOfLong: number
  miniSearch: Times & { buildMilliseconds: number; megabytes: number }
  vectors: Times & { recall: number }
  exactVectors: Times
  graph: (Times & { recall: number; buildMilliseconds: number }) | undefined
}

const embeddingModel = 'lotse-encoder'
const questionCount = 1000
const longCount = 20
const mostForGraph = 12_000
const nearest = 10
/** Of questions that each search is given before its time is taken. */
const warmUp = 300

export async function measureSize(
  passages: readonly Passage[],
  modelsDirectory: string,
): Promise<SizeFigures> {
  const questions = pickQuestions(passages)
  const encoder = await loadEncoder({ modelsDirectory, embeddingModel })
  const cacheDirectory = await mkdtemp(join(tmpdir(), 'lotse-bench-'))
  try {
    const options = { passages, encoder, cacheDirectory }
    // The passages and the encoder are there already.
    const before = await memory()
    const build = await timed(async () => void (await createCollection(options)))
    const load = await timed(() => createCollection(options))
    const indexMegabytes = (await memory()) - before
    const found = await searchTimes(load.result, questions)
    return {
      passages: passages.length,
      entries: load.result.entries.length,
      buildMilliseconds: build.milliseconds,
      loadMilliseconds: load.milliseconds,
      indexMegabytes,
      ...found,
      ...(await holdTimes(passages, questions, modelsDirectory, cacheDirectory)),
      residentMegabytes: process.memoryUsage().rss / 1e6,
      ...(await vectorTimes(passages, questions, encoder)),
      miniSearch: await miniSearchTimes(passages, questions),
    }
  } finally {
    await encoder.close()
    await rm(cacheDirectory, { recursive: true })
  }
}

/** Own questions of all languages, evenly drawn, each with a slip of the finger. */
function pickQuestions(passages: readonly Passage[]): RetrievalQuery[] {
  const asked = passages.filter(({ kind }) => kind === 'question')
  const step = Math.max(1, Math.floor(asked.length / questionCount))
  return asked
    .filter((_, index) => index % step === 0)
    .map(({ language, text }) => ({ language, text: withTypos(text) }))
}

async function searchTimes(
  collection: Awaited<ReturnType<typeof createCollection>>,
  questions: readonly RetrievalQuery[],
) {
  const search = createSearch(collection, fittedFor(embeddingModel).fusion)
  const vectors: Float32Array[] = []
  const whole: number[] = []
  for (const question of questions) {
    const begun = performance.now()
    const vector = await collection.dense!.encodeQuery(question.text, question.language)
    search.findEntries(question, vector, 5)
    whole.push(performance.now() - begun)
    vectors.push(vector)
  }
  return {
    whole: toTimes(whole.slice(warmUp)),
    search: times(questions, (question, i) => search.findEntries(question, vectors[i], 5)),
    words: times(questions, (question) => search.findEntries(question, undefined, 5)),
  }
}

/** The retriever as the program uses it, and how long it keeps timers waiting. */
async function holdTimes(
  passages: readonly Passage[],
  questions: readonly RetrievalQuery[],
  modelsDirectory: string,
  cacheDirectory: string,
) {
  const options = { passages, modelsDirectory, embeddingModel, cacheDirectory }
  const retriever = await createHybridRetriever(options)
  const long = questions.slice(0, longCount).map(({ language }, i) => ({
    language,
    text: questions
      .slice(i * 40)
      .filter((question) => question.language === language)
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 4000),
  }))
  const hold = async (asked: readonly RetrievalQuery[]) => {
    let longest = 0
    for (const question of asked) {
      let last = performance.now()
      let isAnswered = false
      const watch = () => {
        longest = Math.max(longest, performance.now() - last)
        last = performance.now()
        if (!isAnswered) setImmediate(watch)
      }
      setImmediate(watch)
      await retriever.retrieve(question)
      isAnswered = true
      await new Promise((resolve) => setImmediate(resolve))
    }
    return longest
  }
  await hold(questions.slice(0, warmUp))
  const figures = { longestHold: await hold(questions), longestHoldOfLong: await hold(long) }
  await retriever.close()
  return figures
}

async function vectorTimes(
  passages: readonly Passage[],
  questions: readonly RetrievalQuery[],
  encoder: Encoder,
) {
  const { dimensions } = encoder
  const rows = await encoder.encodePassages(passages.map(({ text }) => text))
  const rowOf = (row: number) => rows.subarray(row * dimensions, (row + 1) * dimensions)
  const matrix = createMatrix(passages.length, dimensions)
  for (let row = 0; row < passages.length; row++) matrix.setRow(row, rowOf(row))
  const asked: Float32Array[] = []
  for (const { text } of questions) asked.push(await encoder.encodeQuery(text))

  const cosines = new Float32Array(passages.length)
  const exact = (vector: Float32Array) => {
    for (let row = 0; row < passages.length; row++) {
      let sum = 0
      for (let i = 0; i < dimensions; i++) sum += vector[i]! * rows[row * dimensions + i]!
      cosines[row] = sum
    }
  }
  const judged = asked.slice(0, 100)
  const right = judged.map((vector) => {
    exact(vector)
    return topOf(cosines)
  })
  const recall = (find: (vector: Float32Array) => readonly number[]) =>
    judged.reduce(
      (sum, vector, i) => sum + find(vector).filter((row) => right[i]!.has(row)).length,
      0,
    ) /
    (judged.length * nearest)
  const rounded = (vector: Float32Array) => matrix.multiply(vector, cosines)
  return {
    vectors: {
      ...times(asked, rounded),
      recall: recall((vector) => {
        rounded(vector)
        return [...topOf(cosines)]
      }),
    },
    exactVectors: times(asked.slice(0, 400), exact),
    graph: passages.length <= mostForGraph ? await graphTimes() : undefined,
  }

  async function graphTimes() {
    const { result: graph, milliseconds } = await timed(() =>
      openGraph({ rows: passages.length, vectorOf: rowOf, dimensions, key: '' }),
    )
    return {
      ...times(asked, (vector) => graph.search(vector, nearest)),
      recall: recall((vector) => graph.search(vector, nearest).rows),
      buildMilliseconds: milliseconds,
    }
  }
}

/** Numbers of the largest values. */
function topOf(values: Float32Array): Set<number> {
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!)
  return new Set(order.slice(0, nearest))
}

async function miniSearchTimes(passages: readonly Passage[], questions: readonly RetrievalQuery[]) {
  const before = await memory()
  const begun = performance.now()
  const search = new MiniSearch({ fields: ['text'] })
  search.addAll(passages.map(({ text }, id) => ({ id, text })))
  const buildMilliseconds = performance.now() - begun
  const megabytes = (await memory()) - before
  const answered = times(questions, ({ text }) => search.search(text))
  return { buildMilliseconds, megabytes, ...answered }
}

function times<T>(asked: readonly T[], answer: (question: T, index: number) => unknown): Times {
  for (const [index, question] of asked.slice(0, warmUp).entries()) answer(question, index)
  return toTimes(
    asked.map((question, index) => {
      const begun = performance.now()
      answer(question, index)
      return performance.now() - begun
    }),
  )
}

function toTimes(milliseconds: readonly number[]): Times {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; milliseconds: number }> {
  const begun = performance.now()
  const result = await work()
  return { result, milliseconds: performance.now() - begun }
}

/** Megabytes in use, in JavaScript's heap and outside it. */
async function memory(): Promise<number> {
  globalThis.gc?.()
  // What was awaited is let go of only after a turn of the event loop.
  await new Promise((resolve) => setTimeout(resolve, 50))
  globalThis.gc?.()
  const { external, heapUsed } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}
