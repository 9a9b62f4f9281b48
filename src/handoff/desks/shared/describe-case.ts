/** What a desk's card says of a case. Pure: the same case gives the same blocks. */
import { type Block, caseOutcomes, type DeskAct, type Inline } from '../../../message.ts'
import { shorten } from '../../../message-text.ts'
import type { Case, CaseLine } from '../../../storage/store.ts'
import type { Words } from './words.ts'

/** Letters of the question on the card; a longer one stands whole in the thread. */
const previewLetters = 600

/** Acts that a button names; the others take words. */
export type ButtonAct = Extract<DeskAct, { kind: 'claim' | 'release' | 'close' | 'reopen' }>

/** Before the name of an act in a button: no button of the assistant begins so. */
const verbMark = 'desk'

/** An act as a button carries it, at most 22 bytes. */
export function verbOf(act: ButtonAct): string {
  return [verbMark, act.kind, ...(act.kind === 'close' ? [act.outcome] : [])].join(' ')
}

/** `undefined` for a verb that no button of a desk has. */
export function actOf(verb: string): ButtonAct | undefined {
  const acts: ButtonAct[] = [
    { kind: 'claim' },
    { kind: 'release' },
    { kind: 'reopen' },
    ...caseOutcomes.map((outcome) => ({ kind: 'close' as const, outcome })),
  ]
  return acts.find((act) => verbOf(act) === verb)
}

/** What the user agreed to pass on; the question is its last line. */
export function openingOf(lines: CaseLine[]): { opening: CaseLine[]; question?: CaseLine } {
  const opening = lines.filter(({ at }) => at === lines[0]?.at)
  const question = opening.findLast(({ author }) => author === 'user')
  return { opening, ...(question && { question }) }
}

/** Whether the card says all that the case began with. */
export function isWholeOnCard(lines: CaseLine[]): boolean {
  const { opening, question } = openingOf(lines)
  return (
    opening.length === 1 &&
    question !== undefined &&
    question.translation === undefined &&
    !question.text.includes('\n') &&
    question.text.length <= previewLetters
  )
}

export function titleOf(record: Case, words: Words): string {
  return `${words.topic(record.topic)} · ${record.place ?? words.say('desk.case.no-place')}`
}

export function describeCase(record: Case, lines: CaseLine[], words: Words): Block[] {
  const { question } = openingOf(lines)
  const { translation } = question ?? {}
  const isTranslated = translation?.kind === 'translated'
  const channel = words.say(`desk.channel.${record.address.channel}`)
  return [
    { kind: 'heading', text: titleOf(record, words) },
    paragraph({ text: statusOf(record, words), strong: true }),
    paragraph({
      text: [
        words.say('desk.case.writes', { language: words.languageName(record.language) }),
        words.say('desk.case.channel', { channel }),
      ].join(', '),
    }),
    ...timesOf(record, words).map((text) => paragraph({ text })),
    ...(question
      ? [
          {
            kind: 'quote' as const,
            author: words.say('desk.author.user'),
            text: shorten(isTranslated ? translation.text : question.text, previewLetters),
          },
        ]
      : []),
    ...(isTranslated
      ? [
          {
            kind: 'note' as const,
            text: words.say('desk.translation.machine', { service: translation.by }),
          },
        ]
      : []),
  ]
}

function statusOf({ status, claimedBy, asked, closedBy, outcome }: Case, words: Words): string {
  switch (status) {
    case 'open':
      return [
        words.say('desk.case.free'),
        ...(asked ? [words.say('desk.case.asked', { name: asked.name })] : []),
      ].join(' · ')
    case 'claimed':
      return words.say('desk.case.claimed-by', { name: claimedBy?.name ?? '' })
    case 'closed':
      return [
        words.say(`desk.closed-by.${closedBy ?? 'mediator'}`),
        ...(outcome ? [words.say(`desk.outcome.${outcome}`)] : []),
      ].join(' ')
    default:
      return status satisfies never
  }
}

/** A card stands for days, so it says since when, not how long. */
function timesOf({ status, waitingSince, openedAt, promisedBy }: Case, words: Words): string[] {
  if (status === 'closed' || !waitingSince) {
    return [words.say('desk.case.opened', { time: words.time(openedAt) })]
  }
  return [
    words.say('desk.case.waiting-since', { time: words.time(waitingSince) }),
    ...(promisedBy ? [words.say('desk.case.promised', { time: words.time(promisedBy) })] : []),
  ]
}

function paragraph(...content: Inline[]): Block {
  return { kind: 'paragraph', content }
}
