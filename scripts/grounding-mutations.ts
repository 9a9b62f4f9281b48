/**
 * Sentences of the knowledge base as a model would copy them, and the same with one thing wrong:
 * wide where the hand-written set is deep. What is changed is changed by rule, always the same.
 */
import type { AnswerPassage, GroundingCheck } from '../src/answering/grounding/index.ts'
import type { Knowledge } from '../src/knowledge/schema.ts'
import { buildPassages } from '../src/retrieval/index.ts'
import type { Passage } from '../src/retrieval/retriever.ts'
import { groundingLanguages } from './grounding-set.ts'

export const mutations = [
  'copied',
  'other figure',
  'no negation',
  'other side',
  'other passage',
] as const
export type Mutation = (typeof mutations)[number]

export interface MutationResult {
  mutation: Mutation
  sentences: number
  dropped: number
}

/** The word that makes a sentence say no, alone; languages that write it into the verb are left out. */
const negation: Record<string, RegExp> = {
  de: /(?<!\p{L})nicht (?!mehr als|nur)/u,
  en: /(?<!\p{L})not (?!more than|only)/u,
  ru: /(?<!\p{L})не (?!больше|позже|только)/u,
  uk: /(?<!\p{L})не (?!більше|пізніше|лише)/u,
}

/** @param stride one of so many sentences is taken; with 11 it is a minute of work. */
export function measureMutations(
  grounding: GroundingCheck,
  knowledge: Knowledge,
  stride = 11,
): MutationResult[] {
  const counts = new Map(mutations.map((mutation) => [mutation, { sentences: 0, dropped: 0 }]))
  const languages: readonly string[] = groundingLanguages
  const sections = buildPassages(knowledge).filter(
    ({ kind, language }) => kind === 'section' && languages.includes(language),
  )
  const sentences = sections
    .flatMap((passage, at) => sentencesOf(passage).map((text) => ({ text, passage, at })))
    .filter((_, number) => number % stride === 0)
  for (const { text, passage, at } of sentences) {
    const other = otherEntry(sections, at)
    judge('copied', text, passage)
    judge('other figure', withOtherFigure(text, passage.text), passage)
    judge('no negation', text.replace(negation[passage.language] ?? /(?!)/u, ''), passage, text)
    judge('other side', withOtherSide(text, passage.language), passage, text)
    if (other) judge('other passage', text, other)
  }
  return mutations.map((mutation) => ({ mutation, ...counts.get(mutation)! }))

  function judge(mutation: Mutation, text: string | undefined, cited: Passage, before?: string) {
    if (text === undefined || text === before) return
    const count = counts.get(mutation)!
    const passage: AnswerPassage = cited
    const reason = grounding.checkSentence(
      { text, passages: [passage.id] },
      { passages: [passage], question: '', language: cited.language },
    )
    count.sentences++
    if (reason) count.dropped++
  }
}

/** Without the marks of Markdown; a telephone number without its link. */
function sentencesOf({ text }: Passage): string[] {
  return text
    .split(/(?<=[!?؟]|[\p{Ll}\p{Script=Arabic}]{3}\.)\s+|\n+/u)
    .map((part) =>
      part
        .replace(/^\s*(?:\d+\.|[-*])\s+/u, '')
        .replaceAll('**', '')
        .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
        .trim(),
    )
    .filter((part) => (part.match(/\p{L}{2,}/gu)?.length ?? 0) >= 4)
}

/** The first whole number becomes the next one that the passage does not hold. */
function withOtherFigure(text: string, passage: string): string | undefined {
  const match = /(?<![\p{L}\d.,:/–-])\d{1,4}(?![\d\p{L}]|[.,:/–-]\d)/u.exec(text)
  if (!match) return undefined
  let value = Number(match[0]) + 1
  while (new RegExp(`(?<!\\d)${value}(?!\\d)`, 'u').test(passage)) value++
  return text.slice(0, match.index) + value + text.slice(match.index + match[0].length)
}

/** Where both words take the same endings. */
const sides: Record<string, [landlord: string, tenant: string]> = {
  de: ['Vermieter', 'Mieter'],
  en: ['landlord', 'tenant'],
  fr: ['propriétaire', 'locataire'],
  ar: ['المؤجر', 'المستأجر'],
  fa: ['صاحب‌خانه', 'مستأجر'],
}

/** Tenant for landlord and landlord for tenant, in sentences that name only one of them. */
function withOtherSide(text: string, language: string): string | undefined {
  const pair = sides[language]
  if (!pair) return undefined
  const named = pair.filter((word) => new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u').test(text))
  const [only] = named
  if (named.length !== 1 || only === undefined) return undefined
  const [landlord, tenant] = pair
  return text.replaceAll(
    new RegExp(`(?<!\\p{L})${only}(?!\\p{L})`, 'gu'),
    only === landlord ? tenant : landlord,
  )
}

/** A passage of the same language about another matter. */
function otherEntry(sections: readonly Passage[], at: number): Passage | undefined {
  const own = sections[at]!
  const later = [...sections.slice(at), ...sections.slice(0, at)]
  return later.find(({ language, entry }) => language === own.language && entry !== own.entry)
}
