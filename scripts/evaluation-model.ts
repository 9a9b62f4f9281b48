/** What a language model makes of the knowledge base's own questions, beside the curated answers. */
import type { Grounding } from '../src/answering/grounding/index.ts'
import type { LanguageModel, ModelFailure, ModelUsage } from '../src/answering/model.ts'
import { createLanguageModel } from '../src/answering/models/index.ts'
import type { Config } from '../src/config.ts'
import type { Entry } from '../src/knowledge/schema.ts'
import type { Block, LanguageCode } from '../src/message.ts'
import { buildServices } from '../src/services.ts'

export interface ModelResult {
  language: LanguageCode
  /** Whose entries a model may answer at all. */
  questions: number
  /** Shares from 0 to 1; the others got the curated answer. */
  composed: number
  /** Of the sentences that the model wrote, those that grounding let through. */
  groundedSentences: number
  /** Of the figures in the curated short answer, those that the composed one still names. */
  figuresKept: number
  /** Milliseconds until the answer stood, curated ones included. */
  milliseconds: { median: number; p95: number; curatedMedian: number }
  tokens: { input: number; output: number }
  eurosPerThousand: number
  /** Why there was no composed answer, by kind; `ungrounded` and `no answer` are the model's own. */
  without: Record<string, number>
}

interface Trial {
  language: LanguageCode
  isComposed: boolean
  sentences: { kept: number; written: number }
  figures: { kept: number; curated: number }
  milliseconds: number
  curatedMilliseconds: number
  usage: ModelUsage
  without: string | undefined
}

/**
 * Asks the model of this configuration for the same number of questions in each language, one after
 * another. @throws Error where none is configured.
 */
export async function evaluateModel(
  config: Config,
  options: { languages: LanguageCode[]; perLanguage: number; onProgress: (text: string) => void },
): Promise<ModelResult[]> {
  if (!config.model) {
    throw new Error('There is no model: set MODEL_PROVIDER, MODEL_URL and MODEL_NAME.')
  }
  const { prices, provider, seconds } = config.model
  const heard = listen(createLanguageModel(provider))
  const groundings: Grounding[] = []
  const { services, retriever, model } = await buildServices(
    config,
    {},
    {
      model: heard.model,
      switches: { answers: true, rewrites: false, judges: false, translates: false },
      seconds,
      onGrounded: (grounding) => groundings.push(grounding),
    },
  )

  async function tryOut(entry: Entry, question: string, language: LanguageCode): Promise<Trial> {
    groundings.length = 0
    heard.forget()
    const shared = { entry, language, role: undefined }
    const begun = performance.now()
    const curated = services.composeAnswer({ ...shared, part: 'short' })
    const curatedMilliseconds = performance.now() - begun
    const composed = await model?.compose?.({
      ...shared,
      question,
      questionLanguage: language,
      others: [],
      signal: AbortSignal.timeout(seconds * 1_000),
    })
    const [grounding] = groundings
    const kept = grounding?.kind === 'grounded' ? grounding.sentences.length : 0
    const figures = figuresOf(curated.blocks)
    const named = composed && figuresOf(composed.blocks)
    return {
      language,
      isComposed: composed !== undefined,
      sentences: { kept, written: kept + (grounding?.dropped.length ?? 0) },
      figures: {
        kept: named ? [...figures].filter((figure) => named.has(figure)).length : 0,
        curated: named ? figures.size : 0,
      },
      milliseconds: performance.now() - begun,
      curatedMilliseconds,
      usage: heard.usage(),
      without: composed
        ? undefined
        : (heard.failure()?.kind ?? (grounding ? 'ungrounded' : 'no answer')),
    }
  }

  const trials: Trial[] = []
  for (const language of options.languages) {
    const questions = [...services.knowledge.entries.values()].flatMap((entry) => {
      const text = entry.texts.get(language)
      const isAsked = text && text.status !== 'outdated' && entry.meta.risk !== 'high'
      return isAsked ? text.questions.tenant.map((question) => ({ entry, question })) : []
    })
    const step = Math.max(1, Math.floor(questions.length / options.perLanguage))
    const some = questions.filter((_, index) => index % step === 0).slice(0, options.perLanguage)
    options.onProgress(`${language}: ${some.length} questions`)
    for (const { entry, question } of some) trials.push(await tryOut(entry, question, language))
  }
  await retriever.close()
  const rows = [...Map.groupBy(trials, ({ language }) => language)]
  return [...rows, ['all', trials] as const].map(([language, some]) =>
    summarise(language, some, prices),
  )
}

/** Remembers what the last call cost and why it failed. */
function listen(model: LanguageModel) {
  let usage: ModelUsage | undefined
  let failure: ModelFailure | undefined
  return {
    model: {
      ...model,
      async complete(request) {
        const result = await model.complete(request)
        usage = result.usage
        failure = result.kind === 'failed' ? result.failure : undefined
        return result
      },
    } satisfies LanguageModel,
    usage: () => usage ?? { inputTokens: 0, outputTokens: 0 },
    failure: () => failure,
    forget() {
      usage = undefined
      failure = undefined
    },
  }
}

function summarise(
  language: LanguageCode,
  trials: Trial[],
  prices: { input: number; output: number },
): ModelResult {
  const sum = (of: (trial: Trial) => number) => trials.reduce((all, one) => all + of(one), 0)
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
  const mean = (of: (trial: Trial) => number) => share(sum(of), trials.length)
  const at = (part: number, of: (trial: Trial) => number) =>
    trials.map(of).toSorted((one, other) => one - other)[
      Math.min(trials.length - 1, Math.floor(part * trials.length))
    ] ?? 0
  const tokens = {
    input: mean(({ usage }) => usage.inputTokens),
    output: mean(({ usage }) => usage.outputTokens),
  }
  const without = trials.flatMap((trial) => trial.without ?? [])
  return {
    language,
    questions: trials.length,
    composed: mean(({ isComposed }) => Number(isComposed)),
    groundedSentences: share(
      sum(({ sentences }) => sentences.kept),
      sum(({ sentences }) => sentences.written),
    ),
    figuresKept: share(
      sum(({ figures }) => figures.kept),
      sum(({ figures }) => figures.curated),
    ),
    milliseconds: {
      median: at(0.5, ({ milliseconds }) => milliseconds),
      p95: at(0.95, ({ milliseconds }) => milliseconds),
      curatedMedian: at(0.5, ({ curatedMilliseconds }) => curatedMilliseconds),
    },
    tokens,
    eurosPerThousand: (tokens.input * prices.input + tokens.output * prices.output) / 1_000,
    without: Object.fromEntries(
      [...Map.groupBy(without, (kind) => kind)].map(([kind, some]) => [kind, some.length]),
    ),
  }
}

/** Numbers in what is read as the answer: not in sources and small print. */
function figuresOf(blocks: readonly Block[]): Set<string> {
  const texts = blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return block.content.map(({ text }) => text)
    return block.kind === 'list' ? block.items.flat().map(({ text }) => text) : []
  })
  const numbers = texts.join(' ').match(/\d+(?:[.,]\d+)*/g) ?? []
  return new Set(numbers.map((number) => number.replace(/\D/g, '')))
}
