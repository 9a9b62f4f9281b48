/**
 * Nothing that a mediator writes for one case reaches another user, and no note reaches anybody:
 * many conversations at once, several mediators, acts on cases that changed hands or are over, acts
 * that name a case together with somebody else's chat, others that come through the desk in Telegram,
 * cases that the clock ends or gives back to the assistant, and restarts in between.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createInboxWorker } from '../../src/jobs/inbox-worker.ts'
import type {
  Address,
  CaseOutcome,
  DeskAct,
  InboundMessage,
  MediationAct,
} from '../../src/message.ts'
import { conversationKey } from '../../src/message.ts'
import { plainText } from '../../src/message-text.ts'
import { createSqliteStore } from '../../src/storage/sqlite.ts'
import type { Store } from '../../src/storage/store.ts'
import { type Core, startCore } from './core.ts'
import { openGroupInMemory } from './telegram-group.ts'

const userCount = 8
const mediators = ['Mira', 'Omar', 'Olena']
const silent = { info() {}, warn() {}, error() {} }

let core: Core
beforeAll(async () => {
  // Only who gets what matters here, so nothing is searched.
  core = await startCore({
    retriever: { description: 'none', retrieve: async () => [], close: async () => undefined },
  })
})
afterAll(() => core.stop())

/** Acts for both sides of a conflict are played in mediation-interleaving.test.ts. */
type PlayedAct = Exclude<DeskAct['kind'], MediationAct['kind'] | 'correct'>

type Event =
  | { kind: 'write' | 'ask' | 'back' | 'reopen' | 'withdraw' | 'forget'; user: number }
  | { kind: 'act'; act: PlayedAct; user: number; mediator: number; chat: number }
  | { kind: 'act-in-group'; act: GroupAct; user: number; mediator: number }
  | { kind: 'clock'; step: 'return' | 'close'; user: number; chat: number }
  | { kind: 'restart' }

const groupActs = ['reply', 'note', 'correct', 'claim', 'release', 'close', 'reopen'] as const
type GroupAct = (typeof groupActs)[number]

const user = fc.nat(userCount - 1)
/** Usually the chat of the case; now and then another one, as a confused desk would send it. */
const elsewhere = fc.oneof(
  { weight: 5, arbitrary: fc.constant(-1) },
  { weight: 1, arbitrary: user },
)
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('write' as const), user }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('ask' as const), user }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'back' as const,
        'reopen' as const,
        'withdraw' as const,
        'forget' as const,
      ),
      user,
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constantFrom('act' as const),
      act: fc.constantFrom<PlayedAct[]>(
        'claim',
        'reply',
        'reply',
        'reply',
        'note',
        'release',
        'hand-over',
        'close',
        'reopen',
      ),
      user,
      mediator: fc.nat(mediators.length - 1),
      chat: elsewhere,
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constantFrom('act-in-group' as const),
      act: fc.constantFrom<GroupAct[]>('reply', 'reply', ...groupActs),
      user,
      mediator: fc.nat(mediators.length - 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('clock' as const),
      step: fc.constantFrom('return' as const, 'return' as const, 'close' as const),
      user,
      chat: elsewhere,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const) }) },
)

/** One world with its own database, its users and everything that was ever written in it. */
async function openWorld() {
  const store: Store = await createSqliteStore({ file: ':memory:' })
  const chats = Array.from(
    { length: userCount },
    (): Address => ({ channel: 'telegram', conversation: randomUUID() }),
  )
  /** Cases that each user ever had. */
  const cases = chats.map((): string[] => [])
  const replies: { token: string; user: number }[] = []
  const notes: string[] = []
  let tokens = 0
  let delivered = 0
  let seenInTopics = 0
  /** What mediators typed in the group, and for which user. */
  const typed: { message: object; user: number; isNote: boolean }[] = []
  let worker = start()
  const group = await openGroupInMemory({
    store,
    texts: core.services.sentences.all('de'),
    async accept(message) {
      const isNew = await store.acceptInbound(message)
      worker.wake()
      return isNew
    },
  })

  function start() {
    return createInboxWorker({
      store,
      services: core.services,
      logger: silent,
      showTyping() {},
      onCommitted(caseIds) {
        for (const caseId of caseIds) void group.desk().caseChanged(caseId)
      },
    })
  }
  async function send(message: Omit<InboundMessage, 'updateId' | 'receivedAt'>): Promise<void> {
    const receivedAt = new Date().toISOString()
    await store.acceptInbound({ ...message, updateId: randomUUID(), receivedAt })
    worker.wake()
  }
  const fromUser = (number: number, content: InboundMessage['content']) =>
    send({ address: chats[number]!, from: { kind: 'user' }, content })
  const token = () => `zeichen${++tokens}x`

  async function caseOf(number: number): Promise<string | undefined> {
    await worker.idle()
    const open = await store.readOpenCase(conversationKey(chats[number]!))
    if (open && !cases[number]!.includes(open.id)) cases[number]!.push(open.id)
    return open?.id ?? cases[number]!.at(-1)
  }

  function toAct(kind: PlayedAct, number: number): DeskAct {
    const other = mediators[number % mediators.length]!
    switch (kind) {
      case 'reply': {
        const text = token()
        replies.push({ token: text, user: number })
        return { kind, text }
      }
      case 'note': {
        const text = token()
        notes.push(text)
        return { kind, text }
      }
      case 'hand-over':
        return { kind, to: { account: other.toLowerCase(), name: other } }
      case 'close':
        return { kind, outcome: 'solved' satisfies CaseOutcome }
      case 'claim':
      case 'release':
      case 'reopen':
        return { kind }
      default:
        return kind satisfies never
    }
  }

  async function happen(event: Event): Promise<void> {
    switch (event.kind) {
      case 'restart':
        await worker.stop()
        await group.restart()
        worker = start()
        return
      case 'write':
        return fromUser(event.user, { kind: 'text', text: `Nutzer${event.user}n ${token()}` })
      case 'ask':
        await fromUser(event.user, { kind: 'text', text: `Nutzer${event.user}n ${token()}` })
        await fromUser(event.user, { kind: 'action', action: { kind: 'ask-person' } })
        return fromUser(event.user, { kind: 'action', action: { kind: 'consent', given: true } })
      case 'forget':
        return fromUser(event.user, { kind: 'action', action: { kind: 'forget', confirmed: true } })
      case 'back':
      case 'reopen':
      case 'withdraw': {
        const caseId = await caseOf(event.user)
        if (!caseId) return
        const kinds = {
          back: 'back-to-assistant',
          reopen: 'reopen-case',
          withdraw: 'withdraw-case',
        } as const
        return fromUser(event.user, {
          kind: 'action',
          action: { kind: kinds[event.kind], caseId },
        })
      }
      case 'clock': {
        const caseId = await caseOf(event.user)
        if (!caseId) return
        return send({
          address: chats[event.chat === -1 ? event.user : event.chat]!,
          from: { kind: 'program' },
          content: { kind: 'overdue', caseId, step: event.step, since: '9999' },
        })
      }
      case 'act': {
        const caseId = await caseOf(event.user)
        if (!caseId) return
        const name = mediators[event.mediator]!
        return send({
          address: chats[event.chat === -1 ? event.user : event.chat]!,
          from: { kind: 'mediator', account: name.toLowerCase(), name },
          content: { kind: 'desk', caseId, act: toAct(event.act, event.user) },
        })
      }
      case 'act-in-group':
        return actInGroup(event)
      default:
        return event satisfies never
    }
  }

  async function actInGroup({
    act,
    user,
    mediator,
  }: Extract<Event, { kind: 'act-in-group' }>): Promise<void> {
    const caseId = await caseOf(user)
    const place = caseId === undefined ? undefined : await group.find(caseId)
    if (!place) return
    switch (act) {
      case 'reply': {
        const text = token()
        replies.push({ token: text, user })
        typed.push({
          message: await group.write(mediator, place.topic, text),
          user,
          isNote: false,
        })
        return
      }
      case 'note': {
        const text = token()
        notes.push(text)
        const message = await group.write(mediator, place.topic, `/note ${text}`)
        typed.push({ message, user, isNote: true })
        return
      }
      case 'correct': {
        // Whatever was typed last, for whomever: its edit belongs to the same user.
        const last = typed.at(-1)
        if (!last) return
        const text = token()
        if (last.isNote) notes.push(text)
        else replies.push({ token: text, user: last.user })
        return group.edit(last.message, text)
      }
      case 'close':
        return group.press(mediator, place.card, place.topic, 'desk close solved')
      case 'claim':
      case 'release':
      case 'reopen':
        return group.press(mediator, place.card, place.topic, `desk ${act}`)
      default:
        return act satisfies never
    }
  }

  /** Everything that waits for a user to be sent, as text. */
  async function outbox(): Promise<string[][]> {
    const sent = chats.map((): string[] => [])
    for (;;) {
      const due = await store.dueOutbound({
        now: '9999',
        channel: 'telegram',
        busy: new Set(),
        limit: 1000,
      })
      if (due.length === 0) return sent
      for (const { id, address, message } of due) {
        sent[chats.findIndex(({ conversation }) => conversation === address.conversation)]!.push(
          plainText(message),
        )
        await store.outboundDelivered(id)
      }
    }
  }

  return {
    happen,
    async check(): Promise<void> {
      await worker.idle()
      const sent = await outbox()
      for (const [number, texts] of sent.entries()) {
        const all = texts.join('\n')
        for (const note of notes) expect(all).not.toContain(note)
        for (const { token, user } of replies) {
          if (user !== number) expect(all).not.toContain(token)
          else if (all.includes(token)) delivered++
        }
      }
      for (const texts of group.topics().values()) {
        const users = new Set(texts.join('\n').match(/Nutzer\d+n/g))
        expect(users.size).toBeLessThanOrEqual(1)
        seenInTopics += users.size
      }
      for (const [number, ids] of cases.entries()) {
        for (const id of ids) {
          const text = (await store.readCaseLines(id)).map((line) => line.text).join('\n')
          for (const stranger of text.match(/Nutzer\d+n/g) ?? []) {
            expect(stranger).toBe(`Nutzer${number}n`)
          }
        }
      }
    },
    /** Replies that reached their user. */
    delivered: () => delivered,
    /** Topics that told of a user. */
    seenInTopics: () => seenInTopics,
    async stop() {
      await worker.stop()
      await group.stop()
      await store.close()
    },
  }
}

it('keeps every case to its own user, whatever happens in whatever order', async () => {
  let delivered = 0
  let seenInTopics = 0
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 60, maxLength: 140 }), async (events) => {
      const world = await openWorld()
      try {
        for (const one of events) await world.happen(one)
        await world.check()
        delivered += world.delivered()
        seenInTopics += world.seenInTopics()
      } finally {
        await world.stop()
      }
    }),
    // With eight users each, more than two thousand conversations.
    { numRuns: 260, seed: 20_261_122 },
  )
  // A test in which nothing arrives would see nothing go astray.
  expect(delivered).toBeGreaterThan(300)
  expect(seenInTopics).toBeGreaterThan(300)
}, 300_000)
