/**
 * Whether the cited passages say what a sentence says, as far as words can tell: how much of it
 * stands there, and whether a "not" was added or lost. Only passages in the sentence's own language
 * can be compared.
 */
import { functionWords } from '../../language/function-words.ts'
import { normalizeForMatching } from '../../language/index.ts'
import type { LanguageCode } from '../../message.ts'
import type { AnswerPassage, DropReason } from './answer.ts'
import { freeOfCharge, negations, prepositions } from './polarity-words.ts'
import { areOpposite, sidesIn } from './roles.ts'

/** Share of a sentence's content words that its passages hold. Chosen on one half of the set. */
const leastShare = 0.5
/** From this likeness on two sentences are about the same, so that a "not" in one alone tells. */
const sameMatter = 0.5
/** And from this on they are the same but for little words. */
const sameWords = 0.85
/** And from this on they are about the same thing, whoever does it. */
const sameBut = 0.65
/** Two windows as like as this are both the closest. */
const tie = 0.05
const longestWindow = 3
const fewestWords = 2

interface Asked {
  language: LanguageCode
}

export function findUnsupported(
  text: string,
  cited: AnswerPassage[],
  { language }: Asked,
): DropReason | undefined {
  const passages = inLanguage(cited, language)
  const words = contentWords(text, language)
  if (passages.length === 0 || words.length < fewestWords) return undefined
  const given = passages.flatMap((passage) => contentWords(passage.text, language))
  const share =
    words.filter((word) => given.some((one) => isSameWord(word, one))).length / words.length
  return share < leastShare ? { kind: 'unsupported', share } : undefined
}

export function findContradiction(
  text: string,
  cited: AnswerPassage[],
  { language }: Asked,
): DropReason | undefined {
  const denial = denialOf(language)
  const words = contentWords(text, language)
  if (!denial || words.length < fewestWords) return undefined
  const windows = inLanguage(cited, language)
    .flatMap((passage) => windowsOf(passage.text))
    .map((window) => ({ window, likeness: likeness(words, contentWords(window, language)) }))
  const highest = Math.max(0, ...windows.map((one) => one.likeness))
  if (highest < sameMatter) return undefined
  const closest = windows.filter((one) => one.likeness > highest - tie)
  const sides = sidesIn(text, language)
  if (
    highest >= sameBut &&
    closest.every(({ window }) => areOpposite(sides, sidesIn(window, language)))
  ) {
    return { kind: 'side', passage: closest[0]!.window }
  }
  const isDenied = closest.every(
    ({ window }) =>
      (highest >= sameWords && denial.isOdd(text) !== denial.isOdd(window)) ||
      contradicts(denial.polarities(text), denial.polarities(window)),
  )
  return isDenied ? { kind: 'negation', passage: closest[0]!.window } : undefined
}

interface PolarWord {
  word: string
  isNegated: boolean
}

interface Denial {
  /** An odd number of words in the text deny something. */
  isOdd(text: string): boolean
  /** A word is negated where the part of the sentence between two commas is. */
  polarities(text: string): PolarWord[]
}

const denials = new Map<LanguageCode, Denial | undefined>()

/** `undefined` for a language whose negation nobody has written down. */
function denialOf(language: LanguageCode): Denial | undefined {
  const code = base(language)
  if (!denials.has(code)) denials.set(code, createDenial(code))
  return denials.get(code)
}

function createDenial(code: LanguageCode): Denial | undefined {
  const clausal = negations[code]
  if (!clausal) return undefined
  const pattern = (sources: string[]) =>
    new RegExp(`(?<![\\p{L}\\p{M}])(?:${sources.join('|')})(?![\\p{L}\\p{M}])`, 'giu')
  const negation = pattern(clausal)
  const any = pattern([...clausal, ...(prepositions[code] ?? [])])
  const free = pattern([freeOfCharge[code] ?? '(?!)'])
  const plain = (text: string) => text.replace(atMost, ' ').replace(free, ' ')
  const isOdd = (text: string, denying: RegExp) => (text.match(denying)?.length ?? 0) % 2 === 1
  return {
    isOdd: (text) => isOdd(plain(text), any),
    polarities: (text) =>
      plain(text)
        .split(/[,;:.!?()،؛؟–—]+(?:\s|$)|\s[–—-]\s|\n/u)
        .flatMap((part) => {
          const isNegated = isOdd(part, negation)
          return contentWords(part, code).map((word) => ({ word, isNegated }))
        }),
  }
}

/** "Not more than" limits, and denies nothing. */
const atMost =
  /nicht (?:mehr|länger|später|höher) als|(?:no|not) (?:more|later|longer|higher) than|(?:ne .{1,20} )?pas plus (?:de|que)|не (?:больше|более|позже|позднее|дольше|більше|пізніше|довше)|لا (?:يزيد|تزيد|يتجاوز|أكثر)|نه (?:بیشتر|دیرتر) از|نه فقط|nicht nur|not only|не только|не лише|ليس فقط|pas seulement|yalnızca değil/giu

/**
 * Half of what both say is denied by one of them alone; or one thing is affirmed and another denied
 * that the other has the other way round: "the office pays, not the landlord".
 */
function contradicts(said: PolarWord[], given: PolarWord[]): boolean {
  const shared = said.flatMap(({ word, isNegated }) => {
    const same = given.filter((one) => isSameWord(word, one.word))
    return same.length === 0
      ? []
      : [{ isNegated, agrees: same.some((one) => one.isNegated === isNegated) }]
  })
  const denied = shared.filter(({ agrees }) => !agrees)
  const isSwapped =
    denied.some(({ isNegated }) => isNegated) && denied.some(({ isNegated }) => !isNegated)
  return isSwapped || (denied.length > 0 && denied.length >= shared.length / 2)
}

/** German in simple language is compared with German. */
const base = (language: LanguageCode) => (language === 'de-simple' ? 'de' : language)

const inLanguage = (passages: AnswerPassage[], language: LanguageCode) =>
  passages.filter((passage) => base(passage.language) === base(language))

/** Lines, clauses, and up to three of these in a row: a sentence may say what several clauses say. */
function windowsOf(text: string): string[] {
  const markdown = text.replaceAll('**', '')
  const clauses = markdown
    .replace(/\]\([^)]*\)/gu, ']')
    .split(/(?<=[!?؟:;]|[\p{L}\p{M}]{2}\.)\*{0,2}\s+|\n+|\s[–—]\s/u)
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause))
  const lines = markdown.split('\n').filter((line) => /\p{L}/u.test(line))
  const rows = clauses.flatMap((_, from) =>
    Array.from({ length: longestWindow }, (_, more) =>
      clauses.slice(from, from + more + 1).join(' '),
    ),
  )
  return [...lines, ...rows]
}

const stopWords = new Map<LanguageCode, Set<string>>()

function contentWords(text: string, language: LanguageCode): string[] {
  const code = base(language)
  let stops = stopWords.get(code)
  if (!stops) {
    stops = new Set(normalizeForMatching(functionWords[code] ?? '').split(' '))
    stopWords.set(code, stops)
  }
  const known = stops
  return normalizeForMatching(text.replace(/\]\([^)]*\)/gu, ']'))
    .split(' ')
    .filter((word) => word.length > 2 && !known.has(word) && !/\d/u.test(word))
}

/** Endings, and in Arabic what is written onto a word, count little. */
function isSameWord(one: string, other: string): boolean {
  if (one === other) return true
  const [first, second] = [bare(one), bare(other)]
  const shortest = Math.min(first.length, second.length)
  if (shortest < 3) return first === second
  let shared = 0
  while (shared < shortest && first[shared] === second[shared]) shared++
  if (shared >= Math.max(3, Math.ceil(0.6 * Math.max(first.length, second.length)))) return true
  // German compounds: the flat's door and the door.
  return shortest >= 5 && (first.includes(second) || second.includes(first))
}

const bare = (word: string) =>
  /^\p{Script=Arabic}/u.test(word)
    ? word.replace(/^[وف]?(?:[بكل]?ال|لل|[بلكس](?=.{3}))/u, '') || word
    : word

/** Harmonic mean of what each side holds of the other. */
function likeness(one: string[], other: string[]): number {
  if (one.length === 0 || other.length === 0) return 0
  const held = (these: string[], those: string[]) =>
    these.filter((word) => those.some((known) => isSameWord(word, known))).length / these.length
  const [forth, back] = [held(one, other), held(other, one)]
  return forth + back === 0 ? 0 : (2 * forth * back) / (forth + back)
}
