/**
 * Letters and shapes of words that only some of our languages write. Tried on each word in small
 * letters, accents kept; a word that bears a mark speaks for every language named beside it.
 */
import type { LanguageCode } from '../message.ts'

export interface TellingMark {
  pattern: RegExp
  languages: LanguageCode[]
  /** A letter that none of our other languages writes: counts like a function word. */
  own?: true
}

const vowel = '[aeiou]'
const cyrillicConsonant = '[бвгджзйклмнпрстфхцчшщ]'

export const tellingMarks: TellingMark[] = [
  // Arabic alphabet. Persian, Pashto, Urdu and Sorani share پ چ ژ گ; the rest is each one's own.
  { pattern: /[ټډړښږڼځڅۍېګۀ]/u, languages: ['ps'], own: true },
  { pattern: /[ێۆڵڕڤە]/u, languages: ['ckb'], own: true },
  { pattern: /[ٹڈڑںےۓہ]/u, languages: ['ur'], own: true },
  { pattern: /ھ/u, languages: ['ur', 'ckb'] },
  { pattern: /[پچژگ]/u, languages: ['fa', 'ps', 'ur', 'ckb'] },
  { pattern: /[ةإأؤ]/u, languages: ['ar'] },
  { pattern: /^[وفبلكه]?ال(?!مان)\p{L}{3}/u, languages: ['ar'] },
  { pattern: /^ن?می.{3}|ها(?:یم|ی)?$|\u200c/u, languages: ['fa'] },
  { pattern: /^د?ه?ە?[دئ]ە.{2}|ەکە|ەوە$|ێک$/u, languages: ['ckb'] },
  // Cyrillic.
  { pattern: /[іїєґ]/u, languages: ['uk'], own: true },
  { pattern: /[ыэё]/u, languages: ['ru'], own: true },
  { pattern: /[ђјљњћџ]/u, languages: ['sr'], own: true },
  {
    pattern: new RegExp(`(?:^|${cyrillicConsonant})ъ${cyrillicConsonant}`, 'u'),
    languages: ['bg'],
  },
  { pattern: /щ|ю|я|й/u, languages: ['uk', 'ru', 'bg'] },
  { pattern: /ь/u, languages: ['uk', 'ru'] },
  {
    pattern: /.(?:ться|[аеиіуяр]ти|.ють|[еі]ння|ськ(?:ий|ого|ою|ої|а|у)|[аиіуя]в)$/u,
    languages: ['uk'],
  },
  { pattern: /.{2}(?:тся|[еи]шь|[ео]ние|ск(?:ий|ого|ая)|[аеиуя]л|ая)$/u, languages: ['ru'] },
  { pattern: /.{3}(?:ът|ата|ите|ето)$/u, languages: ['bg'] },
  // Ethiopic: Tigrinya keeps the throat sounds ቐ and ዀ and begins words with ኣ, Amharic with አ.
  { pattern: /[ቐ-ቝኸ-ዅኣዕዓዐሕሓ]/u, languages: ['ti'] },
  { pattern: /^[ኣዝክን]/u, languages: ['ti'] },
  { pattern: /(?:ኣሎ|ኹም|ዎ|ለይ|ኒ|ታይ|ዮ|ታት)$/u, languages: ['ti'] },
  { pattern: /[አ]|[ጠደ]ኝ|ሽ/u, languages: ['am'] },
  { pattern: /^(?:የ|እንዴ|በ|ለ|ስለ)|(?:ው|ኝ|ል|ሁ|ችን|ን|ዬ|ም)$/u, languages: ['am'] },
  // Latin.
  { pattern: /ß/u, languages: ['de'], own: true },
  { pattern: /ä/u, languages: ['de'] },
  { pattern: /[öü]/u, languages: ['de', 'tr'] },
  { pattern: /sch|cht|[iu]ng$|(?:lich|keit|heit)(?:e|en|er)?$/u, languages: ['de'] },
  { pattern: /^(?:ver|auf|aus|um|ein|ge|be)\p{L}{4,}en$/u, languages: ['de'] },
  { pattern: /[ığ]/u, languages: ['tr'], own: true },
  { pattern: /ş/u, languages: ['tr', 'kmr', 'ro'] },
  { pattern: /ç/u, languages: ['tr', 'kmr', 'fr', 'pt', 'sq'] },
  {
    pattern: /.{2}(?:yor(?:um|sun|uz|lar)?|m[ae]k|miyor|d[iı]m|lar[iı]|ler[iı]|y[oö]r)$/u,
    languages: ['tr'],
  },
  { pattern: /[êîû]/u, languages: ['kmr'] },
  { pattern: /[êîûôâ]/u, languages: ['fr', 'pt', 'vi', 'ro'] },
  { pattern: /^(?:di|na|bi)k?[a-zêîûçş]{2,}(?:im|e|in)$/u, languages: ['kmr'] },
  { pattern: /[șțţă]/u, languages: ['ro'] },
  { pattern: /[ąęłńśźż]/u, languages: ['pl'], own: true },
  { pattern: /ć/u, languages: ['pl', 'sr'] },
  { pattern: /[čšžđ]/u, languages: ['sr'] },
  { pattern: /cz|rz|sz|^prz/u, languages: ['pl'] },
  { pattern: /[ơưđ\u1ea0-\u1ef9]/u, languages: ['vi'], own: true },
  { pattern: /[ăâ]/u, languages: ['vi', 'ro'] },
  { pattern: /^(?:ng|nh)[a-z]{1,4}$|^[a-z]{1,4}nh$/u, languages: ['vi'] },
  { pattern: /ë/u, languages: ['sq'], own: true },
  { pattern: /gj|xh/u, languages: ['sq'] },
  { pattern: /ñ/u, languages: ['es'], own: true },
  { pattern: /[ãõ]/u, languages: ['pt', 'vi'] },
  { pattern: /(?:ção|ções|ão|.{2}ou)$/u, languages: ['pt'] },
  { pattern: /[áíú]/u, languages: ['es', 'pt', 'vi'] },
  { pattern: /[àèù]/u, languages: ['fr', 'it', 'vi'] },
  { pattern: /[œé]/u, languages: ['fr'] },
  {
    pattern: new RegExp(`(?:aa|ee|ii|oo|uu).*(?:aa|ee|ii|oo|uu)|^[xc]${vowel}{2}|ayaa`, 'u'),
    languages: ['so'],
  },
  { pattern: /ii|uu|[^sp]aa/u, languages: ['so'] },
  {
    pattern: /.{2}(?:kayga|tayda|dayda|aydu|aygu|gayga|kaaga|taada|ayo|[gkt]ii|aan)$/u,
    languages: ['so'],
  },
  // Arabic in Latin letters: a figure for a letter between or before others.
  { pattern: /^(?:\p{L}+[235679]\p{L}*|[23579]\p{L}{2,})$/u, languages: ['ar-Latn'] },
  // Russian and Ukrainian in Latin letters.
  { pattern: /.{2}(?:tsya|tsa|ogo|ego|yy|iy|aya)$|zh|shch/u, languages: ['ru-Latn', 'uk-Latn'] },
  { pattern: /.{2}(?:[aeiou]ty|[auo]ye|yty)$|^[yj]a?k/u, languages: ['uk-Latn'] },
  { pattern: /.{2}[aeiy]t$|sch/u, languages: ['ru-Latn'] },
]
