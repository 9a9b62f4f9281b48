/** What a model may cost, how it is left alone, and what the operator learns: over HTTP and SQLite. */
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ModelRequest } from '../src/answering/model.ts'
import { type ConfiguredModel, createConfiguredModel } from '../src/language-model.ts'
import type { ModelConfig } from '../src/model-config.ts'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import type { Store } from '../src/storage/store.ts'
import { type FakeLanguageModel, startFakeLanguageModel } from './fakes/language-model/index.ts'

const schema = z.strictObject({ answers: z.enum(['yes', 'no']) })
const { $schema: _, ...outputSchema } = z.toJSONSchema(schema)
const yes = {
  kind: 'json',
  value: { answers: 'yes' },
  inputTokens: 1_000,
  outputTokens: 100,
} as const
const request = (signal = AbortSignal.timeout(10_000)): ModelRequest<unknown> => ({
  use: 'judges',
  prompt: { name: 'judge', system: 'x'.repeat(900), user: 'y'.repeat(100), outputSchema },
  schema,
  mostOutputTokens: 100,
  signal,
})

let provider: FakeLanguageModel
let store: Store
let file: string
let now: Date
let warnings: unknown[]
beforeEach(async () => {
  provider = await startFakeLanguageModel()
  file = join(tmpdir(), `model-limits-${process.pid}-${Math.random().toString(36).slice(2)}.sqlite`)
  store = await createSqliteStore({ file })
  now = new Date('2026-11-30T12:00:00Z')
  warnings = []
})
afterEach(async () => {
  await store.close()
  await provider.close()
  await Promise.all(['', '-wal', '-shm'].map((end) => rm(file + end, { force: true })))
})

function create(changes: Partial<ModelConfig> = {}): ConfiguredModel {
  return createConfiguredModel({
    model: {
      provider: {
        kind: 'openai',
        url: provider.openAiUrl,
        model: provider.model,
        key: provider.key,
      },
      seconds: 8,
      budget: undefined,
      prices: { input: 0, output: 0 },
      switches: { answers: true, rewrites: false, judges: true, translates: false },
      ...changes,
    },
    store,
    logger: { info() {}, error() {}, warn: (fields) => void warnings.push(fields) },
    now: () => now,
  })
}
/** A call costs 1,000 tokens at 100 and 100 tokens at 1,000 euros a million: 0.20 euros. */
const prices = { input: 100, output: 1_000 }

async function ask({ assistance }: ConfiguredModel, asked = request()): Promise<string> {
  const result = await assistance.model.complete(asked)
  return result.kind === 'completed' ? 'completed' : result.failure.kind
}

describe('the budget of a month', () => {
  it('is spent to the last call that fits, and nobody is asked after that', async () => {
    const model = create({ budget: 0.5, prices })
    provider.answer(yes, yes)
    expect([await ask(model), await ask(model), await ask(model), await ask(model)]).toEqual([
      'completed',
      'completed',
      'over-budget',
      'over-budget',
    ])
    expect(provider.calls).toHaveLength(2)
    expect(warnings).toEqual([
      {
        use: 'judges',
        kind: 'over-budget',
        reason: 'MODEL_BUDGET is spent: 0.40 of 0.5 euros in 2026-11.',
      },
    ])
  })

  it('is not spent twice by calls at the same time', async () => {
    const model = create({ budget: 0.5, prices })
    provider.answerWith(() => yes)
    const results = await Promise.all(Array.from({ length: 10 }, () => ask(model)))
    expect(results.filter((result) => result === 'completed')).toHaveLength(2)
    expect(provider.calls).toHaveLength(2)
  })

  it('is still spent after a restart', async () => {
    provider.answer(yes, yes)
    const before = create({ budget: 0.5, prices })
    await ask(before)
    await ask(before)
    await store.close()
    store = await createSqliteStore({ file })
    expect(await ask(create({ budget: 0.5, prices }))).toBe('over-budget')
  })

  it('begins anew with the month', async () => {
    const model = create({ budget: 0.25, prices })
    provider.answer(yes, yes)
    expect([await ask(model), await ask(model)]).toEqual(['completed', 'over-budget'])
    now = new Date('2026-12-01T00:00:00Z')
    expect(await ask(model)).toBe('completed')
  })

  it('counts the most that a call can cost where the provider tells no tokens or never answers', async () => {
    const model = create({ budget: 10, prices })
    provider.answer({ kind: 'hang' })
    const stop = new AbortController()
    const slow = ask(model, request(stop.signal))
    await provider.waitForCalls(1)
    stop.abort()
    expect(await slow).toBe('slow')
    expect(await store.readModelCalls('2026-11')).toMatchObject([
      { result: 'slow', calls: 1, inputTokens: 1_000, outputTokens: 100, cost: 200_000 },
    ])
  })

  it('is not touched by what the provider refused', async () => {
    const model = create({ budget: 10, prices })
    provider.answer({ kind: 'error', status: 500 })
    await ask(model)
    expect(await store.readModelCalls('2026-11')).toMatchObject([{ result: 'down', cost: 0 }])
  })
})

describe('a model that does not answer', () => {
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000)
  }

  it('is left alone after the third time, and asked again later', async () => {
    const model = create()
    const down = { kind: 'error', status: 500 } as const
    provider.answer(down, down, down)
    for (let call = 0; call < 6; call++) expect(await ask(model)).toBe('down')
    expect(provider.calls).toHaveLength(3)
    expect(warnings).toHaveLength(3)
    later(31)
    provider.answer(yes)
    expect(await ask(model)).toBe('completed')
  })

  it('is left alone for as long as it asks for', async () => {
    const model = create()
    provider.answer({ kind: 'error', status: 429, retryAfter: '20' })
    expect(await ask(model)).toBe('rate-limited')
    later(19)
    expect(await ask(model)).toBe('rate-limited')
    expect(provider.calls).toHaveLength(1)
    later(2)
    provider.answer(yes)
    expect(await ask(model)).toBe('completed')
  })

  it('holds up twelve at a time, so that there are always places without it', async () => {
    const model = create()
    provider.answerWith(() => ({ kind: 'hang' }))
    const stop = new AbortController()
    const asked = Array.from({ length: 20 }, () => ask(model, request(stop.signal)))
    const refused = await Promise.all(asked.slice(12))
    expect(new Set(refused)).toEqual(new Set(['rate-limited']))
    await provider.waitForCalls(12)
    expect(provider.calls).toHaveLength(12)
    stop.abort()
    expect(new Set(await Promise.all(asked.slice(0, 12)))).toEqual(new Set(['slow']))
    now = new Date(now.getTime() + 31_000)
    provider.answer(yes)
    expect(await ask(model)).toBe('completed')
  })

  it('is not left alone because one answer was nonsense', async () => {
    const model = create()
    const nonsense = { kind: 'text', text: 'Hello!' } as const
    provider.answer(nonsense, nonsense, nonsense, yes)
    const results = [await ask(model), await ask(model), await ask(model), await ask(model)]
    expect(results).toEqual(['nonsense', 'nonsense', 'nonsense', 'completed'])
  })

  it('costs nobody an error where the counts can not be written', async () => {
    const model = create({ budget: 1, prices })
    await store.close()
    expect(await ask(model)).toBe('down')
    store = await createSqliteStore({ file })
    expect(warnings).toMatchObject([{ reason: expect.stringMatching(/can not be counted/) }])
  })
})

describe('what the operator reads', () => {
  it('says at start what the model does, how it went this month, and what it cost', async () => {
    const model = create({ budget: 2, prices })
    provider.answer(yes, { kind: 'text', text: 'secret words' })
    await ask(model)
    await ask(model)
    const host = new URL(provider.openAiUrl).host
    expect(await model.describe()).toEqual([
      `Language model on (fake-small at ${host}; answers, judges; 8 s a message)`,
      '               this month 1 completed, 1 nonsense; 0.23 euros (of 2.00)',
    ])
    expect(JSON.stringify(warnings)).not.toContain('secret words')
  })

  it('says before the first call that there was none', async () => {
    const [, line] = await create().describe()
    expect(line?.trim()).toBe('this month not asked yet; 0.00 euros (no limit)')
  })

  it('counts answers that grounding held back', async () => {
    const model = create()
    const reason = { kind: 'figure', found: '2' } as const
    const dropped = [{ text: 'Two.', passages: ['p1'], reason }]
    model.assistance.onGrounded({ kind: 'fallback', lost: 'everything', dropped })
    await expect
      .poll(() => store.readModelCalls('2026-11'))
      .toMatchObject([{ use: 'answers', result: 'ungrounded', calls: 1, cost: 0 }])
  })
})
