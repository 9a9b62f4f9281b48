/** Answers accepted messages: reads the state, runs the conversation, writes the whole turn at once. */
import { randomUUID } from 'node:crypto'
import { newConversation, parseConversation } from '../conversation/conversation.ts'
import { handleMessage } from '../conversation/handle-message.ts'
import { reply, say } from '../conversation/reply.ts'
import type { Outcome, Services } from '../conversation/turn.ts'
import { stripUnsafeCharacters } from '../language/normalize-text.ts'
import type { Logger } from '../logger.ts'
import type { Address, InboundContent } from '../message.ts'
import {
  ConflictingTurnError,
  StaleTurnError,
  type Store,
  type StoredInbound,
  TakerFullError,
  type TranscriptLine,
} from '../storage/store.ts'
import { createKeyedWorker, type KeyedWorker } from './keyed-worker.ts'

/** So many earlier lines a person gets to read, and so many the web chat shows after a reload. */
const transcriptLength = 12
const typingAfterMilliseconds = 500
const mostAttempts = 3
/** Each finds one more desk full, so that this is enough for a whole town that asks at once. */
const mostRoutings = 50
const triedAgain = 'Answering failed; the message is tried again.'

export interface InboxWorkerOptions {
  store: Store
  services: Services
  logger: Logger
  showTyping: (address: Address) => void
  /** Called after the turn is written, with the cases that it changed. */
  onCommitted: (caseIds: string[]) => void
  concurrency?: number
}

export interface InboxWorker extends KeyedWorker {
  /**
   * Answers what an earlier process accepted and left, one at a time and counted before each try, so
   * that a message which ends the process is found and parked. Call it before `wake`.
   */
  answerLeftovers(): Promise<void>
}

export function createInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const { store, services, logger, onCommitted, showTyping } = options

  async function work(inbound: StoredInbound): Promise<void> {
    const { address } = inbound.message
    const typing = setTimeout(() => showTyping(address), typingAfterMilliseconds)
    try {
      onCommitted(await answer(inbound))
    } catch (error) {
      if (error instanceof StaleTurnError) return
      if (inbound.attempts + 1 >= mostAttempts) return await park(inbound, error)
      await store.countAttempt(inbound.id)
      throw error
    } finally {
      clearTimeout(typing)
    }
  }

  async function park(inbound: StoredInbound, error: unknown): Promise<void> {
    logger.error(
      { inboundId: inbound.id, error },
      'A message could not be answered. It is kept in the inbox with its error; the user was told.',
    )
    await apologise(inbound, error)
    onCommitted([])
  }

  async function answerLeftovers(): Promise<void> {
    for (;;) {
      const [inbound] = await store.nextInbound(new Set(), 1)
      if (!inbound) return
      if (inbound.attempts >= mostAttempts) {
        await park(inbound, new Error('The process ended each time while this was answered.'))
        continue
      }
      await store.countAttempt(inbound.id)
      try {
        onCommitted(await answer(inbound))
      } catch (error) {
        if (!(error instanceof StaleTurnError)) logger.warn({ error }, triedAgain)
      }
    }
  }

  /** Two cases may want the last free place of whoever fits best: the second one asks the next. */
  async function answer(inbound: StoredInbound, attempts = 1): Promise<string[]> {
    try {
      return await answerOnce(inbound)
    } catch (error) {
      const isWorthAnother =
        error instanceof TakerFullError || error instanceof ConflictingTurnError
      if (!isWorthAnother || attempts >= mostRoutings) throw error
      return answer(inbound, attempts + 1)
    }
  }

  async function answerOnce(inbound: StoredInbound): Promise<string[]> {
    const [stored, openCase] = await Promise.all([
      store.readConversation(inbound.conversation),
      store.readOpenCase(inbound.conversation),
    ])
    const conversation = stored && parseConversation(stored.state)
    const mediation = openCase && (await store.readMediationOfCase(openCase.id))
    const outcome = await handleMessage(
      inbound.message,
      {
        conversation,
        openCase,
        readCase: (id) => store.readCase(id),
        mediation,
        readMediation: (id) => store.readMediation(id),
        findMediation: (secretHash) => store.findMediation(secretHash),
        readAwaitedAnswer: (id) => store.readAwaitedAnswer(id),
        readTranscript: () => store.readTranscript(inbound.conversation, transcriptLength),
      },
      services,
    )
    const isForgotten = outcome.conversation === 'erase'
    await store.commitTurn({
      inboundId: inbound.id,
      at: services.now().toISOString(),
      address: inbound.message.address,
      state:
        typeof outcome.conversation === 'string'
          ? { kind: outcome.conversation }
          : { kind: 'keep', json: JSON.stringify(outcome.conversation) },
      transcript: transcriptOf(inbound, outcome),
      outbound: outcome.replies.map((message) => ({ id: randomUUID(), message })),
      caseChanges: outcome.caseChanges,
      ...(outcome.mediation && { mediation: outcome.mediation }),
      ...(outcome.followUps && { followUps: outcome.followUps }),
      ...(outcome.attachments && { attachments: outcome.attachments }),
      ...(outcome.unanswered && { unanswered: outcome.unanswered }),
      ...(outcome.awaitedAnswer && { awaitedAnswer: outcome.awaitedAnswer }),
      ...auditOf(inbound, outcome),
    })
    const changed = outcome.caseChanges.map((change) =>
      change.kind === 'open' ? change.case.id : change.caseId,
    )
    const { content } = inbound.message
    // Also where nothing changed: a desk that was refused shows what is true now.
    const shown = [
      ...changed,
      ...(isForgotten && openCase ? [openCase.id] : []),
      ...('caseId' in content ? [content.caseId] : []),
    ]
    return [...new Set(shown)]
  }

  async function apologise(inbound: StoredInbound, cause: unknown): Promise<void> {
    const { address } = inbound.message
    const stored = await store.readConversation(inbound.conversation)
    const language =
      (stored && parseConversation(stored.state)?.language) ??
      inbound.message.locale ??
      newConversation('de').language
    await store.parkInbound(inbound.id, String(cause), {
      id: randomUUID(),
      at: services.now().toISOString(),
      address,
      message: reply(services, language, [say(services, language, 'chat.problem')]),
    })
  }

  const worker = createKeyedWorker<StoredInbound>({
    next: (busy, limit) => store.nextInbound(busy, limit),
    keyOf: ({ conversation }) => conversation,
    work,
    onError: (error) => logger.warn({ error }, triedAgain),
    concurrency: options.concurrency ?? 16,
    idleMilliseconds: 1000,
  })
  return { ...worker, answerLeftovers }
}

function transcriptOf(inbound: StoredInbound, outcome: Outcome): TranscriptLine['content'][] {
  if (typeof outcome.conversation === 'string') return []
  const { content, from } = inbound.message
  const text = from.kind === 'user' ? writtenText(content) : undefined
  return [
    ...(text ? [{ kind: 'user' as const, text }] : []),
    ...outcome.replies.map((message) => ({ kind: 'reply' as const, message })),
  ]
}

/** What a mediator did is written down; what was refused has not happened. */
function auditOf({ message: { content, from } }: StoredInbound, outcome: Outcome) {
  if (content.kind !== 'desk' || from.kind !== 'mediator' || outcome.caseChanges.length === 0) {
    return {}
  }
  const { account, name } = from
  return { audit: { caseId: content.caseId, account, name, act: content.act.kind } }
}

/** What the user sees of their own message; a button shows nothing. */
function writtenText(content: InboundContent): string | undefined {
  switch (content.kind) {
    case 'text':
      return stripUnsafeCharacters(content.text)
    case 'command':
      // The secret of an invitation is not kept.
      if (content.command === 'start' && content.argument) return undefined
      return stripUnsafeCharacters(`/${content.command} ${content.argument}`.trim())
    case 'action':
    case 'unsupported':
    case 'desk':
    case 'overdue':
    case 'mediation':
    case 'answer-found':
    case 'unreachable':
      return undefined
    default:
      return content satisfies never
  }
}
