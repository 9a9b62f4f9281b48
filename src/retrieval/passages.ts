/** The knowledge base cut into passages: titles, phrasings, and every paragraph of every section. */
import type { Entry, EntryText, Knowledge, SectionName } from '../knowledge/schema.ts'
import type { EntryId, Role } from '../message.ts'
import type { Passage } from './retriever.ts'

/** Markdown; a list longer than this is cut into its items. Characters. */
const longestList = 600

/** Sections that are read; the questions are passages of their own. */
const readSections = [
  'Answer',
  'For tenants',
  'For landlords',
  'Ways to agree',
  'Details',
] as const satisfies SectionName[]

/** All passages of the knowledge base, in a stable order. */
export function buildPassages(knowledge: Pick<Knowledge, 'entries'>): Passage[] {
  return [...knowledge.entries.values()].flatMap((entry) =>
    [...entry.texts.values()].flatMap((text) => passagesOfText(entry, text)),
  )
}

function passagesOfText({ meta }: Entry, text: EntryText): Passage[] {
  const shared = {
    entry: meta.id,
    language: text.language,
    region: meta.region === 'saxony-anhalt' ? undefined : meta.region,
  }
  const id = (part: string) => `${meta.id}#${text.language}/${part}`
  const phrasings = (role: 'tenant' | 'landlord', audience: Role[]): Passage[] =>
    text.questions[role].map((question, number) => ({
      ...shared,
      id: id(`question-${role}/${number + 1}`),
      kind: 'question',
      audience,
      text: question,
    }))
  const forLandlords: Role[] = ['landlord']
  const forOthers =
    text.questions.landlord.length > 0 && meta.audience.length > 1
      ? meta.audience.filter((role) => role !== 'landlord')
      : meta.audience

  return [
    { ...shared, id: id('title'), kind: 'title', audience: meta.audience, text: text.title },
    ...phrasings('tenant', forOthers),
    ...phrasings('landlord', forLandlords),
    ...readSections.flatMap((section) =>
      paragraphsOf(text.sections[section] ?? '').map(
        (paragraph, number): Passage => ({
          ...shared,
          id: id(`${section.toLowerCase().replaceAll(' ', '-')}/${number + 1}`),
          kind: 'section',
          audience: audienceOfSection(section, meta.audience),
          text: paragraph,
        }),
      ),
    ),
  ]
}

function audienceOfSection(section: (typeof readSections)[number], audience: Role[]): Role[] {
  switch (section) {
    case 'For landlords':
      return ['landlord']
    case 'For tenants':
      return ['tenant']
    case 'Answer':
    case 'Ways to agree':
    case 'Details':
      return audience
    default:
      return section satisfies never
  }
}

/**
 * Paragraphs of a section, as Markdown, so that one of them can be shown. A short list stays with
 * the line before it, which says what it lists.
 */
export function paragraphsOf(markdown: string): string[] {
  const blocks = markdown.split(/\n\s*\n/).flatMap((block) => {
    const trimmed = block.trim()
    return trimmed.length > longestList && isList(trimmed)
      ? trimmed.split(/\n(?=(?:\d+\.|[-*])\s)/)
      : [trimmed]
  })
  const paragraphs: string[] = []
  for (const block of blocks) {
    if (!block) continue
    const previous = paragraphs.at(-1)
    if (previous?.endsWith(':') && isList(block)) {
      paragraphs[paragraphs.length - 1] = `${previous}\n\n${block}`
    } else {
      paragraphs.push(block)
    }
  }
  return paragraphs
}

const isList = (markdown: string) => /^(?:\d+\.|[-*])\s/.test(markdown)

/** What people read of a Markdown text: no marks, and of a link only its words. */
export function plainTextOf(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*/g, '')
    .replace(/^\s*(?:\d+\.|[-*])\s+/gm, '')
}

/** Entry -> its title, in passages of one language. */
export function titlesOf(passages: readonly Passage[]): Map<EntryId, string> {
  return new Map(
    passages.filter(({ kind }) => kind === 'title').map(({ entry, text }) => [entry, text]),
  )
}
