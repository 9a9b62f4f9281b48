/** A case as a message with buttons, and as the name of a topic. Pure. */
import { createHash } from 'node:crypto'
import { caseOutcomes } from '../../../message.ts'
import { shorten } from '../../../message-text.ts'
import type { Case, CaseLine } from '../../../storage/store.ts'
import { type ButtonAct, describeCase, titleOf, verbOf } from '../shared/describe-case.ts'
import type { Words } from '../shared/words.ts'
import type { Button, Part, TelegramBot } from './bot.ts'

/** What cannot be taken back is asked once more, in place of the card's buttons. */
export type Question = 'close' | 'release'

const questionVerbs = { close: 'desk ask close', release: 'desk ask release' } as const
export const dismissVerb = 'desk ask nothing'
const handOverMark = 'desk over '

/** `undefined` for a verb that opens no question. */
export function questionOf(verb: string): Question | undefined {
  return verb === questionVerbs.close
    ? 'close'
    : verb === questionVerbs.release
      ? 'release'
      : undefined
}

export function handOverVerb(account: string): string {
  return handOverMark + account
}

/** The account that a button hands the case to. */
export function colleagueOf(verb: string): string | undefined {
  return verb.startsWith(handOverMark) ? verb.slice(handOverMark.length) : undefined
}

/** @param question Which one somebody has opened on this card. */
export function cardOf(
  record: Case,
  lines: CaseLine[],
  words: Words,
  render: TelegramBot['render'],
  question: Question | undefined,
): { part: Part; buttons: Button[][]; digest: string } {
  const { language, direction } = words
  const blocks = describeCase(record, lines, words)
  const [part] = render({ author: 'assistant', language, direction, blocks, buttons: [] })
  if (!part) throw new Error('A case was rendered as no message at all.')
  const buttons = buttonsOf(record, words, question)
  const digest = createHash('sha256')
    .update(JSON.stringify([part, buttons]))
    .digest('base64url')
  return { part, buttons, digest }
}

function buttonsOf(record: Case, words: Words, question: Question | undefined): Button[][] {
  const button = (label: string, data: string): Button => ({ label: words.say(label), data })
  const act = (label: string, one: ButtonAct) => button(label, verbOf(one))
  const close = button('desk.close', questionVerbs.close)
  if (question === 'close' && record.status !== 'closed') {
    return [
      ...caseOutcomes.map((outcome) => [
        act(`desk.outcome.${outcome}`, { kind: 'close', outcome }),
      ]),
      [button('desk.dismiss', dismissVerb)],
    ]
  }
  if (question === 'release' && record.status === 'claimed') {
    return [
      [act('desk.release.confirm', { kind: 'release' })],
      [button('desk.dismiss', dismissVerb)],
    ]
  }
  switch (record.status) {
    case 'open':
      return [[act('desk.claim', { kind: 'claim' }), close]]
    case 'claimed':
      return [[button('desk.release', questionVerbs.release), close]]
    case 'closed':
      return [[act('desk.reopen', { kind: 'reopen' })]]
    default:
      return record.status satisfies never
  }
}

const stateMarks: Record<Case['status'], string> = { open: '🆕', claimed: '👤', closed: '✅' }
/** Telegram takes 128 characters; counted in bytes it fits by any count. */
const longestName = 128

/** Everybody in the group reads it in the list of topics: nothing of what the user wrote. */
export function topicName(record: Case, words: Words): string {
  const name = [
    stateMarks[record.status],
    words.languageName(record.language),
    '·',
    titleOf(record, words),
  ].join(' ')
  let most = longestName
  while (Buffer.byteLength(shorten(name, most)) > longestName) most -= 1
  return shorten(name, most)
}
