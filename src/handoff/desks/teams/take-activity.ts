/** What mediators do in the channel, as acts of a desk; what cannot be done, they read at once. */
import type { DeskAct } from '../../../message.ts'
import type { AcceptDeskAct } from '../../desk.ts'
import { readWritten } from '../shared/read-written.ts'
import { createActTaker } from '../shared/take-act.ts'
import type { Words } from '../shared/words.ts'
import { readActivity } from './activity.ts'
import type { DeskActivity, TeamsBot } from './bot.ts'
import { deskName, type TeamsDeskStore } from './show-case.ts'

export interface Answer {
  status: number
  body?: unknown
}

export function createActivityTaker(options: {
  store: TeamsDeskStore
  bot: TeamsBot
  words: Words
  now(): Date
  /** Says something in a thread, once for each number. */
  notify(thread: string, number: string, text: string): void
}): (activity: DeskActivity, acceptAct: AcceptDeskAct) => Promise<Answer> {
  const { store, bot, words, now, notify } = options

  const takeAct = createActTaker({ store, now })
  // Teams numbers the messages of each conversation for itself.
  const updateIdOf = ({ conversation, id }: DeskActivity) =>
    `desk:${deskName}:${conversation.id} ${id}`

  /** What was written into the thread of a case, as an act; or the sentence that says why not. */
  async function toAct(text: string): Promise<{ act: DeskAct } | { problem: string }> {
    const written = readWritten(text)
    switch (written.kind) {
      case 'reply':
      case 'note':
        return { act: { kind: written.kind, text: written.text } }
      case 'hand-over': {
        const colleague = await store.findAccount(written.name)
        if (colleague && !colleague.organisation) {
          const { id, name } = colleague
          return { act: { kind: 'hand-over', to: { account: id, name } } }
        }
        const own = (await store.listAccounts()).filter(({ organisation }) => !organisation)
        const names = own.map(({ name }) => name).join(', ')
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

  return async function takeActivity(activity, acceptAct) {
    const asked = readActivity(activity, words.say('desk.author.mediator'))
    switch (asked.kind) {
      case 'press': {
        const { caseId, act, by } = asked
        const updateId = updateIdOf(activity)
        const problem = await takeAct({ acceptAct, updateId, caseId, act, mediator: by })
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
        const updateId = updateIdOf(activity)
        const { act } = wanted
        const problem = await takeAct({ acceptAct, updateId, caseId, act, mediator: by })
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
}

/** Teams shows the text below the card. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
function pressAnswer(text: string): Answer {
  return {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text },
  }
}
