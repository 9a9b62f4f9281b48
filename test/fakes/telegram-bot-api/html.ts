/**
 * Telegram's HTML as documented at https://core.telegram.org/bots/api#html-style, more strictly than
 * the server reads it: a bare `&` or `>`, which the server lets pass, is an error here.
 */

export interface Entity {
  type: string
  /** UTF-16 units, within the text that is left. */
  offset: number
  length: number
  url?: string
}

export interface ParsedText {
  text: string
  entities: Entity[]
}

const entityTypes: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  blockquote: 'blockquote',
}

/** Entities that "can't contain each other"; a quotation cannot hold another one. */
const exclusive = new Set(['code', 'pre', 'text_link'])

const characterReferences: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
}

/** @throws Error in the words of the Bot API. */
export function parseHtml(html: string): ParsedText {
  let text = ''
  const entities: Entity[] = []
  const open: { tag: string; entity: Entity }[] = []
  const token = /<(\/?)([a-z-]+)([^<>]*)>|(&(?:lt|gt|amp|quot);)|([<>&])|([^<>&]+)/gi

  for (const [whole, slash, tag, attributes, reference, bare, plain] of html.matchAll(token)) {
    if (plain !== undefined) text += plain
    else if (reference !== undefined) text += characterReferences[reference]
    else if (bare !== undefined) throw parseError(`Character '${bare}' is reserved`)
    else if (tag === undefined) throw parseError(`Unexpected "${whole}"`)
    else if (slash) {
      const last = open.pop()
      if (last?.tag !== tag) throw parseError(`Unmatched end tag "${tag}"`)
      last.entity.length = text.length - last.entity.offset
      if (last.entity.length > 0) entities.push(last.entity)
    } else {
      const type = entityTypes[tag]
      if (type === undefined) throw parseError(`Unsupported start tag "${tag}"`)
      checkNesting(type, open)
      const entity: Entity = { type, offset: text.length, length: 0 }
      if (type === 'text_link') entity.url = readAddress(attributes ?? '')
      else if (attributes) throw parseError(`Unexpected attributes in "${whole}"`)
      open.push({ tag, entity })
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) throw parseError(`Can't find end tag corresponding to start tag "${unclosed.tag}"`)
  return { text, entities: entities.sort((one, other) => one.offset - other.offset) }
}

function checkNesting(type: string, open: { entity: Entity }[]): void {
  for (const { entity } of open) {
    const bothExclusive = exclusive.has(type) && exclusive.has(entity.type)
    const nestedQuote = type === 'blockquote' && entity.type === 'blockquote'
    if (bothExclusive || nestedQuote) throw parseError(`"${type}" within "${entity.type}"`)
  }
}

function readAddress(attributes: string): string {
  const address = /^ href="([^"]+)"$/.exec(attributes)?.[1]
  if (address === undefined) throw parseError('A link has exactly one attribute, href="..."')
  const url = address.replace(/&(?:lt|gt|amp|quot);/g, (found) => characterReferences[found] ?? '')
  // The server drops a link that it cannot use without a word; here nobody would notice.
  if (!/^(https?|tg):\/\//i.test(url)) throw parseError(`Unsupported URL protocol in "${url}"`)
  return url
}

function parseError(description: string): Error {
  return new Error(`can't parse entities: ${description}`)
}

/** What tdlib takes for an empty message: blanks and invisible marks only. */
export function isEmptyText(text: string): boolean {
  return /^[\s\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f\u2800\u3000\ufeff\ufffc\u{e0000}-\u{e007f}]*$/u.test(
    text,
  )
}
