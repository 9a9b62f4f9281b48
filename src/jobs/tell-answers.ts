/**
 * At start, when new entries may have come: whoever wanted to know is told, once. Only an entry that
 * was not there when they asked counts, and only where it would be the answer to the same question now.
 */
import type { Services } from '../conversation/turn.ts'
import type { InboundMessage } from '../message.ts'
import type { AwaitedAnswer, Store } from '../storage/store.ts'

export async function tellNewAnswers(options: {
  store: Pick<Store, 'listAwaitedAnswers' | 'noteEntries' | 'readOpenCase'>
  services: Pick<Services, 'knowledge' | 'retriever' | 'thresholds' | 'now'>
  accept: (message: InboundMessage) => Promise<unknown>
}): Promise<void> {
  const { store, services, accept } = options
  const at = services.now().toISOString()
  const since = await store.noteEntries([...services.knowledge.entries.keys()], at)

  async function answerTo({ question, language, askedAt }: AwaitedAnswer) {
    const isNew = (entry: string) => (since.get(entry) ?? '') > askedAt
    if (![...services.knowledge.entries.keys()].some(isNew)) return undefined
    const [best] = await services.retriever.retrieve({ text: question, language, limit: 1 })
    const isAnswer = best && best.confidence >= services.thresholds.answer && isNew(best.entry)
    return isAnswer ? best.entry : undefined
  }

  for (const awaited of await store.listAwaitedAnswers(at)) {
    // A person has the chat: the assistant is silent, and the next start looks again.
    if ((await store.readOpenCase(awaited.conversation))?.assistantMuted) continue
    const entry = await answerTo(awaited)
    if (!entry) continue
    await accept({
      updateId: `answer-found ${awaited.id}`,
      address: awaited.address,
      from: { kind: 'program' },
      content: { kind: 'answer-found', awaited: awaited.id, entry },
      locale: awaited.language,
      receivedAt: at,
    })
  }
}
