/** Brings topic, card and lines of a case up to what the store holds. */
import type { Case, CaseLine, DeskPost, Store } from '../../../storage/store.ts'
import { isWholeOnCard, openingOf } from '../shared/describe-case.ts'
import { groupLines, type ThreadMessage } from '../shared/group-lines.ts'
import type { Words } from '../shared/words.ts'
import type { Logger, Part, TelegramBot } from './bot.ts'
import { cardOf, type Question } from './card.ts'
import { isGroupUnfit, isMessageGone, isTopicGone, isUnchanged } from './judge-failure.ts'
import { isTelegramAccount } from './read-update.ts'
import { createTopics, type Topic, topicLine } from './topics.ts'

/** The line of the post that stands for the card. */
const cardLine = -1
/** Stands where Telegram refused a message for good: it is not tried again. */
const refused = ''

export type ShownStore = Pick<
  Store,
  | 'readCase'
  | 'readCaseLines'
  | 'readDeskPosts'
  | 'writeDeskPost'
  | 'deleteDeskPost'
  | 'deleteDeskInputs'
>

/**
 * Each step is written down as soon as Telegram has taken it, so a restart goes on where it ended;
 * only one whose answer got lost on the way is done again.
 */
export function createCaseView(options: {
  store: ShownStore
  bot: TelegramBot
  group: number
  /** Names this desk and this group among what stands at desks. */
  desk: string
  words: Words
  logger: Logger
  /** What somebody has opened on the card of this case. */
  questionOn: (caseId: string) => Question | undefined
}): CaseView {
  const { store, bot, group, desk, words, logger, questionOn } = options
  const topics = createTopics({ store, bot, group, desk, words })

  async function showCase(caseId: string): Promise<void> {
    const [record, lines, posts] = await Promise.all([
      store.readCase(caseId),
      store.readCaseLines(caseId),
      store.readDeskPosts(desk, caseId),
    ])
    const stored = posts.find(({ line }) => line === topicLine)
    if (!record) return takeAway(caseId, stored)
    if (!stored && record.status === 'closed') return
    const topic = stored ? topics.parse(stored) : await topics.create(record, lines)
    try {
      await topics.update(record, topic)
      await showCard(record, lines, topic, posts)
      await showLines(record, lines, topic, posts)
      // What is still to be said is said before the door is closed.
      if (record.status === 'closed') await topics.close(record, topic)
    } catch (error) {
      // Somebody has deleted it: the next try begins a new one with all that was said.
      if (isTopicGone(bot.readFailure(error))) await forget(caseId)
      throw error
    }
  }

  async function doubt(caseId: string): Promise<void> {
    const [record, posts] = await Promise.all([
      store.readCase(caseId),
      store.readDeskPosts(desk, caseId),
    ])
    const stored = posts.find(({ line }) => line === topicLine)
    if (record && stored) await topics.doubt(record, stored)
  }

  async function showCard(record: Case, lines: CaseLine[], topic: Topic, posts: DeskPost[]) {
    const { part, buttons, digest } = cardOf(
      record,
      lines,
      words,
      bot.render,
      questionOn(record.id),
    )
    let card = posts.find(({ line }) => line === cardLine)
    if (card?.shown !== undefined && card.shown !== digest) {
      const isThere = await unlessGone(bot.edit(group, Number(card.post), part, buttons))
      if (isThere) await store.writeDeskPost({ ...card, shown: digest })
      else {
        await store.deleteDeskPost(card)
        card = undefined
      }
    }
    if (!card) {
      const post = String(await bot.post({ group, topic: topic.number }, part, buttons))
      card = { desk, caseId: record.id, line: cardLine, post }
      // Without what it shows: it still has to be pinned.
      await store.writeDeskPost(card)
    }
    if (card.shown === undefined) {
      await unlessGone(bot.pin(group, Number(card.post)))
      await store.writeDeskPost({ ...card, shown: digest })
    }
  }

  async function showLines(record: Case, lines: CaseLine[], topic: Topic, posts: DeskPost[]) {
    const { opening } = openingOf(lines)
    const { language, direction } = words
    const whole = posts.filter(({ line, shown }) => line > 0 && shown === undefined)
    const newest = Math.max(
      ...whole.map(({ line }) => line),
      isWholeOnCard(lines) ? (opening[0]?.id ?? 0) : 0,
    )
    const messages = groupLines({
      lines: lines.filter(({ id }) => id > newest),
      words,
      toParts: (blocks) =>
        bot.render({ author: 'assistant', language, direction, blocks, buttons: [] }),
      isFromHere: ({ id, account }) => id > topic.from && isTelegramAccount(account),
    })
    for (const message of messages) {
      const begun = posts.find(({ line }) => line === message.line)
      await showMessage({ desk, caseId: record.id, line: message.line }, message, begun, topic)
    }
  }

  /** One line may take several parts; how many have gone out is written down after each. */
  async function showMessage(
    key: Pick<DeskPost, 'desk' | 'caseId' | 'line'>,
    { parts }: ThreadMessage<Part>,
    begun: DeskPost | undefined,
    topic: Topic,
  ): Promise<void> {
    const done = Number(begun?.shown ?? 0)
    for (const [index, part] of parts.entries()) {
      if (index < done) continue
      const post = await postLine(part, topic, key.caseId)
      const isLast = index === parts.length - 1
      await store.writeDeskPost({ ...key, post, ...(!isLast && { shown: String(index + 1) }) })
    }
  }

  async function postLine(part: Part, topic: Topic, caseId: string): Promise<string> {
    try {
      return String(await bot.post({ group, topic: topic.number }, part))
    } catch (error) {
      const failure = bot.readFailure(error)
      const isForGood = failure.kind === 'bad-request' && !isTopicGone(failure)
      if (!isForGood || isGroupUnfit(failure)) throw error
      logger.error(
        { caseId, reason: failure.reason },
        'Telegram refused a message of a case for good; read it at the web desk.',
      )
      return refused
    }
  }

  /** The user has withdrawn the case, or its time is over: all that was said in the topic goes. */
  async function takeAway(caseId: string, topic: DeskPost | undefined) {
    if (topic) {
      try {
        await bot.deleteTopic(group, Number(topic.post))
      } catch (error) {
        if (!isTopicGone(bot.readFailure(error))) throw error
      }
    }
    await forget(caseId)
  }

  async function forget(caseId: string): Promise<void> {
    await store.deleteDeskInputs(desk, caseId)
    const posts = await store.readDeskPosts(desk, caseId)
    // The topic last: as long as it is known, this is tried again.
    for (const one of posts.toSorted((a, b) => Math.abs(b.line) - Math.abs(a.line))) {
      await store.deleteDeskPost(one)
    }
  }

  /** Resolves to whether the message is still there. */
  async function unlessGone(call: Promise<void>): Promise<boolean> {
    try {
      await unlessUnchanged(call)
      return true
    } catch (error) {
      if (isMessageGone(bot.readFailure(error))) return false
      throw error
    }
  }

  async function unlessUnchanged(call: Promise<void>): Promise<void> {
    try {
      await call
    } catch (error) {
      if (!isUnchanged(bot.readFailure(error))) throw error
    }
  }

  return { showCase, doubt }
}

export interface CaseView {
  /** Rejects with what the bot rejects with; may be called again at any time. */
  showCase(caseId: string): Promise<void>
  /** Forgets how the topic is called and whether it is open, so that both are set anew. */
  doubt(caseId: string): Promise<void>
}
