/** Markup that went through `html` and is therefore safe to send. */
export interface SafeHtml {
  readonly markup: string
}

type Value = string | number | SafeHtml | SafeHtml[]

/** Template tag for pages rendered on the server: every value is escaped, except other `html`. */
export function html(strings: TemplateStringsArray, ...values: Value[]): SafeHtml {
  return { markup: String.raw({ raw: strings }, ...values.map(toMarkup)) }
}

function toMarkup(value: Value): string {
  if (Array.isArray(value)) return value.map(toMarkup).join('')
  return typeof value === 'object' ? value.markup : escapeText(String(value))
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}
