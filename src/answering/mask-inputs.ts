/** Several texts of one person are masked as one, so that a name has the same placeholder in each. */
import type { MaskedItem } from '../language/mask-personal-data.ts'

/** What takes personal data out of a text; app and tests hand in the real one. */
export type Mask = (text: string, language: string) => { text: string; found: MaskedItem[] }

/** A character that no keyboard writes and every prompt can do without. */
const between = '\n\u241e\n'

export function maskInputs<Name extends string>(
  texts: Record<Name, string>,
  language: string,
  mask: Mask,
): { texts: Record<Name, string>; found: MaskedItem[] } {
  const names = Object.keys(texts) as Name[]
  const written = names.map((name) => texts[name].replaceAll('\u241e', ' ')).join(between)
  const { text, found } = mask(written, language)
  const parts = text.split(between)
  return {
    texts: Object.fromEntries(names.map((name, index) => [name, parts[index] ?? ''])) as Record<
      Name,
      string
    >,
    found,
  }
}
