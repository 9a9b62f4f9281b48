import type { OutboundMessage } from '../../message.ts'
import { plainText } from '../../message-text.ts'

/** Plain text with numbered buttons. */
export function renderForTerminal(message: OutboundMessage): string {
  const buttons = message.buttons.flat().map(({ label }, index) => `  [${index + 1}] ${label}`)
  return [plainText(message), ...buttons].join('\n')
}
