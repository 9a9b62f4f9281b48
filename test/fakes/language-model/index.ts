/**
 * A strict stand-in for a language model's provider on loopback: OpenAI's chat completions under
 * /v1 and Ollama's chat under /api. It knows the parameters that the two document, answers what a
 * test scripted, and fails as providers do. What it finds wrong it answers with 400 and keeps as a
 * violation; so is a call that nobody scripted. `close()` rejects when there was one.
 *
 *     const provider = await startFakeLanguageModel()
 *     provider.answer({ kind: 'json', value: { answers: 'yes' } })
 *     const model = createLanguageModel({ kind: 'openai', url: provider.openAiUrl, ... })
 *     ...
 *     await provider.close()
 *
 * call.ts    what a call is, whichever the protocol    openai.ts  OpenAI's wire format
 * script.ts  what can be scripted                      ollama.ts  Ollama's wire format
 * schema.ts  which JSON Schemas are taken              server.ts  the HTTP around them
 */
import type { AddressInfo } from 'node:net'
import { createWaiting } from '../waiting.ts'
import type { ModelCall } from './call.ts'
import type { Script, ScriptedAnswer } from './script.ts'
import { createProviderServer } from './server.ts'

export type { ModelCall } from './call.ts'
export type { ScriptedAnswer } from './script.ts'

export interface FakeLanguageModel {
  /** As MODEL_URL with MODEL_PROVIDER=openai. */
  openAiUrl: string
  /** As MODEL_URL with MODEL_PROVIDER=ollama. */
  ollamaUrl: string
  model: string
  key: string
  /** Calls with valid parameters, in order. */
  calls: ModelCall[]
  /** The next calls are answered so, in order. */
  answer(...answers: ScriptedAnswer[]): void
  /** Answers every call that nothing else was scripted for; `undefined`: a violation as before. */
  answerWith(script: Script): void
  waitForCalls(count: number): Promise<ModelCall[]>
  /** Returns the violations so far and forgets them. */
  takeViolations(): string[]
  /** Ends all connections. @throws Error that lists violations, and scripted answers left over. */
  close(): Promise<void>
}

export async function startFakeLanguageModel(): Promise<FakeLanguageModel> {
  const model = 'fake-small'
  const key = 'fake-key-for-tests'
  const calls: ModelCall[] = []
  const violations: string[] = []
  const scripted: ScriptedAnswer[] = []
  let fallback: Script = () => undefined
  const waiting = createWaiting(() => `${calls.length} calls; violations: ${violations.join('; ')}`)

  const server = createProviderServer({
    model,
    key,
    onViolation: (violation) => violations.push(violation),
    take(call) {
      calls.push(call)
      waiting.look()
      return scripted.shift() ?? fallback(call)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    openAiUrl: `${root}/v1`,
    ollamaUrl: root,
    model,
    key,
    calls,
    answer(...answers) {
      scripted.push(...answers)
    },
    answerWith(script) {
      fallback = script
    },
    waitForCalls: (count) =>
      waiting.until(() => (calls.length >= count ? calls : undefined), `${count} calls`),
    takeViolations: () => violations.splice(0),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      const left = scripted.map(({ kind }) => `nobody asked for the scripted "${kind}"`)
      if (violations.length + left.length > 0) {
        throw new Error(`The provider would have refused:\n${[...violations, ...left].join('\n')}`)
      }
    },
  }
}
