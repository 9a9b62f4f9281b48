/** The small part of Markdown that entries use, as blocks. Anything else becomes plain text. */
import type { List, PhrasingContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { toString as plainText } from 'mdast-util-to-string'
import type { Block, Inline } from '../message.ts'

/** Content changes only with a new start, so each text is parsed once. */
const parsed = new Map<string, Block[]>()

export function markdownToBlocks(markdown: string): Block[] {
  let blocks = parsed.get(markdown)
  if (!blocks) {
    blocks = parse(markdown)
    parsed.set(markdown, blocks)
  }
  return blocks
}

function parse(markdown: string): Block[] {
  return fromMarkdown(markdown).children.map((node): Block => {
    switch (node.type) {
      case 'paragraph':
        return { kind: 'paragraph', content: inlines(node.children) }
      case 'list':
        return { kind: 'list', ordered: node.ordered ?? false, items: listItems(node) }
      case 'heading':
        return { kind: 'heading', text: plainText(node) }
      default:
        return { kind: 'paragraph', content: [{ text: plainText(node) }] }
    }
  })
}

function listItems(list: List): Inline[][] {
  return list.children.map((item) =>
    item.children.flatMap((child) =>
      child.type === 'paragraph' ? inlines(child.children) : [{ text: plainText(child) }],
    ),
  )
}

function inlines(nodes: PhrasingContent[], strong = false): Inline[] {
  const parts = nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case 'strong':
      case 'emphasis':
        return inlines(node.children, true)
      case 'link':
        return [withTarget({ text: plainText(node), ...(strong && { strong }) }, node.url)]
      case 'break':
        return [{ text: '\n' }]
      default:
        return [
          {
            text: plainText(node).replaceAll('\n', ' '),
            ...(strong && { strong }),
          },
        ]
    }
  })
  return parts.filter(({ text }) => text !== '')
}

function withTarget(inline: Inline, url: string): Inline {
  if (url.startsWith('tel:')) return { ...inline, phone: url.slice('tel:'.length) }
  return /^https?:\/\//.test(url) ? { ...inline, href: url } : inline
}
