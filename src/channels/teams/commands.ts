/** Commands as suggested actions: what one can do where a message has no buttons of its own. */
import type { CommandName, OutboundMessage } from '../../message.ts'
import { shorten } from '../../message-text.ts'
import type { CommandDescriptions } from '../channel.ts'
import type { OutboundActivity } from './connector.ts'
import type { Reference } from './reference.ts'

/** Teams shows three on a phone. The whole menu stands in the app's manifest. */
const suggested: CommandName[] = ['help', 'language', 'person']
const longestTitle = 40

type SuggestedActions = Extract<OutboundActivity, { type: 'message' }>['suggestedActions']

/** Teams shows them in a personal chat only; below a person's words they would be in the way. */
export function suggestCommands(
  message: OutboundMessage,
  reference: Reference,
  { commands, describe }: CommandDescriptions,
): SuggestedActions {
  const hasButtons = message.buttons.some((row) => row.length > 0)
  if (!reference.personal || hasButtons || message.author === 'person') return undefined
  const actions = suggested
    .filter((command) => commands.includes(command))
    .map((command) => ({
      type: 'imBack' as const,
      title: shorten(describe(command, message.language), longestTitle) || command,
      value: `/${command}`,
    }))
  return actions.length > 0 ? { to: [reference.user], actions } : undefined
}
