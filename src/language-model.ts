/** The language model as the operator set it up: what it may do, what it cost, why it was not used. */
import type { ModelUse } from './answering/model.ts'
import {
  createLanguageModel,
  createLimitedModel,
  type ModelLedger,
} from './answering/models/index.ts'
import type { Config } from './config.ts'
import type { Logger } from './logger.ts'
import type { ModelAssistanceOptions } from './services.ts'
import type { ModelCallCount, Store } from './storage/store.ts'

export interface ConfiguredModel {
  assistance: ModelAssistanceOptions
  /** Lines of the start-up report. */
  describe(): Promise<string[]>
}

export function createConfiguredModel(options: {
  model: NonNullable<Config['model']>
  store: Pick<Store, 'addModelCalls' | 'readModelCalls'>
  logger: Logger
  now: () => Date
}): ConfiguredModel {
  const { store, logger, now } = options
  const { provider, seconds, budget, prices, switches } = options.model
  const model = createLimitedModel({
    model: createLanguageModel(provider),
    ledger: createLedger(store),
    limits: { budget, prices },
    now,
    onFailure: (use, { kind, reason }) =>
      logger.warn({ use, kind, reason }, 'The language model was not used; nobody waits for it.'),
  })
  const used = Object.entries(switches).flatMap(([use, isOn]) => (isOn ? [use] : []))

  return {
    assistance: {
      model,
      switches,
      seconds,
      onGrounded({ kind, dropped }) {
        if (dropped.length === 0) return
        const reasons = dropped.map(({ reason }) => reason.kind)
        logger.info({ kind, reasons }, 'Grounding held sentences of the language model back.')
        if (kind !== 'fallback') return
        store
          .addModelCalls({ ...noCall('answers', now()), result: 'ungrounded', calls: 1 })
          .catch((error: unknown) => logger.error({ error }, 'A model call was not counted.'))
      },
    },
    async describe() {
      const month = now().toISOString().slice(0, 7)
      const does = used.join(', ') || 'nothing: none of its four switches is on'
      return [
        `Language model on (${model.name}; ${does}; ${seconds} s a message)`,
        `               ${summary(await store.readModelCalls(month), budget)}`,
      ]
    },
  }
}

function createLedger(store: Pick<Store, 'addModelCalls' | 'readModelCalls'>): ModelLedger {
  return {
    add: ({ usage, ...call }) => store.addModelCalls({ ...call, ...usage, calls: 1 }),
    async spentIn(month) {
      return costOf(await store.readModelCalls(month))
    },
  }
}

const costOf = (counts: readonly ModelCallCount[]) =>
  counts.reduce((sum, { cost }) => sum + cost, 0)

const noCall = (use: ModelUse, at: Date): Omit<ModelCallCount, 'result' | 'calls'> => ({
  month: at.toISOString().slice(0, 7),
  use,
  inputTokens: 0,
  outputTokens: 0,
  cost: 0,
})

function summary(counts: readonly ModelCallCount[], budget: number | undefined): string {
  const results = new Map<string, number>()
  for (const { result, calls } of counts) results.set(result, (results.get(result) ?? 0) + calls)
  const calls = [...results].map(([result, count]) => `${count} ${result}`).join(', ')
  const spent = (costOf(counts) / 1_000_000).toFixed(2)
  const limit = budget === undefined ? 'no limit' : `of ${budget.toFixed(2)}`
  return `this month ${calls || 'not asked yet'}; ${spent} euros (${limit})`
}
