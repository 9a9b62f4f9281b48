/** What would be passed on, word for word, before the user says yes. */
import { plainText } from '../message-text.ts'
import type { NewCaseLine, TranscriptLine } from '../storage/store.ts'

/** Enough for a stranger to understand the question; more would be more than needed. */
const mostLines = 10
const longestReply = 200

/**
 * The conversation up to the question, which is the last line: the user's words in full, the
 * assistant's by their beginning. Buttons and commands are no lines, so they are not passed on.
 */
export function linesToPassOn(transcript: TranscriptLine[], question: string): NewCaseLine[] {
  const lines = transcript.flatMap(({ content }): NewCaseLine[] => {
    if (content.kind === 'reply') {
      const author = content.message.author === 'person' ? 'mediator' : 'assistant'
      return [{ author, text: shorten(plainText(content.message)) }]
    }
    return isCommand(content.text) ? [] : [{ author: 'user', text: content.text }]
  })
  const asked = lines.findLastIndex(({ author, text }) => author === 'user' && text === question)
  const earlier = asked === -1 ? lines : lines.slice(0, asked)
  return [...earlier, { author: 'user' as const, text: question }].slice(-mostLines)
}

const isCommand = (text: string) => text.startsWith('/')

export function shorten(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= longestReply) return flat
  const lastSpace = flat.lastIndexOf(' ', longestReply)
  return `${flat.slice(0, lastSpace > 0 ? lastSpace : longestReply)} …`
}
