import { figureNames } from '../figures.ts'
import type { Entry } from '../schema.ts'

/** Every figure in every language, and none written by hand. */
export function lintFigures(
  { meta }: Entry,
  source: string,
  report: (problem: string) => void,
): void {
  const body = source.replace(/^---[\s\S]*?\n---\n/, '')
  const used = new Set(figureNames(body))
  for (const name of Object.keys(meta.figures)) {
    if (!used.has(name)) {
      report(`The figure {{${name}}} of entry.yaml is not used here, so this language lacks it.`)
    }
  }
  const prose = body
    .replace(/## Questions[^\n]*\n[\s\S]*?(?=\n## |$)/g, '')
    .replace(/\{\{[^}]*\}\}/g, '')
    .replace(/\]\([^)]*\)/g, '')
    .replace(/^\s*\d+\.\s/gm, '')
  const number = /\p{N}[\p{N}.,:]*/u.exec(prose)?.[0]
  if (number) {
    report(
      `The number "${number}" is written by hand. Put it into entry.yaml and use {{its_name}}.`,
    )
  }
}
