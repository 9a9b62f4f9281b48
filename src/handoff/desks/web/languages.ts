import type { FastifyRequest } from 'fastify'
import type { DeskLanguage, WebDeskOptions } from './options.ts'

export const languageCookie = 'lotse-desk-language'

export interface InterfaceLanguages {
  /** Languages that the desk itself is offered in. */
  offered: DeskLanguage[]
  /** What the mediator chose before, else the first of the browser's languages that is offered. */
  of(request: FastifyRequest): DeskLanguage
  /** The desk's sentences; a missing one is given in English, then German. */
  texts(language: DeskLanguage): Record<string, string>
}

export function createInterfaceLanguages({
  languages,
  texts,
}: Pick<WebDeskOptions, 'languages' | 'texts'>): InterfaceLanguages {
  const offered = languages.filter(({ status }) => status === 'ready')
  const sourceLanguage = offered.find(({ code }) => code === 'de') ?? offered[0]
  if (!sourceLanguage) {
    throw new RangeError('The web desk needs a language whose status is "ready".')
  }
  const byCode = new Map(offered.map((language) => [language.code, language]))
  const deskTexts = new Map(
    offered.map(({ code }) => {
      const all = { ...texts('de'), ...texts('en'), ...texts(code) }
      const shown = Object.entries(all).filter(([key]) => /^(attachment|desk|topic)\./.test(key))
      return [code, Object.fromEntries(shown)]
    }),
  )

  return {
    offered,
    of(request) {
      const wanted = [
        request.cookies[languageCookie] ?? '',
        ...acceptedLanguages(request.headers['accept-language']),
      ]
      return wanted.map((code) => byCode.get(code)).find(Boolean) ?? sourceLanguage
    },
    texts: ({ code }) => deskTexts.get(code) ?? {},
  }
}

/** `ar-SY,ar;q=0.9,de;q=0.8` as `['ar', 'ar', 'de']`, best first. */
function acceptedLanguages(header = ''): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find(Boolean)
      return { code: tag.split('-')[0]!.toLowerCase(), quality: Number(quality ?? 1) }
    })
    .sort((a, b) => b.quality - a.quality)
    .map(({ code }) => code)
}
