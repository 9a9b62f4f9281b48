/** Buttons as action sets of a card. Pressed ones give way to a line that says what was chosen. */
import { type Action, encodeAction, type OutboundMessage } from '../../message.ts'
import { isVisible, shorten } from '../../message-text.ts'
import type { CardElement, ExecuteAction } from './card.ts'

/** Letters; what is longer Teams cuts off anyway. */
const longestLabel = 60
/** Teams moves more than six into a menu. */
const mostInARow = 6

/** Of these one is chosen among several: the others are over with it. */
const choices: ReadonlySet<Action['kind']> = new Set([
  'feedback',
  'rate-case',
  'consent',
  'set-language',
  'set-role',
  'set-place',
  'skip-place',
  'forget',
])
/** Choosing a town and choosing none answer one question. */
const questionOf = (kind: Action['kind']) => (kind === 'skip-place' ? 'set-place' : kind)

/**
 * @param card Digest of the message, which each button sends along.
 * @param pressed Encoded actions of the buttons that this person has pressed.
 * @throws RangeError when an action does not fit into 64 bytes.
 */
export function renderKeyboard(
  message: OutboundMessage,
  card: string,
  pressed: ReadonlySet<string> = new Set(),
): CardElement[] {
  const chosen = message.buttons.flat().filter(({ action }) => pressed.has(encodeAction(action)))
  const answered = new Set(
    chosen
      .filter(({ action }) => choices.has(action.kind))
      .map(({ action }) => questionOf(action.kind)),
  )
  const isOpen = (action: Action) =>
    !answered.has(questionOf(action.kind)) && !pressed.has(encodeAction(action))
  const rows = message.buttons
    .map((row) => row.filter(({ action }) => isOpen(action)))
    .flatMap((row) => inRows(row))
  return [
    ...chosen.map(
      ({ label }): CardElement => ({
        type: 'RichTextBlock',
        inlines: [{ type: 'TextRun', text: `✓ ${trimLabel(label)}`, isSubtle: true }],
        spacing: 'Small',
      }),
    ),
    ...rows.map(
      (row): CardElement => ({
        type: 'ActionSet',
        spacing: 'Small',
        actions: row.map(
          ({ label, action }): ExecuteAction => ({
            type: 'Action.Execute',
            title: trimLabel(label),
            verb: encodeAction(action),
            data: { card },
          }),
        ),
      }),
    ),
  ]
}

function inRows<Button>(row: Button[]): Button[][] {
  const rows: Button[][] = []
  for (let index = 0; index < row.length; index += mostInARow) {
    rows.push(row.slice(index, index + mostInARow))
  }
  return rows
}

function trimLabel(label: string): string {
  const text = shorten(label, longestLabel)
  return isVisible(text) ? text : '•'
}
