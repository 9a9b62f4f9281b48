/**
 * The matrix of embeddings on disk: a line of JSON that says what it is, then the numbers. Written
 * beside and renamed, so a reader sees the old file or the new one; anything odd counts as absent.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const format = 'lotse-embeddings-1'

interface Header {
  format: string
  key: string
  rows: number
  dimensions: number
  /** SHA-256 of the bytes after the header. */
  digest: string
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The matrix stored under `key`, or `undefined` when there is none, another one, or a damaged one. */
export async function readVectors(
  file: string,
  wanted: { key: string; rows: number; dimensions: number },
): Promise<Float32Array | undefined> {
  try {
    const bytes = await readFile(file)
    const end = bytes.indexOf(10)
    const header = JSON.parse(bytes.toString('utf8', 0, Math.max(end, 0))) as Header
    const body = bytes.subarray(end + 1)
    const fits =
      header.format === format &&
      header.key === wanted.key &&
      header.rows === wanted.rows &&
      header.dimensions === wanted.dimensions &&
      body.byteLength === wanted.rows * wanted.dimensions * Float32Array.BYTES_PER_ELEMENT &&
      header.digest === digestOf(body)
    if (!fits) return undefined
    // Copied, because the numbers must begin at a multiple of four bytes.
    return new Float32Array(Uint8Array.from(body).buffer)
  } catch {
    return undefined
  }
}

/** Stores the matrix. A failure (full disk, read-only folder) is nobody's business: it is built again. */
export async function writeVectors(
  file: string,
  key: string,
  dimensions: number,
  vectors: Float32Array,
): Promise<void> {
  const body = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength)
  const rows = dimensions === 0 ? 0 : vectors.length / dimensions
  const header: Header = { format, key, rows, dimensions, digest: digestOf(body) }
  const beside = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(beside, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]))
    await rename(beside, file)
  } catch {
    await rm(beside, { force: true }).catch(() => {})
  }
}
