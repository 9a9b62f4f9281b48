/**
 * Several mediations at once, with every act of sides and mediators in whatever order, cases that
 * end, are withdrawn, forgotten or handed on, and restarts in between: what a side writes to the
 * mediator alone reaches nobody else, and what is written to both reaches no third.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashSecret, sideOf } from '../../src/handoff/mediation.ts'
import { createInboxWorker } from '../../src/jobs/inbox-worker.ts'
import type { Action, Address, DeskAct, InboundMessage } from '../../src/message.ts'
import { conversationKey } from '../../src/message.ts'
import { plainText } from '../../src/message-text.ts'
import { createSqliteStore } from '../../src/storage/sqlite.ts'
import { type Core, startCore } from './core.ts'

const userCount = 6
const mediators = ['Mira', 'Omar']
const silent = { info() {}, warn() {}, error() {} }
const entry = 'housing/stairwell-shoes'

let core: Core
beforeAll(async () => {
  // Only who gets what matters here, so nothing is searched.
  core = await startCore({
    retriever: { description: 'none', retrieve: async () => [], close: async () => undefined },
    invitationLinks: async (secret) => [{ channel: 'web', url: `https://lotse.example/${secret}` }],
  })
})
afterAll(() => core.stop())

const deskActs = [
  'claim',
  'invite',
  'open-room',
  'say-to-both',
  'say-to-both',
  'reply',
  'reply',
  'note',
  'propose-agreement',
  'end-mediation',
  'release',
  'hand-over',
  'close',
  'reopen',
] as const
const userActs = [
  'agree',
  'refuse',
  'propose',
  'leave',
  'back',
  'withdraw',
  'reopen',
  'forget',
] as const

type Event =
  | { kind: 'ask' | 'write'; user: number }
  | { kind: 'readers'; user: number; both: boolean }
  | { kind: 'join'; user: number; other: number }
  /** Asks, is taken, invites, and both are in the room: otherwise chance rarely gets that far. */
  | { kind: 'conflict'; user: number; other: number; mediator: number }
  | { kind: 'press'; act: (typeof userActs)[number]; user: number }
  | { kind: 'act'; act: (typeof deskActs)[number]; user: number; mediator: number }
  | { kind: 'restart' }

const user = fc.nat(userCount - 1)
const mostly = fc.integer({ min: 0, max: 3 }).map((number) => number > 0)
const mediator = fc.nat(mediators.length - 1)
const of = <Kind extends string>(kind: Kind) => fc.constant(kind)
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ kind: of('write'), user }) },
  { weight: 7, arbitrary: fc.record({ kind: of('readers'), user, both: mostly }) },
  { weight: 6, arbitrary: fc.record({ kind: of('conflict'), user, other: user, mediator }) },
  { weight: 2, arbitrary: fc.record({ kind: of('ask'), user }) },
  { weight: 2, arbitrary: fc.record({ kind: of('join'), user, other: user }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: of('press'), act: fc.constantFrom(...userActs), user }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ kind: of('act'), act: fc.constantFrom(...deskActs), user, mediator }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('restart') }) },
)

/** Something that was written, and who may ever see it. */
interface Word {
  token: string
  /** The user who wrote it, or in whose case a mediator did. */
  user: number
  readers: 'desk' | 'user' | 'both'
}

async function openWorld() {
  const store = await createSqliteStore({ file: ':memory:' })
  const chats = Array.from(
    { length: userCount },
    (): Address => ({ channel: 'telegram', conversation: randomUUID() }),
  )
  const keys = chats.map(conversationKey)
  /** Cases that each user ever had. */
  const cases = chats.map(() => new Set<string>())
  /** With whom each user was ever in one mediation. */
  const partners = chats.map(() => new Set<number>())
  /** The newest link of each user's mediation. */
  const secrets = new Map<number, string>()
  /** What each user wished last, in the order in which it was sent. */
  const writesToBoth = chats.map(() => false)
  const proposes = chats.map(() => false)
  const words: Word[] = []
  let crossed = 0
  let worker = start()

  function start() {
    return createInboxWorker({
      store,
      services: core.services,
      logger: silent,
      showTyping() {},
      onCommitted() {},
    })
  }
  async function send(message: Omit<InboundMessage, 'updateId' | 'receivedAt'>): Promise<void> {
    const receivedAt = new Date().toISOString()
    await store.acceptInbound({ ...message, updateId: randomUUID(), receivedAt })
    worker.wake()
  }
  const fromUser = (number: number, content: InboundMessage['content']) =>
    send({ address: chats[number]!, from: { kind: 'user' }, content })
  const press = (number: number, action: Action) => fromUser(number, { kind: 'action', action })
  function word(number: number, readers: Word['readers']): string {
    const token = `zeichen${words.length}x`
    words.push({ token, user: number, readers })
    return token
  }

  async function caseOf(number: number): Promise<string | undefined> {
    await worker.idle()
    const open = await store.readOpenCase(keys[number]!)
    if (open) cases[number]!.add(open.id)
    return open?.id ?? [...cases[number]!].at(-1)
  }
  async function mediationOf(number: number) {
    const caseId = await caseOf(number)
    return caseId === undefined ? undefined : store.readMediationOfCase(caseId)
  }

  async function write(number: number): Promise<void> {
    const isProposal = proposes[number]!
    proposes[number] = false
    const readers = writesToBoth[number] && !isProposal ? 'both' : 'user'
    return fromUser(number, { kind: 'text', text: `Ich schreibe ${word(number, readers)}` })
  }
  async function ask(number: number): Promise<void> {
    await press(number, { kind: 'show-entry', entry })
    await write(number)
    await press(number, { kind: 'ask-person' })
    await press(number, { kind: 'consent', given: true })
  }

  async function act(number: number, kind: (typeof deskActs)[number], by: number): Promise<void> {
    const caseId = await caseOf(number)
    if (!caseId) return
    const name = mediators[by]!
    const account = name.toLowerCase()
    const record = await store.readOpenCase(keys[number]!)
    // A private word of the mediator is answered privately; one that is refused was not heard.
    const isHeard = record && (!record.claimedBy || record.claimedBy.account === account)
    if (kind === 'reply' && isHeard) writesToBoth[number] = false
    return send({
      address: chats[number]!,
      from: { kind: 'mediator', account, name },
      content: { kind: 'desk', caseId, act: toAct(kind, number, by) },
    })
  }
  function toAct(kind: (typeof deskActs)[number], number: number, by: number): DeskAct {
    switch (kind) {
      case 'reply':
        return { kind, text: word(number, 'user') }
      case 'note':
        return { kind, text: word(number, 'desk') }
      case 'say-to-both':
      case 'propose-agreement':
        return { kind, text: word(number, 'both') }
      case 'invite': {
        const secret = `secret-of-mediation-${secrets.size}-${words.length}`
        secrets.set(number, secret)
        return { kind, secretHash: hashSecret(secret), entry }
      }
      case 'hand-over': {
        const name = mediators[1 - by]!
        return { kind, to: { account: name.toLowerCase(), name } }
      }
      case 'close':
        return { kind, outcome: 'solved' }
      default:
        return { kind }
    }
  }

  async function join(number: number, other: number): Promise<void> {
    const secret = secrets.get(other)
    if (!secret) return
    await fromUser(number, { kind: 'command', command: 'start', argument: `join_${secret}` })
    await press(number, { kind: 'join-mediation', join: true })
    const [mine, theirs] = [await caseOf(number), await caseOf(other)]
    const mediation = mine && theirs && (await store.readMediationOfCase(mine))
    if (!mediation || number === other || sideOf(mediation, theirs) === undefined) return
    partners[number]!.add(other)
    partners[other]!.add(number)
  }

  async function pressed(number: number, what: (typeof userActs)[number]): Promise<void> {
    const caseId = (await caseOf(number)) ?? ''
    const mediation = await mediationOf(number)
    const mediationId = mediation?.id ?? ''
    switch (what) {
      case 'agree':
      case 'refuse':
        return press(number, {
          kind: 'answer-agreement',
          agrees: what === 'agree',
          agreementId: mediation?.agreement?.id ?? '',
        })
      case 'propose':
        proposes[number] = mediation?.status === 'open'
        return press(number, { kind: 'propose', mediationId })
      case 'leave':
        return press(number, { kind: 'leave-mediation', mediationId })
      case 'back':
        return press(number, { kind: 'back-to-assistant', caseId })
      case 'withdraw':
        return press(number, { kind: 'withdraw-case', caseId })
      case 'reopen':
        return press(number, { kind: 'reopen-case', caseId })
      case 'forget':
        await fromUser(number, { kind: 'command', command: 'forget', argument: '' })
        return press(number, { kind: 'forget', confirmed: true })
      default:
        return what satisfies never
    }
  }

  async function happen(event: Event): Promise<void> {
    switch (event.kind) {
      case 'restart':
        await worker.stop()
        worker = start()
        return
      case 'ask':
        return ask(event.user)
      case 'write':
        return write(event.user)
      case 'readers': {
        const mediation = await mediationOf(event.user)
        // The wish counts from the moment on when the button is pressed.
        writesToBoth[event.user] = event.both && mediation?.status === 'open'
        proposes[event.user] = false
        return press(event.user, {
          kind: 'write-to',
          both: event.both,
          mediationId: mediation?.id ?? '',
        })
      }
      case 'join':
        return join(event.user, event.other)
      case 'conflict':
        await ask(event.user)
        await act(event.user, 'reply', event.mediator)
        await act(event.user, 'invite', event.mediator)
        await join(event.other, event.user)
        return act(event.user, 'open-room', event.mediator)
      case 'press':
        return pressed(event.user, event.act)
      case 'act':
        return act(event.user, event.act, event.mediator)
      default:
        return event satisfies never
    }
  }

  /** Everything that waits for a user to be sent, as text. */
  async function outbox(): Promise<string[]> {
    const sent = chats.map(() => '')
    for (;;) {
      const due = await store.dueOutbound({
        now: '9999',
        channel: 'telegram',
        busy: new Set(),
        limit: 1000,
      })
      if (due.length === 0) return sent
      for (const { id, address, message } of due) {
        const number = chats.findIndex(({ conversation }) => conversation === address.conversation)
        sent[number] += `${plainText(message)}\n`
        await store.outboundDelivered(id)
      }
    }
  }

  return {
    happen,
    async check(): Promise<void> {
      await worker.idle()
      const sent = await outbox()
      for (const number of chats.keys()) {
        await caseOf(number)
        const lines = await Promise.all([...cases[number]!].map((id) => store.readCaseLines(id)))
        const all = `${sent[number]}\n${lines
          .flat()
          .map(({ text }) => text)
          .join('\n')}`
        const seen = new Set(all.match(/zeichen\d+x/g))
        const shown = new Set(sent[number]!.match(/zeichen\d+x/g))
        for (const { token, user, readers } of words) {
          if (readers === 'desk') expect(shown, `a note: ${token}`).not.toContain(token)
          if (user === number || !seen.has(token)) continue
          expect(readers, `${token} of ${user}, at ${number}`).toBe('both')
          expect([...partners[user]!], `${token} of ${user}`).toContain(number)
          crossed++
        }
      }
    },
    /** Words to both that reached the other side. */
    crossed: () => crossed,
    async stop() {
      await worker.stop()
      await store.close()
    },
  }
}

it('keeps private words private, and words to both between the two', async () => {
  let crossed = 0
  let events = 0
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 60, maxLength: 120 }), async (all) => {
      const world = await openWorld()
      try {
        for (const one of all) await world.happen(one)
        await world.check()
        crossed += world.crossed()
        events += all.length
      } finally {
        await world.stop()
      }
    }),
    { numRuns: 50, seed: 20_261_123 },
  )
  expect(events).toBeGreaterThan(3_500)
  // A test in which nothing crosses would see nothing go astray.
  expect(crossed).toBeGreaterThan(60)
}, 300_000)
