/** What the loader can't see: texts that contradict each other, gaps, rules of writing. */
import { lintCrisisCard } from './lint/crisis-cards.ts'
import { lintEntry } from './lint/entries.ts'
import { lintGlossary } from './lint/glossary.ts'
import { lintLimits, type RenderedMessage } from './lint/limits.ts'
import { lintLinks } from './lint/links.ts'
import { lintMessages } from './lint/messages.ts'
import { lintPrivatePersons } from './lint/private-persons.ts'
import { lintSameQuestions } from './lint/same-questions.ts'
import type { KnowledgeProblem } from './load.ts'
import type { Reviewed } from './reviewed.ts'
import type { CrisisCard, Knowledge } from './schema.ts'

export interface LintMaterial {
  knowledge: Knowledge
  /** Raw text of every content file, by its path under `knowledge/`. */
  files: Map<string, string>
  reviewed: Reviewed
  detectCrisis: (text: string) => CrisisCard | undefined
  /** Text as retrieval compares it. */
  normalize: (text: string) => string
  /** Every message that the content becomes, with its size in each channel. */
  rendered: Iterable<RenderedMessage>
}

export interface LintFindings {
  /** Must be mended before a change is taken over. */
  problems: KnowledgeProblem[]
  /** Worth a look; nothing breaks. */
  notices: KnowledgeProblem[]
}

export function lintKnowledge(material: LintMaterial): LintFindings {
  const { knowledge, files, reviewed, detectCrisis, normalize, rendered } = material
  const limits = lintLimits(rendered)
  const persons = lintPrivatePersons(files, reviewed.privatePersons)
  const questions = lintSameQuestions(knowledge, reviewed.sameQuestions, normalize)
  return {
    problems: [
      ...[...knowledge.entries.values()].flatMap((entry) => lintEntry(knowledge, entry, files)),
      ...lintLinks(knowledge),
      ...lintGlossary(knowledge, files),
      ...persons.problems,
      ...questions.problems,
      ...limits.problems,
      ...lintMessages(knowledge),
      ...knowledge.crisisCards.flatMap((card) => lintCrisisCard(knowledge, card, detectCrisis)),
    ],
    notices: [...persons.notices, ...questions.notices, ...limits.notices],
  }
}
