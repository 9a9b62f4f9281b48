/** A case as a card, with what can be done about it now. Pure: the same case gives the same card. */
import { createHash } from 'node:crypto'
import { type CaseOutcome, caseOutcomes } from '../../../message.ts'
import { shorten } from '../../../message-text.ts'
import type { Case, CaseLine } from '../../../storage/store.ts'
import { type ButtonAct, describeCase, titleOf, verbOf } from '../shared/describe-case.ts'
import type { Words } from '../shared/words.ts'
import type { Card, CardActivity, TeamsBot } from './bot.ts'

const cardContentType = 'application/vnd.microsoft.card.adaptive'
const summaryLetters = 100

export function cardOf(
  record: Case,
  lines: CaseLine[],
  words: Words,
  render: TeamsBot['render'],
): { activity: CardActivity; digest: string } {
  const { language, direction } = words
  const blocks = describeCase(record, lines, words)
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
