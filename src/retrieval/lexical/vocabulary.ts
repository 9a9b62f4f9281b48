/**
 * Terms as numbers. A term is known by a hash of 32 bits, so that no string is kept in memory: in a
 * vocabulary of 100,000, one unknown term in 43,000 is taken for a known one.
 */

/** FNV-1a (Fowler, Noll and Vo) over the halves of UTF-16, with a last stir of the bits. */
export function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < term.length; at++) {
    hash = Math.imul(hash ^ term.charCodeAt(at), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** Every hash once, in ascending order: the place of a hash is the number of its term. */
export function sortedUnique(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.toSorted()
  let kept = 0
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at]!
  }
  return sorted.slice(0, kept)
}

/** Number of the term with this hash; -1 where it is unknown. */
export function numberOf(vocabulary: Uint32Array, hash: number): number {
  let low = 0
  let high = vocabulary.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = vocabulary[middle]!
    if (found === hash) return middle
    if (found < hash) low = middle + 1
    else high = middle - 1
  }
  return -1
}
