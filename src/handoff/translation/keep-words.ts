/** Words that a service leaves as they are, marked the way HTML has for it. */
import { decodeHTML, escapeUTF8 } from 'entities'

/**
 * A text as HTML in which the words are marked `translate="no"`.
 *
 * @see https://html.spec.whatwg.org/multipage/dom.html#the-translate-attribute
 */
export function markKept(text: string, words: readonly string[]): string {
  const spellings = words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => RegExp.escape(word))
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(${spellings.join('|') || '(?!)'})(?![\\p{L}\\p{N}])`,
    'gu',
  )
  return text
    .split(pattern)
    .map((part, index) =>
      // What stands in the brackets of a pattern comes as every second part.
      index % 2 === 1 ? `<span translate="no">${escapeUTF8(part)}</span>` : toHtml(part),
    )
    .join('')
}

/** HTML knows no line breaks of its own. */
function toHtml(text: string): string {
  return escapeUTF8(text).replaceAll('\n', '<br>')
}

/** The text of what `markKept` made, after a service has translated it. */
export function unmarkKept(html: string): string {
  // Whatever people typed between angle brackets is escaped, so these are our own.
  return decodeHTML(html.replace(/<br\s*\/?>\n?/gi, '\n').replace(/<\/?span[^>]*>/gi, ''))
}
