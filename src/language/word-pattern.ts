/**
 * The mini-language in which people who don't program write what a message must contain:
 *
 * - `mein mann`: these words beside each other, anywhere in the message
 * - `schlag*`: any ending; `*klage`: any beginning
 * - `(mann|freund)`: one of them; several words and stars are allowed inside
 * - ` .. `: up to four words between
 * - ` & `: what stands on both sides, in either order, with up to six words between; at most three
 * - `lock-out`: written together, apart or with a hyphen (a Persian half-space is written so too)
 * - `ä`, `ö`, `ü` also match `ae`, `oe`, `ue`; doubled letters match single ones, accents do not count
 * - in Arabic patterns the particles that are written onto a word (و ف ب ل ال ...) need no pattern
 */
import type { LanguageCode } from '../message.ts'
import { normalizeForMatching } from './normalize-text.ts'

/** One pattern, ready to be tried on a text from `foldForPatterns`. */
export interface WordPattern {
  source: string
  /** Regular expression source over folded text: each word with the space before it. */
  expression: string
  test(folded: string): boolean
  /** The text without the words that match; no other pattern reaches across the hole. */
  cutOut(folded: string): string
  /** A text that matches has one of these among its `wordKeys`; `undefined` where that is unknown. */
  keys: string[] | undefined
  /** The same for each of the words that a text needs, so that most patterns are never tried. */
  neededKeys: string[][]
}

/** Text as patterns see it: normalised, doubled letters single, a space at both ends. */
export function foldForPatterns(text: string): string {
  return ` ${foldDoubles(normalizeForMatching(text))} `
}

/** The beginnings of words by which an index finds the patterns worth trying. */
export function wordKeys(folded: string): Set<string> {
  const keys = new Set<string>()
  for (const word of folded.trim().split(' ')) {
    keys.add(word.slice(0, keyLength))
    if (!/^\p{Script=Arabic}/u.test(word)) continue
    for (let start = 1; start <= longestParticle; start++) {
      keys.add(word.slice(start, start + keyLength))
    }
  }
  return keys
}

const keyLength = 3
/** At most one conjunction and one of article, preposition, future or dialect present. */
const arabicParticles = '(?:[وف]?(?:[بلكع]?ه?ال|لل|[بلكسحهع])?)'
const longestParticle = 5
const gap = '(?: [^ ]+){0,4}?'
const wideGap = '(?: [^ ]+){0,6}?'
/** One word more than the widest gap spans. */
const hole = ' .'.repeat(7)

interface Part {
  expression: string
  keys: string[] | undefined
  neededKeys: string[][]
}

/**
 * Compiles one pattern. Matching takes time linear in the text: every repetition ends at a space.
 * @param language Arabic (`ar`) patterns match words with particles before them.
 * @throws SyntaxError that quotes the pattern and says what to mend.
 */
export function compileWordPattern(source: string, language: LanguageCode): WordPattern {
  const tokens = source.match(/[()|&]|[^\s()|&]+/gu) ?? []
  let position = 0

  const { expression, keys, neededKeys } = readCombination()
  if (position < tokens.length) fail(`"${tokens[position]}" stands outside of brackets`)
  // Most patterns never meet a text that begins as they do, so none is compiled before its first.
  let first: RegExp | undefined
  let every: RegExp | undefined
  return {
    source,
    expression,
    keys,
    neededKeys,
    test(folded) {
      first ??= new RegExp(expression, 'u')
      return first.test(folded)
    },
    cutOut(folded) {
      every ??= new RegExp(expression, 'gu')
      return folded.replace(every, hole)
    },
  }

  function readCombination(): Part {
    const parts = [readSequence()]
    while (tokens[position] === '&') {
      position++
      parts.push(readSequence())
    }
    if (parts.length === 1) return parts[0]!
    if (parts.length > 3) fail('"&" joins three at most')
    const orders = ordersOf(parts).map((order) =>
      order.map(({ expression }) => expression).join(wideGap),
    )
    // All of them are in a text that matches, so the keys of any one will find it.
    const keys = parts.find((part) => part.keys)?.keys
    const neededKeys = parts.flatMap((part) => part.neededKeys)
    return { expression: `(?:${orders.join('|')})`, keys, neededKeys }
  }

  function readSequence(): Part {
    const parts: Part[] = []
    let expression = ''
    let lastWasGap = false
    while (position < tokens.length && !endsSequence.has(tokens[position]!)) {
      const token = tokens[position++]!
      lastWasGap = token === '..'
      if (lastWasGap) {
        if (parts.length === 0) fail('".." stands between words, not at the beginning')
        expression += gap
        continue
      }
      const part = token === '(' ? readGroup() : compileWord(token)
      parts.push(part)
      expression += part.expression
    }
    if (parts.length === 0) fail('a word is missing')
    if (lastWasGap) fail('".." stands between words, not at the end')
    const neededKeys = parts.flatMap((part) => part.neededKeys)
    return { expression, keys: parts[0]!.keys, neededKeys }
  }

  function readGroup(): Part {
    const branches = [readCombination()]
    while (tokens[position] === '|') {
      position++
      branches.push(readCombination())
    }
    if (tokens[position++] !== ')') fail('a closing bracket is missing')
    const keys = branches.every((branch) => branch.keys)
      ? branches.flatMap((b) => b.keys!)
      : undefined
    const expression = `(?:${branches.map((branch) => branch.expression).join('|')})`
    // Which branch matches is open, so only the key of the first word is sure.
    return { expression, keys, neededKeys: keys ? [keys] : [] }
  }

  function compileWord(token: string): Part {
    const [, before, core, after] = /^(\*?)(.*?)(\*?)$/u.exec(token)!
    const spellings = spellingsOf(core!)
    if (spellings.length === 0) fail(`"${token}" has no letters`)
    if (core!.includes('*')) fail(`"${token}": a star stands at the beginning or the end of a word`)
    const particles = language === 'ar' && !before ? arabicParticles : ''
    const expression = ` ${before ? '[^ ]*' : particles}(?:${spellings.join('|')})${after ? '[^ ]*' : ''}(?= )`
    const isIndexable =
      !before && spellings.every((spelling) => !after || beginning(spelling).length === keyLength)
    const keys = isIndexable ? spellings.map(beginning) : undefined
    return { expression, keys, neededKeys: keys ? [keys] : [] }
  }

  function fail(problem: string): never {
    throw new SyntaxError(`The pattern "${source}" cannot be read: ${problem}.`)
  }
}

const endsSequence = new Set(['|', ')', '&'])

function ordersOf(parts: Part[]): Part[][] {
  if (parts.length < 2) return [parts]
  return parts.flatMap((part) =>
    ordersOf(parts.filter((other) => other !== part)).map((rest) => [part, ...rest]),
  )
}

const beginning = (spelling: string) => spelling.split(' ')[0]!.slice(0, keyLength)

const digraphs: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' }

const knownSpellings = new Map<string, string[]>()

/** Every way in which people write the word, folded as texts are. */
function spellingsOf(word: string): string[] {
  // The same few thousand words stand in all patterns.
  const known = knownSpellings.get(word)
  if (known) return known
  const spellings = readSpellings(word)
  knownSpellings.set(word, spellings)
  return spellings
}

function readSpellings(word: string): string[] {
  const withDigraphs = word.toLowerCase().replace(/[äöü]/gu, (letter) => digraphs[letter]!)
  const written = [word, withDigraphs].flatMap((spelling) => [
    spelling.replaceAll('-', ' '),
    spelling.replaceAll('-', ''),
  ])
  const folded = [...new Set(written)].map((spelling) =>
    foldDoubles(normalizeForMatching(spelling)),
  )
  return [...new Set(folded)].filter((spelling) => spelling !== '')
}

function foldDoubles(text: string): string {
  return text.replace(/([\p{Script=Latin}\p{Script=Cyrl}])\1+/gu, '$1')
}
