/** The comparison of a model's answers with the curated ones, as an operator runs it. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeLanguageModel, startFakeLanguageModel } from './fakes/language-model/index.ts'
import { sharedDataDirectory } from './search-index.ts'

const script = join(import.meta.dirname, '..', 'scripts', 'evaluate.ts')

let provider: FakeLanguageModel
beforeEach(async () => {
  provider = await startFakeLanguageModel()
})
afterEach(() => provider.close())

function evaluate(given: string[], changes: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH ?? '',
    DATA_DIR: sharedDataDirectory,
    MODEL_PROVIDER: 'openai',
    MODEL_URL: provider.openAiUrl,
    MODEL_NAME: provider.model,
    MODEL_KEY: provider.key,
    MODEL_PRICE_INPUT: '2',
    MODEL_PRICE_OUTPUT: '6',
    ...changes,
  }
  return new Promise<{ code: number; out: string; error: string }>((resolve) => {
    execFile(process.execPath, [script, '--model', ...given], { env }, (failure, out, error) =>
      resolve({ code: Number(failure?.code ?? 0), out, error }),
    )
  })
}

/** The first passage as the answer, and a sentence with a figure that nobody wrote. */
function repeatsPassages(): void {
  provider.answerWith(({ user }) => {
    const passage = /\[p1\] (.+)/.exec(user)?.[1] ?? ''
    const sentences = [
      { text: passage, passages: ['p1'] },
      { text: 'Das kostet 98.765 Euro.', passages: ['p1'] },
    ]
    return { kind: 'json', value: { sentences }, inputTokens: 1_000, outputTokens: 100 }
  })
}

describe('evaluate --model', () => {
  it('tells sentences, tokens, euros and why there was no answer', async () => {
    repeatsPassages()
    const { code, out } = await evaluate(['--languages', 'de', '--sample', '4', '--json'])
    expect(code).toBe(0)
    const [german, all] = JSON.parse(out)
    expect(german).toMatchObject({
      language: 'de',
      questions: 4,
      tokens: { input: 1_000, output: 100 },
      eurosPerThousand: 2.6,
    })
    expect(german.groundedSentences).toBeLessThanOrEqual(0.5)
    expect(german.composed).toBeGreaterThan(0)
    expect(all).toEqual({ ...german, language: 'all' })
    expect(provider.calls).toHaveLength(4)
  })

  it('counts failures by their kind', async () => {
    provider.answerWith(() => ({ kind: 'text', text: 'Hello' }))
    const { out } = await evaluate(['--languages', 'en', '--sample', '2', '--json'])
    const [english] = JSON.parse(out)
    expect(english).toMatchObject({ composed: 0, without: { nonsense: 2 } })
  })

  it('says in one line where there is no model', async () => {
    const { code, error } = await evaluate([], { MODEL_PROVIDER: '' })
    expect(code).toBe(1)
    expect(error).toBe('There is no model: set MODEL_PROVIDER, MODEL_URL and MODEL_NAME.\n')
  })
})
