/**
 * Checks a model's answer by code before anybody sees it. A sentence that fails is dropped; an
 * answer that loses its core falls back to the curated text. What it catches and what it drops in
 * vain is measured in docs/evaluation.md.
 */
import type { Knowledge } from '../../knowledge/schema.ts'
import type { LanguageRecogniser } from '../../language/index.ts'
import type {
  AnswerPassage,
  AnswerSentence,
  DroppedSentence,
  DropReason,
  Grounding,
  ModelAnswer,
} from './answer.ts'
import { createFactCheck } from './fact-check.ts'
import { createLanguageCheck } from './language-check.ts'
import { createLeakCheck } from './leaks.ts'
import { createNameCheck } from './names.ts'
import { findContradiction, findUnsupported } from './support.ts'
import { findVerdict } from './verdicts.ts'

export interface GroundingCheck {
  /** The whole answer. Pure and quick: a few milliseconds a sentence, no network. */
  check(answer: ModelAnswer): Grounding
  /** One sentence alone, for streaming: `undefined` lets it out. */
  checkSentence(
    sentence: AnswerSentence,
    answer: Omit<ModelAnswer, 'sentences'>,
  ): DropReason | undefined
}

export interface GroundingOptions {
  languageRecogniser: LanguageRecogniser
  knowledge: Knowledge
}

type Check = (
  text: string,
  cited: AnswerPassage[],
  answer: Omit<ModelAnswer, 'sentences'>,
) => DropReason | undefined

export function createGrounding({
  languageRecogniser,
  knowledge,
}: GroundingOptions): GroundingCheck {
  const checks: Check[] = [
    createLeakCheck(),
    createLanguageCheck(languageRecogniser, knowledge.languages),
    createFactCheck(knowledge),
    createNameCheck(knowledge),
    findVerdict,
    findContradiction,
    findUnsupported,
  ]

  function checkSentence(
    { text, passages }: AnswerSentence,
    answer: Omit<ModelAnswer, 'sentences'>,
  ): DropReason | undefined {
    if (passages.length === 0) return { kind: 'uncited' }
    const known = new Map(answer.passages.map((passage) => [passage.id, passage]))
    const unknown = passages.find((id) => !known.has(id))
    if (unknown !== undefined) return { kind: 'unknown-passage', passage: unknown }
    const cited = passages.map((id) => known.get(id)!)
    for (const check of checks) {
      const reason = check(text, cited, answer)
      if (reason) return reason
    }
    return undefined
  }

  return {
    checkSentence,
    check({ sentences, ...answer }) {
      const kept: AnswerSentence[] = []
      const dropped: DroppedSentence[] = []
      for (const sentence of sentences) {
        const reason = checkSentence(sentence, answer)
        if (reason) dropped.push({ ...sentence, reason })
        else kept.push(sentence)
      }
      if (kept.length === 0) return { kind: 'fallback', lost: 'everything', dropped }
      if (kept[0] !== sentences[0]) return { kind: 'fallback', lost: 'first', dropped }
      if (kept.length < dropped.length) return { kind: 'fallback', lost: 'most', dropped }
      return { kind: 'grounded', sentences: kept, dropped }
    },
  }
}
