/** What every database must do for cases in which nobody writes, and for the counts of how cases end. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Case, CaseChange, NewCaseLine, Store, Turn } from '../../src/storage/store.ts'

const openedAt = '2026-11-01T10:00:00.000Z'

export function describeQuietCases(name: string, open: () => Promise<Store>): void {
  describe(`the ${name} store, of cases that are quiet or over`, () => {
    let store: Store
    let updates = 0
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    async function turn(conversation: string, change: Partial<Turn>): Promise<void> {
      const updateId = `update-${++updates}`
      const address = { channel: 'telegram', conversation } as const
      await store.acceptInbound({
        updateId,
        address,
        from: { kind: 'program' },
        content: { kind: 'unreachable' },
        receivedAt: openedAt,
      })
      const waiting = await store.nextInbound(new Set(), 100)
      await store.commitTurn({
        inboundId: waiting.find(({ message }) => message.updateId === updateId)!.id,
        at: openedAt,
        address,
        state: { kind: 'unchanged' },
        transcript: [],
        outbound: [],
        caseChanges: [],
        ...change,
      })
    }

    function openCase(id: string, lines: NewCaseLine[]): Promise<void> {
      const record: Case = {
        id,
        conversation: `telegram:${id}`,
        address: { channel: 'telegram', conversation: id },
        status: 'open',
        language: 'ar',
        topic: 'tenancy',
        openedAt,
        askedBefore: [],
        reminded: false,
        assistantMuted: false,
      }
      return turn(id, { caseChanges: [{ kind: 'open', case: record, lines }] })
    }

    type Changes = Extract<CaseChange, { kind: 'update' }>['changes']
    const update = (id: string, at: string, changes: Changes, lines: NewCaseLine[] = []) =>
      turn(id, { at, caseChanges: [{ kind: 'update', caseId: id, changes, lines }] })

    it('lists a case as quiet since the last word of a person, whatever the program wrote', async () => {
      await openCase('one', [{ author: 'user', text: 'Frage' }])
      await update('one', '2026-11-05T10:00:00.000Z', {}, [{ author: 'mediator', text: 'Ja' }])
      await update('one', '2026-11-09T10:00:00.000Z', {}, [{ author: 'system', text: 'reminded' }])
      await update('one', '2026-11-09T11:00:00.000Z', {}, [{ author: 'assistant', text: 'Hallo' }])
      expect(await store.listQuietCases('2026-11-05T10:00:00.000Z')).toEqual([])
      expect(await store.listQuietCases('2026-11-06T10:00:00.000Z')).toMatchObject([
        { record: { id: 'one' }, since: '2026-11-05T10:00:00.000Z', inMediation: false },
      ])
    })

    it('lists a case in which nobody wrote since it was opened, and none that is closed', async () => {
      await openCase('one', [])
      await openCase('two', [{ author: 'user', text: 'Frage' }])
      await update('two', '2026-11-02T10:00:00.000Z', { status: 'closed' })
      expect(await store.listQuietCases('2026-11-30T10:00:00.000Z')).toMatchObject([
        { record: { id: 'one' }, since: openedAt },
      ])
    })

    it('counts from when a user began to wait, also without a word, as after opening a case again', async () => {
      await openCase('one', [{ author: 'user', text: 'Frage' }])
      await update('one', openedAt, { waitingSince: '2026-11-20T10:00:00.000Z' })
      expect(await store.listQuietCases('2026-11-20T10:00:00.000Z')).toEqual([])
      expect(await store.listQuietCases('2026-11-21T10:00:00.000Z')).toMatchObject([
        { since: '2026-11-20T10:00:00.000Z' },
      ])
    })

    it('tells which quiet cases are sides of a conflict that both have joined', async () => {
      await openCase('one', [])
      await openCase('two', [])
      await openCase('three', [])
      const mediation = {
        id: 'mediation',
        status: 'invited' as const,
        topic: 'housing',
        firstCase: 'one',
        openedAt,
        version: 0,
      }
      const sides = async () =>
        (await store.listQuietCases('2026-11-30T10:00:00.000Z'))
          .filter(({ inMediation }) => inMediation)
          .map(({ record }) => record.id)
          .toSorted()
      await turn('one', { mediation })
      expect(await sides()).toEqual([])
      await turn('two', {
        mediation: { ...mediation, status: 'open', secondCase: 'two', version: 1 },
      })
      expect(await sides()).toEqual(['one', 'two'])
    })

    it('has the outcomes and answers of all closed cases in its counts, whatever happened to them', async () => {
      const act = fc.record({
        id: fc.constantFrom('one', 'two', 'three'),
        to: fc.oneof(
          fc.record({
            status: fc.constant('closed' as const),
            closedAt: fc.constantFrom('2026-11-02T10:00:00.000Z', '2026-11-03T10:00:00.000Z'),
            closedBy: fc.constantFrom('mediator' as const, 'user' as const, 'program' as const),
            outcome: fc.constantFrom('solved' as const, 'unanswered' as const, undefined),
          }),
          fc.constant({
            status: 'claimed' as const,
            closedAt: undefined,
            closedBy: undefined,
            outcome: undefined,
            helped: undefined,
          }),
          fc.record({ helped: fc.constantFrom(true, false, undefined) }),
        ),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
          await store.close()
          store = await open()
          for (const id of ['one', 'two', 'three']) await openCase(id, [])
          for (const { id, to } of acts) await update(id, openedAt, to)
          const closed = (await store.listCases({ includeClosed: true, limit: 10 })).filter(
            ({ status }) => status === 'closed',
          )
          const kinds = closed.map(({ closedAt, closedBy, outcome, helped }) =>
            [
              closedAt?.slice(0, 10),
              closedBy === 'user' ? 'returned' : (outcome ?? 'other'),
              helped,
            ].join(),
          )
          const counted = (await store.readCaseResults()).flatMap(
            ({ day, outcome, helped, count }) =>
              Array.from({ length: count }, () => [day, outcome, helped].join()),
          )
          expect(counted.toSorted()).toEqual(kinds.toSorted())
        }),
        { numRuns: 40, seed: 20_261_123 },
      )
    })

    it('keeps the counts when cases are swept or a user is forgotten', async () => {
      await openCase('one', [])
      await openCase('two', [])
      const closed = { status: 'closed', closedAt: openedAt, outcome: 'solved' } as const
      await update('one', openedAt, closed)
      await update('two', openedAt, { ...closed, helped: true })
      await turn('two', { state: { kind: 'erase' } })
      await store.deleteExpired({
        conversationsBefore: '2026-12-01',
        closedCasesBefore: '2026-12-01',
        auditBefore: '2026-12-01',
        now: '2026-12-01',
      })
      expect(await store.readCase('one')).toBeUndefined()
      expect(await store.readCase('two')).toBeUndefined()
      const row = { day: '2026-11-01', topic: 'tenancy', language: 'ar', outcome: 'solved' }
      expect(await store.readCaseResults()).toEqual(
        expect.arrayContaining([
          { ...row, count: 1 },
          { ...row, helped: true, count: 1 },
        ]),
      )
    })
  })
}
