import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../src/message.ts'
import { openTeamsHouse, paragraph, reader, say, type TeamsHouse } from './teams-house.ts'

let house: TeamsHouse
let chat: Address

beforeEach(async () => {
  house = await openTeamsHouse()
  chat = addressOf('a:reader')
})
afterEach(() => house.close())

function addressOf(conversation: string, personal = true): Address {
  const reference = { serviceUrl: house.teams.serviceUrl, bot: '28:bot', user: reader.id, personal }
  return { channel: 'teams', conversation, reference: JSON.stringify(reference) }
}

const show = (text: string, draft = 'update-1', to = chat) =>
  house.channel.showDraft?.(to, say([paragraph(text)]), draft)
const send = (text = 'The answer.', changes: Parameters<typeof say>[1] = {}) =>
  house.channel.send(chat, say([paragraph(text)], changes), 'o1')
/** A little longer than the channel itself waits between two. */
const pause = () => sleep(80)
/** Everything that the reader has before them. */
const screen = () => [
  ...house.teams.messages.map(({ text }) => text),
  ...house.teams.drafts().map(({ text }) => `… ${text}`),
]
const streamInfos = () =>
  house.teams.calls.flatMap(({ activity: { entities = [] } }) =>
    entities.map(({ streamType, streamSequence }) => [streamType, streamSequence]),
  )

describe('an answer on its way', () => {
  it('grows in one place, and the answer stands there in the end', async () => {
    await show('*Three* months’ rent.')
    expect(screen()).toEqual(['… *Three* months’ rent.'])
    await pause()
    await show('At most three months’ rent. In three instalments.')
    expect(screen()).toEqual(['… At most three months’ rent. In three instalments.'])
    const [stream] = house.teams.drafts()
    expect(await send('Something else.')).toEqual({ kind: 'delivered' })
    expect(screen()).toEqual(['Something else.'])
    expect(house.teams.messages[0]?.id).toBe(stream?.id)
    expect(streamInfos()).toEqual([
      ['informative', 1],
      ['informative', 2],
      ['final', undefined],
    ])
  })

  it('leaves out what comes too soon or is too long, and the answer keeps the pause', async () => {
    await show('A')
    await show('A B')
    await pause()
    await show('ж'.repeat(501))
    expect(screen()).toEqual(['… A'])
    await show('A B C')
    expect(await send()).toEqual({ kind: 'delivered' })
    expect(screen()).toEqual(['The answer.'])
  })

  it('is shown in personal chats only', async () => {
    await show('A', 'update-1', addressOf('19:group@thread.v2 29:reader', false))
    await show('A', 'update-1', { channel: 'teams', conversation: 'a:reader' })
    expect(house.teams.calls).toEqual([])
  })

  it('begins anew for the next answer', async () => {
    await show('A')
    await send()
    await show('B', 'update-2')
    expect(screen()).toEqual(['The answer.', '… B'])
    await house.channel.send(chat, say([paragraph('Another.')]), 'o2')
    expect(screen()).toEqual(['The answer.', 'Another.'])
  })

  it('goes on beside a person’s words', async () => {
    await show('A')
    await send('From the desk', { author: 'person' })
    expect(screen()).toEqual(['👤 From the desk', '… A'])
    await house.channel.send(chat, say([paragraph('The answer.')]), 'o2')
    expect(screen()).toEqual(['👤 From the desk', 'The answer.'])
  })

  it('is followed by the other cards of a long answer', async () => {
    await show('A')
    const long = say(['A', 'B'].map((letter) => paragraph(`${letter} `.repeat(4400))))
    expect(await house.channel.send(chat, long, 'o1')).toEqual({ kind: 'delivered' })
    const shown = screen().join('').replace(/\s+/g, '')
    expect(shown).toBe('A'.repeat(4400) + 'B'.repeat(4400))
  })
})

describe('a draft that fails', () => {
  it.each([
    ['blocked', { kind: 'error', status: 403, code: 'ContentStreamNotAllowed' }],
    ['told to wait', { kind: 'rate-limit', retryAfter: '9' }],
    ['cut off', { kind: 'cut', when: 'before' }],
  ] as const)('because it is %s is the last one, and the answer comes', async (_, answer) => {
    house.teams.answerNext(answer)
    await show('A')
    await pause()
    await show('A B')
    expect(house.teams.calls).toHaveLength(1)
    expect(await send()).toEqual({ kind: 'delivered' })
    expect(screen()).toEqual(['The answer.'])
  })

  it('does not hold the answer up, and is taken away when Teams takes it late', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    house.teams.answerNext({ kind: 'late', until: promise })
    const shown = show('A')
    await expect.poll(screen).toEqual(['… A'])
    expect(await send()).toEqual({ kind: 'delivered' })
    resolve()
    await shown
    await expect.poll(screen).toEqual(['The answer.'])
  })
})

describe('the end of a draft', () => {
  it('that Teams takes no more becomes a message of its own, and the draft goes', async () => {
    await show('A')
    house.teams.refuseStreams()
    expect(await send()).toEqual({ kind: 'delivered' })
    expect(screen()).toEqual(['The answer.'])
  })

  it.each(['before', 'after'] as const)(
    'is tried again when the line is cut %s it, and stands there once',
    async (when) => {
      await show('A')
      house.teams.answerNext({ kind: 'cut', when })
      expect(await send()).toMatchObject({ kind: 'retry' })
      expect(await send()).toEqual({ kind: 'delivered' })
      expect(screen()).toEqual(['The answer.'])
    },
  )

  it('waits as long as Teams says', async () => {
    await show('A')
    house.teams.answerNext({ kind: 'rate-limit', retryAfter: '7' })
    expect(await send()).toEqual({ kind: 'retry', afterSeconds: 7, reason: expect.any(String) })
    expect(await send()).toEqual({ kind: 'delivered' })
    expect(screen()).toEqual(['The answer.'])
  })

  it('in a chat that is gone closes quietly', async () => {
    await show('A')
    const gone = { kind: 'error', status: 403, code: 'MessageWritesBlocked' } as const
    house.teams.answerNext(gone, gone)
    expect(await send()).toEqual({ kind: 'gone' })
  })
})
