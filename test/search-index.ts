/**
 * The search index of the real content, built once before all tests: it is kept by a hash of content
 * and program, so a test that finds it there starts in seconds, and one that does not builds it.
 */
import { mkdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { buildServices } from '../src/services.ts'

/** As DATA_DIR of a test that keeps no database there. */
export const sharedDataDirectory = join(tmpdir(), 'lotse-test-index')

/** Lets a program that is started on this DATA_DIR find the index. */
export function shareSearchIndex(dataDirectory: string): void {
  const shared = join(sharedDataDirectory, 'index')
  mkdirSync(shared, { recursive: true })
  mkdirSync(dataDirectory, { recursive: true })
  try {
    symlinkSync(shared, join(dataDirectory, 'index'))
  } catch {
    // It is there from an earlier start on the same folder.
  }
}

/** Vitest calls this before the first test. */
export default async function buildSearchIndex(): Promise<void> {
  const { retriever } = await buildServices(readConfig({ DATA_DIR: sharedDataDirectory }))
  await retriever.close()
}
