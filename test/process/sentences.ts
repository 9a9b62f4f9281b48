import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load as parseYaml } from 'js-yaml'

/** What the assistant says in a language, as the content has it. */
export function sentencesIn(language: string): Record<string, string> {
  const file = join(import.meta.dirname, '..', '..', 'knowledge', 'messages', `${language}.yaml`)
  return (parseYaml(readFileSync(file, 'utf8')) as { sentences: Record<string, string> }).sentences
}
