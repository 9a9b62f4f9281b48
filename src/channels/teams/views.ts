/** How a card looks for the one who pressed a button: built anew from the transcript. */
import { type Action, type Address, encodeAction, type OutboundMessage } from '../../message.ts'
import type { AttachmentLinks } from './attachments.ts'
import type { AdaptiveCard } from './card.ts'
import { digestOf, renderMessage } from './markup.ts'
import { referenceOf } from './reference.ts'

/** Lines of the transcript in which a pressed card is looked for. */
const historyLimit = 100
/** Cards with a pressed button that are remembered; the oldest is forgotten first. */
const mostPressed = 10_000

/** The last lines of a conversation, oldest first. */
export type ReadHistory = (
  address: Address,
  limit: number,
) => Promise<{ content: { kind: 'user' } | { kind: 'reply'; message: OutboundMessage } }[]>

export interface Views {
  press(address: Address, card: string, action: Action): Promise<AdaptiveCard | undefined>
  /** `undefined` for a card that the transcript does not hold (any more). */
  show(address: Address, card: string): Promise<AdaptiveCard | undefined>
}

/**
 * What was pressed is kept in memory alone: after a restart a card shows its buttons again, and
 * pressing one twice is no harm.
 */
export function createViews(readHistory: ReadHistory, links?: AttachmentLinks): Views {
  const pressed = new Map<string, Set<string>>()

  async function show(address: Address, card: string): Promise<AdaptiveCard | undefined> {
    const history = await readHistory(address, historyLimit)
    for (const { content } of history.toReversed()) {
      if (content.kind !== 'reply' || digestOf(content.message) !== card) continue
      const user = referenceOf(address)?.user
      return renderMessage(content.message, {
        pressed: pressed.get(keyOf(address, card)) ?? new Set(),
        links,
        ...(user !== undefined && { user }),
      }).at(-1)
    }
    return undefined
  }

  return {
    show,
    async press(address, card, action) {
      const key = keyOf(address, card)
      const actions = pressed.get(key) ?? new Set()
      pressed.delete(key)
      pressed.set(key, actions.add(encodeAction(action)))
      for (const oldest of pressed.keys()) {
        if (pressed.size <= mostPressed) break
        pressed.delete(oldest)
      }
      return show(address, card)
    },
  }
}

function keyOf({ conversation }: Address, card: string): string {
  return `${conversation} ${card}`
}
