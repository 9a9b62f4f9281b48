/** A case as a card, with what can be done about it now. Pure: the same case gives the same card. */
import { createHash } from 'node:crypto'
import {
  type Block,
  type CaseOutcome,
  caseOutcomes,
  type DeskAct,
  type Inline,
} from '../../../message.ts'
import { shorten } from '../../../message-text.ts'
import type { Case, CaseLine } from '../../../storage/store.ts'
import type { Card, CardActivity, TeamsBot } from './bot.ts'
import type { Words } from './words.ts'

const cardContentType = 'application/vnd.microsoft.card.adaptive'
/** Letters of the question on the card; a longer one stands whole in the thread. */
const previewLetters = 600
const summaryLetters = 100

/** Acts that a button names; the others take words. */
export type ButtonAct = Extract<DeskAct, { kind: 'claim' | 'release' | 'close' | 'reopen' }>

/** Before the name of an act in a button's verb: no button of the assistant begins so. */
const verbMark = 'desk'

export function verbOf(act: ButtonAct): string {
  return [verbMark, act.kind, ...(act.kind === 'close' ? [act.outcome] : [])].join(' ')
}

/** `undefined` for a verb that no button of this desk has. */
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

export function describeCase(
  record: Case,
  lines: CaseLine[],
  words: Words,
  render: TeamsBot['render'],
): { activity: CardActivity; digest: string } {
  const { language, direction } = words
  const blocks = describe(record, lines, words)
  const [card] = render({ author: 'assistant', language, direction, blocks, buttons: [] })
  if (!card) throw new Error('A case was rendered as no card at all.')
  const title = titleOf(record, words)
  const content: Card = { ...card, body: [...card.body, ...buttons(record, words)] }
  return {
    activity: cardActivity(title, content),
    digest: createHash('sha256').update(JSON.stringify(content)).digest('base64url'),
  }
}

/** @param summary What the notification says, by its beginning. */
export function cardActivity(summary: string, content: Card): CardActivity {
  return {
    type: 'message',
    summary: shorten(summary, summaryLetters),
    attachments: [{ contentType: cardContentType, content }],
  }
}

function titleOf(record: Case, words: Words): string {
  return `${words.topic(record.topic)} · ${record.place ?? words.say('desk.case.no-place')}`
}

function describe(record: Case, lines: CaseLine[], words: Words): Block[] {
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
    words.say('desk.case.waiting', { time: `${words.time(waitingSince)} –` }),
    ...(promisedBy ? [words.say('desk.case.promised', { time: words.time(promisedBy) })] : []),
  ]
}

function buttons(record: Case, words: Words): object[] {
  const execute = (act: ButtonAct, label: string) => ({
    type: 'Action.Execute',
    title: words.say(label),
    verb: verbOf(act),
    data: { case: record.id },
  })
  /** What cannot be taken back is asked once more, below the button. */
  const ask = (label: string, question: string, answers: object[]) => ({
    type: 'Action.ShowCard',
    title: words.say(label),
    card: {
      type: 'AdaptiveCard',
      body: [{ type: 'TextBlock', text: words.say(question), wrap: true }],
      actions: answers,
    },
  })
  const outcome = (one: CaseOutcome) =>
    execute({ kind: 'close', outcome: one }, `desk.outcome.${one}`)
  const close = ask('desk.close', 'desk.close.outcome', caseOutcomes.map(outcome))
  const actions = {
    open: [execute({ kind: 'claim' }, 'desk.claim'), close],
    claimed: [
      ask('desk.release', 'desk.release.question', [
        execute({ kind: 'release' }, 'desk.release.confirm'),
      ]),
      close,
    ],
    closed: [execute({ kind: 'reopen' }, 'desk.reopen')],
  }
  return [{ type: 'ActionSet', actions: actions[record.status] }]
}

function paragraph(...content: Inline[]): Block {
  return { kind: 'paragraph', content }
}
