/** The whole program with a language model, as an operator sets it up. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeLanguageModel, startFakeLanguageModel } from '../fakes/language-model/index.ts'
import { type FakeTelegram, startFakeTelegram } from '../fakes/telegram-bot-api/index.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'

const question = 'Ich bin ausgezogen. Wann bekomme ich meine Kaution zurück?'
const sentence =
  'Nach dem Auszug darf die Vermieterseite Schäden oder Schulden prüfen; das dauert oft einige Monate.'
const marked = 'Diese Antwort hat eine Maschine'

let directory: string
let telegram: FakeTelegram
let provider: FakeLanguageModel
const running = new Set<LotseProcess>()

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-model-'))
  telegram = await startFakeTelegram()
  provider = await startFakeLanguageModel()
})
afterEach(async () => {
  for (const lotse of running) await lotse.kill()
  running.clear()
  await telegram.close()
  await provider.close()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

async function start(environment: Record<string, string> = {}): Promise<LotseProcess> {
  const lotse = await startLotse({
    DATA_DIR: directory,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    MODEL_PROVIDER: 'openai',
    MODEL_URL: provider.openAiUrl,
    MODEL_NAME: provider.model,
    MODEL_KEY: provider.key,
    MODEL_ANSWERS: 'true',
    ...environment,
  })
  running.add(lotse)
  return lotse
}

const answers = () => {
  provider.answerWith(({ user }) => {
    const id = /\[(p\d+)\] (?:(?!\[p)[\s\S])*einige Monate/.exec(user)?.[1] ?? 'none'
    const value = { sentences: [{ text: sentence, passages: [id] }] }
    return { kind: 'json', value, inputTokens: 1_000, outputTokens: 100 }
  })
}

async function ask(chat: number): Promise<string> {
  await telegram.receiveText({ id: chat }, question)
  // What was sent when the program was killed is sent again: only this chat's message counts.
  const found = () => telegram.messages.find(({ chatId }) => chatId === chat)?.text
  await expect.poll(found, { timeout: 20_000 }).toBeDefined()
  return found() ?? ''
}

function counts(): unknown {
  const database = new SqliteDatabase(join(directory, 'lotse.sqlite'), { readonly: true })
  const rows = database.prepare('select use, result, calls, cost from model_calls').all()
  database.close()
  return rows
}

describe('the program with a language model', () => {
  it('answers with it, keeps the budget over a hard end, and says at start what was spent', async () => {
    const budget = {
      MODEL_BUDGET: '10',
      MODEL_PRICE_INPUT: '100',
      MODEL_PRICE_OUTPUT: '1000',
    }
    answers()
    const first = await start(budget)
    expect(first.output()).toMatch(
      /Language model on \(fake-small at 127\.0\.0\.1:\d+; answers; 8 s/,
    )
    expect(await ask(7)).toContain(sentence)
    const drafts = telegram.calls.filter(({ method }) => method === 'sendMessageDraft')
    expect(drafts[0]?.parameters.text).toContain(sentence)
    await first.kill()
    expect(counts()).toEqual([{ use: 'answers', result: 'completed', calls: 1, cost: 200_000 }])

    const second = await start({ ...budget, MODEL_BUDGET: '0.21' })
    expect(second.output()).toContain('this month 1 completed; 0.20 euros (of 0.21)')
    expect(await ask(8)).not.toContain(marked)
    expect(provider.calls).toHaveLength(1)
    expect(second.output()).toContain('MODEL_BUDGET is spent: 0.20 of 0.21 euros')
  })

  it('gives the curated answer at the end of the time limit where the provider hangs', async () => {
    provider.answer({ kind: 'hang' })
    const lotse = await start({ MODEL_SECONDS: '1' })
    const text = await ask(7)
    expect(text).toContain('Kaution')
    expect(text).not.toContain(marked)
    expect(lotse.output()).toContain('No answer within the time limit.')
    expect(lotse.output()).not.toContain(question)
    expect(counts()).toMatchObject([{ use: 'answers', result: 'slow', calls: 1 }])
  })

  it('loads LangChain where a model is set up, and not a line of it where none is', async () => {
    const imports = {
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'tell-imports.mjs')}`,
      PACKAGES_OF: 'langchain',
    }
    answers()
    const without = await start({ ...imports, MODEL_PROVIDER: '', MODEL_ANSWERS: '' })
    expect(await ask(7)).toContain('Kaution')
    expect(without.output()).not.toContain('loaded @langchain')
    expect(without.output()).toContain('Language model off')
    await without.stop()

    const withModel = await start(imports)
    expect(await ask(8)).toContain(marked)
    expect(withModel.output()).toContain('loaded @langchain/openai')
  })
})

describe('what does not start', () => {
  const refusal = (environment: Record<string, string>) =>
    start(environment).then(
      () => 'it started',
      (error: Error) => error.message,
    )

  it('is a model outside of the house where nothing may leave', async () => {
    const message = await refusal({ NOTHING_LEAVES: 'true', MODEL_URL: 'https://192.0.2.1/v1' })
    expect(message).toContain(
      'Lotse could not start: Please mend .env: NOTHING_LEAVES is set, but MODEL_URL (192.0.2.1) is not on this machine or in its own network.\n',
    )
  })

  it('is a program that would send every prompt to LangSmith', async () => {
    expect(await refusal({ LANGSMITH_TRACING: 'true' })).toContain(
      'LANGSMITH_TRACING would send every prompt to LangSmith',
    )
  })

  it('is not a model in the house', async () => {
    const lotse = await start({ NOTHING_LEAVES: 'true' })
    expect(lotse.output()).toContain('Language model on')
  })
})
