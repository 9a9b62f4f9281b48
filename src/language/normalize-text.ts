/** Two views of what people type: one to compare (`normalizeForMatching`), one to show to others. */

/** Marks, embeddings, overrides and isolates that change the direction of the text after them. */
const bidiControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu
/** Control characters other than line breaks and tabs, which separate words. */
const controls = /(?![\t\n\r\u0085])\p{Cc}/gu
/** Zero-width characters, soft hyphen, annotations and the tags that smuggle hidden ASCII. */
const invisible =
  /[\u00AD\u180E\u200B\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu

/** Letters that Unicode does not decompose, with the letter that people type instead. */
const substitutes = new Map([
  ['ß', 'ss'],
  ['ı', 'i'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ə', 'e'],
  ['ґ', 'г'],
  // Arabic alphabet: one letter where keyboards of several languages offer look-alikes.
  ['ٱ', 'ا'],
  ['ى', 'ي'],
  ['ی', 'ي'],
  ['ې', 'ي'],
  ['ۍ', 'ي'],
  ['ێ', 'ي'],
  ['ے', 'ي'],
  ['ک', 'ك'],
  ['ګ', 'گ'],
  ['ة', 'ه'],
  ['ۃ', 'ه'],
  ['ہ', 'ه'],
  ['ھ', 'ه'],
  ['ە', 'ه'],
  ['ۆ', 'و'],
])
const substitutable = new RegExp(`[${[...substitutes.keys()].join('')}]`, 'gu')

/** Tashkil, the combining hamza and madda, Koranic signs, and tatweel. */
const arabicMarks =
  /[\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED]/gu
const apostrophes = "['’‘ʼ`´′＇]"
const apostropheInCyrillic = new RegExp(
  `(?<=\\p{Script=Cyrl})${apostrophes}(?=\\p{Script=Cyrl})`,
  'gu',
)
/** don't, can't, isn't: typed without the apostrophe as often as with it. */
const apostropheInNegation = new RegExp(`(?<=n)${apostrophes}(?=t(?!\\p{L}))`, 'gu')

/** Of the marks on a Cyrillic letter, the one that makes another letter: й and ї, but ё is е. */
function cyrillicMark(letter: string, marks: string): string {
  const mark = marks.match(/[\u0306\u0308]/u)?.[0] ?? ''
  return letter === 'е' && mark === '\u0308' ? '' : mark
}

/**
 * Text as it is compared, never as it is shown: small letters, no accents on Latin letters, no
 * vowel signs in Arabic, one form for letters that keyboards mix up, Latin digits, letters repeated
 * more than twice cut to two, every other sign one space. Idempotent; never throws.
 *
 * `ä` becomes `a`; the digraphs `ae`, `oe`, `ue` stay as they were typed.
 */
export function normalizeForMatching(text: string): string {
  if (text !== last.text) last = { text, normalized: normalize(text) }
  return last.normalized
}

/** Printable ASCII, tab and line break. */
const plain = /^[\t\n -~]*$/

/** One message goes through many rooms, and each asks for the same text. */
let last = { text: '', normalized: '' }

function normalize(text: string): string {
  // Plain ASCII has none of what most steps look for; the last steps are the same as below.
  if (plain.test(text)) {
    return text
      .toLowerCase()
      .replace(/(?<=n)['`](?=t(?![a-z]))/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .replace(/([a-z])\1{2,}/g, '$1$1')
      .trim()
  }
  return (
    text
      .toWellFormed()
      .replace(bidiControls, '')
      .replace(controls, '')
      .replace(invisible, '')
      .replace(/\u200D/gu, '')
      // A zero-width non-joiner parts the halves of a Persian word; people also type a space there.
      .replace(/\u200C/gu, ' ')
      // NFKC turns the spacing accents into a space and a mark, so apostrophes go first.
      .toLowerCase()
      .replace(apostropheInCyrillic, '')
      .replace(apostropheInNegation, '')
      .normalize('NFKC')
      .toLowerCase()
      // Decomposed, so that marks can be taken off by script: й and ї keep theirs.
      .normalize('NFD')
      .replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, '')
      .replace(
        /(\p{Script=Cyrl})(\p{Mn}+)/gu,
        (_, letter, marks) => letter + cyrillicMark(letter, marks),
      )
      .replace(arabicMarks, '')
      .normalize('NFC')
      .replace(substitutable, (letter) => substitutes.get(letter) ?? letter)
      .replace(/[٠-٩]/gu, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/[۰-۹]/gu, (digit) => String(digit.charCodeAt(0) - 0x6f0))
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
      .replace(/(\p{L})\1{2,}/gu, '$1$1')
      .trim()
  )
}

/**
 * Text that may be shown to other people: no control characters but the line break, nothing that
 * turns the direction of what follows, nothing hidden, no lone surrogate. Zero-width joiner and
 * non-joiner stay, Persian spelling and emoji need them. Markup is left to the channel to escape.
 */
export function stripUnsafeCharacters(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(/\t/gu, ' ')
    .replace(bidiControls, '')
    .replace(controls, '')
    .replace(invisible, '')
    .replace(/\p{Surrogate}/gu, '')
}
