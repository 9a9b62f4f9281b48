/** The set's floor: what grounding caught when it was written, it still catches. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Mutation, measureMutations } from '../scripts/grounding-mutations.ts'
import {
  countByKind,
  type JudgedAnswer,
  judgeAnswers,
  type KindResult,
  openGrounding,
  readGroundingSet,
} from '../scripts/grounding-set.ts'
import type { GroundingCheck } from '../src/answering/grounding/index.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'

let grounding: GroundingCheck
let judged: JudgedAnswer[]
let kinds: Map<string, KindResult>

beforeAll(async () => {
  grounding = await openGrounding()
  judged = judgeAnswers(grounding, await readGroundingSet())
  kinds = new Map(countByKind(judged).map((result) => [result.kind, result]))
})

const textsOf = (answers: JudgedAnswer[]) =>
  answers.map(({ language, text }) => `${language} ${text}`)

describe('the set of answers that a model might have written', () => {
  it('holds enough of both', () => {
    const good = kinds.get('good')?.answers ?? 0
    expect(good).toBeGreaterThanOrEqual(100)
    expect(judged.length - good).toBeGreaterThanOrEqual(150)
  })

  it.each([
    'amount',
    'phone',
    'deadline',
    'uncited',
    'language',
    'advice',
    'leak',
    'link',
    'invented',
  ])('has every answer of the kind "%s" dropped', (kind) => {
    const missed = judged.filter((answer) => answer.kind === kind && !answer.reason)
    expect(textsOf(missed)).toEqual([])
  })

  it('has nearly every denial of what a passage says dropped', () => {
    const { answers = 0, dropped = 0 } = kinds.get('negation') ?? {}
    expect(dropped).toBeGreaterThanOrEqual(22)
    expect(answers).toBeGreaterThanOrEqual(24)
  })

  it('drops hardly any good answer', () => {
    const lost = judged.filter(({ kind, reason }) => kind === 'good' && reason)
    expect(lost.length, textsOf(lost).join('\n')).toBeLessThanOrEqual(2)
  })
})

describe('sentences of the knowledge base', () => {
  it('pass as they are, and fail with one thing wrong', async () => {
    const results = measureMutations(grounding, await loadKnowledge('knowledge'), 37)
    const share = (mutation: Mutation) => {
      const { dropped = 0, sentences = 0 } = results.find((one) => one.mutation === mutation) ?? {}
      expect(sentences, mutation).toBeGreaterThan(10)
      return dropped / sentences
    }
    expect(share('copied')).toBeLessThan(0.02)
    expect(share('other figure')).toBeGreaterThan(0.98)
    expect(share('no negation')).toBeGreaterThan(0.8)
    expect(share('other side')).toBeGreaterThan(0.6)
    expect(share('other passage')).toBeGreaterThan(0.95)
  })
})
