/** The three largest values of each of so many lists. */
export interface TopThree {
  clear(): void
  /** Values below 0 count as 0. */
  add(list: number, value: number): void
  /** Mean of the three, or of as many as there are; 0 for an empty list, and never above 1. */
  mean(list: number): number
}

export function createTopThree(lists: number): TopThree {
  const first = new Float32Array(lists)
  const second = new Float32Array(lists)
  const third = new Float32Array(lists)
  const counts = new Uint8Array(lists)
  return {
    clear() {
      for (const array of [first, second, third, counts]) array.fill(0)
    },
    add(list, value) {
      if (counts[list]! < 3) counts[list]!++
      if (value <= third[list]!) return
      if (value <= second[list]!) {
        third[list] = value
        return
      }
      third[list] = second[list]!
      if (value <= first[list]!) {
        second[list] = value
        return
      }
      second[list] = first[list]!
      first[list] = value
    },
    mean(list) {
      const sum = first[list]! + second[list]! + third[list]!
      return Math.min(1, sum / Math.max(1, counts[list]!))
    },
  }
}
