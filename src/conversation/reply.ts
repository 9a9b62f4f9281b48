/** Small builders for what the assistant says. */
import type {
  Action,
  Block,
  Button,
  Decision,
  Inline,
  LanguageCode,
  OutboundMessage,
} from '../message.ts'
import type { Conversation } from './conversation.ts'
import type { Outcome, Services, Turn } from './turn.ts'

export function paragraph(...content: (string | Inline)[]): Block {
  return {
    kind: 'paragraph',
    content: content.map((part) => (typeof part === 'string' ? { text: part } : part)),
  }
}

export function say(
  { sentences }: Services,
  language: LanguageCode,
  key: string,
  values?: Record<string, string>,
): Block {
  return paragraph(sentences.say(language, key, values))
}

export function button(
  { sentences }: Services,
  language: LanguageCode,
  key: string,
  action: Action,
): Button {
  return { label: sentences.say(language, key), action }
}

/** A message of the assistant in the language that it really speaks to this user. */
export function reply(
  { sentences }: Services,
  language: LanguageCode,
  blocks: Block[],
  buttons: Button[][] = [],
): OutboundMessage {
  const spoken = sentences.spokenFor(language)
  return {
    author: 'assistant',
    language: spoken,
    direction: sentences.direction(spoken),
    blocks,
    buttons: buttons.filter((row) => row.length > 0),
  }
}

/** An outcome that says fixed sentences and may change the state. */
export function answerWith(
  turn: Turn,
  decision: Decision,
  blocks: Block[],
  options: { buttons?: Button[][]; conversation?: Conversation } = {},
): Outcome {
  const conversation = options.conversation ?? turn.conversation
  return {
    decision,
    conversation,
    replies: [reply(turn.services, conversation.language, blocks, options.buttons)],
    caseChanges: [],
  }
}
