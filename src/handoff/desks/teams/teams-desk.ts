import { z } from 'zod'
import type { DeskAct, LanguageCode } from '../../../message.ts'
import type { Case } from '../../../storage/store.ts'
import { type AcceptDeskAct, actMessage, type Desk } from '../../desk.ts'
import { channelOf, isOfTenant, readActivity, readWritten, type TeamsMediator } from './activity.ts'
import type { DeskActivity, Logger, TeamsBot } from './bot.ts'
import { cardActivity } from './card.ts'
import { createSendQueue, type Verdict } from './send-queue.ts'
import { type ChatOf, createCaseView, deskName, type TeamsDeskStore } from './show-case.ts'
import { createWords } from './words.ts'

const sweepMilliseconds = 3_600_000
const longestPauseSeconds = 60

/** Where Teams takes messages for the channel; it may move, the newest counts. */
const placeSchema = z.object({ serviceUrl: z.string(), bot: z.string() })
type Place = z.infer<typeof placeSchema>

interface Answer {
  status: number
  body?: unknown
}

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

  const queue = createSendQueue({ work, judge })

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
    if (card) await bot.post(chatOf(notice.thread), cardActivity(notice.text, card))
    notices.delete(name)
  }

  function judge(error: unknown, failures: number): Verdict {
    const failure = bot.readFailure(error)
    const pause = Math.min(2 ** failures, longestPauseSeconds)
    switch (failure.kind) {
      case 'rate-limit':
        return { kind: 'again', afterSeconds: failure.afterSeconds, everything: true }
      case 'outage':
        logger.warn({ reason: failure.reason }, 'The desk in Teams waits to be brought up to date')
        return { kind: 'again', afterSeconds: pause, everything: false }
      case 'credentials':
        logger.error(
          { reason: failure.reason },
          'Microsoft refuses our credentials; check TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET (it expires) and TEAMS_TENANT_ID',
        )
        return { kind: 'again', afterSeconds: longestPauseSeconds, everything: true }
      case 'forbidden':
      case 'not-found':
        logger.error(
          { reason: failure.reason },
          'The channel of the desk cannot be written to; check TEAMS_DESK_CHANNEL_ID, and that the app is still in that team',
        )
        return { kind: 'again', afterSeconds: pause, everything: false }
      case 'bad-request':
        logger.error({ reason: failure.reason }, 'Teams refuses the card of a case for good')
        return { kind: 'never' }
      default:
        return failure satisfies never
    }
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

  /** Why nothing can be done here now. The core decides again when the act's turn comes. */
  async function obstacleTo(act: DeskAct, record: Case, by: TeamsMediator) {
    if (act.kind === 'note') return undefined
    const isOthers = record.claimedBy && record.claimedBy.account !== by.account
    if (act.kind === 'reopen') {
      const isOther = await store.readOpenCase(record.conversation)
      return isOther ? 'desk.error.other-case-open' : undefined
    }
    if (record.status === 'closed') return 'desk.error.case-closed'
    return isOthers ? 'desk.error.case-claimed' : undefined
  }

  /** Resolves to the key of the sentence that says why not, or to `undefined` once it is stored. */
  async function take(request: {
    acceptAct: AcceptDeskAct
    activity: DeskActivity
    caseId: string
    act: DeskAct
    by: TeamsMediator
  }): Promise<string | undefined> {
    const { acceptAct, activity, caseId, act, by } = request
    const record = await store.readCase(caseId)
    if (!record) return 'desk.error.case-gone'
    const obstacle = await obstacleTo(act, record, by)
    if (obstacle) return obstacle
    await acceptAct(
      actMessage({
        // Teams numbers the messages of each conversation for itself.
        updateId: `desk:${deskName}:${activity.conversation.id} ${activity.id}`,
        address: record.address,
        mediator: by,
        caseId,
        act,
        receivedAt: now(),
      }),
    )
    return undefined
  }

  /** What was written into the thread of a case, as an act; or the sentence that says why not. */
  async function toAct(text: string): Promise<{ act: DeskAct } | { problem: string }> {
    const written = readWritten(text)
    switch (written.kind) {
      case 'reply':
      case 'note':
        return { act: { kind: written.kind, text: written.text } }
      case 'hand-over': {
        const colleague = await store.findAccount(written.name)
        if (colleague) {
          const { id, name } = colleague
          return { act: { kind: 'hand-over', to: { account: id, name } } }
        }
        const names = (await store.listAccounts()).map(({ name }) => name).join(', ')
        const key = names === '' ? 'desk.hand-over.nobody' : 'desk.hand-over.to'
        return { problem: `${words.say(key)} ${names}`.trim() }
      }
      case 'empty':
        return { problem: words.say('desk.error.act-incomplete') }
      case 'unknown-command':
        return {
          problem: `${words.say('desk.error.unexpected')} (/note: ${words.say('desk.note.hint')})`,
        }
      default:
        return written satisfies never
    }
  }

  async function answer(activity: DeskActivity, acceptAct: AcceptDeskAct): Promise<Answer> {
    const asked = readActivity(activity, words.say('desk.author.mediator'))
    switch (asked.kind) {
      case 'press': {
        const { caseId, act, by } = asked
        const problem = await take({ acceptAct, activity, caseId, act, by })
        // The card follows when the core has decided.
        return pressAnswer(words.say(problem ?? 'desk.working'))
      }
      case 'words': {
        const { thread, number, isMention, by } = asked
        const caseId = await store.findDeskCase(deskName, thread)
        if (caseId === undefined) {
          if (isMention) notify(thread, number, words.say('desk.cases.empty-hint'))
          return { status: 200 }
        }
        const wanted = await toAct(bot.writtenText(activity))
        if ('problem' in wanted) {
          notify(thread, number, wanted.problem)
          return { status: 200 }
        }
        const problem = await take({ acceptAct, activity, caseId, act: wanted.act, by })
        if (problem) notify(thread, number, words.say(problem))
        return { status: 200 }
      }
      case 'nothing':
        return activity.type === 'invoke'
          ? pressAnswer(words.say('desk.error.unexpected'))
          : { status: 200 }
      default:
        return asked satisfies never
    }
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
      return answer(activity, accept)
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

/** Teams shows the text below the card. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
function pressAnswer(text: string): Answer {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text },
  }
}
