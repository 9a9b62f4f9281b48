/** What the loader can't see: texts that contradict each other, gaps, rules of writing. */
import { join } from 'node:path'
import { figureNames } from './figures.ts'
import type { KnowledgeProblem } from './load.ts'
import type { CrisisCard, Entry, EntryText, Knowledge, SectionName } from './schema.ts'

/** Words of German that an answer may have; `CONTENT` asks for 60 to 180. */
const answerWords = { least: 40, most: 200 }
const leastQuestions = 6
const longestButton = 60

/**
 * @param sources raw text of each language file, `entries/<id>/<language>.md`, with its `{{figures}}`.
 */
export function lintKnowledge(
  knowledge: Knowledge,
  sources: Map<string, string>,
  detectCrisis: (text: string) => CrisisCard | undefined,
): KnowledgeProblem[] {
  return [
    ...[...knowledge.entries.values()].flatMap((entry) => lintEntry(knowledge, entry, sources)),
    ...lintMessages(knowledge),
    ...knowledge.crisisCards.flatMap((card) => lintCrisisCard(knowledge, card, detectCrisis)),
  ]
}

function lintEntry(
  knowledge: Knowledge,
  entry: Entry,
  sources: Map<string, string>,
): KnowledgeProblem[] {
  const { meta, texts } = entry
  const problems: KnowledgeProblem[] = []
  const report = (file: string, problem: string) =>
    problems.push({ file: join('entries', meta.id, file), problem })
  const isTwin = meta.audience.includes('tenant') && meta.audience.includes('landlord')

  for (const [language, text] of texts) {
    const file = `${language}.md`
    const source = sources.get(join('entries', meta.id, file)) ?? ''
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
  const german = texts.get('de')
  if (german) lintLength(german, (problem) => report('de.md', problem))
  for (const id of meta.related) {
    if (!knowledge.entries.has(id)) {
      report('entry.yaml', `related: there is no entry "${id}". Mend the name or take it out.`)
    }
  }
  return problems
}

function requiredSections(isTwin: boolean): SectionName[] {
  return isTwin
    ? [
        'Questions',
        'Questions from landlords',
        'Answer',
        'For tenants',
        'For landlords',
        'Ways to agree',
      ]
    : ['Answer']
}

/** Every figure in every language, and none written by hand. */
function lintFigures({ meta }: Entry, source: string, report: (problem: string) => void): void {
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

function lintLength(text: EntryText, report: (problem: string) => void): void {
  const words = (text.sections.Answer ?? '').split(/\s+/).filter(Boolean).length
  if (words < answerWords.least || words > answerWords.most) {
    report(
      `"## Answer" has ${words} words; between ${answerWords.least} and ${answerWords.most} read well on a phone.`,
    )
  }
}

function lintMessages(knowledge: Knowledge): KnowledgeProblem[] {
  const german = knowledge.messages.get('de') ?? {}
  return [...knowledge.messages].flatMap(([language, sentences]) => {
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
}

function placeholders(sentence: string): string {
  return figureNames(sentence).toSorted().join(' ')
}

function lintCrisisCard(
  knowledge: Knowledge,
  card: CrisisCard,
  detectCrisis: (text: string) => CrisisCard | undefined,
): KnowledgeProblem[] {
  const file = join('crisis', `${card.id}.yaml`)
  const ready = [...knowledge.languages.values()].filter(({ status }) => status === 'ready')
  const missing = ready
    .filter(({ code }) => !card.texts[code] || !card.triggers[code])
    .map(({ name }) => ({ file, problem: `Text or triggers in ${name} are missing.` }))
  const wrong = Object.entries(card.examples).flatMap(([language, { fires, staysQuiet }]) => [
    ...fires
      .filter((text) => detectCrisis(text) === undefined)
      .map((text) => `${language}: "${text}" must show this card, and shows none.`),
    ...staysQuiet
      .filter((text) => detectCrisis(text) !== undefined)
      .map(
        (text) =>
          `${language}: "${text}" must show no card, and shows "${detectCrisis(text)?.id}".`,
      ),
  ])
  return [...missing, ...wrong.map((problem) => ({ file, problem }))]
}
