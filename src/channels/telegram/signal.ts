import type { Api } from 'grammy'

type CallSignal = NonNullable<Parameters<Api['getMe']>[0]>

/**
 * Node's signal as grammY's types want it: those describe the `abort-controller` package, whose
 * listeners differ in type only.
 */
export function callSignal(signal: AbortSignal): CallSignal {
  return signal as unknown as CallSignal
}
