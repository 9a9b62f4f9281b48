/**
 * Cosines of a question with passages. Every pair is computed while that is cheap; above
 * `exactLimit` passages, hnswlib finds the neighbours.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { LanguageCode } from '../../message.ts'
import { learnCentering } from './centering.ts'
import { createMatrix } from './dot-products.ts'
import type { Encoder } from './encoder.ts'
import { openGraph } from './graph.ts'
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

/** Every cosine of 20,000 passages of 256 numbers takes 0.6 ms. */
const defaultExactLimit = 20_000
const neighbourCount = 200

/** Embeds the texts, or takes their vectors from the cache, and builds the index over them. */
export async function createDenseIndex(options: DenseIndexOptions): Promise<DenseIndex> {
  const { encoder, texts } = options
  const key = keyOf(options)
  const files = filesOf(options)
  const vectors = await loadVectors(options, key, files?.vectors)
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

  const matrix = createMatrix(vectors, dimensions)
  function cosine(vector: Float32Array, passage: number): number {
    const row = matrix.row(passage)
    let sum = 0
    for (let i = 0; i < dimensions; i++) sum += vector[i]! * row[i]!
    return sum
  }

  const similarity = (one: number, other: number) => cosine(matrix.row(one), other)

  if (texts.length <= (options.exactLimit ?? defaultExactLimit)) {
    return {
      size: texts.length,
      exact: true,
      encodeQuery,
      cosine,
      similarity,
      neighbours: matrix.multiply,
    }
  }

  const graph = await openGraph({ vectors, dimensions, key, file: files?.graph })
  return {
    size: texts.length,
    exact: false,
    encodeQuery,
    cosine,
    similarity,
    neighbours(vector, cosines) {
      const found = graph.search(vector, neighbourCount)
      for (const [rank, passage] of found.rows.entries()) cosines[passage] = found.cosines[rank]!
    },
  }
}

/** Names the texts themselves, not only the content: what stands in front of them may change too. */
function keyOf({ encoder, texts }: DenseIndexOptions): string {
  const hash = createHash('sha256').update(encoder.name)
  for (const text of texts) hash.update('\0').update(text)
  return hash.digest('hex')
}

function filesOf({ cacheDirectory, encoder }: DenseIndexOptions) {
  if (!cacheDirectory) return undefined
  const name = encoder.name.replace(/[^\w.-]/g, '_')
  return {
    vectors: join(cacheDirectory, `embeddings-${name}.bin`),
    graph: join(cacheDirectory, `graph-${name}.hnsw`),
  }
}

async function loadVectors(
  { encoder, texts }: DenseIndexOptions,
  key: string,
  file: string | undefined,
): Promise<Float32Array> {
  if (!file) return encoder.encodePassages(texts)
  const wanted = { key, rows: texts.length, dimensions: encoder.dimensions }
  const stored = await readVectors(file, wanted)
  if (stored) return stored
  const vectors = await encoder.encodePassages(texts)
  await writeVectors(file, key, encoder.dimensions, vectors)
  return vectors
}
