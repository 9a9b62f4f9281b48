/**
 * Answers that a model might have written, good and bad ones, by hand; each is checked against real
 * passages of the knowledge base as they stood when the set was written.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { z } from 'zod'
import {
  type AnswerPassage,
  createGrounding,
  type DropReason,
  type GroundingCheck,
} from '../src/answering/grounding/index.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { createLanguageRecogniser } from '../src/language/index.ts'

export const groundingLanguages = ['de', 'en', 'fr', 'tr', 'ru', 'uk', 'ar', 'fa'] as const

/** What is wrong with an answer; `good` is right. */
export const groundingKinds = [
  'good',
  'amount',
  'phone',
  'deadline',
  'uncited',
  'language',
  'advice',
  'leak',
  'link',
  'negation',
  'invented',
] as const
export type GroundingKind = (typeof groundingKinds)[number]

const answersSchema = z.partialRecord(
  z.enum(groundingKinds),
  z.array(z.tuple([z.string(), z.string()])),
)
const passagesSchema = z.record(z.string(), z.record(z.string(), z.string()))

export interface SampleAnswer {
  kind: GroundingKind
  language: string
  /** The passage that the sentence names. */
  cites: string
  text: string
}

export interface JudgedAnswer extends SampleAnswer {
  reason: DropReason | undefined
}

export interface GroundingSet {
  answers: SampleAnswer[]
  passages: Map<string, AnswerPassage[]>
}

const folder = join(import.meta.dirname, '..', 'test', 'evaluation', 'grounding')

export async function readGroundingSet(): Promise<GroundingSet> {
  const stored = passagesSchema.parse(
    JSON.parse(await readFile(join(folder, 'passages.json'), 'utf8')),
  )
  const passages = new Map(
    Object.entries(stored).map(([language, texts]) => [
      language,
      Object.entries(texts).map(([id, text]): AnswerPassage => {
        return { id, entry: id.split('.')[0] ?? id, language, text }
      }),
    ]),
  )
  const answers: SampleAnswer[] = []
  for (const language of groundingLanguages) {
    const text = await readFile(join(folder, `answers-${language}.yaml`), 'utf8')
    const kinds = answersSchema.parse(load(text))
    for (const kind of groundingKinds) {
      for (const [cites, sentence] of kinds[kind] ?? []) {
        answers.push({ kind, language, cites, text: sentence })
      }
    }
  }
  return { answers, passages }
}

export async function openGrounding(): Promise<GroundingCheck> {
  const knowledge = await loadKnowledge(join(import.meta.dirname, '..', 'knowledge'))
  const languageRecogniser = await createLanguageRecogniser([...knowledge.languages.values()], {
    placeNames: [...knowledge.municipalities.values()].map(({ name }) => name),
  })
  return createGrounding({ languageRecogniser, knowledge })
}

/** Every answer as one sentence beside all passages of its language. */
export function judgeAnswers(grounding: GroundingCheck, set: GroundingSet): JudgedAnswer[] {
  return set.answers.map((answer) => ({
    ...answer,
    reason: grounding.checkSentence(
      { text: answer.text, passages: [answer.cites] },
      {
        passages: set.passages.get(answer.language) ?? [],
        question: '',
        language: answer.language,
      },
    ),
  }))
}

export interface KindResult {
  kind: GroundingKind
  answers: number
  dropped: number
  /** How often each reason was given. */
  reasons: Record<string, number>
}

/** Of bad answers `dropped` is the recall, of good ones it is the false alarms. */
export function countByKind(judged: readonly JudgedAnswer[]): KindResult[] {
  return groundingKinds.map((kind) => {
    const answers = judged.filter((answer) => answer.kind === kind)
    const reasons: Record<string, number> = {}
    for (const { reason } of answers) {
      if (reason) reasons[reason.kind] = (reasons[reason.kind] ?? 0) + 1
    }
    const dropped = answers.filter(({ reason }) => reason !== undefined).length
    return { kind, answers: answers.length, dropped, reasons }
  })
}
