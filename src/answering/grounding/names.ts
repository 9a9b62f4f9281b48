/**
 * Proper names of a sentence: towns, organisations, people, German terms in another script. Each
 * stands in a cited passage or in the question. Where every noun has a capital, only names that the
 * program knows can be told from words.
 */
import type { Knowledge } from '../../knowledge/schema.ts'
import { compileWordPattern, normalizeForMatching } from '../../language/index.ts'
import { createPatternIndex, foldText } from '../../language/pattern-index.ts'
import { givenNames } from '../../language/personal-data/given-names.ts'
import type { LanguageCode } from '../../message.ts'
import type { AnswerPassage, DropReason, ModelAnswer } from './answer.ts'

/** Names that say nothing about the matter, folded: the country, the state, days, months, languages. */
const commonNames = new Set(
  normalizeForMatching(`
    deutschland deutsch deutsche deutschen sachsen anhalt eu euro europa europäischen
    germany german germans saxony english arabic ukrainian russian turkish french i european union
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december internet e mail ok id tv
    allemagne allemand allemande saxe france français européenne union
    almanya almanca alman saksonya anhalt pazartesi salı çarşamba perşembe cuma cumartesi pazar
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık avrupa birliği
    германия германии германию германией германию саксония саксонии саксонии-анхальт анхальт ес вы вас вам ваш ваша ваше
    німеччина німеччини німеччині німеччину саксонія саксонії анхальт єс ви вас вам ваш ваша ваше
  `).split(' '),
)

const capitalised =
  /(?<=[\p{L}\p{N},;:)»”"'’–—-] ?)(?<![\p{L}\p{M}\p{N}])(?:\p{Lu}[\p{L}\p{M}\p{N}]+(?:-\p{L}+)*)/gu
const latinWord = /(?<![\p{L}\p{M}\p{N}])\p{Script=Latin}[\p{Script=Latin}\p{N}]{2,}(?:-\p{L}+)*/gu
/** BAMF, LAMSA, AOK. */
const acronym = /(?<![\p{L}\p{M}\p{N}])\p{Lu}{3,}(?![\p{L}\p{M}])/gu
const beginsSentence = /(?:^|[.!?:؟]["”»)]?\s+|[„“"«(]\s*)$/u

/** Languages in which a capital within a sentence is a name, and those with another script. */
const capitalTells = new Set([
  'en',
  'fr',
  'tr',
  'ru',
  'uk',
  'ro',
  'pl',
  'es',
  'pt',
  'sq',
  'vi',
  'kmr',
  'so',
])

export function createNameCheck(
  knowledge: Pick<Knowledge, 'municipalities' | 'placeNames' | 'languages' | 'organisations'>,
) {
  const places = new Map<string, string>()
  for (const { name } of knowledge.municipalities.values()) {
    const folded = normalizeForMatching(name)
    // Burg, Barby, Halle: a common word that is a town as well says nothing alone.
    if (folded.length > 4 && folded !== 'halle') places.set(folded, folded)
  }
  const people = new Set(normalizeForMatching(givenNames).split(' '))
  const organisations = [...knowledge.organisations.values()].map(({ name }) => name)
  const foreignPlaces = knowledge.placeNames.flatMap(({ municipality, names }) =>
    names.map((source) => ({ municipality, pattern: compileWordPattern(source, 'ar') })),
  )
  const municipalityOf = new Map(
    foreignPlaces.map(({ pattern, municipality }) => [pattern.source, municipality]),
  )
  const index = createPatternIndex(foreignPlaces.map(({ pattern }) => pattern))

  function placesIn(text: string): string[] {
    const folded = foldText(text)
    return index
      .candidates(folded)
      .filter((pattern) => pattern.test(folded.folded))
      .map(
        (pattern) =>
          knowledge.municipalities.get(municipalityOf.get(pattern.source) ?? '')?.name ?? '',
      )
      .filter(Boolean)
  }

  return (
    text: string,
    cited: AnswerPassage[],
    { language, question }: Pick<ModelAnswer, 'question'> & { language: LanguageCode },
  ): DropReason | undefined => {
    const sources = [...cited.map((passage) => passage.text), question]
    const given = sources.flatMap((source) => normalizeForMatching(source).split(' '))
    const givenPlaces = new Set(sources.flatMap(placesIn).map(normalizeForMatching))
    const isGiven = (name: string) =>
      normalizeForMatching(name)
        .split(' ')
        .every((part) => commonNames.has(part) || given.some((word) => isSameName(part, word)))

    for (const name of candidates(text, language))
      if (!isGiven(name)) return { kind: 'name', found: name }
    const wide = ` ${normalizeForMatching(text)} `
    for (const name of organisations) {
      if (wide.includes(` ${normalizeForMatching(name)} `) && !isGiven(name)) {
        return { kind: 'name', found: name }
      }
    }
    for (const word of wide.trim().split(' ')) {
      const isName =
        places.has(word) ||
        (people.has(word) && /^[a-z]{4,}$/u.test(word) && hasCapital(text, word))
      if (isName && !isGiven(word) && !givenPlaces.has(word)) return { kind: 'name', found: word }
    }
    const place = placesIn(text).find(
      (name) => !givenPlaces.has(normalizeForMatching(name)) && !isGiven(name),
    )
    return place === undefined ? undefined : { kind: 'name', found: place }
  }

  function candidates(text: string, language: LanguageCode): string[] {
    const plain = text.replace(/⟦[^⟧]*⟧/gu, ' ').replace(/https?:\S+/gu, ' ')
    const found = [...plain.matchAll(acronym)].map(([name]) => name)
    const script = knowledge.languages.get(language)?.script
    if (script !== 'Latn') found.push(...[...plain.matchAll(latinWord)].map(([name]) => name))
    if (capitalTells.has(language)) {
      for (const match of plain.matchAll(capitalised)) {
        if (!beginsSentence.test(plain.slice(0, match.index))) found.push(match[0])
      }
    }
    return found
  }
}

/** With endings: Magdeburgda, Магдебурга, Jobcenter's. */
function isSameName(name: string, word: string): boolean {
  if (name === word) return true
  let shared = 0
  while (shared < Math.min(name.length, word.length) && name[shared] === word[shared]) shared++
  return shared >= 4 && shared >= Math.max(name.length, word.length) - 3
}

const hasCapital = (text: string, word: string) =>
  new RegExp(`(?<!\\p{L})${word.charAt(0).toUpperCase()}${word.slice(1)}`, 'u').test(text)
