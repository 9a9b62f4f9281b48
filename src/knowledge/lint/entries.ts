/** Each entry by itself: its parts, questions, length, neighbours and the age of its translations. */
import { join } from 'node:path'
import type { KnowledgeProblem } from '../load.ts'
import {
  type Entry,
  type EntryText,
  type Knowledge,
  type SectionName,
  sections,
} from '../schema.ts'
import { lintFigures } from './figures.ts'

/** Words of German that an answer may have; 60 to 180 are the aim. */
const answerWords = { least: 40, most: 200 }
const leastQuestions = 6
const longestButton = 60

/** @param files raw text of each file by its path, with `{{figures}}`. */
export function lintEntry(
  knowledge: Knowledge,
  entry: Entry,
  files: Map<string, string>,
): KnowledgeProblem[] {
  const { meta, texts } = entry
  const problems: KnowledgeProblem[] = []
  const report = (file: string, problem: string) =>
    problems.push({ file: join('entries', meta.id, file), problem })
  const isTwin = meta.audience.includes('tenant') && meta.audience.includes('landlord')

  for (const [language, text] of texts) {
    const file = `${language}.md`
    const source = files.get(join('entries', meta.id, file)) ?? ''
    lintFigures(entry, source, (problem) => report(file, problem))
    for (const name of requiredSections(isTwin)) {
      if (!text.sections[name]) report(file, `The part "## ${name}" is missing.`)
    }
    const count = text.questions.tenant.length
    const needed = meta.audience.some((role) => role !== 'landlord')
    if (needed && count < leastQuestions) {
      report(file, `"## Questions" has ${count} questions; write at least ${leastQuestions}.`)
    }
    if (meta.audience.includes('landlord') && text.questions.landlord.length < leastQuestions) {
      report(file, `"## Questions from landlords" needs at least ${leastQuestions} questions.`)
    }
    if (text.title.length > longestButton) {
      report(file, `The title has ${text.title.length} letters; a button shows ${longestButton}.`)
    }
    if (language !== 'de' && text.status === 'outdated') {
      report(
        file,
        `This translation was not checked against the German text as it is now. Compare the two, then run: npm run knowledge:stamp -- ${meta.id} ${language}`,
      )
    }
  }
  if (meta.handoff === 'never' && (meta.risk === 'high' || meta.audience.join() !== 'authority')) {
    report(
      'entry.yaml',
      'handoff: "never" is for entries that authorities alone ask, and never for high risk; take the line out.',
    )
  }
  const german = texts.get('de')
  if (german) lintLength(german, (problem) => report('de.md', problem))
  for (const id of meta.related) {
    if (!knowledge.entries.has(id)) {
      report('entry.yaml', `related: there is no entry "${id}". Mend the name or take it out.`)
    }
  }
  return problems
}

function requiredSections(isTwin: boolean): readonly SectionName[] {
  return isTwin ? sections.filter((name) => name !== 'Details') : ['Answer']
}

function lintLength(text: EntryText, report: (problem: string) => void): void {
  const words = (text.sections.Answer ?? '').split(/\s+/).filter(Boolean).length
  if (words < answerWords.least || words > answerWords.most) {
    report(
      `"## Answer" has ${words} words; between ${answerWords.least} and ${answerWords.most} read well on a phone.`,
    )
  }
}
