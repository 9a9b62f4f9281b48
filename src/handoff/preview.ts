/** What would be passed on, word for word, before the user says yes. */
import type { OutboundMessage } from '../message.ts'
import { plainText } from '../message-text.ts'
import type { NewCaseLine, TranscriptLine } from '../storage/store.ts'

/** Enough for a stranger to understand the question; more would be more than needed. */
const mostLines = 10
const longestReply = 200

/**
 * The conversation in short, with the question as its last line: the user's own words, and of the
 * assistant the titles of what it showed, so that nobody is told the same again. Nothing is put in
 * other words. Buttons and commands are no lines, so they are not passed on.
 */
export function linesToPassOn(transcript: TranscriptLine[], question: string): NewCaseLine[] {
  const lines = transcript.flatMap(({ content }): NewCaseLine[] => {
    if (content.kind === 'reply') return replyInShort(content.message)
    return isCommand(content.text) ? [] : [{ author: 'user', text: content.text }]
  })
  const asked = lines.findLastIndex(({ author, text }) => author === 'user' && text === question)
  const others = lines.filter((_, index) => index !== asked).filter(isNew)
  return [...others, { author: 'user' as const, text: question }].slice(-mostLines)
}

const isCommand = (text: string) => text.startsWith('/')

/** What a person wrote in an earlier case counts as theirs; small talk and "in which town?" are nothing. */
function replyInShort(message: OutboundMessage): NewCaseLine[] {
  if (message.author === 'person')
    return [{ author: 'mediator', text: shorten(plainText(message)) }]
  const isPreview = message.buttons.flat().some(({ action }) => action.kind === 'consent')
  const title = message.blocks.find((block) => block.kind === 'heading')
  return title && !isPreview ? [{ author: 'assistant', text: title.text }] : []
}

/** Details, or the other side's part, come under the title of the answer before. */
function isNew({ author, text }: NewCaseLine, index: number, lines: NewCaseLine[]): boolean {
  const before = lines[index - 1]
  return author !== 'assistant' || before?.author !== 'assistant' || before.text !== text
}

export function shorten(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= longestReply) return flat
  const lastSpace = flat.lastIndexOf(' ', longestReply)
  return `${flat.slice(0, lastSpace > 0 ? lastSpace : longestReply)} …`
}
