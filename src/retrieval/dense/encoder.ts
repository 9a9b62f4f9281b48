/** Texts to vectors, through transformers.js and weights on this machine; nothing is downloaded. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'

export interface EncoderOptions {
  /** Folder that holds one folder a model. */
  modelsDirectory: string
  /** Folder of the model, for example `lotse-encoder`. */
  embeddingModel: string
  /** What the model wants in front of a question and of a passage; e5 wants `query: ` and `passage: `. */
  prefixes?: Prefixes
}

export interface Prefixes {
  query: string
  passage: string
}

export interface Encoder {
  readonly name: string
  readonly dimensions: number
  /** One vector of length 1 a text, side by side; a text without a known piece gets zeros. */
  encodePassages(texts: readonly string[]): Promise<Float32Array>
  encodeQuery(text: string): Promise<Float32Array>
  /** Frees the runtime's session. */
  close(): Promise<void>
}

/** The slice of a transformers.js pipeline that is used here. */
interface Extract {
  (
    texts: string[],
    options: { pooling: 'mean'; normalize: boolean },
  ): Promise<{ dims: number[]; data: ArrayLike<number> }>
  dispose(): Promise<unknown>
}

/** Small batches keep the runtime's memory low; the static model is no faster with more. */
const batchSize = 16
/** Characters; what a model of 512 pieces reads at most, and plenty for a paragraph. */
const longestText = 4000

/** Prefixes that well-known model families were trained with. */
export function defaultPrefixes(embeddingModel: string): Prefixes {
  return /(^|[/-])e5(-|$)/i.test(embeddingModel)
    ? { query: 'query: ', passage: 'passage: ' }
    : { query: '', passage: '' }
}

/** True when the model's weights lie in the models folder. */
export async function isModelPresent(options: EncoderOptions): Promise<boolean> {
  const folder = join(options.modelsDirectory, options.embeddingModel)
  const files = ['config.json', 'tokenizer.json', join('onnx', 'model_quantized.onnx')]
  return Promise.all(files.map((file) => access(join(folder, file)))).then(
    () => true,
    () => false,
  )
}

/**
 * Loads a model.
 * @throws Error when the weights are missing or cannot be read; ask `isModelPresent` first.
 */
export async function loadEncoder(options: EncoderOptions): Promise<Encoder> {
  const { embeddingModel, modelsDirectory } = options
  const prefixes = options.prefixes ?? defaultPrefixes(embeddingModel)
  // Loaded only here: it costs a fifth of a second and 60 MB, also for those who have no model.
  const { env, pipeline } = await import('@huggingface/transformers')
  env.localModelPath = modelsDirectory
  env.allowRemoteModels = false
  const extract = (await pipeline('feature-extraction', embeddingModel, {
    dtype: 'q8',
    // One question is too little work to share, and idle threads of the runtime would spin for more.
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false },
  })) as unknown as Extract

  async function encodeBatch(texts: string[]): Promise<{ dimensions: number; data: Float32Array }> {
    const output = await extract(texts, { pooling: 'mean', normalize: true })
    const data = Float32Array.from(output.data, (value) => (Number.isFinite(value) ? value : 0))
    return { dimensions: output.dims.at(-1) ?? 0, data }
  }
  const prepare = (prefix: string, text: string) =>
    prefix + text.slice(0, longestText).toWellFormed()
  const { dimensions } = await encodeBatch(['a'])

  return {
    name: embeddingModel,
    dimensions,
    async encodePassages(texts) {
      const vectors = new Float32Array(texts.length * dimensions)
      // Texts of like length share a batch, so little is spent on padding.
      const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length)
      for (let start = 0; start < order.length; start += batchSize) {
        const batch = order.slice(start, start + batchSize)
        const { data } = await encodeBatch(batch.map((i) => prepare(prefixes.passage, texts[i]!)))
        for (const [row, i] of batch.entries()) {
          vectors.set(data.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
        }
      }
      return vectors
    },
    async encodeQuery(text) {
      return (await encodeBatch([prepare(prefixes.query, text)])).data
    },
    async close() {
      await extract.dispose()
    },
  }
}
