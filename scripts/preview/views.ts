/** One entry as every channel would show it, as data for the page. */
import { renderMessage as renderForTeams } from '../../src/channels/teams/markup.ts'
import type { Part } from '../../src/channels/telegram/html.ts'
import { renderKeyboard } from '../../src/channels/telegram/keyboard.ts'
import { renderMessage as renderForTelegram } from '../../src/channels/telegram/markup.ts'
import { toWebLine } from '../../src/channels/web/markup.ts'
import type { WebInterface } from '../../src/channels/web/protocol.ts'
import { webTextKeys } from '../../src/channels/web/texts.ts'
import type { Entry, Knowledge, Language, TranslationStatus } from '../../src/knowledge/schema.ts'
import { createFixedSentences } from '../../src/language/fixed-sentences.ts'
import type { OutboundMessage } from '../../src/message.ts'
import { createContentMessages } from '../content-messages.ts'
import type { DrawnView } from './drawn-view.ts'

export interface TelegramView {
  parts: Part[]
  /** Rows of buttons; under the last part. */
  buttons: string[][]
}

export interface SideView {
  what: string
  telegram: TelegramView[]
  drawn: DrawnView
}

export interface LanguageView {
  language: Language
  status: TranslationStatus
  title: string
  sides: SideView[]
}

/** Every language that the entry is written in, in the order of `languages.yaml`. */
export function viewsOf(knowledge: Knowledge, entry: Entry, now: Date): LanguageView[] {
  const messages = createContentMessages(knowledge)
  const sentences = createFixedSentences(knowledge.messages, knowledge.languages)
  return [...knowledge.languages.values()].flatMap((language) => {
    const text = entry.texts.get(language.code)
    if (!text) return []
    const all = sentences.all(language.code)
    const page: WebInterface = {
      language: language.code,
      direction: language.direction,
      texts: Object.fromEntries(webTextKeys.map((key) => [key, all[key] ?? ''])),
    }
    const sides = messages.sidesOf(entry).map((side): SideView => {
      const sent = messages.ofEntry(entry, language.code, side)
      return {
        what: side.what,
        telegram: sent.map(telegramView),
        drawn: {
          cards: sent.flatMap((message) => renderForTeams(message)),
          lines: sent.map((message, index) =>
            toWebLine({
              id: index + 1,
              at: now.toISOString(),
              content: { kind: 'reply', message },
            }),
          ),
          interface: page,
        },
      }
    })
    return [{ language, status: text.status, title: text.title, sides }]
  })
}

function telegramView(message: OutboundMessage): TelegramView {
  const rows = renderKeyboard(message)?.inline_keyboard ?? []
  return {
    parts: renderForTelegram(message),
    buttons: rows.map((row) => row.map(({ text }) => text)),
  }
}
