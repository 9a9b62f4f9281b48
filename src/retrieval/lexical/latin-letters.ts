/**
 * One form for a word in its own alphabet and the same word typed in Latin letters. Spelling is free
 * there, so both forms lose what people write differently: in Arabic and Persian all vowels, which
 * the alphabet hardly writes; in Russian and Ukrainian the many ways to write soft and hissing sounds.
 */

export type NativeScript = 'Arab' | 'Cyrl'

const patterns: [NativeScript, RegExp][] = [
  ['Arab', /^\p{Script=Arabic}/u],
  ['Cyrl', /^\p{Script=Cyrillic}/u],
]

/** The alphabet of most of these words. */
export function scriptOf(words: readonly string[]): NativeScript | undefined {
  return patterns.find(
    ([, pattern]) => words.filter((word) => pattern.test(word)).length > words.length / 2,
  )?.[0]
}

/** How a word sounds: `skeleton` finds words, `full` chooses among them. */
export interface Sound {
  skeleton: string
  full: string
}

/** Vowels are `a`, `i`, `u`; everything else is a consonant. */
const arabicSounds: Record<string, string> = {
  ...{ ب: 'b', پ: 'b', ت: 't', ط: 't', ث: 's', س: 's', ص: 's', ج: 'j', چ: 'c', ژ: 'j', ش: 'c' },
  ...{ ح: 'h', ه: 'h', خ: 'x', د: 'd', ض: 'd', ذ: 'z', ز: 'z', ظ: 'z', ر: 'r', غ: 'g', گ: 'g' },
  ...{ ف: 'f', ڤ: 'f', ق: 'k', ك: 'k', ل: 'l', م: 'm', ن: 'n', ا: 'a', ع: 'a', و: 'u', ي: 'i' },
}
const cyrillicSounds: Record<string, string> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'h', д: 'd', е: 'e', ж: 'Z', з: 'z', и: 'i', й: 'i', к: 'k' },
  ...{ л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h' },
  ...{ ц: 'c', ч: 'C', ш: 'S', щ: 'S', ю: 'iu', я: 'ia' },
}

/** Latin spellings of the same sounds; the longer one first. */
const arabicSpellings: [RegExp, string][] = [
  [/sh|ch/g, 'c'],
  [/kh|5/g, 'x'],
  [/gh|8/g, 'g'],
  [/th|9/g, 's'],
  [/dh|zh?/g, 'z'],
  [/ph/g, 'f'],
  [/7/g, 'h'],
  [/6/g, 't'],
  [/q/g, 'k'],
  [/p/g, 'b'],
  [/[ouwv]+/g, 'u'],
  [/[eiy]+/g, 'i'],
  [/3/g, 'a'],
  [/[2']/g, ''],
]
const cyrillicSpellings: [RegExp, string][] = [
  [/shch|sch|sh/g, 'S'],
  [/ch/g, 'C'],
  [/zh/g, 'Z'],
  [/kh|x|g/g, 'h'],
  [/ts/g, 'c'],
  [/[yj][eo]/g, 'e'],
  [/[yj]/g, 'i'],
  [/'/g, ''],
]
/** The sounds that the word may stand for. @param word as `wordsOf` gives it, in Latin letters. */
export function soundsOfLatin(word: string, script: NativeScript): Sound[] {
  const read = (text: string) => {
    const spellings = script === 'Arab' ? arabicSpellings : cyrillicSpellings
    const sounds = spellings.reduce((rest, [pattern, sound]) => rest.replace(pattern, sound), text)
    return toSound(sounds, script)
  }
  switch (script) {
    case 'Arab':
      // The article is often typed as a word of its own.
      return [read(word), read(`al${word}`)]
    case 'Cyrl':
      // `j` is й to some writers and ж to others; `sh` may be two letters.
      return [word, word.replaceAll('j', 'zh'), word.replaceAll('sh', "s'h")]
        .filter((text, index, texts) => texts.indexOf(text) === index)
        .map(read)
    default:
      return script satisfies never
  }
}

/** @param word as `wordsOf` gives it, in its own alphabet. */
export function soundOfNative(word: string, script: NativeScript): Sound {
  const letters = script === 'Arab' ? arabicSounds : cyrillicSounds
  return toSound([...word].map((letter) => letters[letter] ?? '').join(''), script)
}

function toSound(sounds: string, script: NativeScript): Sound {
  const full = sounds.replace(/(.)\1+/g, '$1')
  if (script === 'Cyrl') return { skeleton: full, full }
  // A final h is the feminine ending in Arabic and a vowel in Persian, typed or not.
  const skeleton = full.replace(/[aiu]/g, '').replace(/(.)\1+/g, '$1')
  return { skeleton: skeleton.replace(/(?<=.)h$/, ''), full }
}
