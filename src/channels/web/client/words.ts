/** The page's sentences in the language of the moment. */
import type { WebInterface } from '../protocol.ts'
import type { WebTextKey } from '../texts.ts'

export interface Words {
  language: string
  text(key: WebTextKey, values?: { count: number }): string
  /** How big a file is, such as 39 kB. */
  size(bytes: number): string
  /** Hours and minutes, in the figures that German clocks show. */
  time(instant: string): string
}

export function createWords({ language, texts }: WebInterface): Words {
  const latin = { numberingSystem: 'latn' } as const
  const clock = new Intl.DateTimeFormat(language, {
    ...latin,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const kilobytes = new Intl.NumberFormat(language, {
    ...latin,
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 0,
  })
  const megabytes = new Intl.NumberFormat(language, {
    ...latin,
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
  })
  const numbers = new Intl.NumberFormat(language, latin)
  return {
    language,
    text: (key, values) =>
      (texts[key] ?? key).replace('{{count}}', values ? numbers.format(values.count) : ''),
    size: (bytes) =>
      bytes < 1_000_000
        ? kilobytes.format(Math.max(1, bytes / 1000))
        : megabytes.format(bytes / 1_000_000),
    time: (instant) => clock.format(new Date(instant)),
  }
}

/** Puts the words in their places on the page that the server rendered. */
export function showInterface(page: WebInterface, words: Words): void {
  const { documentElement } = document
  documentElement.lang = page.language
  documentElement.dir = page.direction
  document.title = words.text('web.title')
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    element.textContent = words.text(element.dataset.text as WebTextKey)
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) {
    element.setAttribute('aria-label', words.text(element.dataset.label as WebTextKey))
  }
  for (const element of document.querySelectorAll<HTMLElement>('[data-placeholder]')) {
    element.setAttribute('placeholder', words.text(element.dataset.placeholder as WebTextKey))
  }
}

export function linkTo(language: string): string {
  return `[data-language="${CSS.escape(language)}"]`
}

/** Marks the chosen one among the links of the picker. */
export function showChosenLanguage(picker: HTMLElement, language: string): void {
  picker.querySelector('[aria-current]')?.removeAttribute('aria-current')
  const chosen = picker.querySelector(linkTo(language))
  chosen?.setAttribute('aria-current', 'true')
  picker.querySelector('#current-language')!.textContent = chosen?.textContent ?? language
}
