import type { Attachment, OutboundMessage } from '../../message.ts'
import { cleanText, plainText } from '../../message-text.ts'

/** Plain text with numbered buttons; a terminal shows no pictures, so attachments are named. */
export function renderForTerminal(message: OutboundMessage): string {
  const attachments = (message.attachments ?? []).map(nameAttachment)
  const buttons = message.buttons.flat().map(({ label }, index) => `  [${index + 1}] ${label}`)
  return [plainText(message), ...attachments, ...buttons].join('\n')
}

function nameAttachment({ kind, name, alternative }: Attachment): string {
  const described = [name, alternative].filter((part) => part !== '').join(': ')
  return `  <${kind}> ${cleanText(described).replace(/\s+/g, ' ')}`
}
