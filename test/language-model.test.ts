/** Models behind their port, over the providers' own wire formats on loopback. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { LanguageModel, ModelRequest } from '../src/answering/model.ts'
import { createLanguageModel } from '../src/answering/models/index.ts'
import { type FakeLanguageModel, startFakeLanguageModel } from './fakes/language-model/index.ts'

const schema = z.strictObject({ answers: z.enum(['yes', 'no']) })
const { $schema: _, ...outputSchema } = z.toJSONSchema(schema)

function request(
  changes: Partial<ModelRequest<z.infer<typeof schema>>> = {},
): ModelRequest<z.infer<typeof schema>> {
  return {
    use: 'judges',
    prompt: { name: 'judge', system: 'You judge.', user: 'Does it?', outputSchema },
    schema,
    mostOutputTokens: 50,
    signal: AbortSignal.timeout(10_000),
    ...changes,
  }
}

let provider: FakeLanguageModel
beforeEach(async () => {
  provider = await startFakeLanguageModel()
})
afterEach(() => provider.close())

const yes = { kind: 'json', value: { answers: 'yes' } } as const

describe.each(['openai', 'ollama'] as const)('a model behind %s', (kind) => {
  let model: LanguageModel
  const create = (changes: { key?: string; model?: string } = {}) =>
    createLanguageModel({
      kind,
      url: kind === 'openai' ? provider.openAiUrl : provider.ollamaUrl,
      model: provider.model,
      key: provider.key,
      ...changes,
    })
  beforeEach(() => {
    model = create()
  })
  const failure = async (changes = {}) => {
    const result = await model.complete(request(changes))
    return result.kind === 'failed' ? result.failure : result
  }

  it('gets prompt and shape, and gives back what it was asked for with its tokens', async () => {
    provider.answer({ ...yes, inputTokens: 321, outputTokens: 12 })
    expect(await model.complete(request())).toEqual({
      kind: 'completed',
      output: { answers: 'yes' },
      usage: { inputTokens: 321, outputTokens: 12 },
    })
    expect(provider.calls).toMatchObject([
      { system: 'You judge.', user: 'Does it?', as: 'format', temperature: 0 },
    ])
    expect(provider.calls[0]?.schema).toEqual(outputSchema)
  })

  it('tells the text as it grows where somebody listens', async () => {
    provider.answer(yes)
    const heard: string[] = []
    const result = await model.complete(request({ onText: (soFar) => heard.push(soFar) }))
    expect(result).toMatchObject({ kind: 'completed', usage: { inputTokens: 100 } })
    expect(heard.length).toBeGreaterThan(1)
    expect(heard.at(-1)).toBe('{"answers":"yes"}')
  })

  it('takes JSON that stands in a Markdown fence', async () => {
    provider.answer({ kind: 'text', text: '```json\n{"answers":"no"}\n```' })
    expect(await model.complete(request())).toMatchObject({ output: { answers: 'no' } })
  })

  it.each([
    [{ kind: 'text', text: 'Yes, I think so.' }, 'nonsense', /shape/],
    [{ kind: 'json', value: { answers: 'perhaps' } }, 'nonsense', /at: answers/],
    [{ kind: 'json', value: { answers: 'yes', secret: 'x' } }, 'nonsense', /shape/],
    [{ kind: 'cut', value: { answers: 'yes' } }, 'nonsense', /cut off/],
    [{ kind: 'half', value: { answers: 'yes' } }, 'down', /broke off/],
    [{ kind: 'error', status: 401 }, 'refused', /401; check MODEL_KEY/],
    [{ kind: 'error', status: 404 }, 'refused', /404; check MODEL_URL and MODEL_NAME/],
    [{ kind: 'error', status: 400 }, 'refused', /400/],
    [{ kind: 'error', status: 500 }, 'down', /500/],
    [{ kind: 'error', status: 503 }, 'down', /503/],
    [{ kind: 'error', status: 429 }, 'rate-limited', /429/],
  ] as const)('says what went wrong with %j: %s', async (answer, kindOfFailure, reason) => {
    provider.answer(answer)
    const failed = await failure()
    expect(failed).toMatchObject({ kind: kindOfFailure })
    expect(failed).toHaveProperty('reason', expect.stringMatching(reason))
    expect(provider.calls).toHaveLength(1)
  })

  it('says so where the answer is no JSON at all', async () => {
    provider.answer({ kind: 'not-json' })
    expect((await failure()).kind).toBe(kind === 'ollama' ? 'nonsense' : 'down')
  })

  it('keeps how long the provider wants to be left alone', async () => {
    provider.answer({ kind: 'error', status: 429, retryAfter: '17' })
    expect(await failure()).toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 17 })
  })

  it('ends a hanging call with the signal', async () => {
    provider.answer({ kind: 'hang' })
    const stop = new AbortController()
    const result = failure({ signal: stop.signal })
    await provider.waitForCalls(1)
    stop.abort()
    expect(await result).toMatchObject({ kind: 'slow' })
  })

  it('asks nobody where the time is over before it begins', async () => {
    expect(await failure({ signal: AbortSignal.abort() })).toMatchObject({ kind: 'slow' })
    expect(provider.calls).toHaveLength(0)
  })

  it('shows a wrong key to the provider and never in its reason', async () => {
    model = create({ key: 'wrong-key' })
    const failed = await failure()
    expect(failed).toMatchObject({ kind: 'refused', retryAfterSeconds: 60 })
    expect(JSON.stringify(failed)).not.toContain('wrong-key')
  })

  it('goes nowhere else when it is redirected', async () => {
    const other = await startFakeLanguageModel()
    provider.answer({ kind: 'redirect', to: `${other.openAiUrl}/chat/completions` })
    expect(await failure()).toMatchObject({ kind: 'down' })
    expect(other.calls).toHaveLength(0)
    await other.close()
  })

  it('is down where nobody listens', async () => {
    const url = 'http://127.0.0.1:9/v1'
    model = createLanguageModel({ kind, url, model: 'none' })
    expect(await failure()).toMatchObject({
      kind: 'down',
      reason: expect.stringMatching(/MODEL_URL/),
    })
  })

  it('does not repeat what the provider complains about: it may hold the prompt', async () => {
    provider.answer({ kind: 'error', status: 400, message: 'Does it? is not allowed' })
    expect(JSON.stringify(await failure())).not.toContain('Does it?')
  })
})

describe('a server that does not take everything of OpenAI', () => {
  const create = () =>
    createLanguageModel({
      kind: 'openai',
      url: provider.openAiUrl,
      model: provider.model,
      key: provider.key,
    })

  it('is asked by a tool where it knows no json_schema', async () => {
    const model = create()
    const message = "Invalid parameter: 'response_format' of type 'json_schema' is not supported."
    provider.answer({ kind: 'error', status: 400, message }, yes, yes)
    expect(await model.complete(request())).toMatchObject({ output: { answers: 'yes' } })
    expect(await model.complete(request())).toMatchObject({ output: { answers: 'yes' } })
    expect(provider.calls.map(({ as }) => as)).toEqual(['format', 'tool', 'tool'])
  })

  it('is told no tokens where it knows no stream_options', async () => {
    const message = 'stream_options: Extra inputs are not permitted'
    provider.answer({ kind: 'error', status: 422, message }, yes)
    const result = await create().complete(request())
    expect(result).toEqual({ kind: 'completed', output: { answers: 'yes' } })
  })

  it('is asked without a temperature where it wants its own', async () => {
    const message = "Unsupported value: 'temperature' does not support 0 with this model."
    provider.answer({ kind: 'error', status: 400, message }, yes)
    expect(await create().complete(request())).toMatchObject({ kind: 'completed' })
    expect(provider.calls.map(({ temperature }) => temperature)).toEqual([0, undefined])
  })

  it('is not asked for ever', async () => {
    const message = 'temperature and response_format'
    const error = { kind: 'error', status: 400, message } as const
    provider.answer(error, error, error)
    expect(await create().complete(request())).toMatchObject({ failure: { kind: 'refused' } })
  })

  it.each(['refusal', 'filtered'] as const)('may give no answer: %s', async (kind) => {
    provider.answer({ kind })
    expect(await create().complete(request())).toMatchObject({ failure: { kind: 'refused' } })
  })
})
