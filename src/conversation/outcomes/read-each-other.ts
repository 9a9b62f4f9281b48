/** User and mediator each read their own language; whoever was translated sees the original too. */
import type { Block } from '../../message.ts'
import type { LineTranslation, NewCaseLine } from '../../storage/store.ts'
import type { Turn } from '../turn.ts'

/** The user's lines as a mediator reads them; nobody waits longer for many than for one. */
export async function forMediator(
  { services, messageLanguage }: Turn,
  lines: NewCaseLine[],
  account: string | undefined,
): Promise<NewCaseLine[]> {
  const to = await services.mediatorLanguage(account)
  return Promise.all(
    lines.map(async (line) => {
      if (line.author !== 'user') return line
      const reading = await services.readIn({ text: line.text, from: messageLanguage, to })
      return reading.kind === 'as-written' ? line : { ...line, translation: reading }
    }),
  )
}

export interface ForUser {
  blocks: Block[]
  /** Goes to the mediator's own line, so that the desk shows what the user read. */
  translation?: LineTranslation
}

/** A mediator's words as the user reads them: translated, with the original below. */
export async function forUser(
  turn: Turn,
  written: { text: string; account: string; author: string },
): Promise<ForUser> {
  const { services, conversation } = turn
  const { language } = conversation
  const { text, account, author } = written
  // A photo or a voice note may come without a word.
  if (!text) return { blocks: [{ kind: 'paragraph', content: [{ text: author, strong: true }] }] }
  const from = await services.mediatorLanguage(account)
  const reading = await services.readIn({ text, from, to: language })
  const say = (key: string, values?: Record<string, string>) =>
    services.sentences.say(language, key, values)
  const original = { kind: 'quote', text } as const
  switch (reading.kind) {
    case 'as-written':
      return { blocks: [{ ...original, author }] }
    case 'translated':
      return {
        blocks: [
          { kind: 'quote', author, text: reading.text },
          { kind: 'note', text: say('translation.machine', { service: reading.by }) },
          original,
        ],
        translation: reading,
      }
    case 'unsure':
      return {
        blocks: [
          { ...original, author },
          { kind: 'note', text: say('translation.unsure') },
        ],
        translation: reading,
      }
    default:
      return reading satisfies never
  }
}
