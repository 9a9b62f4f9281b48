/**
 * Names of people: after words that announce one, and known given names. A name that was found once
 * is found wherever else it stands in the text.
 */
import { functionWords } from '../function-words.ts'
import { germanTerms } from '../german-terms.ts'
import { normalizeForMatching } from '../normalize-text.ts'
import { type NameCues, nameCues } from './cues.ts'
import { givenNames, nameParticles } from './given-names.ts'
import { type FindSpans, type Span, wordEnd, wordStart } from './span.ts'

const token = /[\p{L}\p{M}](?:[\p{L}\p{M}'’ʼ\u200c-]*[\p{L}\p{M}])?\.?/uy
const link = /[ \t]*(?:[:,،–-][ \t]*)?\n?[ \t]*/uy
const gap = /[ \t]+/uy
const given = wordsOf(givenNames)
const germanNouns = wordsOf(germanTerms)
const longestName = 3

/** Words that follow "I am called X" or "Mr": no part of the name. */
const noNames = wordsOf(`
  und oder aus komme kommt wohne wohnt bin ist hat habe geboren bitte danke noch geehrte geehrter damen
  herr frau familie doktor dr herrn mieter mieterin vermieter vermieterin kündigung wohnung straße
  and from live living lives born please i im am have has here there sir madam the
  et de viens habite suis ai né née bonjour merci
  ve benim ben im oturuyorum yaşıyorum geldim bey hanım hanim sayın
  из живу живет приехал приехала родился родилась мне и я
  із з живу мешкаю приїхав приїхала народився народилась народилася мені і та я
  من وأنا وانا أنا انا أسكن اسكن ساكن ساكنة أعيش اعيش عمري عندي أريد اريد بدي وأسكن واسكن وأعيش
  وعندي وعمري ورقم ورقمي ولدي لدي هو هي أو ابن في مواليد لم لا عنده عندها مريض مريضة يريد تريد يسكن
  است هستم هست می میکنم در از و با که بود ساکن زندگی دارم متولد هستیم به مریض را رو میخواهد نمی
  waa ka oo iyo e û ji im là ở và este sunt din și jest to z i es y soy de é e sou është dhe jam nga
`)

/** Arabic names that begin with the letter that also means "and". */
const beginsWithWaw = wordsOf('وليد وسيم وائل وفاء وردة وداد وجدان وحيد')

function wordsOf(text: string): Set<string> {
  return new Set(normalizeForMatching(text).split(' '))
}

const german = nameCues.de!

export const findNames: FindSpans = (text, language) => {
  const base = language === 'de-simple' ? 'de' : language
  const stops = wordsOf(functionWords[base] ?? '')
  // German titles stand on every letter, and people copy their names.
  const own = nameCues[base] ?? german
  const cues = base === 'de' ? [own] : [own, { ...german, weak: [], relations: [] }]
  const spans = [
    ...cues.flatMap((one) => afterCues(text, one, stops)),
    ...givenAnywhere(text, stops),
    ...(base === 'tr' ? beforeTitle(text) : []),
  ]
  return [...spans, ...elsewhere(text, spans)]
}

/** `title`: where the script has no capitals, one word is believed. */
type Trust = 'any' | 'title' | 'capital' | 'given'

function afterCues(text: string, cues: NameCues, stops: Set<string>): Span[] {
  const byTrust: [string[], Trust][] = [
    [cues.strong, 'any'],
    [cues.titles, 'title'],
    [cues.relations, 'capital'],
    [cues.weak, 'given'],
  ]
  return byTrust.flatMap(([sources, trust]) => {
    if (sources.length === 0) return []
    const pattern = new RegExp(`${wordStart}(?:${sources.join('|')})(?![\\p{L}\\p{M}])`, 'giu')
    return [...text.matchAll(pattern)].flatMap((match) => {
      const start = endOf(link, text, match.index + match[0].length)
      const span = readName(text, start, trust, stops)
      return span ? [span] : []
    })
  })
}

/** From here: up to three words that can be a name, small particles besides. */
function readName(text: string, from: number, trust: Trust, stops: Set<string>): Span | undefined {
  let position = from
  let end = from
  let words = 0
  let most = longestName
  let isCapitalised = false
  while (words < most) {
    token.lastIndex = position
    const [word] = token.exec(text) ?? []
    if (!word) break
    const folded = normalizeForMatching(word)
    const isParticle = nameParticles.has(folded)
    if (!isParticle) {
      if (!couldBeName(word, folded, stops)) break
      if (words === 0) {
        if (!isTrusted(word, folded, trust)) break
        isCapitalised = /^\p{Lu}/u.test(word)
        // After a title alone the second word may be any.
        if (trust === 'title' && !isCapitalised && !given.has(folded)) most = 1
      } else if (!continuesName(word, folded, isCapitalised, words)) break
      words++
      end = position + word.replace(/(?<=\p{L}{2})\.$/u, '').length
    }
    if (word.endsWith('.') && word.length > 2 && !/^dr\.$/iu.test(word)) break
    position = endOf(gap, text, position + word.length)
    if (position === token.lastIndex && !isParticle) break
  }
  return end > from ? { kind: 'name', start: from, end } : undefined
}

function couldBeName(word: string, folded: string, stops: Set<string>): boolean {
  if (folded.length < 2 && !word.endsWith('.')) return false
  if (/^و\p{L}{3}/u.test(folded) && !beginsWithWaw.has(folded)) return false
  if (given.has(folded)) return true
  return !stops.has(folded) && !noNames.has(folded) && !germanNouns.has(folded)
}

function isTrusted(word: string, folded: string, trust: Trust): boolean {
  switch (trust) {
    case 'any':
      return true
    case 'title':
      return /^\p{Lu}/u.test(word) || hasNoCapitals(word)
    case 'capital':
      return /^\p{Lu}/u.test(word) || (hasNoCapitals(word) && given.has(folded))
    case 'given':
      return given.has(folded)
    default:
      return trust satisfies never
  }
}

/** In letters without capitals, and in a message typed small, two words are as many as are sure. */
function continuesName(word: string, folded: string, isCapitalised: boolean, words: number) {
  if (isCapitalised) return /^\p{Lu}/u.test(word)
  return words < 2 && !/\d/u.test(word) && folded.length > 2
}

const hasNoCapitals = (word: string) => !/[\p{Lu}\p{Ll}]/u.test(word)

/** `Ahmad Yusuf hat ...`: a known given name with a capital, and the capitalised words after it. */
function givenAnywhere(text: string, stops: Set<string>): Span[] {
  const words = new RegExp(`${wordStart}[\\p{L}\\p{M}][\\p{L}\\p{M}'’ʼ-]+`, 'gu')
  return [...text.matchAll(words)].flatMap((match) => {
    const [word] = match
    const isName =
      (/^\p{Lu}/u.test(word) || hasNoCapitals(word)) && given.has(normalizeForMatching(word))
    const isStreet =
      /^[ -](?:\p{Lu}[\p{L}-]*[ -]){0,2}?\p{L}*(?:stra(?:ß|ss)e|str\.|platz|allee|weg|haus)/u
    if (!isName || isStreet.test(text.slice(match.index + word.length))) return []
    if (hasNoCapitals(word)) {
      return [{ kind: 'name', start: match.index, end: match.index + word.length }]
    }
    const span = readName(text, match.index, 'given', stops)
    return span ? [span] : []
  })
}

/** Turkish puts the title behind: `Ahmet Bey`, `Ayşe Hanım`. */
function beforeTitle(text: string): Span[] {
  const pattern = /(?<![\p{L}])(?<value>\p{Lu}\p{L}+) (?:Bey|Hanım|bey|hanım)(?![\p{L}]{4})/dgu
  return [...text.matchAll(pattern)].map((match) => {
    const [start, end] = match.indices!.groups!.value!
    return { kind: 'name', start, end }
  })
}

/** The same name again, whole or one of its words, as it was written. */
function elsewhere(text: string, spans: Span[]): Span[] {
  const names = new Set(
    spans.flatMap(({ start, end }) => {
      const name = text.slice(start, end)
      const parts = name.split(/[ \t]+/u)
      return [name, ...parts.filter((part) => part.length > 3 && /^\p{Lu}/u.test(part))]
    }),
  )
  return [...names].flatMap((name) =>
    [...text.matchAll(new RegExp(`${wordStart}${RegExp.escape(name)}${wordEnd}`, 'gu'))].map(
      ({ index }): Span => ({ kind: 'name', start: index, end: index + name.length }),
    ),
  )
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text) ? pattern.lastIndex : from
}
