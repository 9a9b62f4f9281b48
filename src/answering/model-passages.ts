/** The passages that a model gets: paragraphs of entries, each behind an id of its own. */
import type { Entry, EntryText, SectionName } from '../knowledge/schema.ts'
import type { LanguageCode, Role } from '../message.ts'
import { shortSections } from './compose-answer.ts'
import type { AnswerPassage } from './grounding/index.ts'

/** More than this is not read by anybody in time, and costs. Characters of all passages together. */
const mostCharacters = 9_000

export interface PassageSource {
  entry: Entry
  text: EntryText
  /** `all`: the whole text; `answer`: only what answers its own question. */
  part: 'all' | 'answer'
}

/** In the order of the sources; `p1`, `p2` ... */
export function modelPassages(
  sources: readonly PassageSource[],
  role: Role | undefined,
): AnswerPassage[] {
  const passages = sources.flatMap(({ entry, text, part }) => {
    const sections: SectionName[] =
      part === 'all' ? [...shortSections(text, role), 'Details'] : ['Answer']
    return sections
      .flatMap((section) => paragraphs(text.sections[section] ?? ''))
      .map((paragraph) => ({
        entry: entry.meta.id,
        language: text.language,
        text: paragraph,
      }))
  })
  let left = mostCharacters
  return passages
    .filter(({ text }) => {
      left -= text.length
      return left >= 0
    })
    .map((passage, index) => ({ id: `p${index + 1}`, ...passage }))
}

/** As the prompt shows them: what is read, without the targets of links. */
export function listPassages(passages: readonly AnswerPassage[]): string {
  return passages.map(({ id, text }) => `[${id}] ${withoutTargets(text)}`).join('\n\n')
}

function withoutTargets(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('**', '')
}

/** A list stays with the line that says what it lists. */
function paragraphs(markdown: string): string[] {
  const whole: string[] = []
  for (const block of markdown.split(/\n\s*\n/).map((part) => part.trim())) {
    const isContinued = whole.at(-1)?.endsWith(':') && /^(?:\d+\.|[-*])\s/.test(block)
    if (isContinued) whole.push(`${whole.pop()}\n${block}`)
    else if (block) whole.push(block)
  }
  return whole
}

/** Whether a text may be handed on: current, in the language of the reader, and no high risk. */
export function mayBeComposed(
  { meta }: Entry,
  text: EntryText | undefined,
  language: LanguageCode,
): text is EntryText {
  return text?.language === language && meta.risk !== 'high' && text.status !== 'outdated'
}
