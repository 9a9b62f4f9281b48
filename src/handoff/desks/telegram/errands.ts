/** What the desk does in the group that belongs to no case's standing: answers, and messages to take away. */
import type { Words } from '../shared/words.ts'
import type { TelegramBot } from './bot.ts'
import { isMessageGone, isTopicGone } from './judge-failure.ts'
import type { Notice } from './take-update.ts'

export interface Errands {
  /** Adds one to the queue under its name. */
  notify(name: string, notice: Notice): void
  removeLater(message: number): void
  /** Resolves to false where there is none of this name. Rejects with what the bot rejects with. */
  run(name: string): Promise<boolean>
  names(): Iterable<string>
}

/** They live in memory: who is not answered before the program ends tries again. */
export function createErrands(options: {
  bot: TelegramBot
  group: number
  words: Words
  /** Has the queue run it. */
  enqueue(name: string): void
}): Errands {
  const { bot, group, words, enqueue } = options
  const errands = new Map<string, () => Promise<unknown>>()

  function add(name: string, errand: () => Promise<unknown>): void {
    errands.set(name, errand)
    enqueue(name)
  }

  return {
    notify(name, { place, text, buttons = [] }) {
      const { language, direction } = words
      const blocks = [{ kind: 'note' as const, text }]
      const [part] = bot.render({ author: 'assistant', language, direction, blocks, buttons: [] })
      if (!part) return
      const { topic, message } = place
      const to = { group, replyTo: message, ...(topic !== undefined && { topic }) }
      add(name, () => bot.post(to, part, buttons))
    },
    removeLater(message) {
      add(`remove ${message}`, () => bot.remove(group, message))
    },
    async run(name) {
      const errand = errands.get(name)
      if (!errand) return false
      try {
        await errand()
      } catch (error) {
        // Topic or message is gone: nobody reads there.
        const failure = bot.readFailure(error)
        if (!isTopicGone(failure) && !isMessageGone(failure)) throw error
      }
      errands.delete(name)
      return true
    },
    names: () => errands.keys(),
  }
}
