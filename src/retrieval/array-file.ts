/**
 * Numbers on disk: a line of JSON that says what they are, then typed arrays one after another.
 * Written beside and renamed, so that a reader sees the old file or the new one; anything odd counts
 * as absent, because everything kept here can be built again.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const format = 'lotse-arrays-1'

const kinds = { Int8Array, Uint8Array, Uint32Array, Float32Array, BigUint64Array } as const
type Kind = keyof typeof kinds
export type NumberArray = Int8Array | Uint8Array | Uint32Array | Float32Array | BigUint64Array

interface Header {
  format: string
  key: string
  arrays: { name: string; kind: Kind; length: number }[]
  /** SHA-256 of everything after the header. */
  digest: string
}

/** Every array begins at a multiple of this, as the widest numbers need. */
const alignment = 8
const aligned = (length: number) => Math.ceil(length / alignment) * alignment
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The arrays stored under `key`, or `undefined` where there are none, others, or damaged ones. */
export async function readArrays(
  file: string,
  key: string,
): Promise<Map<string, NumberArray> | undefined> {
  try {
    const bytes = await readFile(file)
    const end = bytes.indexOf(10)
    const header = JSON.parse(bytes.toString('utf8', 0, Math.max(end, 0))) as Header
    const body = bytes.subarray(end + 1)
    const isRight =
      header.format === format && header.key === key && header.digest === digestOf(body)
    if (!isRight) return undefined
    // Copied, because where the header ends is no multiple of anything.
    const buffer = bytes.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength)
    const arrays = new Map<string, NumberArray>()
    let at = 0
    for (const { name, kind, length } of header.arrays) {
      const array = new kinds[kind](buffer, at, length)
      arrays.set(name, array)
      at += aligned(array.byteLength)
    }
    return arrays
  } catch {
    return undefined
  }
}

/** Stores the arrays. A failure (full disk, read-only folder) is nobody's business. */
export async function writeArrays(
  file: string,
  key: string,
  arrays: ReadonlyMap<string, NumberArray>,
): Promise<void> {
  const parts = [...arrays].map(([name, array]) => ({ name, kind: kindOf(array), array }))
  const body = new Uint8Array(parts.reduce((sum, { array }) => sum + aligned(array.byteLength), 0))
  let at = 0
  for (const { array } of parts) {
    body.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += aligned(array.byteLength)
  }
  const header: Header = {
    format,
    key,
    arrays: parts.map(({ name, kind, array }) => ({ name, kind, length: array.length })),
    digest: digestOf(body),
  }
  const beside = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(beside, [`${JSON.stringify(header)}\n`, body])
    await rename(beside, file)
  } catch {
    await rm(beside, { force: true }).catch(() => {})
  }
}

const kindOf = (array: NumberArray) => array.constructor.name as Kind
