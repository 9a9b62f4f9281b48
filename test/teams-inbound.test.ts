import { describe, expect, it } from 'vitest'
import { parseActivity } from '../src/channels/teams/activity.ts'
import { readActivity } from '../src/channels/teams/inbound.ts'
import { addressOf, chatOf, referenceOf } from '../src/channels/teams/reference.ts'
import { conversationKey, encodeAction } from '../src/message.ts'
import { createActivityFactory } from './fakes/teams-connector/activities.ts'

const now = new Date('2026-05-04T10:00:00.000Z')
const bot = '28:bot'
const reader = { id: '29:reader', locale: 'ar' }
const friend = { id: '29:friend' }
const group = { kind: 'group', id: '19:group@thread.v2' } as const
const post = { kind: 'channel', id: '19:channel@thread.tacv2', post: '1485983408500' } as const
const activities = createActivityFactory({
  serviceUrl: 'https://smba.trafficmanager.net/de/',
  tenant: 'tenant',
  bot,
})

function read(given: unknown) {
  const parsed = parseActivity(given)
  return parsed.kind === 'activity' ? readActivity(parsed.activity, now) : parsed
}
function messageOf(given: unknown) {
  const found = read(given)
  if (!('message' in found)) throw new Error(`no message, but ${JSON.stringify(found)}`)
  return found.message
}
const contentOf = (given: unknown) => {
  const found = read(given)
  return 'message' in found ? found.message.content : found.kind
}

describe('a message in a personal chat', () => {
  it('carries address, locale, number and time', () => {
    const activity = {
      ...activities.text(reader, ' أين أضع الأحذية؟\r\nشكرا '),
      id: '7',
      timestamp: '2026-05-04T09:59:58.000Z',
    }
    expect(messageOf(activity)).toEqual({
      updateId: 'a:reader 7',
      address: {
        channel: 'teams',
        conversation: 'a:reader',
        reference: JSON.stringify({
          serviceUrl: 'https://smba.trafficmanager.net/de/',
          bot,
          user: '29:reader',
          personal: true,
        }),
      },
      from: { kind: 'user' },
      content: { kind: 'text', text: 'أين أضع الأحذية؟\nشكرا' },
      locale: 'ar',
      receivedAt: '2026-05-04T09:59:58.000Z',
    })
  })

  it('has no locale where Teams names none, and the time of its arrival where Teams names none', () => {
    const { timestamp: _timestamp, ...activity } = activities.text(friend, 'hello')
    expect(messageOf(activity)).not.toHaveProperty('locale')
    expect(messageOf(activity).receivedAt).toBe(now.toISOString())
  })

  it('is of one conversation wherever its service has moved', () => {
    const before = messageOf(activities.text(reader, 'one'))
    const after = messageOf({
      ...activities.text(reader, 'two'),
      serviceUrl: 'https://smba.example/',
    })
    expect(conversationKey(after.address)).toBe(conversationKey(before.address))
    expect(referenceOf(after.address)?.serviceUrl).toBe('https://smba.example/')
  })

  it.each([
    ['/start', 'start', ''],
    ['/LANGUAGE uk', 'language', 'uk'],
    ['/place   Halle (Saale) ', 'place', 'Halle (Saale)'],
    ['/place\nHalle\nNeustadt', 'place', 'Halle\nNeustadt'],
    ['/forget', 'forget', ''],
  ])('%j is the command %s with the argument %j', (text, command, argument) => {
    expect(contentOf(activities.text(reader, text))).toEqual({ kind: 'command', command, argument })
  })

  it.each(['/unknown', '/startle', '/ start', 'see /start', '/', '/constructor'])(
    '%j is text, not a command',
    (text) => {
      expect(contentOf(activities.text(reader, text))).toEqual({ kind: 'text', text })
    },
  )

  const html = (content: string) => ({ contentType: 'text/html', content })
  const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', content: {} }
  it.each([
    [[{ contentType: 'image/png', contentUrl: 'https://x' }], 'photo'],
    [[{ contentType: 'image/*' }, html('<div><img src="x"></div>')], 'photo'],
    [[{ contentType: 'audio/mp4' }], 'voice'],
    [[html('<div></div>'), file], 'file'],
    [[html('<div><img itemtype="sticker"></div>')], 'sticker'],
    [[{ contentType: 'application/vnd.microsoft.card.adaptive', content: {} }], 'other'],
  ])('with %j and no text is unsupported: %s', (attachments, what) => {
    const activity = activities.attachment(reader, attachments)
    expect(contentOf(activity)).toEqual({ kind: 'unsupported', what })
  })

  it('with text and a file is read by its text, and its copy as HTML is not taken for a file', () => {
    const activity = activities.attachment(reader, [html('<p>Kaution?</p>'), file], 'Kaution?')
    expect(contentOf(activity)).toEqual({ kind: 'text', text: 'Kaution?' })
    const empty = activities.attachment(reader, [html('<p></p>')])
    expect(contentOf(empty)).toEqual({ kind: 'text', text: '' })
  })
})

describe('a message in a group or a channel', () => {
  it.each([group, post])('follows no link into a private matter: $kind', (place) => {
    const text = '/start join_Abc-_0123456789Abc-_0123456789xy'
    expect(contentOf(activities.text(reader, text))).toMatchObject({ argument: text.slice(7) })
    expect(contentOf(activities.text(reader, text, place, true))).toEqual({
      kind: 'command',
      command: 'start',
      argument: '',
    })
  })

  it.each([group, post])('is for the assistant only when it is mentioned: $kind', (place) => {
    expect(read(activities.text(reader, 'Kaution?', place))).toEqual({ kind: 'ignored' })
    expect(contentOf(activities.text(reader, 'Kaution?', place, true))).toEqual({
      kind: 'text',
      text: 'Kaution?',
    })
    expect(contentOf(activities.text(reader, '/help', place, true))).toMatchObject({
      kind: 'command',
      command: 'help',
    })
  })

  it('that mentions somebody else is none, and keeps the name of whom it mentions besides', () => {
    const activity = activities.text(reader, 'x', group)
    const entities = (...ids: string[]) =>
      ids.map((id) => ({ type: 'mention', mentioned: { id }, text: `<at>${id}</at>` }))
    expect(read({ ...activity, entities: entities('29:friend') })).toEqual({ kind: 'ignored' })
    const both = {
      ...activity,
      text: `<at>${bot}</at> where does <at>29:friend</at> register?`,
      entities: entities(bot, '29:friend'),
    }
    expect(contentOf(both)).toEqual({ kind: 'text', text: 'where does 29:friend register?' })
  })

  it('has a talk of its own for each person, and one chat for all', () => {
    const one = messageOf(activities.text(reader, 'x', group, true)).address
    const other = messageOf(activities.text(friend, 'x', group, true)).address
    expect(conversationKey(one)).not.toBe(conversationKey(other))
    expect([chatOf(one), chatOf(other)]).toEqual([group.id, group.id])
    const inThread = messageOf(activities.text(reader, 'x', post, true)).address
    expect(chatOf(inThread)).toBe('19:channel@thread.tacv2;messageid=1485983408500')
  })
})

describe('a card', () => {
  it('hands over the action of its button and names its message', () => {
    const verb = encodeAction({ kind: 'show-entry', entry: 'housing/deposit' })
    const found = read(activities.cardAction(reader, { verb, data: { card: 'digest' } }))
    expect(found).toMatchObject({
      kind: 'press',
      card: 'digest',
      message: { content: { kind: 'action', action: { kind: 'show-entry' } } },
    })
  })

  it('asks how it looks now', () => {
    const action = { verb: 'refresh', data: { card: 'digest' } }
    expect(read(activities.cardAction(reader, action))).toEqual({ kind: 'refresh', card: 'digest' })
  })

  it.each([
    [{ verb: 'ask-person', data: {} }, 'value.action.data.card'],
    [{ verb: 'ask-person', data: 'words' }, 'value.action.data'],
    [{ verb: 7, data: { card: 'digest' } }, 'value.action.verb'],
  ])('of %j is malformed at %s', (action, field) => {
    const activity = activities.cardAction(reader, action as { verb: string; data: unknown })
    expect(read(activity)).toEqual({ kind: 'malformed', field })
  })
})

describe('an activity that is not for the assistant', () => {
  it.each([
    ['a reaction', { type: 'messageReaction' }],
    ['an edited message', { type: 'messageUpdate' }],
    ['typing', { type: 'typing' }],
    ['an invoke of something else', { type: 'invoke', name: 'task/fetch' }],
    ['another bot', { from: { id: '28:other', role: 'bot' } }],
    ['itself', { from: { id: bot } }],
  ])('%s is ignored', (_, changes) => {
    expect(read({ ...activities.text(reader, 'hello'), ...changes })).toEqual({ kind: 'ignored' })
  })

  it.each([
    [{ channelId: 'webchat' }, 'channelId'],
    [{ from: undefined }, 'from'],
    [{ conversation: { id: '' } }, 'conversation.id'],
    [{ conversation: { id: ' 19:blank@thread.tacv2' } }, 'conversation.id'],
    [{ serviceUrl: 'file:///etc/passwd' }, 'serviceUrl'],
    [{ text: 7 }, 'text'],
    [{ id: undefined }, 'id'],
  ])('is malformed with %j, and the field is named: %s', (changes, field) => {
    const activity = { ...activities.text(reader, 'secret words'), ...changes }
    expect(read(activity)).toEqual({ kind: 'malformed', field })
  })
})

describe('a reference', () => {
  it.each([undefined, '', 'no json', '{}', '{"serviceUrl":"file:///x","bot":"b","user":"u"}'])(
    'of %j is none',
    (reference) => {
      const address = {
        channel: 'teams',
        conversation: 'a:1',
        ...(reference && { reference }),
      } as const
      expect(referenceOf(address)).toBeUndefined()
    },
  )

  it('comes back as it went', () => {
    const parsed = parseActivity(activities.text(reader, 'x', group, true))
    if (parsed.kind !== 'activity') throw new Error('malformed')
    expect(referenceOf(addressOf(parsed.activity))).toEqual({
      serviceUrl: 'https://smba.trafficmanager.net/de/',
      bot,
      user: '29:reader',
      personal: false,
    })
  })
})
