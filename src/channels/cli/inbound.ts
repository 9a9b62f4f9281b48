import type { Button, InboundContent } from '../../message.ts'

/** "2" presses the second button of the last message; anything else is text. */
export function parseLine(line: string, buttons: Button[]): InboundContent {
  const pressed = /^\s*\d{1,2}\s*$/.test(line) ? buttons[Number(line) - 1] : undefined
  return pressed ? { kind: 'action', action: pressed.action } : { kind: 'text', text: line }
}
