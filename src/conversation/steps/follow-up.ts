import type { EntryId } from '../../message.ts'
import { answerEntry } from '../outcomes/answer-entry.ts'
import { rewriteQuestion } from '../outcomes/rewrite-question.ts'
import { createDraft } from '../outcomes/show-draft.ts'
import type { Outcome, Turn } from '../turn.ts'

/** Longer messages say themselves what they are about. */
const mostWords = 9

/**
 * "And how much does that cost?" is looked for in the entry that was just answered, before it is
 * treated as a new question. Another entry wins only where it is confidently the answer.
 */
export async function followUp(turn: Turn): Promise<Outcome | undefined> {
  const { services, conversation, text, messageLanguage } = turn
  const { lastEntry } = conversation
  if (!lastEntry || !goesOn(turn)) return undefined
  const query = { text, language: messageLanguage, limit: 2 }
  const [elsewhere] = await services.retriever.retrieve(query)
  if (
    elsewhere &&
    elsewhere.entry !== lastEntry &&
    elsewhere.confidence >= services.thresholds.answer
  ) {
    return undefined
  }
  const question = (await rewriteQuestion(turn)) ?? text
  const [[within], byModel] = await Promise.all([
    services.retriever.retrieve({ ...query, text: question, entry: lastEntry }),
    askModel(turn, question, lastEntry),
  ])
  if (!within) return answerEntry(turn, lastEntry, 'details', byModel)
  const { passage } = within
  return answerEntry(
    turn,
    lastEntry,
    passage.kind === 'section' ? { passage: passage.text, language: passage.language } : 'details',
    byModel,
  )
}

async function askModel(turn: Turn, question: string, lastEntry: EntryId) {
  const { services, conversation, messageLanguage: questionLanguage } = turn
  const { language, role } = conversation
  const entry = services.knowledge.entries.get(lastEntry)
  if (!entry) return undefined
  const request = { question, questionLanguage, entry, others: [], language, role }
  const draft = createDraft(turn, Promise.resolve(true))
  const byModel = await services.model?.compose?.({
    ...request,
    signal: turn.patience(),
    onDraft: draft?.show,
  })
  await draft?.end()
  return byModel
}

function goesOn({ services, text, messageLanguage }: Turn): boolean {
  const words = text.split(/\s+/).length
  if (words > mostWords) return false
  return (
    services.phrases.begins('followUpStart', text, messageLanguage) ||
    services.phrases.contains('followUp', text, messageLanguage)
  )
}
