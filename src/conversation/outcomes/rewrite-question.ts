import type { Turn } from '../turn.ts'
import { entryTitle } from './answer-entry.ts'

/** Shorter messages say what they ask, unless they go on with an earlier one. */
const manyWords = 20

/**
 * The message as one question, by a model; `undefined` where it needs none or there is no model.
 */
export async function rewriteQuestion(turn: Turn): Promise<string | undefined> {
  const { services, conversation, text, messageLanguage } = turn
  const { lastEntry, lastQuestion, language } = conversation
  const isLong = text.split(/\s+/).length >= manyWords
  if (!services.model?.rewrite || (!isLong && !lastEntry)) return undefined
  return services.model.rewrite({
    message: text,
    language: messageLanguage,
    before: lastQuestion,
    topic: lastEntry && entryTitle(turn, lastEntry, language),
    signal: turn.patience(),
  })
}
