/** What a mediator wrote into the thread of a case. Pure. */

const longestName = 80
/** As long as a user's message may be. */
const longestText = 4_000

export type Written =
  | { kind: 'reply' | 'note'; text: string }
  /** Without a name: whoever asks wants to know who there is. */
  | { kind: 'hand-over'; name: string }
  | { kind: 'empty' }
  /** A slash and something that is no command: what was meant to stay inside must not go out. */
  | { kind: 'unknown-command' }

export function readWritten(text: string): Written {
  const [, command, rest = ''] = /^\s*\/\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? []
  const isCommand = command !== undefined
  const content = (isCommand ? rest : text).trim()
  if (isCommand && !/^(note|over)$/i.test(command)) return { kind: 'unknown-command' }
  if (command?.toLowerCase() === 'over') return { kind: 'hand-over', name: content }
  if (content === '' || [...content].length > longestText) return { kind: 'empty' }
  return { kind: isCommand ? 'note' : 'reply', text: content }
}

/** A vendor's display name as users may read it: one line, nothing that acts on the screen. */
export function cleanName(name = ''): string {
  const line = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return [...line].slice(0, longestName).join('')
}
