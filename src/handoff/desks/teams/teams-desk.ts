import { z } from 'zod'
import type { LanguageCode } from '../../../message.ts'
import type { AcceptDeskAct, Desk } from '../../desk.ts'
import { createSendQueue } from '../shared/send-queue.ts'
import { createWords } from '../shared/words.ts'
import { channelOf, isOfTenant } from './activity.ts'
import type { DeskActivity, Logger, TeamsBot } from './bot.ts'
import { cardActivity } from './card.ts'
import { judgeFailure } from './judge-failure.ts'
import { type ChatOf, createCaseView, deskName, type TeamsDeskStore } from './show-case.ts'
import { type Answer, createActivityTaker } from './take-activity.ts'

const sweepMilliseconds = 3_600_000

/** Where Teams takes messages for the channel; it may move, the newest counts. */
const placeSchema = z.object({ serviceUrl: z.string(), bot: z.string() })
type Place = z.infer<typeof placeSchema>

export interface TeamsDeskOptions {
  store: TeamsDeskStore
  bot: TeamsBot
  /** `19:...@thread.tacv2`. */
  channel: string
  /** Whose people may act; `undefined` in development: everybody on this machine. */
  tenant: string | undefined
  language: LanguageCode
  direction: 'ltr' | 'rtl'
  /** Sentences of that language by key. */
  texts: Record<string, string>
  logger: Logger
  now(): Date
}

export interface TeamsDesk extends Desk {
  /**
   * Takes what happens in the desk's channel; resolves to `undefined` for everything else. Only a
   * verified activity may be handed over.
   */
  receive(activity: DeskActivity): Promise<Answer | undefined>
  /** Whether it is known where to write: from the first message in the channel on. */
  isReachable(): boolean
}

export function createTeamsDesk(options: TeamsDeskOptions): TeamsDesk {
  const { store, bot, channel, tenant, logger, now } = options
  const words = createWords(options)
  const showCase = createCaseView({ store, bot, words, logger })
  /** Words to a thread that belong to no case, by the name under which the queue knows them. */
  const notices = new Map<string, { thread: string; text: string }>()
  let accept: AcceptDeskAct | undefined
  let place: Place | undefined
  let sweeping: NodeJS.Timeout | undefined

  const queue = createSendQueue({
    work,
    judge: (error, failures) => judgeFailure(bot.readFailure(error), failures, logger),
  })
  const takeActivity = createActivityTaker({ store, bot, words, now, notify })

  async function work(name: string): Promise<void> {
    if (!place) return
    const { serviceUrl, bot: id } = place
    const chatOf: ChatOf = (post) => ({
      chat: post === undefined ? channel : `${channel};messageid=${post}`,
      reference: { serviceUrl, bot: id },
    })
    const notice = notices.get(name)
    if (!notice) return showCase(name, chatOf)
    const { language, direction } = words
    const blocks = [{ kind: 'note' as const, text: notice.text }]
    const [card] = bot.render({ author: 'assistant', language, direction, blocks, buttons: [] })
    try {
      if (card) await bot.post(chatOf(notice.thread), cardActivity(notice.text, card))
    } catch (error) {
      // The thread is gone: nobody reads there.
      if (bot.readFailure(error).kind !== 'not-found') throw error
    }
    notices.delete(name)
  }

  /** Everything that should stand in the channel, or should no longer. */
  async function showAll(): Promise<void> {
    if (!place) return
    const [open, shown] = await Promise.all([
      store.listCases({ includeClosed: false, limit: Number.MAX_SAFE_INTEGER }),
      store.listDeskCases(deskName),
    ])
    for (const id of new Set([...open.map((record) => record.id), ...shown])) queue.add(id)
  }

  async function learnPlace({ serviceUrl, recipient }: DeskActivity): Promise<void> {
    if (place?.serviceUrl === serviceUrl && place.bot === recipient.id) return
    const isFirst = place === undefined
    const learned = { serviceUrl, bot: recipient.id }
    await store.writeDeskPlace(deskName, JSON.stringify(learned))
    place = learned
    if (isFirst) await showAll()
  }

  function notify(thread: string, number: string, text: string): void {
    const name = `notice ${number}`
    notices.set(name, { thread, text })
    queue.add(name)
  }

  return {
    name: deskName,
    isReachable: () => place !== undefined,
    async receive(activity) {
      if (channelOf(activity) !== channel) return undefined
      if (!isOfTenant(activity, tenant)) {
        logger.warn({}, 'Somebody of another tenant wrote in the channel of the desk; skipped')
        return { status: 401 }
      }
      if (!accept) return { status: 503 }
      await learnPlace(activity)
      return takeActivity(activity, accept)
    },
    async start(acceptAct) {
      accept = acceptAct
      const stored = await store.readDeskPlace(deskName)
      place = stored === undefined ? undefined : placeSchema.parse(JSON.parse(stored))
      if (!place) {
        logger.warn({}, 'The desk in Teams begins with the first message in its channel')
      }
      await showAll()
      // Cases that were deleted because their time is over, and whatever else nobody told.
      sweeping = setInterval(() => {
        showAll().catch((error: unknown) =>
          logger.error({ error }, 'The cases could not be read; tried again in an hour.'),
        )
      }, sweepMilliseconds)
      sweeping.unref()
    },
    async caseChanged(caseId) {
      queue.add(caseId)
    },
    async stop() {
      clearInterval(sweeping)
      await queue.stop()
    },
  }
}
