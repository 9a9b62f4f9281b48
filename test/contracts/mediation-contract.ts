/** What every database must do for mediations, and for what one turn hands to another conversation. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../src/message.ts'
import {
  type Case,
  ConflictingTurnError,
  type Mediation,
  type NewCaseLine,
  type Store,
  type Turn,
} from '../../src/storage/store.ts'

const at = '2026-11-23T10:00:00.000Z'

export function describeMediations(name: string, open: () => Promise<Store>): void {
  describe(`mediations in the ${name} store`, () => {
    let store: Store
    let updates = 0
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const address = (conversation: string) => ({ channel: 'telegram', conversation }) as const
    const message = (conversation: string, updateId: string): InboundMessage => ({
      updateId,
      address: address(conversation),
      from: { kind: 'user' },
      content: { kind: 'text', text: 'Frage' },
      receivedAt: at,
    })

    async function turn(conversation: string, change: Partial<Turn>): Promise<void> {
      const updateId = `update-${++updates}`
      await store.acceptInbound(message(conversation, updateId))
      const waiting = await store.nextInbound(new Set(), 100)
      await store.commitTurn({
        inboundId: waiting.find((one) => one.message.updateId === updateId)!.id,
        at,
        address: address(conversation),
        state: { kind: 'unchanged' },
        transcript: [],
        outbound: [],
        caseChanges: [],
        ...change,
      })
    }

    async function openCase(id: string, lines: NewCaseLine[] = []): Promise<void> {
      const record: Case = {
        id,
        conversation: `telegram:${id}`,
        address: address(id),
        status: 'claimed',
        language: 'de',
        topic: 'housing',
        openedAt: at,
        askedBefore: [],
        reminded: false,
        assistantMuted: true,
      }
      await turn(id, { caseChanges: [{ kind: 'open', case: record, lines }] })
    }

    const invited: Mediation = {
      id: 'm',
      status: 'invited',
      topic: 'housing',
      entry: 'housing/stairwell-shoes',
      firstCase: 'first',
      invitation: { secretHash: 'hash', expiresAt: '2026-11-30T10:00:00.000Z' },
      openedAt: at,
      version: 0,
    }

    async function joined(): Promise<Mediation> {
      await openCase('first')
      await turn('first', { mediation: invited })
      await openCase('second')
      const { invitation: _used, ...rest } = invited
      const mediation: Mediation = { ...rest, status: 'joined', secondCase: 'second', version: 1 }
      await turn('second', { mediation })
      return { ...mediation, version: 2 }
    }

    it('are found by id, by the case of either side, and by the hash of an invitation', async () => {
      await openCase('first')
      await turn('first', { mediation: invited })
      const stored = { ...invited, version: 1 }
      expect(await store.readMediation('m')).toEqual(stored)
      expect(await store.findMediation('hash')).toEqual(stored)
      expect(await store.findMediation('another')).toBeUndefined()
      expect(await store.readMediationOfCase('first')).toEqual(stored)
      expect(await store.readMediationOfCase('second')).toBeUndefined()
    })

    it('change as a whole, and a used invitation leads nowhere', async () => {
      const mediation = await joined()
      expect(await store.readMediationOfCase('second')).toEqual(mediation)
      expect(await store.findMediation('hash')).toBeUndefined()
      const agreement = { id: 'a', text: 'Text', language: 'de', proposedAt: at, first: at }
      await turn('first', { mediation: { ...mediation, status: 'agreed', agreement, endedAt: at } })
      expect(await store.readMediation('m')).toMatchObject({ status: 'agreed', agreement })
    })

    it('are written by the first of two turns that read the same one; of the other nothing is', async () => {
      const mediation = await joined()
      await turn('first', { mediation: { ...mediation, status: 'open' } })
      const late = turn('second', {
        mediation: { ...mediation, status: 'ended' },
        state: { kind: 'keep', json: '{"language":"ar"}' },
        followUps: [message('first', 'follow-up of the late one')],
        outbound: [],
      })
      await expect(late).rejects.toBeInstanceOf(ConflictingTurnError)
      expect((await store.readMediation('m'))?.status).toBe('open')
      expect(await store.readConversation('telegram:second')).toBeUndefined()
      // The message waits for its next try; what it would have handed on is not there.
      const waiting = await store.nextInbound(new Set(), 100)
      expect(waiting.map(({ conversation }) => conversation)).toEqual(['telegram:second'])
    })

    it('of a case are told by the newest', async () => {
      await joined()
      const newer = { ...invited, id: 'n', openedAt: '2026-11-24T10:00:00.000Z' }
      await turn('first', { mediation: newer })
      expect((await store.readMediationOfCase('first'))?.id).toBe('n')
      expect((await store.readMediationOfCase('second'))?.id).toBe('m')
    })

    it.each<[string, Partial<Turn>]>([
      ['is withdrawn', { caseChanges: [{ kind: 'delete', caseId: 'second' }] }],
      ['is forgotten with its user', { state: { kind: 'erase' } }],
    ])('go when the case of a side %s', async (_, change) => {
      await joined()
      await turn('second', change)
      expect(await store.readMediation('m')).toBeUndefined()
      expect(await store.readCase('first')).toBeDefined()
    })

    it('go when the time of a closed case is over', async () => {
      await joined()
      const closed = { status: 'closed', closedAt: at, closedBy: 'mediator' } as const
      await turn('second', {
        caseChanges: [{ kind: 'update', caseId: 'second', changes: closed, lines: [] }],
      })
      const later = '2027-01-01T00:00:00.000Z'
      await store.deleteExpired({
        conversationsBefore: at,
        closedCasesBefore: later,
        auditBefore: at,
        now: at,
      })
      expect(await store.readMediation('m')).toBeUndefined()
    })

    it('mark the lines that were written to both, and proposals', async () => {
      await openCase('first', [
        { author: 'user', text: 'Privat' },
        { author: 'user', text: 'Vorschlag', proposal: true },
        { author: 'other-side', text: 'Gemeinsam', forBoth: true },
      ])
      const [own, proposal, common] = await store.readCaseLines('first')
      expect(own).not.toHaveProperty('forBoth')
      expect(own).not.toHaveProperty('proposal')
      expect(proposal).toMatchObject({ proposal: true })
      expect(common).toMatchObject({ author: 'other-side', forBoth: true })
    })

    it('hand a message to another conversation with the turn, after what waits there', async () => {
      await store.acceptInbound(message('second', 'earlier'))
      await turn('first', { followUps: [message('second', 'follow-up')] })
      const [first] = await store.nextInbound(new Set(), 100)
      expect(first?.message.updateId).toBe('earlier')
      await store.commitTurn({
        inboundId: first!.id,
        at,
        address: address('second'),
        state: { kind: 'unchanged' },
        transcript: [],
        outbound: [],
        caseChanges: [],
      })
      const [next] = await store.nextInbound(new Set(), 100)
      expect(next?.message.updateId).toBe('follow-up')
    })
  })
}
