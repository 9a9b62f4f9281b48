/** A message as plain text: what a mediator reads of it, and what a terminal prints. */
import type { Block, OutboundMessage } from './message.ts'

export function plainText(message: OutboundMessage): string {
  return message.blocks.map(blockText).join('\n')
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'note':
      return block.text
    case 'paragraph':
      return block.content.map(({ text }) => text).join('')
    case 'list':
      return block.items
        .map((item, index) => {
          const text = item.map((part) => part.text).join('')
          return block.ordered ? `${index + 1}. ${text}` : `• ${text}`
        })
        .join('\n')
    case 'quote':
      return block.author ? `${block.author}:\n${block.text}` : block.text
    case 'sources':
      return `${block.label}:\n${block.items.map((item) => `${item.title} (${item.checked}) ${item.url}`).join('\n')}`
    default:
      return block satisfies never
  }
}
