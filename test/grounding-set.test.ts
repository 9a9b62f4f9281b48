/** The set's floor: what grounding caught when it was written, it still catches. */
import { beforeAll, describe, expect, it } from 'vitest'
import {
  countByKind,
  type JudgedAnswer,
  judgeAnswers,
  type KindResult,
  openGrounding,
  readGroundingSet,
} from '../scripts/grounding-set.ts'

let judged: JudgedAnswer[]
let kinds: Map<string, KindResult>

beforeAll(async () => {
  judged = judgeAnswers(await openGrounding(), await readGroundingSet())
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
