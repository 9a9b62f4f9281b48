/** What mediators write into the topic of a case: replies, notes, files, edits, and to whom it goes over. */
import { createHash } from 'node:crypto'
import type { DeskAct } from '../../../message.ts'
import type { Store } from '../../../storage/store.ts'
import type { AcceptDeskAct } from '../../desk.ts'
import { readWritten, type Written } from '../shared/read-written.ts'
import type { TakeAct } from '../shared/take-act.ts'
import type { Words } from '../shared/words.ts'
import type { Button } from './bot.ts'
import { dismissVerb, handOverVerb } from './card.ts'
import { type Colleague, findByName, offered } from './colleagues.ts'
import type { Asked, Place, TelegramMediator } from './read-update.ts'
import { mostMegabytes, type TakeFile } from './take-file.ts'

type AskedFor<Kind extends Asked['kind']> = Extract<Asked, { kind: Kind }>

export function createWordsTaker(options: {
  store: Pick<Store, 'readCase' | 'findDeskCase' | 'readDeskInput' | 'writeDeskInput'>
  desk: string
  words: Words
  takeAct: TakeAct
  takeFile: TakeFile
  listColleagues: () => Promise<Colleague[]>
  /** Answers in the topic. */
  say(place: Place, text: string, buttons?: Button[][]): void
}) {
  const { store, desk, words, takeAct, takeFile, listColleagues, say } = options

  async function takeWords(
    { place, text, by }: AskedFor<'words'>,
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
    { place, file, text, by }: AskedFor<'file'>,
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
    { place, text, at, by }: AskedFor<'edit'>,
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

  return { takeWords, takeFileMessage: takeSent, takeEdit, sayUnfit }
}

/** `/note@lotse_bot` is what Telegram makes of a command that is chosen from the menu. */
function readCommand(text: string): Written {
  return readWritten(text.replace(/^(\s*\/\w+)@\w+/, '$1'))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
