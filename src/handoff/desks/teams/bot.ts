/** The slice of the Teams channel that its desk uses; handed in, so that no desk imports a channel. */
import type { OutboundMessage } from '../../../message.ts'

export interface Card {
  type: 'AdaptiveCard'
  version: '1.5'
  body: object[]
}

export interface Chat {
  /** A channel, or with `;messageid=` behind it the thread of that post. */
  chat: string
  reference: { serviceUrl: string; bot: string }
}

export interface CardActivity {
  type: 'message'
  summary: string
  attachments: { contentType: string; content: Card }[]
}

export type Failure =
  | { kind: 'rate-limit'; afterSeconds: number }
  | {
      kind: 'outage' | 'credentials' | 'forbidden' | 'not-found' | 'bad-request'
      reason: string
    }

/** What Teams tells of an activity, as far as a desk asks. */
export interface DeskActivity {
  type: string
  id?: string | undefined
  name?: string | undefined
  serviceUrl: string
  from: {
    id: string
    role?: string | undefined
    name?: string | undefined
    aadObjectId?: string | undefined
  }
  recipient: { id: string }
  conversation: { id: string; tenantId?: string | undefined }
  channelData?: { tenant?: { id: string } | undefined } | null | undefined
  text?: string | null | undefined
  entities?:
    | {
        type: string
        text?: string | null | undefined
        mentioned?: { id: string } | null | undefined
      }[]
    | null
    | undefined
  value?: unknown
}

export interface TeamsBot {
  /** Resolves to the message's identifier. Rejects as `readFailure` sorts it, as the next two do. */
  post(to: Chat, activity: CardActivity): Promise<string>
  update(to: Chat, messageId: string, activity: CardActivity): Promise<void>
  remove(from: Chat, messageId: string): Promise<void>
  readFailure(error: unknown): Failure
  /** A message as cards, as few as Teams takes. */
  render(message: OutboundMessage): Card[]
  /** What a person wrote, without the mention of the bot. */
  writtenText(activity: Pick<DeskActivity, 'text' | 'entities' | 'recipient'>): string
}

/** The slice of pino that is used here. Fields and messages never hold what people wrote. */
export interface Logger {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}
