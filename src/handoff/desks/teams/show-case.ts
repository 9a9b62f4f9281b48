/** Brings card and thread of a case up to what the store holds. */
import type { DeskPost, Store } from '../../../storage/store.ts'
import { isWholeOnCard, openingOf } from '../shared/describe-case.ts'
import { groupLines } from '../shared/group-lines.ts'
import type { Words } from '../shared/words.ts'
import { isTeamsAccount } from './activity.ts'
import type { Chat, Logger, TeamsBot } from './bot.ts'
import { cardActivity, cardOf } from './card.ts'

export const deskName = 'teams'
/** Stands where Teams refused a message for good: it is not tried again. */
const refused = ''

export type TeamsDeskStore = Pick<
  Store,
  | 'readCase'
  | 'readCaseLines'
  | 'readOpenCase'
  | 'listCases'
  | 'findAccount'
  | 'listAccounts'
  | 'readDeskPosts'
  | 'writeDeskPost'
  | 'deleteDeskPost'
  | 'findDeskCase'
  | 'listDeskCases'
  | 'readDeskPlace'
  | 'writeDeskPlace'
>

/** `post` is the message whose thread is meant; without it, the channel itself. */
export type ChatOf = (post?: string) => Chat

/**
 * Each message is written down as soon as Teams has taken it, so a restart goes on where it ended;
 * only one whose answer got lost on the way is sent again.
 */
export function createCaseView(options: {
  store: TeamsDeskStore
  bot: TeamsBot
  words: Words
  logger: Logger
}) {
  const { store, bot, words, logger } = options

  /** Rejects with what the bot rejects with; may be called again at any time. */
  return async function showCase(caseId: string, chatOf: ChatOf): Promise<void> {
    const [record, lines, posts] = await Promise.all([
      store.readCase(caseId),
      store.readCaseLines(caseId),
      store.readDeskPosts(deskName, caseId),
    ])
    if (!record) return takeAway(posts, chatOf)

    const { activity, digest } = cardOf(record, lines, words, bot.render)
    let card = posts.find(({ line }) => line === 0)
    if (card && card.shown !== digest) {
      const isThere = await unlessGone(bot.update(chatOf(card.post), card.post, activity))
      if (isThere) await store.writeDeskPost({ ...card, shown: digest })
      else {
        await store.deleteDeskPost(card)
        card = undefined
      }
    }
    if (!card) {
      if (record.status === 'closed') return
      const post = await bot.post(chatOf(), activity)
      card = { desk: deskName, caseId, line: 0, post, shown: digest }
      await store.writeDeskPost(card)
    }

    const { opening } = openingOf(lines)
    const newest = Math.max(
      ...posts.map(({ line }) => line),
      isWholeOnCard(lines) ? (opening[0]?.id ?? 0) : 0,
    )
    const { language, direction } = words
    const messages = groupLines({
      lines: lines.filter(({ id }) => id > newest),
      words,
      toParts: (blocks) =>
        bot.render({ author: 'assistant', language, direction, blocks, buttons: [] }),
      isFromHere: ({ account }) => isTeamsAccount(account),
    })
    for (const message of messages) {
      let post = refused
      for (const content of message.parts) {
        post = await reply(card, chatOf, cardActivity(message.summary, content))
      }
      await store.writeDeskPost({ desk: deskName, caseId, line: message.line, post })
    }
  }

  async function reply(
    card: DeskPost,
    chatOf: ChatOf,
    activity: Parameters<TeamsBot['post']>[1],
  ): Promise<string> {
    try {
      return await bot.post(chatOf(card.post), activity)
    } catch (error) {
      const failure = bot.readFailure(error)
      if (failure.kind === 'bad-request') {
        logger.error(
          { caseId: card.caseId, reason: failure.reason },
          'Teams refused a message of a case for good; read it at the web desk.',
        )
        return refused
      }
      // Somebody has deleted the post: the next try begins a new one.
      if (failure.kind === 'not-found') await store.deleteDeskPost(card)
      throw error
    }
  }

  /** The user has withdrawn the case, or its time is over: our messages go, the thread's end first. */
  async function takeAway(posts: DeskPost[], chatOf: ChatOf): Promise<void> {
    const card = posts.find(({ line }) => line === 0)
    for (const one of posts.toReversed()) {
      if (one.post !== refused) {
        await unlessGone(bot.remove(chatOf(card?.post ?? one.post), one.post))
      }
      await store.deleteDeskPost(one)
    }
  }

  /** Resolves to whether the message is still there. */
  async function unlessGone(call: Promise<void>): Promise<boolean> {
    try {
      await call
      return true
    } catch (error) {
      if (bot.readFailure(error).kind === 'not-found') return false
      throw error
    }
  }
}
