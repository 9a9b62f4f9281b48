/** Words that turn a statement around, as regular expressions over text as it is written. */
import type { LanguageCode } from '../../message.ts'

/** These deny the part of the sentence that they stand in. */
export const negations: Record<LanguageCode, string[]> = {
  de: [
    'nicht|nie|niemals|weder|niemand\\p{L}*|nichts|kein\\p{L}*',
    '(?:verboten|untersagt|unzulässig|ungültig|unwirksam|unmöglich)\\p{L}*',
    'verbiete\\p{L}*|ablehn\\p{L}*|verweiger\\p{L}*',
  ],
  en: [
    "not|never|no|none|nobody|nothing|neither|nor|cannot|\\p{L}+n[’']t",
    'forbidden|prohibited|illegal|invalid|impossible|unlawful',
    'forbids?|refuse[sd]?|refusing|reject\\p{L}*|ban(?:s|ned)?',
  ],
  fr: [
    "ne|n[’'](?=\\p{L})|jamais|aucune?|ni|non",
    // Without its "ne": "pas par personne".
    "(?<!(?:ne |n[’'])(?:[\\p{L}’']+ ){1,4})pas",
    '(?:interdit|impossible|illégal|invalide|nul)e?s?',
    'refus\\p{L}*|interdi[rst]\\p{L}*',
  ],
  tr: [
    'değil\\p{L}*|yok(?!sa)\\p{L}*|asla|hiç|hiçbir\\p{L}*',
    '\\p{L}{2,}(?:ma|me)(?:z|zsınız|zsiniz|zlar|zler|yın|yin|yınız|yiniz|malı\\p{L}*|meli\\p{L}*|mış\\p{L}*|miş\\p{L}*|dı|di|dıysa|diyse|yan|yen)',
    '\\p{L}{2,}m[ıiuü]yor\\p{L}*|\\p{L}*(?:amaz|emez)\\p{L}*',
    '(?:yasak|geçersiz|imkânsız|imkansız)\\p{L}*',
    'reddet\\p{L}*|redded\\p{L}*',
  ],
  ru: [
    'не|нет|ни|никогда|нельзя|никто|ничего|никак\\p{L}*',
    '(?:запрещ|недейств|невозмож|незакон|недопустим|неверн)\\p{L}*',
    'отказ\\p{L}*|отклон\\p{L}*|запрет\\p{L}*',
  ],
  uk: [
    'не|немає|нема|ні|ніколи|ніхто|нічого|жодн\\p{L}*',
    '(?:заборон|недійсн|неможлив|незаконн|неприпустим)\\p{L}*',
    'відмов\\p{L}*|відхил\\p{L}*',
  ],
  ar: [
    '[وف]?(?:لا|لن|لم|ليس|ليست|ما لم)',
    '(?:ممنوع|محظور|باطل|مستحيل)\\p{L}*',
    'ي?رفض\\p{L}*|الرفض|يمنع',
  ],
  fa: [
    'نه|هیچ',
    'ن(?:می|خواه|باید|دار|یست|شد|شو|کن|کرد|توان|ده|پرداز|رو|یا|گذار)[\\p{L}\\u200c]*',
    '(?:ممنوع|غیرقانونی|نامعتبر|ناممکن)\\p{L}*',
    'رد (?:کن|کرد)\\p{L}*',
  ],
}

/** These deny only the next word; they tell where two sentences are the same otherwise. */
export const prepositions: Record<LanguageCode, string[]> = {
  de: ['ohne'],
  en: ['without'],
  fr: ['sans'],
  tr: ['olmadan|olmaksızın|\\p{L}{3,}(?:ma|me)(?:dan|den)|\\p{L}{3,}s[ıiuü]z\\p{L}*'],
  ru: ['без'],
  uk: ['без'],
  ar: ['غير|دون|بدون|بلا'],
  fa: ['بدون'],
}

/** "Costs nothing" says what "is free" says: both are taken for no denial. */
export const freeOfCharge: Record<LanguageCode, string> = {
  de: 'kostet (?:\\p{L}+ ){0,4}nichts|kosten (?:\\p{L}+ ){0,4}nichts|kostenlos\\p{L}*',
  en: 'costs? (?:\\p{L}+ ){0,2}nothing|free of charge',
  fr: 'ne coûte(?:nt)? (?:\\p{L}+ ){0,2}rien|gratuit\\p{L}*',
  tr: 'ücretsiz\\p{L}*',
  ru: 'ничего не сто\\p{L}+|не сто\\p{L}+ ничего|бесплатн\\p{L}*',
  uk: 'нічого не кошту\\p{L}+|не кошту\\p{L}+ нічого|безкоштовн\\p{L}*|безплатн\\p{L}*',
  ar: 'لا (?:ي|ت)كلف شيئ\\p{L}*|مجان\\p{L}*',
  fa: 'رایگان',
}
