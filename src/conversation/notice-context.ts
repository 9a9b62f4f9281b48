import type { Role } from '../message.ts'
import type { Turn } from './turn.ts'

const roles = ['authority', 'landlord', 'tenant'] as const satisfies Role[]

/**
 * What a message shows in passing, so that nobody has to be asked: "my tenant ..." is written by a
 * landlord, "in Merseburg" names the town. Both are remembered and can be changed.
 */
export function noticeContext(turn: Turn): Turn {
  const { services, conversation, message, messageLanguage, text } = turn
  if (!text || message.from.kind === 'mediator') return turn
  const role = roles.find((candidate) =>
    services.phrases.contains(candidate, text, messageLanguage),
  )
  const municipality = conversation.municipality ?? services.places.mentioned(text)?.key
  return {
    ...turn,
    conversation: {
      ...conversation,
      ...(role && { role }),
      ...(municipality && { municipality }),
    },
  }
}
