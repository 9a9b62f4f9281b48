/** One call with valid parameters, the same for both protocols. */
export interface ModelCall {
  protocol: 'openai' | 'ollama'
  system: string
  user: string
  /** JSON Schema that the answer was asked to have. */
  schema: Record<string, unknown>
  /** The name of that schema, which Ollama is not told. */
  name?: string
  /** How it was asked for. */
  as: 'format' | 'tool'
  /** The stream has to end with what it cost. */
  wantsUsage: boolean
  temperature: number | undefined
}

/** The request is against the provider's documentation. */
export class Violation extends Error {
  override name = 'Violation'
}
