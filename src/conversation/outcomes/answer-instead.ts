import type { Outcome, Turn } from '../turn.ts'
import { answerEntry } from './answer-entry.ts'

/**
 * An authority that wants free interpreting for its own work gets the entry on what it can do itself,
 * not the time of a volunteer: entries that say `handoff: never`, for those they are written for.
 */
export async function answerInstead(turn: Turn, question: string): Promise<Outcome | undefined> {
  const { services, conversation, messageLanguage } = turn
  const { role } = conversation
  if (role && role !== 'authority') return undefined
  const [best] = await services.retriever.retrieve({
    text: question,
    language: messageLanguage,
    limit: 1,
    ...(role && { role }),
  })
  if (!best || best.confidence < services.thresholds.clarify) return undefined
  // Without a word on who asks, only what authorities alone ask tells it.
  const isMeant = role === 'authority' || best.passage.audience.join() === 'authority'
  const rule = services.knowledge.entries.get(best.entry)?.meta.handoff
  return isMeant && rule === 'never' ? answerEntry(turn, best.entry, 'short') : undefined
}
