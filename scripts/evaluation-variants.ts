/** The same question as people also type it: with slips of the finger, or in Latin letters. */
import { toLatinLetters } from '../src/language/transliterate.ts'

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
export function createRandom(seed: string): () => number {
  let state = 2166136261
  for (const character of seed) state = Math.imul(state ^ character.codePointAt(0)!, 16777619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

const typoEvery = 5

/**
 * One slip in every five words, and at least one: a letter left out, doubled, swapped with its
 * neighbour, or replaced by another letter of the text. Words under four letters stay as they are.
 */
export function withTypos(text: string): string {
  const random = createRandom(text)
  const words = text.split(/(\s+)/)
  const eligible = [...words.keys()].filter((i) => /^\p{L}{4,}/u.test(words[i]!))
  const wordCount = words.filter((word) => word.trim() !== '').length
  const letters = [...text].filter((character) => /\p{L}/u.test(character))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  for (let left = Math.max(1, Math.floor(wordCount / typoEvery)); left > 0; left--) {
    if (eligible.length === 0) break
    const [chosen] = eligible.splice(Math.floor(random() * eligible.length), 1)
    words[chosen!] = slip([...words[chosen!]!], random, () => pick(letters))
  }
  return words.join('')
}

function slip(characters: string[], random: () => number, anyLetter: () => string): string {
  // Never the first letter: people see that one.
  const last = characters.findLastIndex((character) => /\p{L}/u.test(character))
  const at = 1 + Math.floor(random() * Math.max(1, Math.min(last, characters.length - 1)))
  switch (Math.floor(random() * 4)) {
    case 0:
      characters.splice(at, 1)
      break
    case 1:
      characters.splice(at, 0, characters[at] ?? '')
      break
    case 2:
      characters.splice(at, 2, characters[at + 1] ?? '', characters[at]!)
      break
    default:
      characters[at] = anyLetter()
  }
  return characters.join('')
}

/**
 * Arabic letters as chats write them; several spellings where people differ. Vowels that the script
 * leaves out are put between consonants.
 */
const arabicInLatin: Record<string, string[]> = {
  ...{ ا: ['a'], أ: ['a', '2a'], إ: ['i', 'e'], آ: ['a'], ب: ['b'], ت: ['t'], ث: ['th', 's'] },
  ...{ ج: ['j', 'g'], ح: ['7', 'h'], خ: ['kh', '5'], د: ['d'], ذ: ['d', 'th', 'z'], ر: ['r'] },
  ...{ ز: ['z'], س: ['s'], ش: ['sh', 'ch'], ص: ['s', '9'], ض: ['d'], ط: ['t', '6'], ظ: ['z', 'd'] },
  ...{ ع: ['3', 'a'], غ: ['gh', '8'], ف: ['f'], ق: ['q', '2', 'k'], ك: ['k'], ل: ['l'], م: ['m'] },
  ...{ ن: ['n'], ه: ['h'], و: ['w', 'o', 'u'], ي: ['y', 'i', 'e'], ى: ['a'], ة: ['a', 'eh'] },
  ...{ ء: ['2', ''], ئ: ['2', 'e'], ؤ: ['2', 'o'], پ: ['p'], چ: ['ch'], ژ: ['zh', 'j'], گ: ['g'] },
  ...{ ک: ['k'], ی: ['i', 'y'], '؟': ['?'], '،': [','] },
}
const cyrillicSpellings: [RegExp, string[]][] = [
  [/kh/g, ['h', 'kh', 'x']],
  [/zh/g, ['zh', 'j']],
  [/ts/g, ['ts', 'c']],
  [/y(?=[aeou])/g, ['y', 'i', 'j']],
  [/(?<![sczk])h/g, ['h', 'g']],
]

/** The question in Latin letters, or `undefined` where the language is written in them. */
export function inLatinLetters(text: string, language: string): string | undefined {
  const random = createRandom(text)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  if (language === 'ru' || language === 'uk' || language === 'bg') {
    // One spelling a message: a writer keeps to their own.
    return cyrillicSpellings.reduce(
      (latin, [pattern, spellings]) => {
        const spelling = pick(spellings)
        return latin.replace(pattern, spelling)
      },
      toLatinLetters(text.toLowerCase(), language),
    )
  }
  if (language !== 'ar' && language !== 'fa') return undefined
  let latin = ''
  let previous = ''
  for (const letter of text.replace(/[\u064B-\u0652]/g, '')) {
    const spellings = arabicInLatin[letter]
    const isConsonant = spellings !== undefined && !/[اأإآويىیةءؤئ]/.test(letter)
    if (isConsonant && previous === 'consonant' && random() < 0.6) latin += pick(['a', 'e', 'i'])
    latin += spellings ? pick(spellings) : letter
    previous = isConsonant ? 'consonant' : ''
  }
  return latin
}
