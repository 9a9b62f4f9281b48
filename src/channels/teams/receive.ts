/** Store the activity, then answer: a pressed button with the card as it looks now. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { AcceptInbound } from '../channel.ts'
import { type Activity, parseActivity, tenantOf } from './activity.ts'
import { cardContentType } from './card.ts'
import type { Answer } from './connector.ts'
import { localeOf, readActivity } from './inbound.ts'
import type { Logger } from './logger.ts'
import { addressOf } from './reference.ts'
import type { Views } from './views.ts'

/**
 * Looks at a verified activity before the assistant does: a desk in a channel. Resolves to its
 * answer, or to `undefined` where the activity is not its business.
 */
export type Interceptor = (activity: Activity, accept: AcceptInbound) => Promise<Answer | undefined>

export interface Receiver {
  open(accept: AcceptInbound): void
  readonly isOpen: boolean
  /** Resolves to 200 only when the activity is stored, or is nothing to store. */
  receive(body: unknown): Promise<Answer>
  close(): void
}

/**
 * An installation comes as two activities in any order, and only one of them knows the language:
 * the other lets it go first.
 */
const greetingPauseMilliseconds = 1500

export function createReceiver(options: {
  views: Views
  logger: Logger
  /** `undefined`: everybody on this machine. */
  allowedTenants: ReadonlySet<string> | undefined
  interceptors: Interceptor[]
}): Receiver {
  const { views, logger, allowedTenants, interceptors } = options
  const lifetime = new AbortController()
  let accept: AcceptInbound | undefined

  async function answer(activity: Activity, store: AcceptInbound): Promise<Answer> {
    for (const interceptor of interceptors) {
      const answered = await interceptor(activity, store)
      if (answered) return answered
    }
    const read = readActivity(activity, new Date())
    switch (read.kind) {
      case 'message':
        await store(read.message)
        return { status: 200 }
      case 'greeting':
        if (localeOf(activity) === undefined) {
          await sleep(greetingPauseMilliseconds, undefined, { signal: lifetime.signal })
        }
        await store(read.message)
        return { status: 200 }
      case 'press': {
        await store(read.message)
        const card = await views
          .press(read.message.address, read.card, read.action)
          .catch(() => undefined)
        return card ? cardAnswer(card) : { status: 200, body: messageAnswer }
      }
      case 'refresh': {
        const card = await views.show(addressOf(activity), read.card)
        return card ? cardAnswer(card) : { status: 200, body: goneAnswer }
      }
      case 'ignored':
        return activity.type === 'invoke' ? { status: 200, body: goneAnswer } : { status: 200 }
      case 'malformed':
        return malformed(read.field)
      default:
        return read satisfies never
    }
  }

  function malformed(field: string): Answer {
    logger.warn({ field }, 'Teams sent an activity that cannot be read; skipped')
    return { status: 400 }
  }

  return {
    open(acceptInbound) {
      accept = acceptInbound
    },
    get isOpen() {
      return accept !== undefined
    },
    async receive(body) {
      if (!accept) return { status: 503 }
      const parsed = parseActivity(body)
      if (parsed.kind === 'malformed') return malformed(parsed.field)
      const { activity } = parsed
      const tenant = tenantOf(activity)
      if (allowedTenants && (tenant === undefined || !allowedTenants.has(tenant))) {
        logger.warn(
          { tenant: tenant ?? 'none' },
          'Somebody of another tenant wrote on Teams; TEAMS_ALLOWED_TENANTS lists who may',
        )
        return { status: 401 }
      }
      try {
        return await answer(activity, accept)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        logger.error({ reason }, 'An activity from Teams could not be stored')
        return { status: 500 }
      }
    },
    close() {
      lifetime.abort()
    },
  }
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
function cardAnswer(card: unknown): Answer {
  return { status: 200, body: { statusCode: 200, type: cardContentType, value: card } }
}

/** The press counts, although its card is not to be found. */
const messageAnswer = {
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: '✓',
}

/** The card stays as it is. */
const goneAnswer = {
  statusCode: 404,
  type: 'application/vnd.microsoft.error',
  value: { code: 'NotFound', message: 'This card cannot be updated.' },
}
