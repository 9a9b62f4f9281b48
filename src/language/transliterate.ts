/** Word lists in the other alphabet in which people type the same language. */

const serbianDigraphs: Record<string, string> = { lj: 'љ', nj: 'њ', dž: 'џ' }
const serbianLatin = 'abvgdđežzijklmnoprstćufhcčš'
const serbianCyrillic = 'абвгдђежзијклмнопрстћуфхцчш'

/** Serbian is written in both alphabets, letter for letter. */
export function toSerbianCyrillic(text: string): string {
  return text
    .replace(/lj|nj|dž/gu, (letters) => serbianDigraphs[letters]!)
    .replace(/\p{L}/gu, (letter) => serbianCyrillic[serbianLatin.indexOf(letter)] ?? letter)
}

const common: Record<string, string> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y' },
  ...{ к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f' },
  ...{
    х: 'h',
    ц: 'ts',
    ч: 'ch',
    ш: 'sh',
    щ: 'sch',
    ъ: '',
    ы: 'y',
    ь: '',
    э: 'e',
    ю: 'yu',
    я: 'ya',
  },
}
const perLanguage: Record<'ru' | 'uk' | 'bg', Record<string, string>> = {
  ru: {},
  uk: { г: 'h', и: 'y', і: 'i', ї: 'yi', є: 'ye', ґ: 'g', х: 'kh', щ: 'shch' },
  bg: { щ: 'sht', ъ: 'a' },
}

/** The plain transliteration that people without a Cyrillic keyboard type. */
export function toLatinLetters(text: string, language: 'ru' | 'uk' | 'bg'): string {
  const letters = { ...common, ...perLanguage[language] }
  return text.replace(/\p{Script=Cyrillic}/gu, (letter) => letters[letter] ?? '')
}
