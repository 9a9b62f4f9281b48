/**
 * `npm run bench:retrieval`: how retrieval grows with the number of passages, beside MiniSearch for
 * the words and exact cosines and hnswlib for the vectors, over the same passages in the same run.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { grownPassages } from './retrieval-corpus.ts'
import { measureSize, type SizeFigures } from './retrieval-measure.ts'

const help = `Usage: npm run bench:retrieval [-- --sizes 1000,10000,100000 --knowledge knowledge --models models]

Measures, at each number of passages and in a process of its own: building and loading the indexes,
memory, the time of a question with and without the encoder, and the longest that the event loop was
held. Beside it MiniSearch with its defaults over the same texts, and the vectors alone: our rounded
ones, exact cosines in JavaScript, and hnswlib (up to 10,000: building takes minutes beyond), with
how many of the ten nearest are the right ones.

Passages are the knowledge base's, whole entries as far as the size reaches; beyond it, entries whose
texts are put together from halves of others. Questions are the knowledge base's own with one typo in
five words.

  --sizes      numbers of passages, with commas (default 1000,10000,100000)
  --knowledge  folder (default knowledge)
  --models     folder (default models)
  --json       one JSON document on standard output
  --help       shows this text
`

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    knowledge: { type: 'string', default: 'knowledge' },
    models: { type: 'string', default: 'models' },
    json: { type: 'boolean', default: false },
    /** For the processes that this one starts. */
    one: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const { knowledge, models } = values
  if (values.one !== undefined) {
    const corpus = await grownPassages(knowledge, Number(values.one))
    process.stdout.write(JSON.stringify(await measureSize(corpus, models)))
    return
  }
  const sizes = values.sizes.split(',').map(Number)
  if (sizes.some((size) => !(size >= 100))) {
    throw new Error('--sizes wants whole numbers from 100, with commas between. See --help.')
  }
  const figures = sizes.map((size) => measureApart(size))
  process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : table(figures))
}

/** In a process of its own, so that no size pays for another's memory. */
function measureApart(size: number): SizeFigures {
  process.stderr.write(`${size} passages\n`)
  const { knowledge, models } = values
  const child = spawnSync(
    process.execPath,
    [
      ...['--expose-gc', '--max-semi-space-size=8', import.meta.filename],
      ...['--one', String(size), '--knowledge', knowledge, '--models', models],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 24 },
  )
  if (child.status !== 0) throw new Error(`The process for ${size} passages failed; see above.`)
  return JSON.parse(child.stdout)
}

function table(figures: readonly SizeFigures[]): string {
  const rows: [string, (figure: SizeFigures) => number | undefined, number][] = [
    ['passages', ({ passages }) => passages, 0],
    ['entries', ({ entries }) => entries, 0],
    ['build, ms', ({ buildMilliseconds }) => buildMilliseconds, 0],
    ['load from cache, ms', ({ loadMilliseconds }) => loadMilliseconds, 0],
    ['memory of the indexes, MB', ({ indexMegabytes }) => indexMegabytes, 0],
    ['resident memory in all, MB', ({ residentMegabytes }) => residentMegabytes, 0],
    ['question without encoder p50, ms', ({ search }) => search.p50, 2],
    ['question without encoder p99, ms', ({ search }) => search.p99, 2],
    ['question with encoder p50, ms', ({ whole }) => whole.p50, 2],
    ['question with encoder p99, ms', ({ whole }) => whole.p99, 2],
    ['event loop held, longest, ms', ({ longestHold }) => longestHold, 1],
    ['4,000 characters: longest hold, ms', ({ longestHoldOfLong }) => longestHoldOfLong, 1],
    ['words alone p50, ms', ({ words }) => words.p50, 2],
    ['words alone p99, ms', ({ words }) => words.p99, 2],
    ['MiniSearch p50, ms', ({ miniSearch }) => miniSearch.p50, 2],
    ['MiniSearch p99, ms', ({ miniSearch }) => miniSearch.p99, 2],
    ['MiniSearch build, ms', ({ miniSearch }) => miniSearch.buildMilliseconds, 0],
    ['MiniSearch memory, MB', ({ miniSearch }) => miniSearch.megabytes, 0],
    ['vectors, rounded p50, ms', ({ vectors }) => vectors.p50, 3],
    ['vectors, rounded: recall@10', ({ vectors }) => vectors.recall, 3],
    ['vectors, exact in JavaScript p50, ms', ({ exactVectors }) => exactVectors.p50, 3],
    ['vectors, hnswlib p50, ms', ({ graph }) => graph?.p50, 3],
    ['vectors, hnswlib: recall@10', ({ graph }) => graph?.recall, 3],
    ['vectors, hnswlib build, ms', ({ graph }) => graph?.buildMilliseconds, 0],
  ]
  const lines = rows.map(([label, read, digits]) => {
    const cells = figures.map((figure) => (read(figure)?.toFixed(digits) ?? '-').padStart(10))
    return `${label.padEnd(38)}${cells.join('')}\n`
  })
  return lines.join('')
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
