/**
 * An answer on its way, in personal chats: a stream of Teams, and its end.
 * https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../../message.ts'
import type { Chat, Connector, OutboundActivity, OutboundMessageActivity } from './connector.ts'
import { readFailure } from './failure.ts'
import { chatOf, referenceOf } from './reference.ts'

/** The answer itself waits for the draft before it. */
const longestDraftMilliseconds = 2_000
/** "1 kb or 1000 characters": the lesser of both. */
const longestDraftBytes = 1_000
/** Answers on their way that are remembered; the oldest is forgotten first. */
const mostOpen = 1_000

interface Stream {
  draft: string
  /** `undefined` until Teams has answered to the beginning. */
  id?: string
  sequence: number
  /** A draft is on its way, one has failed, or the answer came. */
  isQuiet: boolean
  /** The answer went out before Teams had answered to the beginning. */
  isLeft: boolean
  /** When Teams takes the next request of this stream, in milliseconds since 1970. */
  pausedUntil: number
}

export interface Streams {
  /** Never rejects; a draft that comes too soon after another, or is too long, is left out. */
  show(to: Address, text: string, draft: string): Promise<void>
  /** Posts the first part of an answer in place of the draft. Rejects as `Connector.post` does. */
  end(to: Address, chat: Chat, activity: OutboundMessageActivity): Promise<void>
}

/**
 * Drafts are informative updates: those may say something else each time, and the answer may say
 * something else again. What was streamed as the message's own text would have to stay its beginning.
 * The streams are remembered in memory alone.
 */
export function createStreams(options: {
  connector: Pick<Connector, 'post' | 'remove'>
  /** Between two requests of one stream. */
  pauseSeconds: number
}): Streams {
  const { connector, pauseSeconds } = options
  const streams = new Map<string, Stream>()

  function begin(conversation: string, draft: string): Stream {
    const stream = { draft, sequence: 0, isQuiet: false, isLeft: false, pausedUntil: 0 }
    streams.set(conversation, stream)
    for (const oldest of streams.keys()) {
      if (streams.size <= mostOpen) break
      streams.delete(oldest)
    }
    return stream
  }

  async function post(stream: Stream, chat: Chat, text: string): Promise<void> {
    stream.isQuiet = true
    const { id: streamId, sequence } = stream
    const activity: OutboundActivity = {
      type: 'typing',
      text,
      textFormat: 'plain',
      entities: [
        {
          type: 'streaminfo',
          streamType: 'informative',
          streamSequence: sequence + 1,
          ...(streamId !== undefined && { streamId }),
        },
      ],
    }
    const id = await connector.post(chat, activity)
    stream.id ??= id
    stream.sequence += 1
    stream.pausedUntil = Date.now() + pauseSeconds * 1000
    if (stream.isLeft) await connector.remove(chat, id)
    else stream.isQuiet = false
  }

  return {
    async show(to, text, draft) {
      const reference = referenceOf(to)
      if (!reference?.personal || Buffer.byteLength(text) > longestDraftBytes) return
      const stream = streams.get(to.conversation) ?? begin(to.conversation, draft)
      if (stream.draft !== draft || stream.isQuiet || Date.now() < stream.pausedUntil) return
      const timeLimit = new AbortController()
      await Promise.race([
        // After a failure the stream stays quiet: nothing more is shown of this answer.
        post(stream, { chat: chatOf(to), reference }, text).catch(() => undefined),
        sleep(longestDraftMilliseconds, undefined, { signal: timeLimit.signal }).catch(
          () => undefined,
        ),
      ])
      timeLimit.abort()
    },

    async end(to, chat, activity) {
      const stream = streams.get(to.conversation)
      const streamId = stream?.id
      if (!stream || streamId === undefined) {
        streams.delete(to.conversation)
        if (stream) stream.isLeft = true
        await connector.post(chat, activity)
        return
      }
      stream.isQuiet = true
      // Else the answer would be told to wait for longer than this.
      await sleep(Math.max(0, stream.pausedUntil - Date.now()))
      try {
        await connector.post(chat, {
          ...activity,
          text: '',
          entities: [{ type: 'streaminfo', streamType: 'final', streamId }],
        })
        streams.delete(to.conversation)
      } catch (error) {
        if (!isRefusal(error)) throw error
        // Stopped by the user, over two minutes old, or ended before by a call whose answer got lost.
        await connector.post(chat, activity)
        streams.delete(to.conversation)
        await connector.remove(chat, streamId).catch(() => undefined)
      }
    },
  }
}

function isRefusal(error: unknown): boolean {
  return ['forbidden', 'bad-request', 'not-found'].includes(readFailure(error).kind)
}
