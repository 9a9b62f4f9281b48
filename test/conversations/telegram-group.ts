/** The real desk in Telegram over a group in memory: quick enough for thousands of acts. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  createTelegramDesk,
  type TelegramBot,
  type TelegramDesk,
} from '../../src/handoff/desks/telegram/index.ts'
import type { InboundMessage } from '../../src/message.ts'
import { plainText } from '../../src/message-text.ts'
import type { Store } from '../../src/storage/store.ts'

const group = -5
const silent = { info() {}, warn() {}, error() {} }

class Refusal extends Error {}

export interface GroupInMemory {
  desk(): TelegramDesk
  restart(): Promise<void>
  /** Everything that a mediator can read in each topic that is there. */
  topics(): Map<number, string[]>
  /** Topic and card of a case; `undefined` where it has none, or none yet. */
  find(caseId: string): Promise<{ topic: number; card: number } | undefined>
  /** Resolves to the message, so that it can be edited. */
  write(mediator: number, topic: number, text: string): Promise<object>
  edit(message: object, text: string): Promise<void>
  press(mediator: number, card: number, topic: number, data: string): Promise<void>
  stop(): Promise<void>
}

export async function openGroupInMemory(options: {
  store: Store
  texts: Record<string, string>
  accept: (message: InboundMessage) => Promise<boolean>
}): Promise<GroupInMemory> {
  const { store, texts, accept } = options
  const topics = new Map<number, Map<number, string>>()
  let numbers = 0

  function topicOf(number: number | undefined): Map<number, string> {
    const found = number === undefined ? undefined : topics.get(number)
    if (!found) throw new Refusal('message thread not found')
    return found
  }
  function holderOf(message: number): Map<number, string> {
    const found = [...topics.values()].find((topic) => topic.has(message))
    if (!found) throw new Refusal('message to edit not found')
    return found
  }

  const bot: TelegramBot = {
    describe: async () => ({
      isForum: true,
      canManageTopics: true,
      canPinMessages: true,
      canDeleteMessages: true,
      username: 'lotse',
    }),
    isMember: async () => true,
    nameCommands: async () => {},
    async createTopic(_group, name) {
      numbers += 1
      topics.set(numbers, new Map([[numbers, name]]))
      return numbers
    },
    renameTopic: async (_group, topic, name) => void topicOf(topic).set(topic, name),
    closeTopic: async (_group, topic) => void topicOf(topic),
    reopenTopic: async (_group, topic) => void topicOf(topic),
    deleteTopic: async (_group, topic) => void topics.delete(topic),
    async post({ topic }, { text }) {
      numbers += 1
      topicOf(topic).set(numbers, text)
      return numbers
    },
    edit: async (_group, message, { text }) => void holderOf(message).set(message, text),
    remove: async (_group, message) => void holderOf(message).delete(message),
    pin: async () => {},
    answerPress: async () => {},
    download: async () => ({ kind: 'too-large' }),
    readFailure: (error) => ({
      kind: 'bad-request',
      reason: error instanceof Error ? error.message : String(error),
    }),
    render(message) {
      const text = plainText(message)
      return [{ html: text, text }]
    },
  }

  async function start(): Promise<TelegramDesk> {
    const made = createTelegramDesk({
      store,
      bot,
      group,
      language: 'de',
      direction: 'ltr',
      texts,
      logger: silent,
      now: () => new Date(),
      pace: { calls: 1_000_000, seconds: 1 },
    })
    await made.start(accept)
    return made
  }
  let desk = await start()

  let updates = 0
  const personOf = (mediator: number) => ({
    id: 1000 + mediator,
    is_bot: false,
    first_name: `Mediator${mediator}`,
  })
  const chat = { id: group, type: 'supergroup' }
  const update = (content: object) => {
    updates += 1
    return desk.receive({ update_id: updates, ...content })
  }

  return {
    desk: () => desk,
    async restart() {
      await desk.stop()
      desk = await start()
    },
    topics: () =>
      new Map([...topics].map(([number, messages]) => [number, [...messages.values()]])),
    async find(caseId) {
      for (let patience = 20; patience > 0; patience--) {
        const posts = await store.readDeskPosts(`telegram ${group}`, caseId)
        const numberOf = (wanted: number) => posts.find(({ line }) => line === wanted)?.post
        const [topic, card] = [numberOf(0), numberOf(-1)]
        if (topic && card) return { topic: Number(topic), card: Number(card) }
        await nextTurn()
      }
      return undefined
    },
    async write(mediator, topic, text) {
      numbers += 1
      const message = {
        message_id: numbers,
        from: personOf(mediator),
        chat,
        date: 1,
        message_thread_id: topic,
        is_topic_message: true,
        text,
      }
      await update({ message })
      return message
    },
    async edit(message, text) {
      await update({ edited_message: { ...message, text, edit_date: updates } })
    },
    async press(mediator, card, topic, data) {
      const message = { message_id: card, chat, date: 1, message_thread_id: topic }
      const from = personOf(mediator)
      await update({ callback_query: { id: String(updates), from, message, data } })
    },
    stop: () => desk.stop(),
  }
}
