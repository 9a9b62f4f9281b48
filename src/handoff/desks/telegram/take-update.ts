/** What mediators do in the group, as acts of a desk; what cannot be done, they read at once. */
import { createHash } from 'node:crypto'
import type { DeskAct } from '../../../message.ts'
import type { Store } from '../../../storage/store.ts'
import type { AcceptDeskAct } from '../../desk.ts'
import { actOf } from '../shared/describe-case.ts'
import { readWritten, type Written } from '../shared/read-written.ts'
import { createActTaker } from '../shared/take-act.ts'
import type { Words } from '../shared/words.ts'
import type { Button, Logger, TelegramBot } from './bot.ts'
import { colleagueOf, dismissVerb, handOverVerb, type Question, questionOf } from './card.ts'
import { createColleagues, findByName, offered } from './colleagues.ts'
import type { Members } from './members.ts'
import type { Asked, Place, TelegramMediator } from './read-update.ts'
import { createFileTaker, mostMegabytes } from './take-file.ts'

export type TakenStore = Pick<
  Store,
  | 'readCase'
  | 'readOpenCase'
  | 'findDeskCase'
  | 'readDeskInput'
  | 'writeDeskInput'
  | 'listActors'
  | 'listAccounts'
  | 'addAttachment'
>

/** What the desk says without being asked for a case. */
export interface Notice {
  /** Without a topic: in the group's general one. */
  place: { topic?: number; message: number }
  text: string
  buttons?: Button[][]
}

export function createUpdateTaker(options: {
  store: TakenStore
  bot: Pick<TelegramBot, 'answerPress' | 'download' | 'readFailure'>
  desk: string
  words: Words
  members: Members
  logger: Logger
  now(): Date
  /** Once for each name. */
  notify(name: string, notice: Notice): void
  removeLater(message: number): void
  /** Opens a question on the card, or closes it. */
  ask(caseId: string, question: Question | undefined): void
}): (asked: Asked, acceptAct: AcceptDeskAct) => Promise<void> {
  const { store, bot, desk, words, members, logger, now, notify, removeLater, ask } = options
  const takeAct = createActTaker({ store, now })
  const takeFile = createFileTaker({ store, bot, logger, now })
  const listColleagues = createColleagues({ store, members })

  const say = (place: Notice['place'], text: string, buttons?: Button[][]) =>
    notify(`notice ${place.message}`, { place, text, ...(buttons && { buttons }) })

  async function takeWords(
    { place, text, by }: Extract<Asked, { kind: 'words' }>,
    acceptAct: AcceptDeskAct,
  ): Promise<void> {
    const caseId = await store.findDeskCase(desk, String(place.topic))
    if (caseId === undefined) return
    const written = readCommand(text)
    switch (written.kind) {
      case 'reply':
      case 'note': {
        const act = { kind: written.kind, text: written.text }
        const updateId = `desk:${desk} ${place.message}`
        const problem = await takeAct({ acceptAct, updateId, caseId, act, mediator: by })
        if (problem) return say(place, words.say(problem))
        await remember(place, caseId, written)
        return
      }
      case 'hand-over':
        return handOver({ place, caseId, name: written.name, by }, acceptAct)
      case 'empty':
        return say(place, words.say('desk.error.act-incomplete'))
      case 'unknown-command':
        return say(
          place,
          `${words.say('desk.error.unexpected')} (/note: ${words.say('desk.note.hint')})`,
        )
      default:
        return written satisfies never
    }
  }

  function sayUnfit(place: Place): void {
    say(place, words.say('desk.error.not-passed-on', { size: String(mostMegabytes) }))
  }

  /** A file goes to the user with what stands below it; below a note, it stays where it is. */
  async function takeSent(
    { place, file, text, by }: Extract<Asked, { kind: 'file' }>,
    acceptAct: AcceptDeskAct,
  ): Promise<void> {
    const written = text.trim() === '' ? { kind: 'reply' as const, text: '' } : readCommand(text)
    if (written.kind !== 'reply') return takeWords({ kind: 'words', place, text, by }, acceptAct)
    const caseId = await store.findDeskCase(desk, String(place.topic))
    // Its bytes were stored when it came for the first time.
    if (caseId === undefined || (await store.readDeskInput(desk, String(place.message)))) return
    const problem = await takeAct({
      acceptAct,
      updateId: `desk:${desk} ${place.message}`,
      caseId,
      mediator: by,
      act: written,
      async prepare(record) {
        const taken = await takeFile(file, record)
        if (taken.kind === 'stored') return { ...written, attachments: [taken.attachment] }
        return taken.kind === 'too-large' ? 'desk.error.not-passed-on' : 'desk.error.unexpected'
      },
    })
    if (problem === 'desk.error.not-passed-on') return sayUnfit(place)
    if (problem) return say(place, words.say(problem))
    await remember(place, caseId, written)
  }

  /** Edits are told apart from messages, and from what did not change the words. */
  async function remember(
    { message }: Place,
    caseId: string,
    { kind, text }: Extract<Written, { kind: 'reply' | 'note' }>,
  ): Promise<void> {
    const digest = digestOf(text)
    await store.writeDeskInput({ desk, post: String(message), caseId, kind, digest })
  }

  async function takeEdit(
    { place, text, at, by }: Extract<Asked, { kind: 'edit' }>,
    acceptAct: AcceptDeskAct,
  ): Promise<void> {
    const caseId = await store.findDeskCase(desk, String(place.topic))
    if (caseId === undefined) return
    const before = await store.readDeskInput(desk, String(place.message))
    const written = readCommand(text)
    const hasWords = written.kind === 'reply' || written.kind === 'note'
    if (before && hasWords && before.digest === digestOf(written.text)) return
    // Only what went to the user is corrected there; nothing becomes a reply by being edited.
    const isInside = written.kind === 'note' || before?.kind === 'note'
    if (!hasWords || (!before && !isInside)) {
      return say(place, words.say('desk.error.unexpected'))
    }
    const act: DeskAct = { kind: isInside ? 'note' : 'correct', text: written.text }
    const updateId = `desk:${desk} ${place.message} ${at} ${digestOf(text)}`
    const problem = await takeAct({ acceptAct, updateId, caseId, act, mediator: by })
    if (problem) return say(place, words.say(problem))
    const kind = before?.kind ?? 'note'
    await remember(place, caseId, { kind, text: written.text })
    if (isInside && written.kind === 'reply') say(place, words.say('desk.note.hint'))
  }

  async function handOver(
    wanted: { place: Place; caseId: string; name: string; by: TelegramMediator },
    acceptAct: AcceptDeskAct,
  ): Promise<void> {
    const { place, caseId, name, by } = wanted
    const colleagues = await listColleagues()
    const to = findByName(colleagues, name)
    if (to) {
      const act: DeskAct = { kind: 'hand-over', to }
      const updateId = `desk:${desk} ${place.message}`
      const problem = await takeAct({ acceptAct, updateId, caseId, act, mediator: by })
      return problem ? say(place, words.say(problem)) : undefined
    }
    const holder = (await store.readCase(caseId))?.claimedBy?.account ?? by.account
    const buttons = offered(colleagues, holder).map((one) => [
      { label: one.name, data: handOverVerb(one.account) },
    ])
    if (buttons.length === 0) return say(place, words.say('desk.hand-over.nobody'))
    say(place, words.say('desk.hand-over.to'), [
      ...buttons,
      [{ label: words.say('desk.dismiss'), data: dismissVerb }],
    ])
  }

  async function takePress(
    press: Extract<Asked, { kind: 'press' }>,
    acceptAct: AcceptDeskAct,
  ): Promise<string> {
    const { message, topic, data, query, by } = press
    const byCard = await store.findDeskCase(desk, String(message))
    const caseId =
      byCard ?? (topic === undefined ? undefined : await store.findDeskCase(desk, String(topic)))
    if (caseId === undefined) return 'desk.error.case-gone'
    const question = questionOf(data)
    if (question) {
      ask(caseId, question)
      return question === 'close' ? 'desk.close.outcome' : 'desk.release.question'
    }
    // A question on the card is answered there; one of its own goes away with the answer.
    if (byCard) ask(caseId, undefined)
    if (data === dismissVerb) {
      if (!byCard) removeLater(message)
      return 'desk.working'
    }
    const act = actOf(data) ?? (await handOverAct(data))
    if (!act) return 'desk.error.unexpected'
    const updateId = `desk:${desk} press ${query}`
    const problem = await takeAct({ acceptAct, updateId, caseId, act, mediator: by })
    if (problem) return problem
    if (!byCard) removeLater(message)
    // The card follows when the core has decided.
    return 'desk.working'
  }

  async function handOverAct(data: string): Promise<DeskAct | undefined> {
    const account = colleagueOf(data)
    const to = (await listColleagues()).find((one) => one.account === account)
    return to && { kind: 'hand-over', to }
  }

  function answer(query: string, text: string): void {
    // A press from long ago cannot be answered.
    void bot.answerPress(query, text).catch(() => undefined)
  }

  return async (asked, acceptAct) => {
    switch (asked.kind) {
      case 'words':
      case 'edit':
      case 'file':
      case 'neither':
        if (!(await members.has(asked.by.user))) return
        if (asked.kind === 'words') return takeWords(asked, acceptAct)
        if (asked.kind === 'edit') return takeEdit(asked, acceptAct)
        if (asked.kind === 'file') return takeSent(asked, acceptAct)
        if (await store.findDeskCase(desk, String(asked.place.topic))) sayUnfit(asked.place)
        return
      case 'press': {
        const isMember = await members.has(asked.by.user)
        const key = isMember ? await takePress(asked, acceptAct) : 'desk.error.unexpected'
        return answer(asked.query, words.say(key))
      }
      case 'anonymous':
        if (await store.findDeskCase(desk, String(asked.place.topic))) {
          say(asked.place, words.say('desk.error.anonymous'))
        }
        return
      case 'anonymous-press':
        return answer(asked.query, words.say('desk.error.anonymous'))
      case 'general-command':
        return say({ message: asked.message }, words.say('desk.cases.empty-hint'))
      case 'topic-changed':
      case 'rights-changed':
      case 'member-changed':
      case 'nothing':
        return
      default:
        return asked satisfies never
    }
  }
}

/** `/note@lotse_bot` is what Telegram makes of a command that is chosen from the menu. */
function readCommand(text: string): Written {
  return readWritten(text.replace(/^(\s*\/\w+)@\w+/, '$1'))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
