/** What mediators do in the group, as acts of a desk; what cannot be done, they read at once. */
import type { Store } from '../../../storage/store.ts'
import type { AcceptDeskAct } from '../../desk.ts'
import { createActTaker } from '../shared/take-act.ts'
import type { Words } from '../shared/words.ts'
import type { Button, Logger, TelegramBot } from './bot.ts'
import type { Question } from './card.ts'
import { createColleagues } from './colleagues.ts'
import type { Members } from './members.ts'
import type { Asked } from './read-update.ts'
import { createFileTaker } from './take-file.ts'
import { createPressTaker } from './take-press.ts'
import { createWordsTaker } from './take-words.ts'

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
  const typed = createWordsTaker({ store, desk, words, takeAct, takeFile, listColleagues, say })
  const takePress = createPressTaker({ store, desk, takeAct, listColleagues, removeLater, ask })

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
        if (asked.kind === 'words') return typed.takeWords(asked, acceptAct)
        if (asked.kind === 'edit') return typed.takeEdit(asked, acceptAct)
        if (asked.kind === 'file') return typed.takeFileMessage(asked, acceptAct)
        if (await store.findDeskCase(desk, String(asked.place.topic))) typed.sayUnfit(asked.place)
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
