/**
 * Streams of Teams: their rules, and what stands on the screen of them.
 * https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
 */
import type { PostedActivity } from './checks.ts'

export interface OpenStream {
  id: string
  conversation: string
  /** What the reader sees now. */
  text: string
}

interface Stream extends OpenStream {
  sequence: number
  heardAt: number
  state: 'open' | 'ended' | 'refused'
}

/** `refused`: with 403; `wrong`: with 400, and a violation. */
export type Verdict =
  | { kind: 'taken'; id: string }
  | { kind: 'refused' }
  | { kind: 'wrong'; reason: string }

const mostInformativeBytes = 1_000

export function createStreamRules(options: {
  /** Between two requests of one stream. */
  pauseMilliseconds: number
  nextId: () => string
}) {
  const streams = new Map<string, Stream>()
  const wrong = (reason: string): Verdict => ({ kind: 'wrong', reason: `a stream: ${reason}` })

  function begin(conversation: string, text: string): Verdict {
    if (
      [...streams.values()].some((one) => one.state === 'open' && one.conversation === conversation)
    ) {
      return wrong('there is another one in this chat')
    }
    const stream = { id: options.nextId(), conversation, text, sequence: 1, heardAt: Date.now() }
    streams.set(stream.id, { ...stream, state: 'open' })
    return { kind: 'taken', id: stream.id }
  }

  return {
    /** `undefined`: this activity belongs to no stream. */
    take(conversation: string, activity: PostedActivity): Verdict | undefined {
      const [info] = activity.entities ?? []
      if (!info) return undefined
      if (!conversation.startsWith('a:')) return wrong('only in a personal chat')
      const isFinal = activity.type === 'message'
      if (isFinal !== (info.streamType === 'final')) return wrong('only a message is the final')
      const text = activity.text ?? ''
      if (!isFinal && text.trim() === '') {
        return wrong('Start streaming activities should include text')
      }
      if (info.streamType === 'informative' && Buffer.byteLength(text) > mostInformativeBytes) {
        return wrong('an informative update is too long')
      }
      if (info.streamId === undefined) {
        return info.streamSequence === 1 ? begin(conversation, text) : wrong('begins with 1')
      }
      const stream = streams.get(info.streamId)
      if (stream?.conversation !== conversation) return wrong('there is none of this number')
      if (stream.state !== 'open') return { kind: 'refused' }
      const passed = Date.now() - stream.heardAt
      if (passed < options.pauseMilliseconds) return wrong(`only ${passed} ms after the last`)
      stream.heardAt = Date.now()
      if (isFinal) {
        if (info.streamSequence !== undefined) return wrong('the final has no number')
        stream.state = 'ended'
      } else {
        if (info.streamSequence !== stream.sequence + 1) return wrong('a number is missing')
        stream.sequence += 1
        stream.text = text
      }
      return { kind: 'taken', id: stream.id }
    },
    /** Drafts on the screen: also those that take nothing more are seen until they are removed. */
    shown: (): OpenStream[] => [...streams.values()].filter(({ state }) => state !== 'ended'),
    /** From now on Teams takes nothing more: two minutes are over, or the reader pressed Stop. */
    refuse() {
      for (const stream of streams.values()) if (stream.state === 'open') stream.state = 'refused'
    },
    remove: (id: string): boolean => streams.delete(id),
  }
}
