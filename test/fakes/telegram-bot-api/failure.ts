/** An answer with `ok: false`. */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly code: number
  readonly parameters: Record<string, unknown> | undefined

  constructor(code: number, description: string, parameters?: Record<string, unknown>) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

export type ScriptedAnswer =
  /** Nothing special: for failures that come later. */
  | { kind: 'pass' }
  | { kind: 'rate-limit'; retryAfter: number }
  /** `{ code: 403, description: 'Forbidden: bot was blocked by the user' }` */
  | { kind: 'error'; code: number; description: string }
  /** 502 with a page instead of JSON, as a proxy in between answers. */
  | { kind: 'proxy-error' }
  /** Never answers. */
  | { kind: 'hang' }
  /** Closes the connection; `after`: the call was carried out, only its answer is lost. */
  | { kind: 'cut'; when: 'before' | 'after' }

/** No answer in the Bot API's form at all. */
export class BrokenAnswer extends Error {
  override name = 'BrokenAnswer'
  readonly kind: 'hang' | 'proxy-error' | 'cut'

  constructor(kind: 'hang' | 'proxy-error' | 'cut') {
    super(kind)
    this.kind = kind
  }
}
