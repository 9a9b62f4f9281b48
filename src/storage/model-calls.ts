/** The part of the port to storage that counts what a language model was asked: never a text. */

export interface ModelCallCount {
  /** Such as 2026-11, in UTC. */
  month: string
  /** What for: answers, rewrites ... */
  use: string
  /** `completed`, or why there was no answer. */
  result: string
  calls: number
  inputTokens: number
  outputTokens: number
  /** Millionths of a euro, at the prices of the time. */
  cost: number
}

export interface ModelCalls {
  /** Adds these to the ones of the same month, use and result. */
  addModelCalls(count: ModelCallCount): Promise<void>
  readModelCalls(month: string): Promise<ModelCallCount[]>
}
