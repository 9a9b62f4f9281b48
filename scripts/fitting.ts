/** The two small models behind retrieval, fitted here to be readable and deterministic. */

/** What one question saw: a row of signals a candidate, and which candidates are right. */
export interface RankingExample {
  candidates: readonly (readonly number[])[]
  right: readonly boolean[]
  /** How much the example counts; 1 unless told. */
  weight?: number
}

/**
 * Shares (not negative, adding up to 1) under which the right candidate most often comes first:
 * minimises the listwise softmax loss (Cao et al. 2007) over the shares' logarithms by Adam (Kingma
 * and Ba 2015).
 */
export function fitShares(examples: readonly RankingExample[], signalCount: number): number[] {
  const usable = examples.filter(({ right }) => right.includes(true) && right.includes(false))
  const total = usable.reduce((sum, { weight = 1 }) => sum + weight, 0)
  // The last parameter is the logarithm of how sharply the softmax tells scores apart.
  const parameters = [...new Array<number>(signalCount).fill(0), Math.log(20)]
  const step = createAdam(parameters.length)
  for (let round = 0; round < rounds && total > 0; round++) {
    const shares = softmax(parameters.slice(0, signalCount))
    const sharpness = Math.exp(parameters[signalCount]!)
    const slopes = slopesOfLoss(usable, shares, sharpness).map((slope) => slope / total)
    const mean = dot(shares, slopes.slice(0, signalCount))
    const gradient = shares.map((share, k) => share * (slopes[k]! - mean))
    step(parameters, [...gradient, slopes[signalCount]!])
  }
  return softmax(parameters.slice(0, signalCount))
}

const rounds = 600
const learningRate = 0.03

/** Of -log(probability that falls on right candidates): by each share, and by the sharpness's logarithm. */
function slopesOfLoss(
  examples: readonly RankingExample[],
  shares: readonly number[],
  sharpness: number,
): number[] {
  const slopes = new Array<number>(shares.length + 1).fill(0)
  for (const { candidates, right, weight = 1 } of examples) {
    const scores = candidates.map((signals) => sharpness * dot(signals, shares))
    const likely = softmax(scores)
    const mass = likely.reduce((sum, p, i) => (right[i] ? sum + p : sum), 0)
    for (const [i, signals] of candidates.entries()) {
      const slope = weight * (likely[i]! - (right[i] ? likely[i]! / Math.max(mass, 1e-12) : 0))
      for (let k = 0; k < shares.length; k++) slopes[k]! += slope * sharpness * signals[k]!
      slopes[shares.length]! += slope * scores[i]!
    }
  }
  return slopes
}

function createAdam(size: number) {
  const means = new Array<number>(size).fill(0)
  const squares = new Array<number>(size).fill(0)
  let round = 0
  return (parameters: number[], gradient: readonly number[]): void => {
    round++
    for (const [i, slope] of gradient.entries()) {
      means[i] = 0.9 * means[i]! + 0.1 * slope
      squares[i] = 0.99 * squares[i]! + 0.01 * slope ** 2
      const mean = means[i]! / (1 - 0.9 ** round)
      const spread = Math.sqrt(squares[i]! / (1 - 0.99 ** round))
      parameters[i]! -= (learningRate * mean) / (spread + 1e-8)
    }
  }
}

export interface LabelledExample {
  features: readonly number[]
  label: boolean
  weight?: number
}

export interface LogisticModel {
  intercept: number
  coefficients: number[]
}

/**
 * Logistic regression with a small ridge penalty, by Newton's method (iteratively reweighted least
 * squares).
 */
export function fitLogistic(examples: readonly LabelledExample[], ridge = 1): LogisticModel {
  const size = (examples[0]?.features.length ?? 0) + 1
  let beta = new Array<number>(size).fill(0)
  for (let round = 0; round < 50; round++) {
    const gradient = new Array<number>(size).fill(0)
    const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0))
    for (const { features, label, weight = 1 } of examples) {
      const row = [1, ...features]
      const p = 1 / (1 + Math.exp(-dot(row, beta)))
      for (let i = 0; i < size; i++) {
        gradient[i]! += weight * ((label ? 1 : 0) - p) * row[i]!
        for (let j = 0; j < size; j++) hessian[i]![j]! += weight * p * (1 - p) * row[i]! * row[j]!
      }
    }
    for (let i = 0; i < size; i++) {
      hessian[i]![i]! += i === 0 ? 1e-6 : ridge
      if (i > 0) gradient[i]! -= ridge * beta[i]!
    }
    const step = solve(hessian, gradient)
    beta = beta.map((value, i) => value + step[i]!)
    if (Math.max(...step.map(Math.abs)) < 1e-8) break
  }
  return { intercept: beta[0]!, coefficients: beta.slice(1) }
}

/** Lower end of Wilson's interval for a share (Wilson 1927); z = 1.645 is 95 % one-sided. */
export function wilsonLowerBound(hits: number, trials: number, z = 1.645): number {
  if (trials === 0) return 0
  const share = hits / trials
  const centre = share + z ** 2 / (2 * trials)
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2))
  return (centre - spread) / (1 + z ** 2 / trials)
}

/** Area under the ROC curve: how often a positive's score is above a negative's; ties count half. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const sorted = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ].sort((a, b) => a.score - b.score)
  let rankSum = 0
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (end < sorted.length && sorted[end]!.score === sorted[start]!.score) end++
    for (let i = start; i < end; i++) if (sorted[i]!.positive) rankSum += (start + end + 1) / 2
    start = end
  }
  const pairs = positives.length * negatives.length
  return pairs === 0
    ? Number.NaN
    : (rankSum - (positives.length * (positives.length + 1)) / 2) / pairs
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

/** Gaussian elimination with partial pivoting; the matrix is small and positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  const size = rows.length
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let i = column; i < size; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i
    }
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / rows[column]![column]!
      for (let j = column; j <= size; j++) rows[i]![j]! -= factor * rows[column]![j]!
    }
  }
  const solution = new Array<number>(size).fill(0)
  for (let i = size - 1; i >= 0; i--) {
    let sum = rows[i]![size]!
    for (let j = i + 1; j < size; j++) sum -= rows[i]![j]! * solution[j]!
    solution[i] = sum / rows[i]![i]!
  }
  return solution
}
