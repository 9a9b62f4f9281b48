/**
 * The slice of Adaptive Cards 1.5 that is used here, and how elements become cards that Teams takes.
 * https://adaptivecards.io/explorer
 */

export interface TextRun {
  type: 'TextRun'
  text: string
  weight?: 'Bolder'
  size?: 'Small' | 'Large'
  italic?: true
  isSubtle?: true
  selectAction?: { type: 'Action.OpenUrl'; url: string }
}

export interface ExecuteAction {
  type: 'Action.Execute'
  title?: string
  verb: string
  /** Digest of the message that the card shows. */
  data: { card: string }
}

export type CardElement =
  | { type: 'RichTextBlock'; inlines: TextRun[]; spacing?: Spacing }
  | {
      type: 'TextBlock'
      text: string
      style: 'heading'
      size: 'Large'
      weight: 'Bolder'
      wrap: true
    }
  | { type: 'Container'; style?: 'emphasis'; items: CardElement[]; spacing?: Spacing }
  | { type: 'ColumnSet'; columns: CardColumn[]; spacing?: Spacing }
  | {
      type: 'Image'
      url: string
      altText: string
      selectAction: { type: 'Action.OpenUrl'; url: string }
    }
  | { type: 'ActionSet'; actions: ExecuteAction[]; spacing?: Spacing }

type Spacing = 'None' | 'Small' | 'Medium'

export interface CardColumn {
  type: 'Column'
  width: 'auto' | 'stretch'
  items: CardElement[]
}

export interface AdaptiveCard {
  type: 'AdaptiveCard'
  version: '1.5'
  /** For dates and for reading aloud: two or three letters, no more is taken. */
  lang: string
  rtl?: true
  body: CardElement[]
  /** Teams asks with this action how the card looks for these people now. */
  refresh?: { action: ExecuteAction; userIds: string[] }
}

export const cardContentType = 'application/vnd.microsoft.card.adaptive'

/**
 * Bytes. Teams takes about 28 KB a message, counted in UTF-16; what is left is for the activity
 * around the card. https://learn.microsoft.com/microsoftteams/limits-specifications-teams
 */
const maximumBytes = 26 * 1024

/** Elements that are not to be torn apart, such as a heading and what it stands above. */
export type Unit = CardElement[]

/** Units as bodies of cards, as few as keep within the limit; a unit that is too big is torn. */
export function toBodies(units: Unit[]): CardElement[][] {
  const bodies: CardElement[][] = []
  const fitting = units.flatMap((unit) =>
    sizeOf(unit) <= maximumBytes ? [unit] : unit.map((element) => [element]),
  )
  for (const unit of fitting) {
    const last = bodies.at(-1)
    if (last && sizeOf([...last, ...unit]) <= maximumBytes) last.push(...unit)
    else bodies.push([...unit])
  }
  return bodies
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length * 2
}
