/** What webhook and polling have in common: store the update, then stop the button's spinner. */
import type { Api } from 'grammy'
import type { AcceptInbound } from '../channel.ts'
import { readGroupJoined, readUpdate } from './inbound.ts'
import type { Logger } from './logger.ts'
import { callSignal } from './signal.ts'

/** Takes an update that is not for the assistant; resolves to false where it is. Rejects as `accept` does. */
export type Interceptor = (update: unknown) => Promise<boolean>

export interface Receiver {
  open(accept: AcceptInbound): void
  readonly isOpen: boolean
  /**
   * Resolves when the update is stored, or is nothing to store; only then may Telegram be told that
   * it arrived. Rejects when storing failed: Telegram is to send it again.
   */
  receive(update: unknown): Promise<void>
  /** Waits for the last calls. */
  close(): Promise<void>
}

export function createReceiver(options: {
  api: Api
  logger: Logger
  /** Asked in turn before the assistant. */
  interceptors: Interceptor[]
  /** Ends the calls that are under way. */
  signal: AbortSignal
}): Receiver {
  const { api, logger, interceptors, signal } = options
  let accept: AcceptInbound | undefined
  const answering = new Set<Promise<unknown>>()

  /** The button's spinner turns until this is called. A press from long ago cannot be answered. */
  function stopSpinner(callbackQuery: string): void {
    const call = api
      .answerCallbackQuery(callbackQuery, undefined, callSignal(signal))
      .catch(() => undefined)
    answering.add(call)
    call.finally(() => answering.delete(call))
  }

  return {
    open(acceptInbound) {
      accept = acceptInbound
    },
    get isOpen() {
      return accept !== undefined
    },
    async receive(update) {
      for (const intercept of interceptors) if (await intercept(update)) return
      const read = readUpdate(update, new Date())
      switch (read.kind) {
        case 'message':
          if (accept === undefined) throw new Error('The channel has not been started yet.')
          await accept(read.message)
          if (read.callbackQuery !== undefined) stopSpinner(read.callbackQuery)
          return
        case 'ignored': {
          const group = readGroupJoined(update)
          if (group !== undefined) {
            logger.info(
              { group },
              'The bot is in this group now; as TELEGRAM_DESK_GROUP_ID it becomes the desk of mediators',
            )
          }
          if (read.callbackQuery !== undefined) stopSpinner(read.callbackQuery)
          return
        }
        case 'malformed':
          // Refusing it would only make Telegram send it again, for ever.
          logger.warn(
            { field: read.reason },
            'Telegram sent an update that cannot be read; skipped',
          )
          return
        default:
          read satisfies never
      }
    },
    async close() {
      await Promise.all(answering)
    },
  }
}
