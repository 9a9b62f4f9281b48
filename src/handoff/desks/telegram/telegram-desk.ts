import type { LanguageCode } from '../../../message.ts'
import type { Store } from '../../../storage/store.ts'
import type { AcceptDeskAct, Desk } from '../../desk.ts'
import { createSendQueue } from '../shared/send-queue.ts'
import { createWords } from '../shared/words.ts'
import type { Logger, TelegramBot } from './bot.ts'
import type { Question } from './card.ts'
import { createGroupCheck } from './check-group.ts'
import { createErrands } from './errands.ts'
import { isGroupUnfit, judgeFailure } from './judge-failure.ts'
import { createMembers } from './members.ts'
import { keepPace, type Pace } from './pace.ts'
import { isOfGroup, readUpdate } from './read-update.ts'
import { createCaseView, type ShownStore } from './show-case.ts'
import { createUpdateTaker, type TakenStore } from './take-update.ts'

const sweepMilliseconds = 3_600_000
const recheckMilliseconds = 60_000
const usualPace: Pace = { calls: 20, seconds: 60 }

export type TelegramDeskStore = ShownStore &
  TakenStore &
  Pick<Store, 'listCases' | 'listDeskCases' | 'readDeskPlace' | 'writeDeskPlace'>

export interface TelegramDeskOptions {
  store: TelegramDeskStore
  bot: TelegramBot
  /** Number of a group with topics, below zero. */
  group: number
  language: LanguageCode
  direction: 'ltr' | 'rtl'
  /** Sentences of that language by key. */
  texts: Record<string, string>
  logger: Logger
  now(): Date
  /** 20 calls a minute unless told. */
  pace?: Pace
}

export interface TelegramDesk extends Desk {
  /** Takes what happens in the desk's group; resolves to false for every other update. */
  receive(update: unknown): Promise<boolean>
  /** Whether the group was fit for a desk when it was last looked at. */
  isReachable(): boolean
}

export function createTelegramDesk(options: TelegramDeskOptions): TelegramDesk {
  const { store, group, logger, now } = options
  const bot = keepPace(options.bot, options.pace ?? usualPace)
  const words = createWords(options)
  // Another group is another desk: what stands in the old one is not taken for its own.
  const desk = `telegram ${group}`
  const checkGroup = createGroupCheck({ bot, group, logger })
  const members = createMembers({ bot, group, logger })
  const questions = new Map<string, Question>()
  const { showCase, doubt } = createCaseView({
    store,
    bot,
    group,
    desk,
    words,
    logger,
    questionOn: (caseId) => questions.get(caseId),
  })
  const errands = createErrands({ bot, group, words, enqueue: (name) => queue.add(name) })
  let accept: AcceptDeskAct | undefined
  let isUsable = false
  let username: string | undefined
  let isStopped = false
  let sweeping: NodeJS.Timeout | undefined
  let rechecking: NodeJS.Timeout | undefined
  /** Updates are taken one after the other, as they came. */
  let taking: Promise<unknown> = Promise.resolve()

  const queue = createSendQueue({
    async work(name) {
      if (!isUsable) return
      if (!(await errands.run(name))) await showCase(name)
    },
    judge(error, failures) {
      const failure = bot.readFailure(error)
      if (isGroupUnfit(failure)) void check()
      return judgeFailure(failure, failures, logger)
    },
  })

  const takeUpdate = createUpdateTaker({
    store,
    bot,
    desk,
    words,
    members,
    logger,
    now,
    notify: errands.notify,
    removeLater: errands.removeLater,
    ask(caseId, question) {
      if (question) questions.set(caseId, question)
      else questions.delete(caseId)
      queue.add(caseId)
    },
  })

  async function check(): Promise<void> {
    clearTimeout(rechecking)
    const state = await checkGroup()
    if (isStopped) return
    if (state.kind !== 'usable') rechecking = setTimeout(check, recheckMilliseconds).unref()
    if (state.kind === 'unknown') return
    const wasUsable = isUsable
    isUsable = state.kind === 'usable'
    await store.writeDeskPlace(desk, JSON.stringify({ isUsable }))
    if (state.kind === 'usable') {
      username = state.username
      await nameCommands()
      if (!wasUsable) await showAll()
    }
  }

  async function nameCommands(): Promise<void> {
    try {
      await bot.nameCommands(group, [
        { command: 'note', description: words.say('desk.compose.note') },
        { command: 'over', description: words.say('desk.hand-over') },
      ])
    } catch (error) {
      const failure = bot.readFailure(error)
      logger.warn({ failure: failure.kind }, 'Telegram refuses the commands of the desk')
    }
  }

  /** Everything that should stand in the group, or should no longer. */
  async function showAll(): Promise<void> {
    const [open, shown] = await Promise.all([
      store.listCases({ includeClosed: false, limit: Number.MAX_SAFE_INTEGER }),
      store.listDeskCases(desk),
    ])
    for (const id of new Set([...open.map((record) => record.id), ...shown])) queue.add(id)
    for (const name of errands.names()) queue.add(name)
  }

  /** Somebody changed it by hand: it is made again what the case is. */
  async function doubtTopic(topic: number): Promise<void> {
    const caseId = await store.findDeskCase(desk, String(topic))
    if (caseId === undefined) return
    await doubt(caseId)
    queue.add(caseId)
  }

  async function take(update: unknown, acceptAct: AcceptDeskAct): Promise<void> {
    const asked = readUpdate(update, { nobody: words.say('desk.author.mediator'), username })
    switch (asked.kind) {
      case 'topic-changed':
        return doubtTopic(asked.topic)
      case 'rights-changed':
        void check()
        return
      case 'member-changed':
        members.forget(asked.user)
        return
      default:
        return takeUpdate(asked, acceptAct)
    }
  }

  return {
    name: 'telegram',
    isReachable: () => isUsable,
    async receive(update) {
      if (!isOfGroup(update, group)) return false
      const acceptAct = accept
      if (!acceptAct) throw new Error('The desk in Telegram has not been started yet.')
      const taken = taking.then(() => take(update, acceptAct))
      taking = taken.catch(() => undefined)
      await taken
      return true
    },
    async start(acceptAct) {
      accept = acceptAct
      const place = await store.readDeskPlace(desk)
      isUsable = place !== undefined && JSON.parse(place).isUsable === true
      if (isUsable) await showAll()
      void check()
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
      isStopped = true
      clearInterval(sweeping)
      clearTimeout(rechecking)
      await queue.stop()
    },
  }
}
