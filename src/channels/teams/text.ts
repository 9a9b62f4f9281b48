/** Styled text in pieces that stay far below what one message to Teams may hold. */
import { cleanText, isVisible } from '../../message-text.ts'

/** A stretch of text with one style. */
export interface Run {
  text: string
  strong?: boolean
  emphasis?: boolean
  /** https, http or tel. */
  href?: string
}

/** Runs without a line break. */
export type Line = Run[]

/** UTF-16 units of one piece: text and addresses together. */
const pieceLength = 1500
const maximumAddress = 2048

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Cuts runs where their text has line breaks; lines with nothing to see are left out. */
export function toLines(runs: Run[]): Line[] {
  const lines: Line[] = [[]]
  for (const run of runs) {
    const [first = '', ...others] = cleanText(run.text).split('\n')
    lines.at(-1)?.push({ ...run, text: first })
    for (const text of others) lines.push([{ ...run, text }])
  }
  return lines.filter((line) => line.some(({ text }) => isVisible(text)))
}

/** A line as lines that are short enough, cut between words where there are any, else letters. */
export function toPieces(line: Line): Line[] {
  const pieces: Line[] = [[]]
  let length = 0
  for (const run of line) {
    const address = run.href === undefined ? 0 : run.href.length
    let rest = run.text
    while (rest !== '') {
      const room = pieceLength - length - address
      if (length > 0 && room < Math.min(rest.length, 100)) {
        pieces.push([])
        length = 0
        continue
      }
      const text = rest.slice(0, findBorder(rest, Math.max(room, 100)))
      pieces.at(-1)?.push({ ...run, text })
      length += text.length + address
      rest = rest.slice(text.length)
    }
  }
  return pieces.filter((piece) => piece.some(({ text }) => isVisible(text)))
}

/** An address that a card may open. */
export function isOpenable(address: string): boolean {
  return address.length <= maximumAddress && /^(https?:\/\/\S+|tel:\+?\d+)$/i.test(address)
}

/** The best place to cut within `limit` units: one in the second half, if there is any. */
function findBorder(text: string, limit: number): number {
  if (text.length <= limit) return text.length
  const blank = text.lastIndexOf(' ', limit - 1)
  if (blank >= limit / 2) return blank + 1
  const letter = graphemes.segment(text.slice(0, limit + 1)).containing(limit)?.index ?? 0
  if (letter >= limit / 2) return letter
  // One letter under more accents than fit: at least no surrogate pair is torn.
  return /[\ud800-\udbff]$/.test(text.slice(0, limit)) ? limit - 1 : limit
}
