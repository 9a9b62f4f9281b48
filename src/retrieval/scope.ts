/** Which passages a question may see, and how the place changes their rank. */
import type { EntryId, LanguageCode } from '../message.ts'
import type { Passage, RetrievalQuery } from './retriever.ts'

/** What evaluation takes away, to see whether the rest still answers. */
export interface Exclusions {
  entries?: ReadonlySet<EntryId>
  passages?: ReadonlySet<string>
  languages?: ReadonlySet<LanguageCode>
}

/** An entry of another place loses this share of its score. */
const elsewherePenalty = 0.4

/** True when the passage is for this role and not taken away. */
export function isVisible(
  passage: Passage,
  query: Pick<RetrievalQuery, 'role' | 'entry'>,
  exclusions: Exclusions,
): boolean {
  if (query.entry !== undefined && passage.entry !== query.entry) return false
  if (query.role && passage.audience.length > 0 && !passage.audience.includes(query.role)) {
    return false
  }
  return (
    !exclusions.entries?.has(passage.entry) &&
    !exclusions.passages?.has(passage.id) &&
    !exclusions.languages?.has(passage.language)
  )
}

/**
 * Factor for an entry's score: 1 for the whole state, for the person's own place and where the place
 * is unknown. Keys are hierarchical: 15083 is the district of the municipality 15083020.
 */
export function regionFactor(region: Passage['region'], municipality: string | undefined): number {
  if (!region || !municipality) return 1
  const near = region.some((key) => municipality.startsWith(key) || key.startsWith(municipality))
  return near ? 1 : 1 - elsewherePenalty
}
