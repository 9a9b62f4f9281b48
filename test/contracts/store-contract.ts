/** What every database must do; run over each adapter. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { conversationKey, type InboundMessage, type OutboundMessage } from '../../src/message.ts'
import {
  type Case,
  type CaseSearch,
  type NewCaseLine,
  StaleTurnError,
  type Store,
  type Turn,
} from '../../src/storage/store.ts'

const at = '2026-11-22T10:00:00.000Z'
const nobody: ReadonlySet<string> = new Set()

export function inboundText(conversation: string, updateId: string, text: string): InboundMessage {
  return {
    updateId,
    address: { channel: 'telegram', conversation },
    from: { kind: 'user' },
    content: { kind: 'text', text },
    receivedAt: at,
  }
}

function reply(text: string): OutboundMessage {
  return {
    author: 'assistant',
    language: 'de',
    direction: 'ltr',
    blocks: [{ kind: 'paragraph', content: [{ text }] }],
    buttons: [],
  }
}

export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`the ${name} store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const due = (now: string, limit: number) =>
      store.dueOutbound({ now, channel: 'telegram', busy: nobody, limit })

    async function accepted(conversation: string, updateId: string, text = 'Frage') {
      await store.acceptInbound(inboundText(conversation, updateId, text))
      const all = await store.nextInbound(nobody, 100)
      const found = all.find(({ message }) => message.updateId === updateId)
      if (!found) throw new Error(`Update ${updateId} is not the next of its conversation.`)
      return found
    }

    function turn(inboundId: number, conversation: string, change: Partial<Turn> = {}): Turn {
      return {
        inboundId,
        at,
        address: { channel: 'telegram', conversation },
        state: { kind: 'keep', json: '{"language":"de"}' },
        transcript: [],
        outbound: [],
        caseChanges: [],
        ...change,
      }
    }

    function openCase(conversation: string, id = 'case-1'): Case {
      return {
        id,
        conversation: conversationKey({ channel: 'telegram', conversation }),
        address: { channel: 'telegram', conversation },
        status: 'open',
        language: 'ar',
        municipality: '15002000',
        place: 'Halle (Saale)',
        topic: 'tenancy',
        openedAt: at,
        waitingSince: at,
        askedBefore: [],
        reminded: false,
        assistantMuted: false,
      }
    }

    /** Opens `case-<conversation>`. */
    async function opened(
      conversation: string,
      changes: Partial<Case> = {},
      lines: NewCaseLine[] = [{ author: 'user', text: 'Frage' }],
    ) {
      const { id } = await accepted(conversation, `open ${conversation}`)
      const record = { ...openCase(conversation, `case-${conversation}`), ...changes }
      await store.commitTurn(
        turn(id, conversation, { caseChanges: [{ kind: 'open', case: record, lines }] }),
      )
    }

    const mira = {
      id: 'account-1',
      name: 'Mira',
      administrator: true,
      passphraseHash: 'hash',
      createdAt: at,
      settings: '{}',
    }

    it('accepts an update once and tells a repeat apart', async () => {
      expect(await store.acceptInbound(inboundText('1', 'a', 'eins'))).toBe(true)
      expect(await store.acceptInbound(inboundText('1', 'a', 'eins'))).toBe(false)
      expect(await store.nextInbound(nobody, 10)).toHaveLength(1)
    })

    it('recognises a repeat also after the message has been answered', async () => {
      const { id } = await accepted('1', 'a')
      await store.commitTurn(turn(id, '1'))
      expect(await store.acceptInbound(inboundText('1', 'a', 'eins'))).toBe(false)
      expect(await store.nextInbound(nobody, 10)).toEqual([])
    })

    it('hands out the oldest message of each conversation and none of a busy one', async () => {
      for (const [conversation, updateId] of [
        ['1', 'a'],
        ['1', 'b'],
        ['2', 'c'],
        ['3', 'd'],
      ] as const) {
        await store.acceptInbound(inboundText(conversation, updateId, updateId))
      }
      const next = await store.nextInbound(new Set(['telegram:3']), 10)
      expect(next.map(({ message }) => message.updateId)).toEqual(['a', 'c'])
    })

    it('writes state, answers and the mark in one turn, and refuses the same turn twice', async () => {
      const { id } = await accepted('1', 'a')
      const written = turn(id, '1', { outbound: [{ id: randomUUID(), message: reply('ja') }] })
      await store.commitTurn(written)
      await expect(
        store.commitTurn({ ...written, outbound: [{ id: randomUUID(), message: reply('ja') }] }),
      ).rejects.toBeInstanceOf(StaleTurnError)
      expect(await due(at, 10)).toHaveLength(1)
      expect((await store.readConversation('telegram:1'))?.state).toBe('{"language":"de"}')
    })

    it('writes nothing of a turn that fails half-way', async () => {
      const { id } = await accepted('1', 'a')
      const twice = randomUUID()
      await expect(
        store.commitTurn(
          turn(id, '1', {
            outbound: [
              { id: twice, message: reply('eins') },
              { id: twice, message: reply('zwei') },
            ],
          }),
        ),
      ).rejects.toThrow()
      expect(await store.readConversation('telegram:1')).toBeUndefined()
      expect(await store.nextInbound(nobody, 10)).toHaveLength(1)
    })

    it('commits turns side by side, and one that fails takes none with it', async () => {
      const chats = Array.from({ length: 20 }, (_, index) => String(index))
      const inbound = await Promise.all(chats.map((chat) => accepted(chat, `update ${chat}`)))
      const taken = randomUUID()
      const results = await Promise.allSettled(
        inbound.map(({ id }, index) =>
          store.commitTurn(
            turn(id, String(index), {
              outbound: [
                { id: index < 2 ? taken : randomUUID(), message: reply(`Antwort ${index}`) },
              ],
            }),
          ),
        ),
      )
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
      expect(await store.nextInbound(nobody, 100)).toHaveLength(1)
      expect(await due(at, 100)).toHaveLength(19)
    })

    it('never lets a message overtake one of the same chat that waits for its retry', async () => {
      const { id } = await accepted('1', 'a')
      const [first, second] = [randomUUID(), randomUUID()]
      await store.commitTurn(
        turn(id, '1', {
          outbound: [
            { id: first, message: reply('eins') },
            { id: second, message: reply('zwei') },
          ],
        }),
      )
      await store.outboundRetry(first, '2026-11-22T10:05:00.000Z')
      expect(await due(at, 10)).toEqual([])
      const later = await due('2026-11-22T10:06:00.000Z', 10)
      expect(later).toMatchObject([{ id: first, attempts: 1 }])
      await store.outboundDelivered(first)
      expect(await due(at, 10)).toMatchObject([{ id: second }])
    })

    it('lets the next message pass one that the vendor refused', async () => {
      const { id } = await accepted('1', 'a')
      const [first, second] = [randomUUID(), randomUUID()]
      await store.commitTurn(
        turn(id, '1', {
          outbound: [
            { id: first, message: reply('eins') },
            { id: second, message: reply('zwei') },
          ],
        }),
      )
      await store.outboundRefused(first, '400 bad request')
      expect(await due(at, 10)).toMatchObject([{ id: second }])
    })

    it('counts the attempts at a message', async () => {
      const { id } = await accepted('1', 'a')
      expect(await store.nextInbound(nobody, 10)).toMatchObject([{ id, attempts: 0 }])
      await store.countAttempt(id)
      await store.countAttempt(id)
      expect(await store.nextInbound(nobody, 10)).toMatchObject([{ id, attempts: 2 }])
    })

    it('keeps a message that could not be answered, apologises, and goes on', async () => {
      const { id } = await accepted('1', 'a')
      await store.acceptInbound(inboundText('1', 'b', 'zwei'))
      await store.parkInbound(id, 'broken', {
        id: randomUUID(),
        at,
        address: { channel: 'telegram', conversation: '1' },
        message: reply('Entschuldigung'),
      })
      expect(await store.nextInbound(nobody, 10)).toMatchObject([{ message: { updateId: 'b' } }])
      expect(await due(at, 10)).toHaveLength(1)
    })

    it('opens, changes, and finds the case of a conversation', async () => {
      const { id } = await accepted('1', 'a')
      await store.commitTurn(
        turn(id, '1', {
          caseChanges: [
            { kind: 'open', case: openCase('1'), lines: [{ author: 'user', text: 'Frage' }] },
          ],
        }),
      )
      expect(await store.readOpenCase('telegram:1')).toEqual(openCase('1'))
      const next = await accepted('1', 'b')
      await store.commitTurn(
        turn(next.id, '1', {
          caseChanges: [
            {
              kind: 'update',
              caseId: 'case-1',
              changes: {
                status: 'claimed',
                claimedBy: { account: 'account-1', name: 'Mira' },
                assistantMuted: true,
                waitingSince: undefined,
              },
              lines: [{ author: 'mediator', name: 'Mira', text: 'Antwort' }],
            },
          ],
        }),
      )
      const { waitingSince: _, ...unchanged } = openCase('1')
      expect(await store.readCase('case-1')).toEqual({
        ...unchanged,
        status: 'claimed',
        claimedBy: { account: 'account-1', name: 'Mira' },
        assistantMuted: true,
      })
      expect(
        (await store.readCaseLines('case-1')).map(({ author, text }) => [author, text]),
      ).toEqual([
        ['user', 'Frage'],
        ['mediator', 'Antwort'],
      ])
    })

    const ids = (found: { record: Case }[]) => found.map(({ record }) => record.id)
    const notClosed = { isClosed: false }

    it('lists cases by who waits longest, with the last line of a person', async () => {
      await opened('1', { waitingSince: '2026-11-22T09:00:00.000Z' }, [
        { author: 'user', text: 'Frage' },
        { author: 'mediator', name: 'Mira', text: 'Antwort' },
        { author: 'note', name: 'Mira', text: 'Notiz' },
      ])
      await opened('2', { waitingSince: undefined, openedAt: '2026-11-22T11:00:00.000Z' })
      await opened('3', { waitingSince: '2026-11-22T08:00:00.000Z' })
      await opened('4', { status: 'closed', closedAt: at })
      const found = await store.searchCases(notClosed, 10)
      expect(ids(found)).toEqual(['case-3', 'case-1', 'case-2'])
      expect(ids(await store.searchCases(notClosed, 2))).toEqual(['case-3', 'case-1'])
      expect(ids(await store.searchCases({ isClosed: true }, 10))).toEqual(['case-4'])
      const lines = await store.readCaseLines('case-1')
      expect(found[1]).toMatchObject({
        lastLine: { author: 'mediator', text: 'Antwort' },
        newestUserLine: lines[0]!.id,
      })
      expect(await store.readCaseOverview('case-1')).toEqual(found[1])
      expect(await store.readCaseOverview('nothing')).toBeUndefined()
    })

    it('finds cases by words in any letters, topic, language, waiting and holder', async () => {
      const [mine, other] = [
        { account: 'me', name: 'Mira' },
        { account: 'other', name: 'Omar' },
      ]
      await opened('1', { topic: 'housing/deposit', language: 'uk', claimedBy: mine }, [
        { author: 'user', text: 'Добрий День 100%_' },
      ])
      await opened('2', { place: 'Köthen', asked: mine, waitingSince: undefined })
      await opened('3', { claimedBy: other, asked: mine })
      const found = async (search: Partial<CaseSearch>) =>
        ids(await store.searchCases({ ...notClosed, ...search }, 10)).sort()
      const word = (text: string) => ({ text, topics: [], languages: [] })
      expect(await found({ words: [word('день')] })).toEqual(['case-1'])
      expect(await found({ words: [word('KÖTHEN')] })).toEqual(['case-2'])
      expect(await found({ words: [word('день'), word('köthen')] })).toEqual([])
      expect(await found({ words: [word('0%_')] })).toEqual(['case-1'])
      expect(await found({ words: [word('%')] })).toEqual(['case-1'])
      expect(await found({ words: [word('case-3')] })).toEqual(['case-3'])
      expect(await found({ words: [{ ...word('x'), topics: ['housing'] }] })).toEqual(['case-1'])
      expect(await found({ words: [{ ...word('x'), languages: ['uk'] }] })).toEqual(['case-1'])
      expect(await found({ topic: 'tenancy' })).toEqual(['case-2', 'case-3'])
      expect(await found({ language: 'ar' })).toEqual(['case-2', 'case-3'])
      expect(await found({ isWaiting: true })).toEqual(['case-1', 'case-3'])
      expect(await found({ holder: 'nobody' })).toEqual(['case-2'])
      expect(await found({ holder: { account: 'me' } })).toEqual(['case-1', 'case-2'])
      expect(
        await store.countCases(
          { ...notClosed, language: 'ar', holder: 'nobody' },
          { account: 'me' },
        ),
      ).toEqual({
        all: 2,
        unclaimed: 1,
        mine: 1,
      })
    })

    it('keeps who saw and did what apart from the case, for a time of its own', async () => {
      await opened('1')
      const { id } = await accepted('1', 'act')
      const who = { caseId: 'case-1', account: 'me', name: 'Mira' }
      await store.commitTurn(turn(id, '1', { audit: { ...who, act: 'reply' } }))
      const view = (time: string) =>
        store.recordCaseView({ ...who, at: time }, '2026-11-22T10:00:00.000Z')
      await view('2026-11-22T10:10:00.000Z')
      await view('2026-11-22T10:20:00.000Z')
      await store.recordCaseView(
        { ...who, account: 'other', at: '2026-11-22T10:30:00.000Z' },
        '2026-11-22T10:00:00.000Z',
      )
      const erasure = await accepted('1', 'forget')
      await store.commitTurn(turn(erasure.id, '1', { state: { kind: 'erase' } }))
      const audit = await store.readCaseAudit('case-1')
      expect(audit.map(({ act, account, at: when }) => [act, account, when])).toEqual([
        ['reply', 'me', at],
        ['view', 'me', '2026-11-22T10:10:00.000Z'],
        ['view', 'other', '2026-11-22T10:30:00.000Z'],
      ])
      await store.deleteExpired({
        conversationsBefore: '2020',
        closedCasesBefore: '2020',
        auditBefore: '2026-11-22T10:15:00.000Z',
        now: at,
      })
      expect(await store.readCaseAudit('case-1')).toMatchObject([{ account: 'other' }])
    })

    it('forgets everything of one user and nothing of another', async () => {
      for (const conversation of ['1', '2']) {
        const { id } = await accepted(conversation, `a${conversation}`)
        await store.commitTurn(
          turn(id, conversation, {
            transcript: [{ kind: 'user', text: `geheim ${conversation}` }],
            outbound: [{ id: randomUUID(), message: reply('wartet noch') }],
            caseChanges: [
              {
                kind: 'open',
                case: openCase(conversation, `case-${conversation}`),
                lines: [{ author: 'user', text: `geheim ${conversation}` }],
              },
            ],
          }),
        )
      }
      const { id } = await accepted('1', 'forget')
      await store.commitTurn(
        turn(id, '1', {
          state: { kind: 'erase' },
          outbound: [{ id: randomUUID(), message: reply('gelöscht') }],
        }),
      )
      expect(await store.readConversation('telegram:1')).toBeUndefined()
      expect(await store.readTranscript('telegram:1', 10)).toEqual([])
      expect(await store.readCase('case-1')).toBeUndefined()
      expect(await store.readCaseLines('case-1')).toEqual([])
      const waiting = await due(at, 10)
      expect(JSON.stringify(waiting)).toContain('gelöscht')
      expect(waiting.filter(({ address }) => address.conversation === '1')).toHaveLength(1)
      expect(await store.readTranscript('telegram:2', 10)).toHaveLength(1)
      expect(await store.readCase('case-2')).toBeDefined()
    })

    it('uses an invitation once and only until it expires', async () => {
      const expiresAt = '2026-11-23T00:00:00.000Z'
      await store.createInvitation({ tokenHash: 'one', administrator: true, expiresAt })
      await store.createInvitation({ tokenHash: 'two', administrator: false, expiresAt })
      expect(await store.redeemInvitation('one', at)).toEqual({ administrator: true })
      expect(await store.redeemInvitation('one', at)).toBeUndefined()
      expect(await store.redeemInvitation('two', '2026-11-24T00:00:00.000Z')).toBeUndefined()
    })

    it('finds an account whatever the letters of its name', async () => {
      await store.createAccount(mira)
      expect(await store.findAccount(' mira ')).toEqual(mira)
      expect(await store.countAccounts()).toBe(1)
    })

    it('renews a passphrase by a link that makes no account, and the other way round', async () => {
      const expiresAt = '2026-11-23T00:00:00.000Z'
      await store.createInvitation({ tokenHash: 'new', administrator: false, expiresAt })
      await store.createInvitation({
        tokenHash: 'renew',
        administrator: false,
        expiresAt,
        account: 'account-1',
      })
      expect(await store.redeemInvitation('renew', at)).toBeUndefined()
      expect(await store.redeemPassphraseLink('new', at)).toBeUndefined()
      expect(await store.redeemPassphraseLink('renew', '2026-11-24')).toBeUndefined()
      expect(await store.redeemPassphraseLink('renew', at)).toEqual({ account: 'account-1' })
      expect(await store.redeemPassphraseLink('renew', at)).toBeUndefined()
      expect(await store.redeemInvitation('new', at)).toEqual({ administrator: false })
    })

    it('changes the name, the passphrase and the sessions of one account alone', async () => {
      for (const id of ['mira', 'omar']) {
        await store.createAccount({ ...mira, id, name: id })
        await store.createSession({ tokenHash: id, account: id, expiresAt: '2027-01-01' })
      }
      await opened('1', { claimedBy: { account: 'mira', name: 'mira' }, status: 'claimed' })
      await store.renameAccount('mira', 'Mira B.')
      await store.writePassphrase('mira', 'other hash')
      await store.deleteSessions('mira')
      expect(await store.findAccount('mira b.')).toMatchObject({
        id: 'mira',
        name: 'Mira B.',
        passphraseHash: 'other hash',
      })
      expect((await store.readCase('case-1'))?.claimedBy?.name).toBe('Mira B.')
      expect(await store.readSession('mira', at)).toBeUndefined()
      expect(await store.readSession('omar', at)).toBeDefined()
      expect(await store.findAccount('omar')).toMatchObject({ passphraseHash: 'hash' })
    })

    it('removes an account with everything that opens it, and asks nobody in its place', async () => {
      await store.createAccount(mira)
      await store.createSession({ tokenHash: 's', account: mira.id, expiresAt: '2027-01-01' })
      await store.createInvitation({
        tokenHash: 'renew',
        administrator: false,
        expiresAt: '2027-01-01',
        account: mira.id,
      })
      await opened('1', { asked: { account: mira.id, name: 'Mira' } })
      await opened('2', { claimedBy: { account: mira.id, name: 'Mira' }, status: 'claimed' })
      expect(await store.listClaimedCases(mira.id)).toMatchObject([{ id: 'case-2' }])
      await store.removeAccount(mira.id, at)
      expect(await store.countAccounts()).toBe(0)
      expect(await store.readSession('s', at)).toBeUndefined()
      expect(await store.redeemPassphraseLink('renew', at)).toBeUndefined()
      expect((await store.readCase('case-1'))?.asked).toBeUndefined()
    })

    it('ends a session when it expires or is deleted', async () => {
      await store.createSession({
        tokenHash: 's',
        account: 'account-1',
        expiresAt: '2026-11-22T12:00:00.000Z',
      })
      expect(await store.readSession('s', at)).toEqual({ account: 'account-1' })
      expect(await store.readSession('s', '2026-11-22T13:00:00.000Z')).toBeUndefined()
      await store.deleteSession('s')
      expect(await store.readSession('s', at)).toBeUndefined()
    })

    it('deletes what is past its time and keeps the conversation of an open case', async () => {
      for (const conversation of ['1', '2']) {
        const { id } = await accepted(conversation, `a${conversation}`)
        await store.commitTurn(
          turn(id, conversation, {
            transcript: [{ kind: 'user', text: 'Frage' }],
            caseChanges:
              conversation === '2' ? [{ kind: 'open', case: openCase('2'), lines: [] }] : [],
          }),
        )
      }
      const later = '2027-11-22T10:00:00.000Z'
      await store.deleteExpired({
        conversationsBefore: later,
        closedCasesBefore: later,
        auditBefore: later,
        now: later,
      })
      expect(await store.readConversation('telegram:1')).toBeUndefined()
      expect(await store.readTranscript('telegram:1', 5)).toEqual([])
      expect(await store.readConversation('telegram:2')).toBeDefined()
      expect(await store.readTranscript('telegram:2', 5)).toHaveLength(1)
    })

    it('drops what waits for a chat that is gone', async () => {
      const { id } = await accepted('1', 'a')
      await store.commitTurn(
        turn(id, '1', { outbound: [{ id: randomUUID(), message: reply('ja') }] }),
      )
      await store.addressGone({ channel: 'telegram', conversation: '1' })
      expect(await due(at, 10)).toEqual([])
    })

    it('counts what nobody could answer without keeping a text', async () => {
      for (const updateId of ['a', 'b']) {
        const { id } = await accepted('1', updateId)
        await store.commitTurn(
          turn(id, '1', { unanswered: { language: 'ar', district: '15002', topic: 'school' } }),
        )
      }
      expect(await store.readUnanswered()).toEqual([
        { day: '2026-11-22', language: 'ar', district: '15002', topic: 'school', count: 2 },
      ])
    })

    it('keeps who wrote a line of a case, where that was somebody at a desk', async () => {
      await opened('1', {}, [
        { author: 'user', text: 'Frage' },
        { author: 'mediator', name: 'Mira', account: 'teams:1', text: 'Antwort' },
      ])
      const [question, answer] = await store.readCaseLines('case-1')
      expect(question).not.toHaveProperty('account')
      expect(answer).toMatchObject({ name: 'Mira', account: 'teams:1' })
    })

    it('remembers what of a case stands at a desk, the card first, and replaces it', async () => {
      const card = { desk: 'teams', caseId: 'a', line: 0, post: '17', shown: 'digest' }
      const line = { desk: 'teams', caseId: 'a', line: 4, post: '18' }
      await store.writeDeskPost(line)
      await store.writeDeskPost({ ...card, shown: 'old' })
      await store.writeDeskPost(card)
      await store.writeDeskPost({ ...card, desk: 'other' })
      expect(await store.readDeskPosts('teams', 'a')).toEqual([card, line])
      expect(await store.readDeskPosts('teams', 'b')).toEqual([])
      await store.deleteDeskPost(line)
      expect(await store.readDeskPosts('teams', 'a')).toEqual([card])
      expect(await store.readDeskPosts('other', 'a')).toHaveLength(1)
    })

    it('finds the case by its card, of this desk alone, and by no other message', async () => {
      await store.writeDeskPost({ desk: 'teams', caseId: 'a', line: 0, post: '17' })
      await store.writeDeskPost({ desk: 'teams', caseId: 'a', line: 4, post: '18' })
      await store.writeDeskPost({ desk: 'other', caseId: 'b', line: 0, post: '19' })
      expect(await store.findDeskCase('teams', '17')).toBe('a')
      expect(await store.findDeskCase('teams', '18')).toBeUndefined()
      expect(await store.findDeskCase('teams', '19')).toBeUndefined()
      await store.writeDeskPost({ desk: 'other', caseId: 'b', line: -1, post: '20' })
      expect(await store.findDeskCase('other', '20')).toBe('b')
      expect(await store.listDeskCases('teams')).toEqual(['a'])
    })

    it('keeps what stands at a desk when the case is deleted, so that it can be taken away', async () => {
      await opened('1')
      await store.writeDeskPost({ desk: 'teams', caseId: 'case-1', line: 0, post: '17' })
      const { id } = await accepted('1', 'forget')
      await store.commitTurn(turn(id, '1', { state: { kind: 'erase' } }))
      expect(await store.readCase('case-1')).toBeUndefined()
      expect(await store.listDeskCases('teams')).toEqual(['case-1'])
    })

    it('keeps where a desk takes messages, the newest', async () => {
      expect(await store.readDeskPlace('teams')).toBeUndefined()
      await store.writeDeskPlace('teams', 'one')
      await store.writeDeskPlace('teams', 'two')
      expect(await store.readDeskPlace('teams')).toBe('two')
      expect(await store.readDeskPlace('other')).toBeUndefined()
    })

    it('knows what somebody typed at a desk by its message, until the case is taken away', async () => {
      const input = {
        desk: 'telegram',
        post: '7',
        caseId: 'a',
        kind: 'reply',
        digest: 'one',
      } as const
      await store.writeDeskInput(input)
      await store.writeDeskInput({ ...input, desk: 'other', caseId: 'b' })
      await store.writeDeskInput({ ...input, digest: 'two' })
      expect(await store.readDeskInput('telegram', '7')).toEqual({ ...input, digest: 'two' })
      expect(await store.readDeskInput('telegram', '8')).toBeUndefined()
      await store.deleteDeskInputs('telegram', 'b')
      expect(await store.readDeskInput('telegram', '7')).toBeDefined()
      await store.deleteDeskInputs('telegram', 'a')
      expect(await store.readDeskInput('telegram', '7')).toBeUndefined()
      expect(await store.readDeskInput('other', '7')).toBeDefined()
    })

    it('lists who acted at a desk, by their newest name, and nobody who only looked', async () => {
      const act = async (account: string, name: string, kind: 'claim' | 'reply') => {
        const { id } = await accepted('1', `${account} ${name} ${kind}`)
        await store.commitTurn(
          turn(id, '1', { audit: { caseId: 'case-1', account, name, act: kind } }),
        )
      }
      await act('telegram:1', 'Aylin', 'claim')
      await act('telegram:2', 'Ben', 'claim')
      await act('teams:3', 'Chris', 'claim')
      await act('telegram:1', 'Aylin K', 'reply')
      await store.recordCaseView(
        { caseId: 'case-1', at, account: 'telegram:4', name: 'Dora' },
        '2026-01-01T00:00:00.000Z',
      )
      expect(await store.listActors('telegram:')).toEqual([
        { account: 'telegram:1', name: 'Aylin K' },
        { account: 'telegram:2', name: 'Ben' },
      ])
    })

    it('adds up the calls to a language model by month, use and result', async () => {
      const call = { month: '2026-11', use: 'answers', result: 'completed' }
      const slow = { ...call, result: 'slow', calls: 1, inputTokens: 5, outputTokens: 0, cost: 1 }
      await store.addModelCalls({ ...call, calls: 1, inputTokens: 900, outputTokens: 80, cost: 7 })
      await store.addModelCalls({ ...call, calls: 1, inputTokens: 100, outputTokens: 20, cost: 3 })
      await store.addModelCalls(slow)
      await store.addModelCalls({ ...slow, month: '2026-12' })
      expect(await store.readModelCalls('2026-11')).toEqual([
        { ...call, calls: 2, inputTokens: 1000, outputTokens: 100, cost: 10 },
        slow,
      ])
    })
  })
}
