/** From an entry to the message that answers: curated text, its sources, and how far to trust it. */
import { formatDay } from '../knowledge/figures.ts'
import type { Entry, EntryText, Glossary, SectionName } from '../knowledge/schema.ts'
import type { FixedSentences } from '../language/fixed-sentences.ts'
import type { Block, LanguageCode, Role } from '../message.ts'
import { explainTerms } from './explain-terms.ts'
import { markdownToBlocks } from './markdown-blocks.ts'

export interface AnswerRequest {
  entry: Entry
  /** The language that the user reads. */
  language: LanguageCode
  role: Role | undefined
  /**
   * `short`: what to do; `both-sides`: the same with the reasons of tenant and landlord, for two who
   * are to understand each other; `details`: reasons and exceptions; a passage: one paragraph of the entry, as
   * retrieval found it for a follow-up question. In another language than the reader's it gives way
   * to the details.
   */
  part: 'short' | 'both-sides' | 'details' | { passage: string; language: LanguageCode }
}

export interface ComposedAnswer {
  blocks: Block[]
}

export type ComposeAnswer = (request: AnswerRequest) => ComposedAnswer

export function createAnswerComposer(options: {
  sentences: FixedSentences
  glossary: Glossary
}): ComposeAnswer {
  const { sentences, glossary } = options
  // Content changes only with a new start, so each side of an entry is composed once in a language.
  const composed = new WeakMap<Entry, Map<string, ComposedAnswer>>()

  return (request) => {
    const { entry, language, role, part } = request
    if (typeof part === 'object') return compose(request)
    const ofEntry = composed.get(entry) ?? new Map<string, ComposedAnswer>()
    composed.set(entry, ofEntry)
    const key = `${language} ${part} ${role}`
    const answer = ofEntry.get(key) ?? compose(request)
    ofEntry.set(key, answer)
    return answer
  }

  function compose({ entry, language, role, part }: AnswerRequest): ComposedAnswer {
    const { text, notices } = chooseText(entry, language, sentences)
    const passage = typeof part === 'object' && part.language === text.language ? part.passage : ''
    const title: Block = { kind: 'heading', text: text.title }
    const blocksOf = (names: readonly SectionName[]) => [
      title,
      ...sectionBlocks(text, names, language, sentences),
    ]
    const explain = (blocks: Block[], known: readonly string[] = []) =>
      explainTerms(blocks, { glossary, language, sentences, known })
    const sections = sectionsOf(part, text, role)
    const body = passage ? [title, ...markdownToBlocks(passage)] : blocksOf(sections)
    // What stood below the short answer is not explained again in the details.
    const known = part === 'details' ? explain(blocksOf(shortSections(text, role))).terms : []
    const explained = explain(body, known)
    return {
      blocks: [
        ...explained.body,
        ...explained.notes,
        ...[...warnings(entry, language, sentences), ...notices].map(
          (notice): Block => ({ kind: 'note', text: notice }),
        ),
        sources([entry], language, sentences),
        { kind: 'note', text: sentences.say(language, 'answer.general') },
      ],
    }
  }
}

/**
 * The text to show. Where the German changed since it was translated, a high-risk matter is shown in
 * German; elsewhere the old translation comes with a warning. Nothing is replaced silently.
 */
export function chooseText(
  entry: Entry,
  language: LanguageCode,
  sentences: FixedSentences,
): { text: EntryText; notices: string[] } {
  const german = entry.texts.get('de')
  const text = entry.texts.get(language) ?? entry.texts.get(sentences.spokenFor(language))
  if (!german) throw new Error(`Entry ${entry.meta.id} has no German text.`)
  const inGerman = () => ({
    text: german,
    notices: [sentences.say(language, 'answer.notInYourLanguage', { language: 'Deutsch' })],
  })
  if (!text) return inGerman()
  if (text.status === 'outdated') {
    return entry.meta.risk === 'high'
      ? inGerman()
      : { text, notices: [sentences.say(language, 'answer.outdated')] }
  }
  if (text.status === 'machine')
    return { text, notices: [sentences.say(language, 'answer.machine')] }
  if (text.status === 'unreviewed') {
    return { text, notices: [sentences.say(language, 'answer.unreviewed')] }
  }
  return { text, notices: [] }
}

function sectionsOf(
  part: AnswerRequest['part'],
  text: EntryText,
  role: Role | undefined,
): readonly SectionName[] {
  if (part === 'short') return shortSections(text, role)
  return part === 'both-sides' ? bothSides.filter((name) => text.sections[name]) : ['Details']
}

const bothSides: SectionName[] = ['Answer', 'For tenants', 'For landlords', 'Ways to agree']

/** A twin's norm comes first, then the side of the one who asks; a newcomer is taken for a tenant. */
export function shortSections(text: EntryText, role: Role | undefined): SectionName[] {
  const side: SectionName = role === 'landlord' ? 'For landlords' : 'For tenants'
  const wanted: SectionName[] = ['Answer', side, 'Ways to agree']
  return wanted.filter((name) => text.sections[name])
}

const sectionHeadings: Partial<Record<SectionName, string>> = {
  'For tenants': 'answer.forTenants',
  'For landlords': 'answer.forLandlords',
  'Ways to agree': 'answer.waysToAgree',
  Details: 'answer.details',
}

function sectionBlocks(
  text: EntryText,
  names: readonly SectionName[],
  language: LanguageCode,
  sentences: FixedSentences,
): Block[] {
  return names.flatMap((name) => {
    const heading = sectionHeadings[name]
    return [
      ...(heading ? [{ kind: 'heading', text: sentences.say(language, heading) } as const] : []),
      ...markdownToBlocks(text.sections[name] ?? ''),
    ]
  })
}

export function warnings(
  entry: Entry,
  language: LanguageCode,
  sentences: FixedSentences,
): string[] {
  const { risk, lawInFlux, confidence } = entry.meta
  return [
    ...(risk === 'high' ? [sentences.say(language, 'answer.highRisk')] : []),
    ...(lawInFlux
      ? [sentences.say(language, 'answer.lawInFlux', { date: formatDay(lawInFlux, language) })]
      : []),
    ...(confidence === 'unverified' ? [sentences.say(language, 'answer.unverified')] : []),
  ]
}

/** Each source once, with the day it was checked on. */
export function sources(
  entries: readonly Entry[],
  language: LanguageCode,
  sentences: FixedSentences,
): Block {
  const all = entries.flatMap(({ meta }) => meta.sources)
  return {
    kind: 'sources',
    label: sentences.say(language, 'answer.sources'),
    items: [...new Map(all.map((source) => [source.url, source])).values()].map(
      ({ title, url, checkedOn }) => ({
        title,
        url,
        checked: sentences.say(language, 'answer.checked', {
          date: formatDay(checkedOn, language),
        }),
      }),
    ),
  }
}
