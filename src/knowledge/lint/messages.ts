import { join } from 'node:path'
import { figureNames } from '../figures.ts'
import type { KnowledgeProblem } from '../load.ts'
import type { Knowledge } from '../schema.ts'

/** Every fixed sentence in every language, with the same `{{names}}`. */
export function lintMessages(knowledge: Knowledge): KnowledgeProblem[] {
  const german = knowledge.messages.get('de') ?? {}
  const speechless = [...knowledge.languages.values()]
    // Simple German says its fixed sentences in German.
    .filter(({ code, status }) => status !== 'recognised' && code !== 'de-simple')
    .filter(({ code }) => !knowledge.messages.has(code))
    .map(({ code, name }) => ({
      file: join('messages', `${code}.yaml`),
      problem: `The fixed sentences in ${name} are missing. Copy de.yaml to this name and translate it.`,
    }))
  const wrong = [...knowledge.messages].flatMap(([language, sentences]) => {
    const file = join('messages', `${language}.yaml`)
    const missing = Object.keys(german).filter((key) => !(key in sentences))
    const unknown = Object.keys(sentences).filter((key) => !(key in german))
    const different = Object.entries(german).filter(
      ([key, sentence]) =>
        key in sentences && placeholders(sentence) !== placeholders(sentences[key] ?? ''),
    )
    return [
      ...missing.map((key) => ({ file, problem: `The sentence "${key}" is missing.` })),
      ...unknown.map((key) => ({
        file,
        problem: `"${key}" does not exist in de.yaml; remove it.`,
      })),
      ...different.map(([key, sentence]) => ({
        file,
        problem: `"${key}" must have the same {{names}} as the German: "${sentence}"`,
      })),
    ]
  })
  return [...speechless, ...wrong]
}

function placeholders(sentence: string): string {
  return figureNames(sentence).toSorted().join(' ')
}
