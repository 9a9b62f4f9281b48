/**
 * The baseline: BM25 (k1 1.2, b 0.75) over character 4-grams of the running text. Written apart from
 * the program's own index, so that a mistake there does not hide here.
 */
export interface Baseline {
  /** Raw score of each document, in their order. */
  score(question: string): Float64Array
}

const k1 = 1.2
const b = 0.75

function gramsOf(text: string): string[] {
  const characters = [...` ${text.toLowerCase().replace(/\s+/g, ' ')} `]
  return characters.slice(0, -3).map((_, start) => characters.slice(start, start + 4).join(''))
}

export function createBaseline(documents: readonly string[]): Baseline {
  const postings = new Map<string, Map<number, number>>()
  const lengths = documents.map((text, number) => {
    const grams = gramsOf(text)
    for (const gram of grams) {
      const counts = postings.get(gram) ?? new Map<number, number>()
      counts.set(number, (counts.get(number) ?? 0) + 1)
      postings.set(gram, counts)
    }
    return grams.length
  })
  const average = lengths.reduce((sum, length) => sum + length, 0) / documents.length
  return {
    score(question) {
      const scores = new Float64Array(documents.length)
      for (const gram of new Set(gramsOf(question))) {
        const counts = postings.get(gram)
        if (!counts) continue
        const idf = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5))
        for (const [number, count] of counts) {
          const norm = k1 * (1 - b + (b * lengths[number]!) / average)
          scores[number]! += (idf * count * (k1 + 1)) / (count + norm)
        }
      }
      return scores
    },
  }
}
