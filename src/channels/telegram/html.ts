/** Styled text as Telegram's HTML, in parts that keep within its limits. */
import { isVisible } from '../../message-text.ts'

/** A stretch of text with one style. `quote` groups the runs of one quotation. */
export interface Run {
  text: string
  strong?: boolean
  emphasis?: boolean
  href?: string
  quote?: number
}

/** Runs without a line break; an empty line ends a paragraph. */
export type Line = Run[]

/** One message to Telegram: as HTML, and as the plain text that is left without it. */
export interface Part {
  html: string
  text: string
}

/** UTF-16 units after the entities were parsed, see https://core.telegram.org/bots/api#sendmessage. */
const maximumLength = 4096
/** The same for the words under a photo, see https://core.telegram.org/bots/api#sendphoto. */
export const maximumCaptionLength = 1024
/** Bytes. The Bot API server refuses a `text` over 32 KiB before it looks for entities. */
const maximumBytes = 32_000
const maximumAddress = 2048

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * Lines as parts of at most `longest` UTF-16 units, cut between paragraphs, else lines, else words,
 * else letters. Parts with nothing to see are left out.
 */
export function renderParts(lines: Line[], longest = maximumLength): Part[] {
  const runs = lines.flatMap((line, index) =>
    index > 0 ? [lineBreak(lines[index - 1], line), ...line] : line,
  )
  const text = runs.map((run) => run.text).join('')
  const parts: Part[] = []
  let start = 0
  while (start < text.length) {
    let end = findBorder(text, start, longest)
    let part = renderPart(runs, start, end)
    while (Buffer.byteLength(part.html) > maximumBytes) {
      end = findBorder(text, start, Math.max(2, Math.floor((end - start) / 2)))
      part = renderPart(runs, start, end)
    }
    if (isVisible(part.text)) parts.push(part)
    start = end
    while (/\s/.test(text.charAt(start))) start += 1
  }
  return parts
}

/** Within a quotation the line break belongs to it. */
function lineBreak(before: Line | undefined, after: Line): Run {
  const quote = after[0]?.quote
  return before?.[0]?.quote === quote && quote !== undefined
    ? { text: '\n', quote }
    : { text: '\n' }
}

/** The best place to cut within `limit` units from `start`: one in the second half, if there is any. */
function findBorder(text: string, start: number, limit: number): number {
  if (text.length - start <= limit) return text.length
  for (const separator of ['\n\n', '\n', ' ']) {
    const found = text.lastIndexOf(separator, start + limit)
    if (found - start >= limit / 2) return found
  }
  const following = text.slice(start, start + limit + 1)
  const letter = graphemes.segment(following).containing(limit)?.index ?? 0
  if (letter >= limit / 2) return start + letter
  // Letters under so many accents that they fill the part: at least no surrogate pair is torn.
  return /[\ud800-\udbff]$/.test(text.slice(start, start + limit)) && limit > 1
    ? start + Math.max(limit - 1, 2)
    : start + limit
}

function renderPart(runs: Run[], start: number, end: number): Part {
  const cut = sliceRuns(runs, start, end)
  let html = ''
  let quote: number | undefined
  for (const run of cut) {
    if (run.quote !== quote) {
      if (quote !== undefined) html += '</blockquote>'
      if (run.quote !== undefined) html += '<blockquote>'
      quote = run.quote
    }
    html += renderRun(run)
  }
  if (quote !== undefined) html += '</blockquote>'
  return { html, text: cut.map((run) => run.text).join('') }
}

function sliceRuns(runs: Run[], start: number, end: number): Run[] {
  const cut: Run[] = []
  let offset = 0
  for (const run of runs) {
    const text = run.text.slice(Math.max(0, start - offset), Math.max(0, end - offset))
    if (text !== '') cut.push({ ...run, text })
    offset += run.text.length
    if (offset >= end) break
  }
  return cut
}

function renderRun(run: Run): string {
  let html = escapeText(run.text)
  if (run.href !== undefined && isWebAddress(run.href)) {
    html = `<a href="${escapeText(run.href).replaceAll('"', '&quot;')}">${html}</a>`
  }
  if (run.emphasis) html = `<i>${html}</i>`
  if (run.strong) html = `<b>${html}</b>`
  return html
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function isWebAddress(address: string): boolean {
  return address.length <= maximumAddress && /^https?:\/\/[^\s]+$/i.test(address)
}
