/**
 * Which entry a question belongs to, learned from all the questions that the authors wrote, in every
 * language at once: multinomial logistic regression over the terms of the index (words and their
 * 4-grams), hashed into a fixed number of columns (Weinberger et al. 2009), fitted by stochastic
 * gradient descent with AdaGrad's steps (Duchi, Hazan and Singer 2011). BM25 asks how rare a term is;
 * this asks which entries it tells apart.
 */

/** Columns; 2^15 cost 0.4 points of first places against 2^16 and half the memory. */
const columns = 1 << 15
const epochs = 8
const step = 0.25
/** Terms of a question count as one vector of this length. */
const length = 2
/** A gradient below this moves nothing that anybody could measure. */
const smallestGradient = 2e-3
/** Questions between two turns of the event loop. */
const questionsPerTurn = 250

export interface ClassifierExample {
  /** Hashes of the question's terms, each once. */
  terms: Uint32Array
  /** Number of the entry, below `entryCount`. */
  entry: number
}

export interface ClassifierData {
  entryCount: number
  /** Column by column, a weight an entry. */
  weights: Float32Array
  /** What every entry begins with. */
  bias: Float32Array
}

export interface QuestionClassifier {
  /** Writes how likely each entry is, by these terms alone; the numbers add up to 1. */
  classify(terms: Uint32Array, into: Float32Array): void
}

/** The same examples give the same weights. About two seconds for ten thousand questions. */
export async function trainClassifier(
  examples: readonly ClassifierExample[],
  entryCount: number,
): Promise<ClassifierData> {
  const weights = new Float32Array(columns * entryCount)
  const bias = new Float32Array(entryCount)
  const squares = new Float32Array(weights.length).fill(1e-3)
  const likely = new Float32Array(entryCount)
  const order = examples.map((_, number) => number)
  const random = numbersFrom(1)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const [done, number] of order.entries()) {
      if (done % questionsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
      const { terms, entry } = examples[number]!
      estimate({ entryCount, weights, bias }, terms, likely)
      likely[entry]! -= 1
      const value = strengthOf(terms)
      const moved: number[] = []
      for (let one = 0; one < entryCount; one++) {
        bias[one]! -= 0.01 * likely[one]!
        if (Math.abs(likely[one]!) > smallestGradient) moved.push(one)
      }
      for (const term of terms) {
        const column = (term % columns) * entryCount
        for (const one of moved) {
          const gradient = likely[one]! * value
          const at = column + one
          squares[at]! += gradient * gradient
          weights[at]! -= (step * gradient) / Math.sqrt(squares[at]!)
        }
      }
    }
  }
  return { entryCount, weights, bias }
}

export function createClassifier(data: ClassifierData): QuestionClassifier {
  return { classify: (terms, into) => estimate(data, terms, into) }
}

function estimate(
  { entryCount, weights, bias }: ClassifierData,
  terms: Uint32Array,
  into: Float32Array,
): void {
  const value = strengthOf(terms)
  into.set(bias)
  for (const term of terms) {
    const column = (term % columns) * entryCount
    for (let entry = 0; entry < entryCount; entry++) {
      into[entry]! += weights[column + entry]! * value
    }
  }
  softmax(into)
}

const strengthOf = (terms: Uint32Array) => length / Math.sqrt(Math.max(1, terms.length))

function softmax(scores: Float32Array): void {
  const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
  let sum = 0
  for (let number = 0; number < scores.length; number++) {
    scores[number] = Math.exp(scores[number]! - highest)
    sum += scores[number]!
  }
  for (let number = 0; number < scores.length; number++) scores[number]! /= sum
}

/** Mulberry32: numbers from 0 to 1, always the same from one seed. */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Fisher and Yates. */
function shuffle(list: number[], random: () => number): void {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[list[last], list[other]] = [list[other]!, list[last]!]
  }
}
