/** Words that turn a statement around, as regular expressions over text in small letters. */
import type { LanguageCode } from '../../message.ts'

export const negations: Record<LanguageCode, string[]> = {
  de: [
    'nicht|nie|niemals|ohne|weder|niemand\\p{L}*|nichts|kein\\p{L}*',
    '(?:kostenlos|verboten|untersagt|unzulässig|ungültig|unwirksam|unmöglich)\\p{L}*',
    'verbiete\\p{L}*|ablehn\\p{L}*|lehn\\p{L}* .{0,20}ab(?!\\p{L})|verweiger\\p{L}*',
  ],
  en: [
    "not|never|no|none|nobody|nothing|without|neither|nor|cannot|\\p{L}+n[’']t",
    '(?:free|forbidden|prohibited|illegal|invalid|impossible|unlawful)',
    'forbids?|refuse[sd]?|refusing|reject\\p{L}*|ban(?:s|ned)?(?!\\p{L})',
  ],
  fr: [
    "ne|n[’'](?=\\p{L})|jamais|sans|aucune?|ni|non|rien",
    '(?:gratuit|interdit|impossible|illégal|invalide|nul)e?s?(?!\\p{L})',
    'refus\\p{L}*|interdi[rst]\\p{L}*',
  ],
  tr: [
    'değil\\p{L}*|yok(?!sa)\\p{L}*|asla|hiç|hiçbir\\p{L}*|olmadan|olmaksızın',
    '\\p{L}{2,}(?:ma|me)(?:z|zsınız|zsiniz|zlar|zler|dan|den|yın|yin|yınız|yiniz|malı\\p{L}*|meli\\p{L}*|mış\\p{L}*|miş\\p{L}*|dı|di|dıysa|diyse|yan|yen)(?!\\p{L})|\\p{L}{2,}m[ıiuü]yor\\p{L}*|\\p{L}*(?:amaz|emez)\\p{L}*',
    '(?:yasak|geçersiz|imkânsız|imkansız|\\p{L}{3,}s[ıiuü]z)\\p{L}*',
    'reddet\\p{L}*|redded\\p{L}*',
  ],
  ru: [
    'не|нет|ни|без|никогда|нельзя|никто|ничего|никак\\p{L}*',
    '(?:запрещ|недейств|невозмож|незакон|недопустим|неверн|бесплатн)\\p{L}*',
    'отказ\\p{L}*|отклон\\p{L}*|запрет\\p{L}*',
  ],
  uk: [
    'не|немає|нема|ні|без|ніколи|ніхто|нічого|жодн\\p{L}*',
    '(?:заборон|недійсн|неможлив|незаконн|неприпустим|безкоштовн|безплатн)\\p{L}*',
    'відмов\\p{L}*|відхил\\p{L}*',
  ],
  ar: [
    'و?ف?(?:لا|لن|لم|ليس|ليست|غير|دون|بدون|بلا|ما لم|ولا)',
    '(?:مجان|ممنوع|محظور|باطل|مستحيل)\\p{L}*',
    'ي?رفض\\p{L}*|الرفض|يمنع',
  ],
  fa: [
    'نه|هیچ|بدون|بی(?:‌|-)\\p{L}+',
    'ن(?:می|خواه|باید|دار|یست|شد|شو|کن|کرد|توان|بای|ده|پرداز|رو|یا|گذار)[\\p{L}\\u200c]*|نمی[\\p{L}\\u200c]*',
    '(?:رایگان|ممنوع|غیرقانونی|نامعتبر|ناممکن)\\p{L}*',
    'رد (?:کن|کرد)\\p{L}*',
  ],
}
