import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** The content as it was written, with its `{{figures}}`: text by path under `directory`. */
export async function readContentFiles(directory: string): Promise<Map<string, string>> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = found
    .filter((file) => file.isFile() && /\.(?:md|yaml)$/.test(file.name))
    .map((file) => relative(directory, join(file.parentPath, file.name)))
    .toSorted()
  const read = files.map(
    async (file) => [file, await readFile(join(directory, file), 'utf8')] as const,
  )
  return new Map(await Promise.all(read))
}
