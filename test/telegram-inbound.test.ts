import { describe, expect, it } from 'vitest'
import { readUpdate } from '../src/channels/telegram/inbound.ts'
import { encodeAction } from '../src/message.ts'
import { createUpdateFactory, type Update } from './fakes/telegram-bot-api/updates.ts'

const now = new Date('2026-05-04T10:00:00.000Z')
const reader = { id: 7001, languageCode: 'ar' }
const updates = createUpdateFactory(500)

function contentOf(update: Update) {
  const read = readUpdate(update, now)
  return read.kind === 'message' ? read.message.content : read.kind
}

describe('an update from a private chat', () => {
  it('carries address, locale, number and time', () => {
    const update = updates.text(reader, 'أين أضع الأحذية؟')
    expect(readUpdate({ ...update, update_id: 512 }, now)).toEqual({
      kind: 'message',
      message: {
        updateId: '512',
        address: { channel: 'telegram', conversation: '7001' },
        from: { kind: 'user' },
        content: { kind: 'text', text: 'أين أضع الأحذية؟' },
        locale: 'ar',
        receivedAt: new Date((update.message as { date: number }).date * 1000).toISOString(),
      },
    })
  })

  it('has no locale where Telegram names none', () => {
    const read = readUpdate(updates.text({ id: 1 }, 'hello'), now)
    expect(read.kind === 'message' && 'locale' in read.message).toBe(false)
  })

  it.each([
    ['/start', 'start', ''],
    ['/start ref_2', 'start', 'ref_2'],
    ['/help', 'help', ''],
    ['/LANGUAGE uk', 'language', 'uk'],
    ['/place@lotse_bot 06108', 'place', '06108'],
    ['/place   Halle (Saale) ', 'place', 'Halle (Saale)'],
    ['/place\nHalle\nNeustadt', 'place', 'Halle\nNeustadt'],
    ['/role', 'role', ''],
    ['/person', 'person', ''],
    ['/forget', 'forget', ''],
    ['/stop', 'stop', ''],
  ])('%j is the command %s with the argument %j', (text, command, argument) => {
    expect(contentOf(updates.text(reader, text))).toEqual({ kind: 'command', command, argument })
  })

  it.each(['/unknown', '/startle', '/ start', 'see /start', '/', '/constructor', '/help!'])(
    '%j is text, not a command',
    (text) => {
      expect(contentOf(updates.text(reader, text))).toEqual({ kind: 'text', text })
    },
  )

  it.each([
    [{ sticker: { emoji: '👍' } }, 'sticker'],
    [{ voice: { duration: 3 } }, 'voice'],
    [{ video_note: { duration: 3 } }, 'voice'],
    [{ photo: [{}], caption: 'my letter' }, 'photo'],
    [{ animation: {}, document: {} }, 'file'],
    [{ document: {}, caption: 'contract' }, 'file'],
    [{ video: {} }, 'file'],
    [{ audio: {} }, 'file'],
    [{ venue: {}, location: {} }, 'location'],
    [{ location: {} }, 'location'],
    [{ contact: {} }, 'contact'],
    [{ dice: { value: 6 } }, 'other'],
    [{ poll: {} }, 'other'],
    [{ something_new: {} }, 'other'],
  ])('with %j is unsupported: %s', (content, what) => {
    expect(contentOf(updates.message(reader, content))).toEqual({ kind: 'unsupported', what })
  })

  it('of an album bears the number of the album, so that ten photos get one answer', () => {
    const ids = [1, 2].map(() => {
      const read = readUpdate(
        updates.message(reader, { photo: [{}], media_group_id: '13579' }),
        now,
      )
      return read.kind === 'message' && read.message.updateId
    })
    expect(ids).toEqual(['album 13579', 'album 13579'])
  })

  it('with a button carries its action and the query to answer', () => {
    const data = encodeAction({ kind: 'feedback', helped: true, entry: 'housing/deposit' })
    expect(readUpdate(updates.callbackQuery(reader, data, 'q1'), now)).toMatchObject({
      kind: 'message',
      callbackQuery: 'q1',
      message: {
        address: { channel: 'telegram', conversation: '7001' },
        content: {
          kind: 'action',
          action: { kind: 'feedback', helped: true, entry: 'housing/deposit' },
        },
        receivedAt: now.toISOString(),
      },
    })
  })
})

describe('an update that is not for the assistant', () => {
  it.each([
    ['a group', { chat: { id: -100123, type: 'supergroup' }, from: { id: 5 }, text: '/start' }],
    ['another bot', { chat: { id: 5, type: 'private' }, from: { id: 5, is_bot: true }, text: 'x' }],
    ['a pinned message', { chat: { id: 5, type: 'private' }, from: { id: 5 }, pinned_message: {} }],
  ])('from %s is ignored', (_, message) => {
    expect(readUpdate({ update_id: 1, message }, now)).toEqual({ kind: 'ignored' })
  })

  it.each(['my_chat_member', 'edited_message', 'inline_query'])('%s is ignored', (field) => {
    expect(readUpdate({ update_id: 1, [field]: {} }, now)).toEqual({ kind: 'ignored' })
  })

  it('keeps the query of an unknown button, whose spinner has to stop all the same', () => {
    expect(readUpdate(updates.callbackQuery(reader, 'v0:old', 'q2'), now)).toEqual({
      kind: 'ignored',
      callbackQuery: 'q2',
    })
  })

  it('keeps the query of a button in a group', () => {
    const query = { id: 'q3', data: 'ask-person', message: { chat: { id: -5, type: 'group' } } }
    expect(readUpdate({ update_id: 1, callback_query: query }, now)).toEqual({
      kind: 'ignored',
      callbackQuery: 'q3',
    })
  })
})

describe('an update that is malformed', () => {
  it.each([
    [null, 'update'],
    ['text', 'update'],
    [[], 'update'],
    [{}, 'update_id'],
    [{ update_id: '5' }, 'update_id'],
    [{ update_id: 5, message: 'secret words' }, 'message'],
    [{ update_id: 5, message: { text: 'secret words' } }, 'message.chat'],
    [{ update_id: 5, message: { chat: { id: 'x', type: 'private' } } }, 'message.chat'],
    [{ update_id: 5, callback_query: {} }, 'callback_query.id'],
  ])('%j is named by its field: %s', (update, reason) => {
    expect(readUpdate(update, now)).toEqual({ kind: 'malformed', reason })
  })

  it('with an impossible time is taken to have come now', () => {
    const update = updates.message(reader, { text: 'hello', date: 1e15 })
    const read = readUpdate(update, now)
    expect(read.kind === 'message' && read.message.receivedAt).toBe(now.toISOString())
  })
})
