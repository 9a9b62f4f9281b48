/** The part of the environment that is about a language model, and what may leave the machine. */
import { z } from 'zod'

const flag = z
  .enum(['true', 'false'], 'is "true" or "false"')
  .default('false')
  .transform((value) => value === 'true')

const price = z.coerce.number().min(0).max(10_000).default(0)

/** Spread into the schema of the whole environment. */
export const modelEnvironment = {
  MODEL_PROVIDER: z.enum(['openai', 'ollama'], 'is openai or ollama').optional(),
  MODEL_URL: z.url({ protocol: /^https?$/, error: 'is the address of the model' }).optional(),
  MODEL_NAME: z.string().optional(),
  MODEL_KEY: z.string().optional(),
  MODEL_SECONDS: z.coerce.number().min(1).max(60).default(8),
  MODEL_BUDGET: z.coerce.number().positive().max(1_000_000).optional(),
  MODEL_PRICE_INPUT: price,
  MODEL_PRICE_OUTPUT: price,
  MODEL_ANSWERS: flag,
  MODEL_REWRITES: flag,
  MODEL_JUDGES: flag,
  MODEL_TRANSLATES: flag,
  NOTHING_LEAVES: flag,
}
type Values = z.infer<z.ZodObject<typeof modelEnvironment>> & {
  TRANSLATOR?: 'libretranslate' | 'deepl' | 'model' | undefined
}

export interface ModelConfig {
  provider: { kind: 'openai' | 'ollama'; url: string; model: string; key?: string }
  /** Of one message, however often a model is asked on its way. */
  seconds: number
  /** Euros a month; `undefined`: no limit. */
  budget: number | undefined
  /** Euros for a million tokens. */
  prices: { input: number; output: number }
  switches: { answers: boolean; rewrites: boolean; judges: boolean; translates: boolean }
}

const switches = ['MODEL_ANSWERS', 'MODEL_REWRITES', 'MODEL_JUDGES', 'MODEL_TRANSLATES'] as const

/** LangChain sends every prompt to LangSmith where one of these is "true". */
const tracing = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
]

/** What is right line by line, but not together. `given` is the whole environment. */
export function modelContradictions(
  values: Values,
  given: Record<string, string | undefined>,
): string[] {
  const { MODEL_PROVIDER, MODEL_BUDGET, TRANSLATOR } = values
  const on = switches.filter((name) => values[name])
  const traced = tracing.filter((name) => given[name] && given[name] !== 'false')
  const isFree = values.MODEL_PRICE_INPUT === 0 && values.MODEL_PRICE_OUTPUT === 0
  const when = (isSo: unknown, problem: string) => (isSo ? [problem] : [])
  return [
    ...when(
      MODEL_PROVIDER && !values.MODEL_URL,
      'MODEL_URL is missing: the address of your model, such as http://localhost:11434',
    ),
    ...when(
      MODEL_PROVIDER && !values.MODEL_NAME,
      'MODEL_NAME is missing: the model as its provider calls it',
    ),
    ...when(!MODEL_PROVIDER && on.length > 0, `${on[0]} needs a model: set MODEL_PROVIDER`),
    ...when(
      MODEL_BUDGET && isFree,
      'MODEL_BUDGET needs what a million tokens cost: MODEL_PRICE_INPUT and MODEL_PRICE_OUTPUT',
    ),
    ...when(
      TRANSLATOR === 'model' && !values.MODEL_TRANSLATES,
      'TRANSLATOR=model needs MODEL_TRANSLATES=true',
    ),
    ...when(
      values.MODEL_TRANSLATES && TRANSLATOR !== 'model',
      'MODEL_TRANSLATES needs TRANSLATOR=model',
    ),
    ...when(
      MODEL_PROVIDER && traced.length > 0,
      `${traced[0]} would send every prompt to LangSmith; take it out of the environment`,
    ),
    ...when(
      values.NOTHING_LEAVES && TRANSLATOR === 'deepl',
      'NOTHING_LEAVES forbids TRANSLATOR=deepl, which sends texts to DeepL; use libretranslate or a model of your own',
    ),
  ]
}

/** What is missing was found among the contradictions. */
export function modelOf(values: Values): ModelConfig | undefined {
  const { MODEL_PROVIDER: kind, MODEL_URL: url, MODEL_NAME: model, MODEL_KEY: key } = values
  if (!kind || !url || !model) return undefined
  return {
    provider: { kind, url, model, ...(key && { key }) },
    seconds: values.MODEL_SECONDS,
    budget: values.MODEL_BUDGET,
    prices: { input: values.MODEL_PRICE_INPUT, output: values.MODEL_PRICE_OUTPUT },
    switches: {
      answers: values.MODEL_ANSWERS,
      rewrites: values.MODEL_REWRITES,
      judges: values.MODEL_JUDGES,
      translates: values.MODEL_TRANSLATES,
    },
  }
}
