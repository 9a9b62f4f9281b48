/** What of a model's settings does not fit together, and what may leave the house. */
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'
import { checkNothingLeaves, isPrivateAddress } from '../src/private-address.ts'

const model = {
  MODEL_PROVIDER: 'ollama',
  MODEL_URL: 'http://localhost:11434',
  MODEL_NAME: 'small',
}

function problemOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'no problem'
}

describe('a language model in .env', () => {
  it('is off, with every switch, where nothing is set', () => {
    expect(readConfig({}).model).toBeUndefined()
    expect(readConfig(model).model).toEqual({
      provider: { kind: 'ollama', url: 'http://localhost:11434', model: 'small' },
      seconds: 8,
      budget: undefined,
      prices: { input: 0, output: 0 },
      switches: { answers: false, rewrites: false, judges: false, translates: false },
    })
  })

  it.each([
    [{ ...model, MODEL_URL: '' }, /MODEL_URL is missing/],
    [{ ...model, MODEL_NAME: '' }, /MODEL_NAME is missing/],
    [{ ...model, MODEL_URL: 'ftp://models.example' }, /MODEL_URL is the address/],
    [{ ...model, MODEL_PROVIDER: 'gpt' }, /MODEL_PROVIDER is openai or ollama/],
    [{ ...model, MODEL_SECONDS: '0' }, /MODEL_SECONDS/],
    [{ ...model, MODEL_BUDGET: '20' }, /MODEL_BUDGET needs what a million tokens cost/],
    [{ ...model, MODEL_BUDGET: '-1', MODEL_PRICE_INPUT: '1' }, /MODEL_BUDGET/],
    [{ MODEL_JUDGES: 'true' }, /MODEL_JUDGES needs a model: set MODEL_PROVIDER/],
    [{ ...model, TRANSLATOR: 'model' }, /TRANSLATOR=model needs MODEL_TRANSLATES=true/],
    [{ ...model, MODEL_TRANSLATES: 'true' }, /MODEL_TRANSLATES needs TRANSLATOR=model/],
    [{ ...model, LANGCHAIN_TRACING_V2: 'true' }, /LANGCHAIN_TRACING_V2 would send every prompt/],
    [
      { NOTHING_LEAVES: 'true', TRANSLATOR: 'deepl', TRANSLATOR_KEY: 'x' },
      /forbids TRANSLATOR=deepl/,
    ],
    [{ ...model, LANGSMITH_TRACING: 'false' }, /^no problem$/],
    [{ ...model, MODEL_BUDGET: '20', MODEL_PRICE_INPUT: '1' }, /^no problem$/],
    [{ ...model, TRANSLATOR: 'model', MODEL_TRANSLATES: 'true' }, /^no problem$/],
  ])('%j', (environment, expected) => {
    expect(problemOf(environment)).toMatch(expected)
  })
})

describe('an address', () => {
  it.each([
    ['http://localhost:11434', true],
    ['http://127.0.0.1:8080/v1', true],
    ['http://[::1]:8080', true],
    ['http://10.1.2.3', true],
    ['http://172.31.255.1', true],
    ['http://172.32.0.1', false],
    ['http://192.168.178.20:8000/v1', true],
    ['http://[fd12::1]:8000', true],
    ['https://192.0.2.1', false],
    ['https://[2001:db8::1]', false],
    ['https://nobody-knows-this-name.invalid', false],
  ])('%s is in the house: %s', async (url, expected) => {
    expect(await isPrivateAddress(url)).toBe(expected)
  })

  it('outside of it stops the start where nothing may leave, also of a translator', async () => {
    const environment = { TRANSLATOR: 'libretranslate', TRANSLATOR_URL: 'https://192.0.2.1' }
    await checkNothingLeaves(readConfig(environment))
    await expect(
      checkNothingLeaves(readConfig({ ...environment, NOTHING_LEAVES: 'true' })),
    ).rejects.toThrow(/TRANSLATOR_URL \(192\.0\.2\.1\) is not on this machine/)
  })
})
