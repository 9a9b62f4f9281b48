/** Names and numbers that the user typed are covered in what a person gets, unless the user lets them through. */
import type { NewCaseLine } from '../../storage/store.ts'
import type { Turn } from '../turn.ts'
import { languageWritten } from './language-written.ts'

export interface Covered {
  lines: NewCaseLine[]
  /** What stands behind each cover, in the order in which it was found. */
  found: { cover: string; text: string }[]
}

/** A cover is a word in the user's own language, `[Telephone number]`: whoever reads the text reads it. */
export function coverContact(turn: Turn, lines: NewCaseLine[]): Covered {
  const { services, conversation } = turn
  const found: (Covered['found'][number] & { kind: string })[] = []
  function coverFor(kind: string, text: string): string {
    const known = found.find((one) => one.kind === kind && one.text === text)
    if (known) return known.cover
    const others = found.filter((one) => one.kind === kind).length
    const label = services.sentences.say(conversation.language, `masked.${kind}`)
    const cover = others === 0 ? `[${label}]` : `[${label} ${others + 1}]`
    found.push({ kind, cover, text })
    return cover
  }
  const covered = lines.map((line) => {
    if (line.author !== 'user' && line.author !== 'mediator') return line
    const language = languageWritten(turn, line.text, conversation.language)
    const masked = services.maskPersonalData(line.text, language)
    const text = masked.found.reduce(
      (rest, item) => rest.replaceAll(item.placeholder, coverFor(item.kind, item.text)),
      masked.text,
    )
    return { ...line, text }
  })
  return { lines: covered, found: found.map(({ cover, text }) => ({ cover, text })) }
}
