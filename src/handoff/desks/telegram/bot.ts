/** The slice of the Telegram channel that its desk uses; handed in, so that no desk imports a channel. */
import type { OutboundMessage } from '../../../message.ts'

/** One message, as HTML and as the plain text that is left without it. */
export interface Part {
  html: string
  text: string
}

export interface Button {
  label: string
  /** 1 to 64 bytes. */
  data: string
}

export interface GroupDescription {
  isForum: boolean
  canManageTopics: boolean
  canPinMessages: boolean
  canDeleteMessages: boolean
  /** The bot's name, without the @. */
  username: string
}

export type Failure =
  | { kind: 'rate-limit'; afterSeconds: number }
  | {
      kind: 'outage' | 'token' | 'conflict' | 'forbidden' | 'bad-request'
      reason: string
    }

/** Every call rejects as `readFailure` sorts it. */
export interface TelegramBot {
  describe(group: number): Promise<GroupDescription>
  isMember(group: number, user: number): Promise<boolean>
  /** The menu of commands that this group shows. */
  nameCommands(
    group: number,
    commands: readonly { command: string; description: string }[],
  ): Promise<void>
  createTopic(group: number, name: string): Promise<number>
  renameTopic(group: number, topic: number, name: string): Promise<void>
  closeTopic(group: number, topic: number): Promise<void>
  reopenTopic(group: number, topic: number): Promise<void>
  /** With all its messages. */
  deleteTopic(group: number, topic: number): Promise<void>
  /** Without a topic, into the group's general one. Resolves to the message's number. */
  post(
    to: { group: number; topic?: number; replyTo?: number },
    part: Part,
    buttons?: Button[][],
  ): Promise<number>
  edit(group: number, message: number, part: Part, buttons: Button[][]): Promise<void>
  remove(group: number, message: number): Promise<void>
  pin(group: number, message: number): Promise<void>
  answerPress(query: string, text: string): Promise<void>
  /** A file that somebody sent, of so many bytes at most. */
  download(
    fileId: string,
    mostBytes: number,
  ): Promise<{ kind: 'bytes'; bytes: Uint8Array } | { kind: 'too-large' }>
  readFailure(error: unknown): Failure
  /** A message in as few parts as Telegram takes. */
  render(message: OutboundMessage): Part[]
}

/** The slice of pino that is used here. Fields and messages never hold what people wrote. */
export interface Logger {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}
