/** Texts to vectors, through transformers.js and weights on this machine; nothing is downloaded. */
import { hash } from 'node:crypto'
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
  /** Another one where the weights are others, also under the same name. */
  readonly fingerprint: string
  /** One vector of length 1 a text, side by side; a text without a known piece gets zeros. */
  encodePassages(texts: readonly string[]): Promise<Float32Array>
  encodeQuery(text: string): Promise<Float32Array>
  /** Frees the runtime's session. */
  close(): Promise<void>
}

/** The slice of a transformers.js pipeline that is used here. */
interface Extract {
  tokenizer(texts: string[], options: { padding: boolean; truncation: boolean }): ModelInputs
  model(inputs: ModelInputs): Promise<Record<string, Tensor | undefined>>
  dispose(): Promise<unknown>
}
interface ModelInputs {
  attention_mask: { data: ArrayLike<bigint> }
}
interface Tensor {
  dims: number[]
  data: Float32Array
}

/** Small batches keep the runtime's memory low; the static model is no faster with more. */
const batchSize = 16
/** Characters; what a model of 512 pieces reads at most, and plenty for a paragraph or a question. */
const longestText = 2000
/** Pieces of several scripts; their vector tells one set of weights from another. */
const probe = 'Kaution deposit ضمان застава'

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

  // Pooled here, because the pipeline's own pooling takes twice as long as tokenizer and model.
  async function encodeBatch(texts: string[]): Promise<{ dimensions: number; data: Float32Array }> {
    const inputs = extract.tokenizer(texts, { padding: true, truncation: true })
    const { last_hidden_state, token_embeddings, logits } = await extract.model(inputs)
    const output = last_hidden_state ?? token_embeddings ?? logits
    if (!output)
      throw new Error(`The model "${embeddingModel}" gives no vectors: name another one.`)
    return poolMeans(output, inputs.attention_mask.data, texts.length)
  }
  const prepare = (prefix: string, text: string) =>
    prefix + text.slice(0, longestText).toWellFormed()
  const { dimensions, data: probed } = await encodeBatch([prepare(prefixes.passage, probe)])

  return {
    name: embeddingModel,
    dimensions,
    fingerprint: hash('sha256', new Uint8Array(probed.buffer)),
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

/** The mean of each text's vectors, without those of padding, with length 1; zeros stay zeros. */
function poolMeans({ dims, data }: Tensor, mask: ArrayLike<bigint>, texts: number) {
  const [dimensions, pieces] = [dims.at(-1) ?? 0, dims.at(-2) ?? 0]
  const means = new Float32Array(texts * dimensions)
  for (let text = 0; text < texts; text++) {
    const mean = means.subarray(text * dimensions, (text + 1) * dimensions)
    for (let piece = text * pieces; piece < (text + 1) * pieces; piece++) {
      if (mask[piece] === 0n) continue
      for (let i = 0; i < dimensions; i++) mean[i]! += data[piece * dimensions + i]!
    }
    let squares = 0
    for (let i = 0; i < dimensions; i++) squares += mean[i]! ** 2
    const isUsable = Number.isFinite(squares) && squares > 0
    const factor = isUsable ? 1 / Math.sqrt(squares) : 0
    for (let i = 0; i < dimensions; i++) mean[i] = isUsable ? mean[i]! * factor : 0
  }
  return { dimensions, data: means }
}
