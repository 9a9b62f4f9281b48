/** In danger the number comes first. The card is fixed text; no model writes, translates or picks it. */
import { dialable } from '../../knowledge/figures.ts'
import type { CrisisCard } from '../../knowledge/schema.ts'
import type { Block, LanguageCode, OutboundMessage } from '../../message.ts'
import { button, paragraph, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

export function showCrisisCard(turn: Turn): Outcome | undefined {
  if (!turn.text) return undefined
  const card = turn.services.detectCrisis(turn.text)
  if (!card) return undefined
  return {
    decision: { kind: 'crisis', card: card.id },
    conversation: { ...turn.conversation, lastQuestion: turn.text, pending: undefined },
    replies: [crisisMessage(turn, card)],
    caseChanges: [],
  }
}

/** In the language of the message itself: somebody in need may fall back into their own. */
export function crisisMessage(turn: Turn, card: CrisisCard): OutboundMessage {
  const { services } = turn
  const language = cardLanguage(turn, card)
  const text = card.texts[language] ?? card.texts.de
  if (!text) throw new Error(`crisis/${card.id}.yaml has no German text.`)
  const numbers = card.numbers.map(({ phone, label }): Block => {
    const name = label[language] ?? label.en ?? label.de ?? ''
    return paragraph({ text: phone, phone: dialable(phone), strong: true }, { text: ` ${name}` })
  })
  const links = card.links.map(({ url, label }): Block => paragraph({ text: label, href: url }))
  return reply(
    services,
    language,
    [
      ...numbers,
      { kind: 'heading', text: text.title },
      paragraph(text.sentence),
      ...(text.steps.length > 0
        ? [
            {
              kind: 'list',
              ordered: true,
              items: text.steps.map((step) => [{ text: step }]),
            } as const,
          ]
        : []),
      ...links,
      say(services, language, 'crisis.person'),
    ],
    [[button(services, language, 'button.askPerson', { kind: 'ask-person' })]],
  )
}

function cardLanguage(turn: Turn, card: CrisisCard): LanguageCode {
  const { services, conversation, messageLanguage } = turn
  const wanted = [messageLanguage, conversation.language].flatMap((language) => [
    language,
    services.sentences.spokenFor(language),
  ])
  return wanted.find((language) => card.texts[language]) ?? 'de'
}
