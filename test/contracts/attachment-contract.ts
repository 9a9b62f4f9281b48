/** What every database must do with the bytes that go along with messages. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Attachment } from '../../src/message.ts'
import {
  AttachmentTooLargeError,
  type Case,
  type CaseChange,
  maximumAttachmentBytes,
  type NewAttachment,
  type Store,
  type Turn,
} from '../../src/storage/store.ts'

const at = '2026-11-22T10:00:00.000Z'
const later = '2027-11-22T10:00:00.000Z'

function attachment(name: string): Attachment {
  return {
    id: randomUUID(),
    kind: 'photo',
    mediaType: 'image/jpeg',
    name,
    alternative: 'Schuhregal',
    size: 3,
  }
}

function caseOf(conversation: string, changes: Partial<Case> = {}): Case {
  return {
    id: `case-${conversation}`,
    conversation: `telegram:${conversation}`,
    address: { channel: 'telegram', conversation },
    status: 'open',
    language: 'ar',
    topic: 'housing',
    openedAt: at,
    askedBefore: [],
    reminded: false,
    assistantMuted: false,
    ...changes,
  }
}

export function describeAttachments(name: string, open: () => Promise<Store>): void {
  describe(`attachments in the ${name} store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    async function commit(conversation: string, change: Partial<Turn>) {
      const address = { channel: 'telegram', conversation } as const
      await store.acceptInbound({
        updateId: randomUUID(),
        address,
        from: { kind: 'user' },
        content: { kind: 'text', text: 'Frage' },
        receivedAt: at,
      })
      const [inbound] = await store.nextInbound(new Set(), 1)
      await store.commitTurn({
        inboundId: inbound!.id,
        at,
        address,
        state: { kind: 'keep', json: '{}' },
        transcript: [],
        outbound: [],
        caseChanges: [],
        ...change,
      })
    }

    const opening = (record: Case): CaseChange => ({ kind: 'open', case: record, lines: [] })

    async function added(conversation: string, more: Partial<NewAttachment> = {}) {
      const one = attachment('flur.jpg')
      const bytes = new Uint8Array([0xff, 0x00, 0xd8])
      const key = `telegram:${conversation}`
      await store.addAttachment({ conversation: key, attachment: one, bytes, ...more }, at)
      return { id: one.id, isThere: async () => !!(await store.readAttachment(key, one.id)) }
    }

    it('gives back the bytes as they were, with what is known of them', async () => {
      const one = attachment('flur.jpg')
      const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256)
      await store.addAttachment(
        { conversation: 'telegram:1', attachment: { ...one, size: bytes.length }, bytes },
        at,
      )
      const read = await store.readAttachment('telegram:1', one.id)
      expect(read).toMatchObject({ ...one, size: 300_000 })
      expect(Buffer.compare(read!.bytes, bytes)).toBe(0)
    })

    it('gives bytes to no other conversation, whoever knows their name', async () => {
      const { id } = await added('1')
      expect(await store.readAttachment('telegram:2', id)).toBeUndefined()
      expect(await store.readAttachment('web:1', id)).toBeUndefined()
    })

    it('gives bytes by a link only of the channel that has links, and only for a time', async () => {
      const { id } = await added('1')
      const by = (changes: object) =>
        store.readLinkedAttachment({ id, channel: 'telegram', since: at, ...changes })
      expect(await by({})).toMatchObject({ id, size: 3 })
      expect(await by({ channel: 'teams' })).toBeUndefined()
      expect(await by({ since: '2026-11-22T10:00:00.001Z' })).toBeUndefined()
      expect(await by({ id: `${id}x` })).toBeUndefined()
    })

    it('stores what a turn made together with the turn, or not at all', async () => {
      const one = attachment('einigung.pdf')
      const made = { conversation: 'telegram:1', attachment: one, bytes: new Uint8Array(3) }
      const failing = commit('1', {
        attachments: [made],
        caseChanges: [opening(caseOf('1')), opening(caseOf('1'))],
      })
      await expect(failing).rejects.toThrow()
      expect(await store.readAttachment('telegram:1', one.id)).toBeUndefined()
      await commit('1', { attachments: [made] })
      expect(await store.readAttachment('telegram:1', one.id)).toMatchObject({ size: 3 })
    })

    it('refuses what is over the limit in words that say what to do, and takes the limit itself', async () => {
      const most = new Uint8Array(maximumAttachmentBytes)
      await added('1', { bytes: most })
      const over = added('1', { bytes: new Uint8Array(maximumAttachmentBytes + 1) })
      await expect(over).rejects.toThrow(AttachmentTooLargeError)
      await expect(over).rejects.toThrow(/limit of 10.0 MB; send a smaller one/)
    })

    it('keeps with a line of a case what went along with it', async () => {
      const attachments = [attachment('flur.jpg'), attachment('plan.pdf')]
      await commit('1', { caseChanges: [opening(caseOf('1'))] })
      await commit('1', {
        caseChanges: [
          {
            kind: 'update',
            caseId: 'case-1',
            changes: {},
            lines: [
              { author: 'mediator', text: 'Bitte sehen Sie sich das an', attachments },
              { author: 'mediator', text: 'Danke' },
            ],
          },
        ],
      })
      const lines = await store.readCaseLines('case-1')
      expect(lines.map((line) => line.attachments)).toEqual([attachments, undefined])
    })

    it('erases what a user got, and nothing of another', async () => {
      const [mine, other] = [await added('1'), await added('2')]
      await commit('1', { state: { kind: 'erase' } })
      expect([await mine.isThere(), await other.isThere()]).toEqual([false, true])
    })

    it('deletes with a withdrawn case what came out of it, and nothing else', async () => {
      await commit('1', { caseChanges: [opening(caseOf('1'))] })
      const [inCase, outside] = [await added('1', { caseId: 'case-1' }), await added('1')]
      await commit('1', { caseChanges: [{ kind: 'delete', caseId: 'case-1' }] })
      expect([await inCase.isThere(), await outside.isThere()]).toEqual([false, true])
    })

    it('sweeps what is past its time, what a swept case left, and what came too late for its case', async () => {
      await commit('1', {
        caseChanges: [opening(caseOf('1', { status: 'closed', closedAt: at }))],
      })
      await commit('2', { caseChanges: [opening(caseOf('2'))] })
      const all = {
        ofClosedCase: await added('1', { caseId: 'case-1' }),
        ofOldConversation: await added('3'),
        ofOpenCase: await added('2', { caseId: 'case-2' }),
        besideOpenCase: await added('2'),
        tooLate: await added('4', { caseId: 'case-4' }),
      }
      const sweep = (conversationsBefore: string) =>
        store.deleteExpired({
          conversationsBefore,
          closedCasesBefore: later,
          auditBefore: later,
          now: later,
        })
      const left = async () => {
        const names = Object.entries(all)
        const there = await Promise.all(names.map(([, one]) => one.isThere()))
        return names.flatMap(([of], index) => (there[index] ? [of] : []))
      }
      await sweep(at)
      expect(await left()).toEqual(['ofOldConversation', 'ofOpenCase', 'besideOpenCase'])
      await sweep(later)
      expect(await left()).toEqual(['ofOpenCase', 'besideOpenCase'])
    })
  })
}
