import type { LanguageCode } from '../../message.ts'
import type { WebInterface } from './protocol.ts'

export interface WebLanguage {
  code: LanguageCode
  /** The language's own name for itself. */
  name: string
  direction: 'ltr' | 'rtl'
  status: 'ready' | 'partial' | 'recognised'
}

/** Every sentence of the page; each stands in the messages of the knowledge base. */
export const webTextKeys = [
  'web.title',
  'web.tagline',
  'web.skip',
  'web.language',
  'web.welcome.title',
  'web.welcome.text',
  'web.examples',
  'web.example.1',
  'web.example.2',
  'web.example.3',
  'web.example.4',
  'web.privacy',
  'web.log',
  'web.you',
  'web.assistant',
  'web.person',
  'web.message',
  'web.placeholder',
  'web.send',
  'web.charactersLeft',
  'web.charactersOver',
  'web.typing',
  'web.sending',
  'web.waiting',
  'web.failed',
  'web.resend',
  'web.offline',
  'web.tooMany',
  'web.askPerson',
  'web.forget',
  'web.emergency',
  'web.fireAndRescue',
  'web.police',
  'web.newWindow',
  'web.noScript',
  'attachment.photo',
  'attachment.voice',
  'attachment.gone',
] as const
export type WebTextKey = (typeof webTextKeys)[number]

export interface Interfaces {
  /** The languages that the page can be shown in. */
  languages: WebLanguage[]
  /** The page's words; German ones stand in where a translation is missing. */
  in(language: LanguageCode): WebInterface
  /** The best language for a visitor, from the most to the least deliberate sign. */
  choose(signs: {
    explicit?: string | undefined
    acceptLanguage?: string | undefined
  }): LanguageCode
}

/** @throws RangeError when the German messages lack a sentence. */
export function createInterfaces(options: {
  languages: WebLanguage[]
  texts: (language: LanguageCode) => Record<string, string>
}): Interfaces {
  const languages = options.languages.filter(({ status }) => status !== 'recognised')
  const german = options.texts('de')
  const missing = webTextKeys.filter((key) => !german[key])
  if (missing.length > 0) {
    throw new RangeError(`Add these sentences to the German messages: ${missing.join(', ')}.`)
  }
  const known = (code: string | undefined) => languages.find((language) => language.code === code)
  const recogniseLocale = recogniseAmong(languages)

  return {
    languages,
    in(code) {
      const own = options.texts(code)
      const words = webTextKeys.map((key) => [key, own[key] || german[key]!])
      const { direction } = known(code) ?? { direction: 'ltr' }
      return { language: code, direction, texts: Object.fromEntries(words) }
    },
    choose({ explicit, acceptLanguage }) {
      const wished = acceptLanguage ? recogniseLocale(acceptLanguage) : undefined
      return (known(explicit) ?? known(wished) ?? known('de') ?? languages[0]!).code
    },
  }
}

/** Other codes under which browsers ask for our languages. */
const otherCodes: Record<string, LanguageCode> = { ku: 'kmr', prs: 'fa', pes: 'fa', mo: 'ro' }

/** Reads `Accept-Language` (RFC 9110, section 12.5.4): the most wished language that we speak. */
function recogniseAmong(languages: WebLanguage[]) {
  return (acceptLanguage: string): LanguageCode | undefined =>
    acceptLanguage
      .split(',')
      .map((range) => {
        const [tag = '', weight] = range.trim().split(/\s*;\s*q=/)
        const primary = tag.toLowerCase().split('-')[0]!
        return { code: otherCodes[primary] ?? primary, weight: Number(weight ?? 1) }
      })
      .filter(({ code, weight }) => weight > 0 && languages.some((known) => known.code === code))
      .sort((one, other) => other.weight - one.weight)[0]?.code
}
