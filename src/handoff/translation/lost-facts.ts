/**
 * What a translation must not lose: figures, dates, telephone numbers, addresses on the web. Names
 * are not checked: written in another script they are spelled anew.
 */

const webAddress = /(?:https?:\/\/|www\.)[^\s<>"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu
const date = /\b(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})\b/g
/** Digits with one separator at a time between them: 1.500,00 or 0345 213-893 or 14:30. */
const number = /\d+(?:[.,:/'\-\u00a0\u202f ]\d+)*/g

/** Facts of the original that the translation does not hold; empty where all survived. */
export function lostFacts(original: string, translation: string): string[] {
  const addresses = original.match(webAddress) ?? []
  const kept = new Set(figures(translation))
  return [
    ...addresses.filter((address) => !translation.includes(address)),
    ...figures(original).filter((figure) => !kept.has(figure)),
  ]
}

/** Each number as its digits alone; of a date day and year, for the month may become a word. */
function figures(text: string): string[] {
  const plain = latin(text.replace(webAddress, ' '))
  const ofDates = [...plain.matchAll(date)].flatMap(([, day = '', , year = '']) => [day, year])
  const others = plain.replace(date, ' ').match(number) ?? []
  return [...ofDates, ...others.map((one) => one.replace(/\D/g, ''))].map(withoutLeadingZeros)
}

const withoutLeadingZeros = (digits: string) => digits.replace(/^0+(?=\d)/, '')

/** Arabic, Persian and other decimal digits as 0 to 9. */
function latin(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    // Every block of decimal digits is ten in a row, beginning at a multiple of ten from its zero.
    let zero = code
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--
    return String(code - zero)
  })
}
