/** The sentence is in the reader's language, and nothing in it turns the direction of the text. */
import type { Language } from '../../knowledge/schema.ts'
import type { LanguageRecogniser } from '../../language/index.ts'
import type { LanguageCode } from '../../message.ts'
import type { AnswerPassage, DropReason } from './answer.ts'

/** Overrides and embeddings, and hidden characters; the isolates around German terms stay. */
const forbidden = /[\u202A-\u202E\u200B\u2060-\u2064\uFEFF]|[\u{E0000}-\u{E007F}]/u
/** What stands in another language by right: terms in brackets and quotation marks, links. */
const quoted =
  /\([^)]*\)|„[^“”"]*[“”"]|“[^”]*”|"[^"]*"|«[^»]*»|[\u2066][^\u2069]*\u2069|https?:\S+|⟦[^⟧]*⟧/gu
/** Share of a sentence's letters that are of the language's own script, German terms left out. */
const leastOwnScript = 0.5
/** A language that the assistant speaks, and one that it only understands. */
const sureOfSpoken = 0.8
const sureOfOther = 0.95
const fewestWords = 4
/** Clauses from this many words on are looked at alone: half a sentence may be in another language. */
const wordsOfClause = 6

const scripts: Record<string, RegExp> = {
  Arab: /[\p{Script=Arabic}\p{M}]+/gu,
  Cyrl: /[\p{Script=Cyrillic}\p{M}'’ʼ]+/gu,
  Ethi: /[\p{Script=Ethiopic}\p{M}]+/gu,
}
const latinWord = /[\p{Script=Latin}\p{M}]+/gu
/** A name, in languages that write only names with a capital. */
const capitalised = /(?<=[\p{L}\p{N},;:-] )\p{Lu}[\p{L}\p{M}-]+/gu

export function createLanguageCheck(
  recogniser: LanguageRecogniser,
  languages: Map<LanguageCode, Language>,
) {
  return (
    text: string,
    cited: AnswerPassage[],
    { language }: { language: LanguageCode },
  ): DropReason | undefined => {
    if (forbidden.test(text)) return { kind: 'direction' }
    const spoken = text.replace(quoted, ' ')
    const script = scripts[languages.get(language)?.script ?? '']
    if (script) {
      const own = spoken.match(script)?.join('').length ?? 0
      const terms = new Set(cited.flatMap((passage) => passage.text.match(latinWord) ?? []))
      const latin = (spoken.match(latinWord) ?? [])
        .filter((word) => !terms.has(word))
        .join('').length
      if (own === 0 || own / (own + latin) < leastOwnScript) {
        return { kind: 'language', found: recogniser.recognise(spoken).language }
      }
    }
    const telling = script
      ? spoken.replace(latinWord, ' ')
      : baseOf(language) === 'de'
        ? spoken
        : spoken.replace(capitalised, ' ')
    const clauses = telling
      .split(/[.;:–—!?،؛]+ /u)
      .filter((part) => countWords(part) >= wordsOfClause)
    for (const part of new Set([telling, ...clauses])) {
      if (countWords(part) < fewestWords) continue
      const { language: found, certainty } = recogniser.recognise(part)
      if (found === undefined || baseOf(found) === baseOf(language)) continue
      const isSpoken = languages.get(found)?.status !== 'recognised'
      if (certainty >= (isSpoken ? sureOfSpoken : sureOfOther)) return { kind: 'language', found }
    }
    return undefined
  }
}

const countWords = (text: string) => text.match(/\p{L}{2,}/gu)?.length ?? 0

/** German in simple language is German. */
const baseOf = (language: LanguageCode) => (language === 'de-simple' ? 'de' : language)
