/**
 * The vector of every text, taken from the last start where the text is the same: an edited entry
 * costs only its own passages.
 */
import { hash } from 'node:crypto'
import { readArrays, writeArrays } from '../array-file.ts'
import type { Encoder } from './encoder.ts'

/** Vectors row after row: whole numbers, and a factor a row. */
export interface Embeddings {
  numbers: Int8Array
  factors: Float32Array
}

/** Texts that are encoded between two looks at what is left. */
const textsPerRound = 512
const largest = 127

export async function embed(
  encoder: Encoder,
  texts: readonly string[],
  file: string | undefined,
): Promise<Embeddings> {
  const { dimensions } = encoder
  const key = `${encoder.name} ${encoder.fingerprint}`
  const names = BigUint64Array.from(texts, nameOf)
  const numbers = new Int8Array(texts.length * dimensions)
  const factors = new Float32Array(texts.length)
  const missing = await takeKnown(file, key, names, dimensions, { numbers, factors })
  for (let start = 0; start < missing.length; start += textsPerRound) {
    const round = missing.slice(start, start + textsPerRound)
    const vectors = await encoder.encodePassages(round.map((text) => texts[text]!))
    for (const [row, text] of round.entries()) {
      const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions)
      const top = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      factors[text] = top / largest
      if (top === 0) continue
      for (let i = 0; i < dimensions; i++) {
        numbers[text * dimensions + i] = Math.round((vector[i]! / top) * largest)
      }
    }
  }
  if (file && missing.length > 0) {
    await writeArrays(file, key, new Map(Object.entries({ names, numbers, factors })))
  }
  return { numbers, factors }
}

const nameOf = (text: string) => hash('sha256', text, 'buffer').readBigUInt64LE()

/** Copies what the file knows; the numbers of the other texts come back. */
async function takeKnown(
  file: string | undefined,
  key: string,
  names: BigUint64Array,
  dimensions: number,
  target: Embeddings,
): Promise<number[]> {
  const stored = file ? await readArrays(file, key) : undefined
  const known = new Map<bigint, number>()
  for (const [row, name] of (stored?.get('names') as BigUint64Array | undefined)?.entries() ?? []) {
    known.set(name, row)
  }
  const numbers = stored?.get('numbers') as Int8Array
  const factors = stored?.get('factors') as Float32Array
  const missing: number[] = []
  for (const [text, name] of names.entries()) {
    const row = known.get(name)
    if (row === undefined) {
      missing.push(text)
      continue
    }
    target.factors[text] = factors[row]!
    target.numbers.set(
      numbers.subarray(row * dimensions, (row + 1) * dimensions),
      text * dimensions,
    )
  }
  return missing
}
