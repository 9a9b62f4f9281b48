/** User and mediator each read their own language; whoever was translated sees the original too. */
import type { Block, LanguageCode } from '../../message.ts'
import type { LineTranslation, NewCaseLine } from '../../storage/store.ts'
import type { Turn } from '../turn.ts'
import { languageWritten } from './language-written.ts'

/** The user's lines as a mediator reads them; nobody waits longer for many than for one. */
export async function forMediator(
  turn: Turn,
  lines: NewCaseLine[],
  account: string | undefined,
): Promise<NewCaseLine[]> {
  const { services, messageLanguage } = turn
  const to = await services.mediatorLanguage(account)
  return Promise.all(
    lines.map(async (line) => {
      if (line.author !== 'user') return line
      const from = languageWritten(turn, line.text, messageLanguage)
      const keep = services.findTerms(line.text, to).words
      const reading = await services.readIn({ text: line.text, from, to, keep })
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
  const usual = await turn.services.mediatorLanguage(written.account)
  const from = languageWritten(turn, written.text, usual)
  return inOwnLanguage(turn, { ...written, from })
}

/** What anybody else wrote, as the user reads it. */
export async function inOwnLanguage(
  { services, conversation }: Turn,
  written: { text: string; from: LanguageCode; author: string },
): Promise<ForUser> {
  const { language } = conversation
  const { text, from, author } = written
  // A photo or a voice note may come without a word.
  if (!text) return { blocks: [{ kind: 'paragraph', content: [{ text: author, strong: true }] }] }
  const { words: keep, notes } = services.findTerms(text, language)
  const reading = await services.readIn({ text, from, to: language, keep })
  const say = (key: string, values?: Record<string, string>) =>
    services.sentences.say(language, key, values)
  const original = { kind: 'quote', text } as const
  switch (reading.kind) {
    case 'as-written':
      return { blocks: [{ ...original, author }, ...notes] }
    case 'translated':
      return {
        blocks: [
          { kind: 'quote', author, text: reading.text },
          ...notes,
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
          ...notes,
        ],
        translation: reading,
      }
    default:
      return reading satisfies never
  }
}
