/** How big the content's messages are in each channel; for the check. */
import { join } from 'node:path'
import { renderMessage as renderForTeams } from '../src/channels/teams/markup.ts'
import { renderKeyboard } from '../src/channels/telegram/keyboard.ts'
import { renderMessage as renderForTelegram } from '../src/channels/telegram/markup.ts'
import type { RenderedMessage } from '../src/knowledge/lint/limits.ts'
import type { Knowledge } from '../src/knowledge/schema.ts'
import type { OutboundMessage } from '../src/message.ts'
import { createContentMessages } from './content-messages.ts'

/** Every answer, its details, and every crisis card, in every language that it is written in. */
export function* renderContent(knowledge: Knowledge): Iterable<RenderedMessage> {
  const messages = createContentMessages(knowledge)
  for (const entry of knowledge.entries.values()) {
    for (const language of entry.texts.keys()) {
      const file = join('entries', entry.meta.id, `${language}.md`)
      for (const side of messages.sidesOf(entry)) {
        for (const message of messages.ofEntry(entry, language, side)) {
          yield sized(file, side.what, message)
        }
      }
    }
  }
  for (const card of knowledge.crisisCards) {
    for (const language of Object.keys(card.texts)) {
      const file = join('crisis', `${card.id}.yaml`)
      yield sized(file, `the card in ${language}`, messages.ofCard(card, language))
    }
  }
}

function sized(file: string, what: string, message: OutboundMessage): RenderedMessage {
  try {
    renderKeyboard(message)
    const parts = {
      Telegram: renderForTelegram(message).length,
      Teams: renderForTeams(message).length,
    }
    return { file, what, parts }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { file, what, parts: {}, failure: error.message }
  }
}
