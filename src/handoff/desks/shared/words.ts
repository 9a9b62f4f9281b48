/** Sentences of the desk, in its one language. */
import { formatMoment } from '../../../knowledge/figures.ts'
import type { LanguageCode } from '../../../message.ts'

export interface Words {
  language: LanguageCode
  direction: 'ltr' | 'rtl'
  say(key: string, values?: Record<string, string>): string
  /** A topic of the knowledge base, or an entry's id, in words. */
  topic(topic: string): string
  languageName(code: LanguageCode): string
  time(instant: string): string
  /** What happened to a case, for the codes that the core writes. */
  event(code: string, name: string | undefined): string
}

/** @param texts Sentences by key; those of a desk begin with `desk.`. */
export function createWords(options: {
  language: LanguageCode
  direction: 'ltr' | 'rtl'
  texts: Record<string, string>
}): Words {
  const { language, direction, texts } = options
  const names = new Intl.DisplayNames([language, 'de'], { type: 'language', fallback: 'code' })

  /** Values are set apart, so that an Arabic name in a German sentence keeps its own direction. */
  function say(key: string, values: Record<string, string> = {}): string {
    return (texts[key] ?? key).replace(
      /\{\{(\w+)\}\}/g,
      (_whole, name: string) => `\u2068${values[name] ?? ''}\u2069`,
    )
  }
  return {
    language,
    direction,
    say,
    topic: (topic) => texts[`topic.${topic.split('/')[0]}`] ?? say('desk.case.other-topic'),
    languageName: (code) => names.of(code) ?? code,
    time: (instant) => formatMoment(new Date(instant), language),
    event(code, name = say('desk.author.mediator')) {
      const key = `desk.system.${code}`
      return key in texts ? say(key, { name }) : code
    },
  }
}
