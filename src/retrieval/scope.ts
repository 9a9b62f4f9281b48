/** Which passages a question may see, and how the place changes their rank. */
import type { EntryId, LanguageCode } from '../message.ts'
import type { Collection } from './collection.ts'
import type { QuestionClassifier } from './lexical/index.ts'
import type { Passage, RetrievalQuery } from './retriever.ts'

/** What evaluation takes away, to see whether the rest still answers. */
export interface Exclusions {
  entries?: ReadonlySet<EntryId>
  /** Numbers in the collection. */
  passages?: ReadonlySet<number>
  languages?: ReadonlySet<LanguageCode>
  /** Stands in for the one that learned what is taken away. */
  questions?: QuestionClassifier
}

/** An entry of another place loses this share of its score. */
const elsewherePenalty = 0.4

/** True when the passage is for this role, or for everybody. */
export function isVisible({ audience }: Passage, role: RetrievalQuery['role']): boolean {
  return !role || audience.length === 0 || audience.includes(role)
}

/** The mask without what is taken away: 1 for every passage that may be seen. */
export function exclude(
  { passages, shards }: Collection,
  mask: Uint8Array,
  exclusions: Exclusions,
): Uint8Array {
  const rest = mask.slice()
  for (const { language, phrases, sections } of shards) {
    if (exclusions.languages?.has(language)) rest.fill(0, phrases.from, sections.to)
  }
  for (const passage of exclusions.passages ?? []) rest[passage] = 0
  if (exclusions.entries && exclusions.entries.size > 0) {
    for (let passage = 0; passage < rest.length; passage++) {
      if (exclusions.entries.has(passages[passage]!.entry)) rest[passage] = 0
    }
  }
  return rest
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
