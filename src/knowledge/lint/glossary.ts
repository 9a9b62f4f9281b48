import { join } from 'node:path'
import { distance } from 'fastest-levenshtein'
import type { KnowledgeProblem } from '../load.ts'
import type { Knowledge } from '../schema.ts'

/** Shorter terms are ordinary words elsewhere: Polish and Turkish have a "termin" of their own. */
const shortestTerm = 7
/** From here on one wrong letter is a misspelling and no other word. */
const shortestMisspelt = 9

/**
 * German terms that stay German are written as on letters and forms, with capital and umlaut: only
 * so does a reader find them again, and the program explain them. And each is explained in every
 * ready language.
 *
 * @param files raw text of each content file by its path.
 */
export function lintGlossary(knowledge: Knowledge, files: Map<string, string>): KnowledgeProblem[] {
  const ready = [...knowledge.languages.values()].filter(({ status }) => status === 'ready')
  const unexplained = Object.entries(knowledge.glossary).flatMap(([term, { explanations }]) => {
    const languages = ready.filter(({ code }) => !explanations[code]).map(({ name }) => name)
    return languages.length === 0
      ? []
      : [
          {
            file: 'glossary.yaml',
            problem: `"${term}" is not explained in ${languages.join(', ')}.`,
          },
        ]
  })
  const check = spellingCheck(Object.keys(knowledge.glossary))
  const misspelt = [...knowledge.entries].flatMap(([id, { texts }]) =>
    [...texts.keys()].flatMap((language) => {
      const file = join('entries', id, `${language}.md`)
      return check(proseOf(files.get(file) ?? '')).map((problem) => ({ file, problem }))
    }),
  )
  return [...unexplained, ...misspelt]
}

/** What the reader sees; questions are written as people type. */
function proseOf(source: string): string {
  return source
    .replace(/^---[\s\S]*?\n---\n/, '')
    .replace(/## Questions[^\n]*\n[\s\S]*?(?=\n## |$)/g, '')
    .replace(/\{\{[^}]*\}\}/g, '')
    .replace(/\]\([^)]*\)/g, ']')
}

function spellingCheck(terms: string[]): (prose: string) => string[] {
  const words = terms.filter((term) => !term.includes(' ') && term.length >= shortestTerm)
  const byFolded = new Map(words.map((term) => [fold(term), term]))
  const long = [...byFolded].filter(([folded]) => folded.length >= shortestMisspelt)
  const verdicts = new Map<string, string | undefined>()

  function verdictOn(word: string): string | undefined {
    // "Betriebskosten-Abrechnung" is how simple language writes it.
    if (byFolded.has(fold(word.replaceAll('-', ''))) && word.includes('-')) return undefined
    const folded = fold(word)
    const same = byFolded.get(folded)
    if (same) {
      return isWrittenAs(word, same)
        ? undefined
        : `"${word}" is written "${same}", as on letters and forms.`
    }
    const near = long.find(
      ([term]) =>
        Math.abs(term.length - folded.length) <= 1 &&
        // "Bescheide", "Widersprüche": an ending is no mistake.
        !folded.startsWith(term) &&
        !isGermanSibling(term, folded) &&
        distance(term, folded) === 1,
    )
    return near && `"${word}" looks like a misspelt "${near[1]}".`
  }

  return (prose) => {
    const problems = new Set<string>()
    for (const [word] of prose.matchAll(/\p{Script=Latin}[\p{Script=Latin}\p{M}-]{5,}/gu)) {
      if (!verdicts.has(word)) verdicts.set(word, verdictOn(word))
      const verdict = verdicts.get(word)
      if (verdict) problems.add(verdict)
    }
    return [...problems]
  }
}

function isWrittenAs(word: string, term: string): boolean {
  const composed = word.normalize('NFC')
  return composed === term || composed === term.charAt(0).toLocaleUpperCase('de') + term.slice(1)
}

/** "Anmeldung" and "Ummeldung" differ in the prefix, and both are words. */
function isGermanSibling(one: string, other: string): boolean {
  const prefix = /^(an|ab|um|auf|aus|ein|ver|be|vor|zu)(?=.{5})/
  const stem = (word: string) => word.replace(prefix, '')
  return one !== other && prefix.test(one) && prefix.test(other) && stem(one) === stem(other)
}

/** `Ausländerbehörde`, `auslaenderbehoerde` and `Auslanderbehorde` alike. */
function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLocaleLowerCase('de')
    .replaceAll('ß', 'ss')
    .replace(/(?<=[aou])e/g, '')
}
