/** What a mediator types into the search field, in the words of their own language. */
import type { CaseSearch } from '../../../storage/store.ts'
import type { DeskLanguage } from './options.ts'

type Words = NonNullable<CaseSearch['words']>

/** Longer searches are cut: each word costs a look at every case. */
const mostWords = 6
/** Shorter, a word would be part of almost every name. */
const shortestName = 3

/**
 * The words of a search, each with the topics and languages whose name holds it: "wohn" is the topic
 * "Wohnung", and "arab" finds those who write Arabic.
 */
export function readWords(
  typed: string,
  about: {
    /** The desk's sentences in the mediator's language. */
    texts: Record<string, string>
    languages: Pick<DeskLanguage, 'code' | 'name'>[]
    /** The mediator's language. */
    reader: string
  },
): Words {
  const names = new Intl.DisplayNames([about.reader, 'de'], { type: 'language', fallback: 'none' })
  const topics = Object.entries(about.texts).flatMap(([key, name]) =>
    key.startsWith('topic.') ? [{ name, topic: key.slice('topic.'.length) }] : [],
  )
  const holds = (name: string | undefined, word: string) =>
    word.length >= shortestName && name !== undefined && fold(name).includes(fold(word))
  return typed
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((text) => ({
      text,
      topics: topics.filter(({ name }) => holds(name, text)).map(({ topic }) => topic),
      languages: about.languages
        .filter(({ code, name }) => holds(name, text) || holds(nameIn(names, code), text))
        .map(({ code }) => code),
    }))
}

function nameIn(names: Intl.DisplayNames, code: string): string | undefined {
  return /^[a-z]{2,3}$/.test(code) ? names.of(code) : undefined
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
