/** What every database must do for organisations, drafts and awaited answers. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Case,
  type CaseChange,
  type Draft,
  type Store,
  TakerFullError,
  type Turn,
  takerOfOrganisation,
} from '../../src/storage/store.ts'

const at = '2026-11-23T10:00:00.000Z'
const vemo = { account: takerOfOrganisation('vemo'), name: 'VEMO' }

export function describeOrganisationStore(name: string, open: () => Promise<Store>): void {
  let store: Store
  let updates = 0

  async function turn(conversation: string, change: Partial<Turn>): Promise<void> {
    const updateId = `update-${++updates}`
    const address = { channel: 'telegram', conversation } as const
    await store.acceptInbound({
      updateId,
      address,
      from: { kind: 'user' },
      content: { kind: 'text', text: 'Frage' },
      receivedAt: at,
    })
    const waiting = await store.nextInbound(new Set(), 100)
    await store.commitTurn({
      inboundId: waiting.find(({ message }) => message.updateId === updateId)!.id,
      at,
      address,
      state: { kind: 'keep', json: '{}' },
      transcript: [],
      outbound: [],
      caseChanges: [],
      ...change,
    })
  }

  function opening(id: string, changes: Partial<Case> = {}): CaseChange & { kind: 'open' } {
    return {
      kind: 'open',
      case: {
        id,
        conversation: `telegram:${id}`,
        address: { channel: 'telegram', conversation: id },
        status: 'open',
        language: 'ar',
        topic: 'tenancy',
        openedAt: at,
        askedBefore: [],
        reminded: false,
        assistantMuted: false,
        ...changes,
      },
      lines: [{ author: 'user', text: 'Frage' }],
    }
  }
  const opened = (id: string, changes: Partial<Case> = {}) =>
    turn(id, { caseChanges: [opening(id, changes)] })

  const member = (id: string, organisation?: string) =>
    store.createAccount({
      id,
      name: id,
      administrator: false,
      passphraseHash: 'hash',
      createdAt: at,
      settings: '{}',
      ...(organisation && { organisation }),
    })

  describe(`organisations in the ${name} store`, () => {
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    it('keeps who agreed for an organisation, also after the account is gone', async () => {
      await member('omar', 'vemo')
      await member('mira')
      expect(await store.readAccount('omar')).toMatchObject({ organisation: 'vemo' })
      const agreed = { organisation: 'vemo', account: 'omar', name: 'omar', acceptedAt: at }
      expect(await store.listOrganisationConsents()).toEqual([agreed])
      await store.removeAccount('omar', '2026-12-01T00:00:00.000Z')
      expect(await store.listOrganisationConsents()).toEqual([
        { ...agreed, endedAt: '2026-12-01T00:00:00.000Z' },
      ])
    })

    it('says what an invitation opens without using it up', async () => {
      const expiresAt = '2026-11-30T00:00:00.000Z'
      await store.createInvitation({
        tokenHash: 'one',
        administrator: false,
        expiresAt,
        organisation: 'vemo',
      })
      const terms = { administrator: false, organisation: 'vemo' }
      expect(await store.readInvitation('one', at)).toEqual(terms)
      expect(await store.readInvitation('one', '2026-12-01T00:00:00.000Z')).toBeUndefined()
      expect(await store.redeemInvitation('one', at)).toEqual(terms)
      expect(await store.readInvitation('one', at)).toBeUndefined()
    })

    it('keeps the settings of each organisation', async () => {
      await store.writeOrganisationSettings('vemo', '{"capacity":1}')
      await store.writeOrganisationSettings('vemo', '{"capacity":2}')
      expect(await store.readOrganisationSettings()).toEqual(new Map([['vemo', '{"capacity":2}']]))
    })

    it('counts what any account of an organisation has, and what it is asked', async () => {
      await member('omar', 'vemo')
      await member('mira')
      const omar = { account: 'omar', name: 'omar' }
      const mira = { account: 'mira', name: 'mira' }
      await opened('1', { claimedBy: omar, status: 'claimed' })
      await opened('2', { asked: vemo })
      await opened('3', { asked: vemo, claimedBy: mira, status: 'claimed' })
      await opened('4', { asked: vemo, status: 'closed' })
      expect(await store.countOpenCases()).toEqual(
        new Map([
          [vemo.account, 2],
          ['mira', 1],
        ]),
      )
    })

    it('gives the last free place to one of two cases that come in the same moment', async () => {
      const room = { taker: vemo.account, capacity: 2 }
      await opened('1', { asked: vemo })
      const outcomes = await Promise.allSettled(
        ['2', '3', '4'].map((id) =>
          turn(id, { caseChanges: [{ ...opening(id, { asked: vemo }), room }] }),
        ),
      )
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
      expect(refused).toHaveLength(2)
      for (const { reason } of refused) expect(reason).toBeInstanceOf(TakerFullError)
      expect((await store.countOpenCases()).get(vemo.account)).toBe(2)
      expect(await store.nextInbound(new Set(), 10)).toHaveLength(2)
    })

    it('asks somebody else about a waiting case only where there is room', async () => {
      await opened('1', { asked: vemo })
      await opened('2')
      const ask = (capacity: number) =>
        turn('2', {
          caseChanges: [
            {
              kind: 'update',
              caseId: '2',
              changes: { asked: vemo },
              lines: [],
              room: { taker: vemo.account, capacity },
            },
          ],
        })
      await expect(ask(1)).rejects.toBeInstanceOf(TakerFullError)
      expect((await store.readCase('2'))?.asked).toBeUndefined()
    })

    it('shows an organisation the cases that the user gave to it, and no others', async () => {
      await member('omar', 'vemo')
      await member('mira')
      const agreed = { organisations: ['vemo'] }
      const mira = { account: 'mira', name: 'mira' }
      await opened('asked', { ...agreed, asked: vemo })
      await opened('free', agreed)
      await opened('theirs', {
        ...agreed,
        claimedBy: { account: 'omar', name: 'omar' },
        status: 'claimed',
      })
      await opened('not-agreed')
      await opened('alike', { organisations: ['vemo-halle', 'svemo', 'v_mo'] })
      await opened('next-in-turn', { ...agreed, asked: mira })
      await opened('taken', { ...agreed, claimedBy: mira, status: 'claimed' })
      const visible = ['asked', 'free', 'theirs']
      const found = await store.searchCases({ isClosed: false, organisation: 'vemo' }, 50)
      expect(found.map(({ record }) => record.id).sort()).toEqual(visible)
      for (const id of [...visible, 'not-agreed', 'alike', 'next-in-turn', 'taken', 'none']) {
        expect([id, await store.organisationSees('vemo', id)]).toEqual([id, visible.includes(id)])
      }
      const counts = await store.countCases(
        { isClosed: false, organisation: 'vemo' },
        { account: 'omar', organisation: 'vemo' },
      )
      expect(counts).toEqual({ all: 3, unclaimed: 2, mine: 2 })
    })

    it('keeps a draft without anything of a case, and forgets it', async () => {
      const draft: Draft = {
        id: 'draft-1',
        topic: 'tenancy',
        title: 'Darf ich grillen?',
        answer: 'Ja, wenn …',
        questions: ['grillen balkon'],
        sources: [],
        writtenBy: ['mira'],
        changedAt: at,
      }
      await store.writeDraft(draft)
      const approved: Draft = {
        ...draft,
        sources: [{ title: 'Gesetz', url: 'https://example.org', checkedOn: '2026-11-23' }],
        approvedBy: 'omar',
        files: { id: 'housing/darf-ich-grillen', hash: 'abc', writtenAt: at },
      }
      await store.writeDraft(approved)
      expect(await store.readDraft('draft-1')).toEqual(approved)
      expect(await store.listDrafts()).toEqual([approved])
      const later = '2026-11-24T10:00:00.000Z'
      expect(await store.approveDraft('draft-1', later, 'olena')).toBe(false)
      expect(await store.approveDraft('draft-1', at, 'olena')).toBe(true)
      const files = { id: 'housing/grillen', hash: 'def', writtenAt: later }
      await store.noteDraftFiles('draft-1', files)
      expect(await store.readDraft('draft-1')).toEqual({ ...approved, approvedBy: 'olena', files })
      await store.deleteDraft('draft-1')
      expect(await store.listDrafts()).toEqual([])
    })

    describe('somebody who wants to be told', () => {
      const awaited = {
        id: 'awaited-1',
        language: 'ar',
        question: 'Wie backe ich einen Apfelkuchen?',
        askedAt: at,
        expiresAt: '2027-02-21T10:00:00.000Z',
      }
      const wish = { awaitedAnswer: { kind: 'await', answer: awaited } } as const

      it('is written down once for the same words, until they no longer want it', async () => {
        await turn('1', wish)
        await turn('1', { awaitedAnswer: { kind: 'await', answer: { ...awaited, id: 'again' } } })
        const kept = await store.listAwaitedAnswers(at)
        expect(kept).toEqual([
          {
            ...awaited,
            id: 'again',
            conversation: 'telegram:1',
            address: { channel: 'telegram', conversation: '1' },
          },
        ])
        expect(await store.readAwaitedAnswer('again')).toEqual(kept[0])
        await turn('2', { awaitedAnswer: { kind: 'forget', id: 'again' } })
        expect(await store.listAwaitedAnswers(at)).toHaveLength(1)
        await turn('1', { awaitedAnswer: { kind: 'forget', id: 'again' } })
        expect(await store.listAwaitedAnswers(at)).toEqual([])
      })

      it('is forgotten with everything else, with the chat, and after its time', async () => {
        await turn('1', wish)
        await turn('1', { state: { kind: 'erase' } })
        expect(await store.readAwaitedAnswer('awaited-1')).toBeUndefined()
        await turn('2', wish)
        await store.addressGone({ channel: 'telegram', conversation: '2' })
        expect(await store.readAwaitedAnswer('awaited-1')).toBeUndefined()
        await turn('3', wish)
        expect(await store.listAwaitedAnswers(awaited.expiresAt)).toEqual([])
        await store.deleteExpired({
          conversationsBefore: '2026-01-01',
          closedCasesBefore: '2026-01-01',
          auditBefore: '2026-01-01',
          now: awaited.expiresAt,
        })
        expect(await store.readAwaitedAnswer('awaited-1')).toBeUndefined()
      })
    })

    it('knows since when an entry is there; what was there at first has no beginning', async () => {
      expect(await store.noteEntries(['a/one'], at)).toEqual(new Map([['a/one', undefined]]))
      const later = '2026-11-24T10:00:00.000Z'
      const both = new Map([
        ['a/one', undefined],
        ['a/two', later],
      ])
      expect(await store.noteEntries(['a/one', 'a/two'], later)).toEqual(both)
      expect(await store.noteEntries(['a/two'], '2026-11-25T10:00:00.000Z')).toEqual(both)
    })
  })
}
