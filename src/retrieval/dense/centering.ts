/**
 * Takes the mean vector of each language off every vector. What all texts of a language share says
 * which language it is and that it is about housing, nothing about which entry answers (Mu and
 * Viswanath 2018; Libovický, Rosa and Fraser 2020).
 */
import type { LanguageCode } from '../../message.ts'

export interface Centering {
  /** Centres a vector in place and gives it length 1 again; zeros stay zeros. */
  apply(vector: Float32Array, language: LanguageCode): void
}

/** A mean over fewer texts than this is hardly known, so it is pulled towards what is known better. */
const languageCaution = 50
const totalCaution = 100

/** Learns the means from vectors; `vectorOf` gives that of text i, whose language is `languages[i]`. */
export function learnCentering(
  vectorOf: (text: number) => Float32Array,
  dimensions: number,
  languages: readonly LanguageCode[],
): Centering {
  const sums = new Map<LanguageCode, { count: number; sum: Float64Array }>()
  const total = new Float64Array(dimensions)
  for (const [text, language] of languages.entries()) {
    const entry = sums.get(language) ?? { count: 0, sum: new Float64Array(dimensions) }
    sums.set(language, entry)
    entry.count++
    const vector = vectorOf(text)
    for (let i = 0; i < dimensions; i++) {
      entry.sum[i]! += vector[i]!
      total[i]! += vector[i]!
    }
  }
  const overall = total.map((sum) => sum / (languages.length + totalCaution))
  const means = new Map<LanguageCode, Float64Array>()
  for (const [language, { count, sum }] of sums) {
    means.set(
      language,
      sum.map((value, i) => (value + languageCaution * overall[i]!) / (count + languageCaution)),
    )
  }
  return {
    apply(vector, language) {
      if (vector.every((value) => value === 0)) return
      const mean = means.get(language) ?? overall
      let squares = 0
      for (let i = 0; i < dimensions; i++) {
        vector[i]! -= mean[i]!
        squares += vector[i]! ** 2
      }
      const length = Math.sqrt(squares)
      if (length > 0) for (let i = 0; i < dimensions; i++) vector[i]! /= length
    },
  }
}
