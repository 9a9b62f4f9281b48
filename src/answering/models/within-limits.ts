/** A model that is asked only while there is money for it and it answers; every call is counted. */
import type {
  LanguageModel,
  ModelFailure,
  ModelRequest,
  ModelResult,
  ModelUsage,
  ModelUse,
} from '../model.ts'

export interface ModelCall {
  /** Such as 2026-11, in UTC. */
  month: string
  use: ModelUse
  result: 'completed' | ModelFailure['kind']
  usage: ModelUsage
  /** Millionths of a euro. */
  cost: number
}

/** Where calls are counted; survives a restart. */
export interface ModelLedger {
  add(call: ModelCall): Promise<void>
  /** Millionths of a euro. */
  spentIn(month: string): Promise<number>
}

export interface ModelLimits {
  /** Euros a month; `undefined`: no limit. */
  budget: number | undefined
  /** Euros for a million tokens; 0 on a machine of one's own. */
  prices: { input: number; output: number }
}

/** As often as this without an answer, one after another, and the model is left alone for a while. */
const mostSilences = 3
const restAfterSilence = 30
const restAfterTooManyRequests = 30
const longestRest = 3_600
/**
 * Fewer than messages are answered side by side: while a model hangs, somebody in an emergency does
 * not wait until others have waited for it.
 */
const mostUnderWay = 12

/**
 * @param options.onFailure hears why a model was not used, once for each pause and each month without
 * money; never a text.
 */
export function createLimitedModel(options: {
  model: LanguageModel
  ledger: ModelLedger
  limits: ModelLimits
  now: () => Date
  onFailure: (use: ModelUse, failure: ModelFailure) => void
}): LanguageModel {
  const { model, ledger, limits, now, onFailure } = options
  const { budget, prices } = limits
  let silences = 0
  let rest: { until: number; failure: ModelFailure } | undefined
  /** Of calls under way: many at a time may not spend together what each alone could. */
  let reserved = 0
  let underWay = 0
  let monthWithoutMoney: string | undefined
  let line: Promise<unknown> = Promise.resolve()

  /** What was spent and what is set aside are read and changed by one call at a time. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = line.then(work)
    line = done.catch(() => undefined)
    return done
  }

  return {
    name: model.name,
    async complete(request) {
      const month = now().toISOString().slice(0, 7)
      const most = mostTokens(request)
      const reserve = costOf(most)
      try {
        const refusal = await inTurn(() => admit(request.use, month, reserve))
        if (refusal) {
          await count(month, request.use, { kind: 'failed', failure: refusal })
          return { kind: 'failed', failure: refusal }
        }
        const result = await model.complete(request)
        notice(request.use, result)
        await inTurn(() =>
          count(month, request.use, result, most).finally(() => {
            reserved -= reserve
            underWay -= 1
          }),
        )
        return result
      } catch {
        const reason = 'What the model costs can not be counted: see what the database says.'
        const failure: ModelFailure = { kind: 'down', reason }
        onFailure(request.use, failure)
        return { kind: 'failed', failure }
      }
    },
  }

  async function admit(
    use: ModelUse,
    month: string,
    reserve: number,
  ): Promise<ModelFailure | undefined> {
    if (rest && now().getTime() < rest.until) return rest.failure
    if (underWay >= mostUnderWay) return { kind: 'rate-limited', reason: tooManyUnderWay }
    const spent = budget === undefined ? 0 : await ledger.spentIn(month)
    if (budget === undefined || spent + reserved + reserve <= budget * 1_000_000) {
      reserved += reserve
      underWay += 1
      return undefined
    }
    const reason = `MODEL_BUDGET is spent: ${(spent / 1_000_000).toFixed(2)} of ${budget} euros in ${month}.`
    const failure: ModelFailure = { kind: 'over-budget', reason }
    if (monthWithoutMoney !== month) onFailure(use, failure)
    monthWithoutMoney = month
    return failure
  }

  function notice(use: ModelUse, result: ModelResult<unknown>): void {
    if (result.kind === 'completed') {
      silences = 0
      rest = undefined
      return
    }
    const { failure } = result
    onFailure(use, failure)
    silences = failure.kind === 'slow' || failure.kind === 'down' ? silences + 1 : 0
    const seconds = restAfter(failure, silences)
    if (seconds) rest = { until: now().getTime() + seconds * 1_000, failure }
  }

  async function count(
    month: string,
    use: ModelUse,
    result: ModelResult<unknown>,
    most?: ModelUsage,
  ): Promise<void> {
    const usage = usageOf(result, most)
    const kind = result.kind === 'completed' ? result.kind : result.failure.kind
    await ledger.add({ month, use, result: kind, usage, cost: Math.ceil(costOf(usage)) })
  }

  function costOf({ inputTokens, outputTokens }: ModelUsage): number {
    return inputTokens * prices.input + outputTokens * prices.output
  }
}

const tooManyUnderWay = `${mostUnderWay} questions are under way; nobody waits for a place.`

/** The most that a call can cost: no script takes more tokens than it has characters by much. */
function mostTokens({ prompt, mostOutputTokens }: ModelRequest<unknown>): ModelUsage {
  return {
    inputTokens: prompt.system.length + prompt.user.length,
    outputTokens: mostOutputTokens,
  }
}

/** A provider that was too slow, or tells no figures, may charge all the same. */
function usageOf(result: ModelResult<unknown>, most: ModelUsage | undefined): ModelUsage {
  const mayCharge = result.kind === 'completed' || result.failure.kind === 'slow'
  return result.usage ?? (mayCharge && most ? most : { inputTokens: 0, outputTokens: 0 })
}

/** Seconds; 0: go on asking. */
function restAfter({ kind, retryAfterSeconds }: ModelFailure, silences: number): number {
  if (retryAfterSeconds !== undefined) return Math.min(retryAfterSeconds, longestRest)
  if (kind === 'rate-limited') return restAfterTooManyRequests
  return silences >= mostSilences ? restAfterSilence : 0
}
