/**
 * Nearest neighbours by hnswlib (Malkov and Yashunin 2018). The graph is kept on disk, because
 * building takes seconds; hnswlib saves in place, so it is written beside, renamed, and believed
 * only where its digest is the one noted in a second file.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface Graph {
  /** Numbers of the nearest vectors with their cosines; vectors have length 1. */
  search(vector: Float32Array, count: number): { rows: number[]; cosines: number[] }
}

export interface GraphOptions {
  rows: number
  vectorOf: (row: number) => Float32Array
  dimensions: number
  /** Names the vectors: another key is another graph. */
  key: string
  /** Where the graph is kept; `undefined` keeps it nowhere. */
  file?: string
}

/** Edges a vector, and how many candidates are weighed while building and while searching. */
const degree = 16
const buildWidth = 100
const searchWidth = 256
const seed = 100

/** Vectors between two turns of the event loop while the graph is built. */
const vectorsPerTurn = 100

export async function openGraph(options: GraphOptions): Promise<Graph> {
  const { dimensions, rows, vectorOf, file } = options
  const { default: hnswlib } = await import('hnswlib-node')
  const key = `${options.key} ${degree} ${buildWidth} ${seed}`
  const index = new hnswlib.HierarchicalNSW('ip', dimensions)
  if (file && (await isIntact(file, key))) {
    index.readIndexSync(file)
  } else {
    index.initIndex(rows, degree, buildWidth, seed)
    for (let row = 0; row < rows; row++) {
      index.addPoint(Array.from(vectorOf(row)), row)
      if (row % vectorsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    if (file) await save(file, key, (beside) => index.writeIndexSync(beside))
  }
  index.setEf(searchWidth)
  return {
    search(vector, count) {
      const found = index.searchKnn(Array.from(vector), Math.min(count, rows))
      return { rows: found.neighbors, cosines: found.distances.map((distance) => 1 - distance) }
    },
  }
}

const noteOf = (file: string) => `${file}.json`
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function isIntact(file: string, key: string): Promise<boolean> {
  try {
    const note = JSON.parse(await readFile(noteOf(file), 'utf8'))
    return note.key === key && note.digest === digestOf(await readFile(file))
  } catch {
    return false
  }
}

/** A failure (full disk, read-only folder) is nobody's business: the graph is built again. */
async function save(file: string, key: string, write: (beside: string) => void): Promise<void> {
  const beside = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    write(beside)
    const digest = digestOf(await readFile(beside))
    await writeFile(noteOf(beside), JSON.stringify({ key, digest }))
    await rename(beside, file)
    await rename(noteOf(beside), noteOf(file))
  } catch {
    await rm(beside, { force: true }).catch(() => {})
    await rm(noteOf(beside), { force: true }).catch(() => {})
  }
}
