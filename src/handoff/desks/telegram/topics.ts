/** The topic of a case: its name and whether it is open follow the case. */
import { z } from 'zod'
import type { Case, CaseLine, DeskPost, Store } from '../../../storage/store.ts'
import type { Words } from '../shared/words.ts'
import type { TelegramBot } from './bot.ts'
import { topicName } from './card.ts'
import { isUnchanged } from './judge-failure.ts'

/** The line of the post that stands for the topic; the card within it has the one below. */
export const topicLine = 0

const topicSchema = z.object({
  name: z.string(),
  isClosed: z.boolean(),
  /** The newest line when it was made: what was typed in an earlier topic stands here in our words. */
  from: z.number(),
})
export type Topic = z.infer<typeof topicSchema> & { number: number }

export interface Topics {
  parse(stored: DeskPost): Topic
  create(record: Case, lines: CaseLine[]): Promise<Topic>
  /** Name and door as the case stands; a closed case's door is left open until `close`. */
  update(record: Case, topic: Topic): Promise<void>
  close(record: Case, topic: Topic): Promise<void>
  /** Forgets how it is called and whether it is open, so that both are set anew. */
  doubt(record: Case, stored: DeskPost): Promise<void>
}

export function createTopics(options: {
  store: Pick<Store, 'writeDeskPost'>
  bot: TelegramBot
  group: number
  desk: string
  words: Words
}): Topics {
  const { store, bot, group, desk, words } = options

  async function keepTopic({ id }: Case, { number, ...state }: Topic): Promise<void> {
    const shown = JSON.stringify(state)
    await store.writeDeskPost({ desk, caseId: id, line: topicLine, post: String(number), shown })
  }

  async function unlessUnchanged(call: Promise<void>): Promise<void> {
    try {
      await call
    } catch (error) {
      if (!isUnchanged(bot.readFailure(error))) throw error
    }
  }

  const parse = ({ post, shown = '{}' }: DeskPost): Topic => ({
    number: Number(post),
    ...topicSchema.parse(JSON.parse(shown)),
  })

  return {
    parse,
    async create(record, lines) {
      const name = topicName(record, words)
      const number = await bot.createTopic(group, name)
      const topic = { number, name, isClosed: false, from: lines.at(-1)?.id ?? 0 }
      await keepTopic(record, topic)
      return topic
    },

    async update(record, topic) {
      if (topic.isClosed && record.status !== 'closed') {
        await unlessUnchanged(bot.reopenTopic(group, topic.number))
        topic.isClosed = false
        await keepTopic(record, topic)
      }
      const name = topicName(record, words)
      if (topic.name === name) return
      await unlessUnchanged(bot.renameTopic(group, topic.number, name))
      topic.name = name
      await keepTopic(record, topic)
    },

    async close(record, topic) {
      if (topic.isClosed) return
      await unlessUnchanged(bot.closeTopic(group, topic.number))
      await keepTopic(record, { ...topic, isClosed: true })
    },

    async doubt(record, stored) {
      const isClosed = record.status !== 'closed'
      await keepTopic(record, { ...parse(stored), name: '', isClosed })
    },
  }
}
