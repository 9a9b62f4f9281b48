import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Resolves when the terminal has taken the text. */
export async function writeMessage(output: Writable, text: string): Promise<void> {
  if (!output.write(`${text}\n\n`)) await once(output, 'drain')
}
