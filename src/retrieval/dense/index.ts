/**
 * Cosines of a question with passages. Every pair is computed while that is cheap; above
 * `exactLimit` passages, hnswlib finds the neighbours (Malkov and Yashunin 2018).
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { LanguageCode } from '../../message.ts'
import { learnCentering } from './centering.ts'
import type { Encoder } from './encoder.ts'
import { readVectors, writeVectors } from './vector-cache.ts'

export interface DenseIndex {
  readonly size: number
  /** True where `neighbours` knows every passage. */
  readonly exact: boolean
  /** The vector of a question, as the other functions want it. */
  encodeQuery(text: string, language: LanguageCode): Promise<Float32Array>
  /** Writes the cosine of passage i with the vector into `cosines[i]`, for all i or the nearest only. */
  neighbours(vector: Float32Array, cosines: Float32Array): void
  /** Cosine of one passage. */
  cosine(vector: Float32Array, passage: number): number
  /** Cosine of two passages. */
  similarity(one: number, other: number): number
}

export interface DenseIndexOptions {
  encoder: Encoder
  texts: readonly string[]
  /** Language of each text. */
  languages: readonly LanguageCode[]
  /** Where the matrix is kept; `undefined` keeps it nowhere. */
  cacheDirectory?: string
  exactLimit?: number
}

/** Exact search over 6,000 passages of 256 numbers takes about a millisecond. */
const defaultExactLimit = 6000
const neighbourCount = 200
const graphDegree = 16
const searchWidth = 256

/** Embeds the texts, or takes their vectors from the cache, and builds the index over them. */
export async function createDenseIndex(options: DenseIndexOptions): Promise<DenseIndex> {
  const { encoder, texts } = options
  const vectors = await loadVectors(options)
  const dimensions = encoder.dimensions
  const centering = learnCentering(vectors, dimensions, options.languages)
  for (const [passage, language] of options.languages.entries()) {
    centering.apply(vectors.subarray(passage * dimensions, (passage + 1) * dimensions), language)
  }
  async function encodeQuery(text: string, language: LanguageCode): Promise<Float32Array> {
    const vector = await encoder.encodeQuery(text)
    centering.apply(vector, language)
    return vector
  }

  function cosine(vector: Float32Array, passage: number): number {
    const start = passage * dimensions
    let sum = 0
    for (let i = 0; i < dimensions; i++) sum += vector[i]! * vectors[start + i]!
    return sum
  }

  const similarity = (one: number, other: number) =>
    cosine(vectors.subarray(one * dimensions, (one + 1) * dimensions), other)

  if (texts.length <= (options.exactLimit ?? defaultExactLimit)) {
    return {
      size: texts.length,
      exact: true,
      encodeQuery,
      cosine,
      similarity,
      neighbours(vector, cosines) {
        for (let passage = 0; passage < texts.length; passage++) {
          cosines[passage] = cosine(vector, passage)
        }
      },
    }
  }

  const { default: hnswlib } = await import('hnswlib-node')
  const graph = new hnswlib.HierarchicalNSW('ip', dimensions)
  graph.initIndex(texts.length, graphDegree, 100, 100)
  for (let passage = 0; passage < texts.length; passage++) {
    const start = passage * dimensions
    graph.addPoint(Array.from(vectors.subarray(start, start + dimensions)), passage)
    // Inserting takes seconds altogether; other work gets its turn in between.
    if (passage % 100 === 99) await new Promise((resolve) => setImmediate(resolve))
  }
  graph.setEf(searchWidth)
  return {
    size: texts.length,
    exact: false,
    encodeQuery,
    cosine,
    similarity,
    neighbours(vector, cosines) {
      const found = graph.searchKnn(Array.from(vector), Math.min(neighbourCount, texts.length))
      for (const [rank, passage] of found.neighbors.entries()) {
        cosines[passage] = 1 - found.distances[rank]!
      }
    },
  }
}

async function loadVectors(options: DenseIndexOptions): Promise<Float32Array> {
  const { encoder, texts, cacheDirectory } = options
  if (!cacheDirectory) return encoder.encodePassages(texts)
  // By the texts themselves, not only by the content's hash: what is in front of them may change too.
  const hash = createHash('sha256').update(encoder.name)
  for (const text of texts) hash.update('\0').update(text)
  const key = hash.digest('hex')
  const file = join(cacheDirectory, `embeddings-${encoder.name.replace(/[^\w.-]/g, '_')}.bin`)
  const wanted = { key, rows: texts.length, dimensions: encoder.dimensions }
  const stored = await readVectors(file, wanted)
  if (stored) return stored
  const vectors = await encoder.encodePassages(texts)
  await writeVectors(file, key, encoder.dimensions, vectors)
  return vectors
}
