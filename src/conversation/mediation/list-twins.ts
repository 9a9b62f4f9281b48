/** What a mediation can begin with. */
import type { LanguageCode } from '../../message.ts'
import type { Services } from '../turn.ts'
import { isTwin } from './words.ts'

/** Entries that speak to both sides of a tenancy, by their title in this language. */
export function listTwins({ knowledge, sentences }: Services, language: LanguageCode) {
  return [...knowledge.entries.values()]
    .filter(isTwin)
    .map(({ meta, texts }) => ({
      entry: meta.id,
      title:
        (texts.get(language) ?? texts.get(sentences.spokenFor(language)) ?? texts.get('de'))
          ?.title ?? meta.id,
    }))
    .toSorted((one, other) => one.title.localeCompare(other.title, language))
}
