/** From a question that nobody could answer to a person's reply in the same chat, and back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeskAct } from '../../src/message.ts'
import { type Core, startCore, stateOf, textOf, type User } from './core.ts'

const question = 'Wie backe ich einen Apfelkuchen?'

let core: Core
let user: User
let isSomebodyThere = true
beforeAll(async () => {
  core = await startCore({ mediatorsReachable: async () => isSomebodyThere })
})
afterAll(() => core.stop())
beforeEach(() => {
  isSomebodyThere = true
  user = core.user()
})

async function openCase(): Promise<void> {
  await user.say(question)
  await user.press('ask-person')
  await user.press('consent', (action) => action.kind === 'consent' && action.given)
}

async function act(name: string, what: DeskAct): Promise<void> {
  const record = await core.store.readOpenCase(user.key)
  if (!record) throw new Error('The user has no open case.')
  await core.act(name, what, record)
}

describe('asking a person', () => {
  it('passes on exactly what the preview showed, and only after consent', async () => {
    await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    await user.say(question)
    const preview = textOf(await user.press('ask-person'))
    expect(await core.store.readOpenCase(user.key)).toBeUndefined()
    await user.press('consent', (action) => action.kind === 'consent' && action.given)
    const record = await core.store.readOpenCase(user.key)
    const lines = await core.store.readCaseLines(record?.id ?? '')
    expect(lines.length).toBeGreaterThan(2)
    for (const { text } of lines) expect(preview).toContain(text)
    expect(record).toMatchObject({ language: 'de', status: 'open', assistantMuted: false })
  })

  it('passes nothing on without consent', async () => {
    await user.say(question)
    await user.press('ask-person')
    await user.press('consent', (action) => action.kind === 'consent' && !action.given)
    expect(await core.store.readOpenCase(user.key)).toBeUndefined()
  })

  it('asks for the question first when there is none', async () => {
    await user.say('Ich möchte mit einem Menschen sprechen')
    expect((await stateOf(core, user))?.pending?.kind).toBe('question')
    const preview = textOf(await user.say('Mein Nachbar grüßt mich nicht, was soll ich tun?'))
    expect(preview).toContain('Mein Nachbar grüßt mich nicht')
  })

  it('names an organisation where nobody is at a desk', async () => {
    isSomebodyThere = false
    await user.say(question)
    const reply = textOf(await user.press('ask-person'))
    expect(reply).toContain(core.services.sentences.say('de', 'handoff.nobody'))
    expect(await core.store.readOpenCase(user.key)).toBeUndefined()
  })

  it('lets the user withdraw, and deletes the text at the desk', async () => {
    await openCase()
    const record = await core.store.readOpenCase(user.key)
    await user.press('withdraw-case')
    expect(await core.store.readCase(record?.id ?? '')).toBeUndefined()
    expect(await core.store.readCaseLines(record?.id ?? '')).toEqual([])
  })
})

describe('while a case waits', () => {
  it('goes on answering, and the person reads along', async () => {
    await openCase()
    const [answer] = await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    expect(answer?.author).toBe('assistant')
    const record = await core.store.readOpenCase(user.key)
    const lines = await core.store.readCaseLines(record?.id ?? '')
    expect(lines.map(({ text }) => text)).toContain(
      'Wie viel Kaution darf der Vermieter verlangen?',
    )
  })
})

describe('a mediator', () => {
  it('answers in the same chat, marked as a person, and the assistant falls silent', async () => {
    await openCase()
    await act('Mira', { kind: 'claim' })
    await act('Mira', { kind: 'reply', text: 'Guten Tag, ich helfe Ihnen.' })
    const last = user.received.at(-1)
    expect(last?.author).toBe('person')
    expect(textOf(last ? [last] : [])).toContain('Guten Tag, ich helfe Ihnen.')
    const replies = await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    expect(replies).toEqual([])
    const record = await core.store.readOpenCase(user.key)
    expect(record).toMatchObject({ status: 'claimed', assistantMuted: true })
    const lines = await core.store.readCaseLines(record?.id ?? '')
    expect(lines.at(-1)).toMatchObject({
      author: 'user',
      text: 'Wie viel Kaution darf der Vermieter verlangen?',
    })
  })

  it('leaves a mark of what they did, without the words, and none of what was refused', async () => {
    await openCase()
    await act('Mira', { kind: 'claim' })
    await act('Omar', { kind: 'reply', text: 'Ich auch!' })
    await act('Omar', { kind: 'note', text: 'Nur für uns' })
    const record = await core.store.readOpenCase(user.key)
    const audit = await core.store.readCaseAudit(record?.id ?? '')
    expect(audit.map(({ name, act: what }) => [name, what])).toEqual([
      ['Mira', 'claim'],
      ['Omar', 'note'],
    ])
  })

  it('cannot take or answer a case that another has claimed', async () => {
    await openCase()
    await act('Mira', { kind: 'claim' })
    const before = user.received.length
    await act('Omar', { kind: 'claim' })
    await act('Omar', { kind: 'reply', text: 'Ich auch!' })
    await act('Omar', { kind: 'close', outcome: 'solved' })
    const record = await core.store.readOpenCase(user.key)
    expect(record?.claimedBy?.name).toBe('Mira')
    expect(user.received).toHaveLength(before)
  })

  it('closes the case, and the assistant speaks again', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'Das ist die Lösung.' })
    await act('Mira', { kind: 'close', outcome: 'solved' })
    expect(textOf(user.received.slice(-1))).toContain(
      core.services.sentences.say('de', 'handoff.closed'),
    )
    const replies = await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    expect(replies).toHaveLength(1)
  })

  it('sees that a user has left, and nobody is waited for any more', async () => {
    await openCase()
    const record = (await core.store.readOpenCase(user.key))!
    user.leave()
    await act('Mira', { kind: 'reply', text: 'Guten Tag!' })
    const lines = await core.store.readCaseLines(record.id)
    expect(lines.at(-1)).toMatchObject({ author: 'system', text: 'user-unreachable' })
    expect((await core.store.readCase(record.id))?.waitingSince).toBeUndefined()
  })

  it('sees when the user goes back to the assistant', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'Einen Moment.' })
    const record = await core.store.readOpenCase(user.key)
    const said = textOf(await user.press('back-to-assistant'))
    expect(said).toContain(core.services.sentences.say('de', 'handoff.returned'))
    const lines = await core.store.readCaseLines(record?.id ?? '')
    expect(lines.at(-1)).toMatchObject({ author: 'system', text: 'user-returned' })
    expect(await core.store.readCase(record?.id ?? '')).toMatchObject({
      status: 'closed',
      closedBy: 'user',
    })
  })

  it('does not bring back a user who was forgotten meanwhile', async () => {
    await openCase()
    const record = await core.store.readOpenCase(user.key)
    await user.say('/forget')
    await user.say('ja')
    await core.act('Mira', { kind: 'reply', text: 'Zu spät.' }, record!)
    expect(await core.store.readConversation(user.key)).toBeUndefined()
    expect(textOf(user.received.slice(-1))).not.toContain('Zu spät.')
  })

  it('can be left, and asked to be forgotten by, with words', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'Einen Moment.' })
    await user.say('bitte alle meine daten löschen')
    await user.say('ja')
    expect(await core.store.readConversation(user.key)).toBeUndefined()
  })

  it('hands a case back, and another takes it', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'Einen Moment.' })
    await act('Omar', { kind: 'release' })
    expect((await core.store.readOpenCase(user.key))?.claimedBy?.name).toBe('Mira')
    await act('Mira', { kind: 'release' })
    const released = await core.store.readOpenCase(user.key)
    expect(released).toMatchObject({ status: 'open', assistantMuted: true })
    expect(released?.claimedBy).toBeUndefined()
    expect(released?.waitingSince).toBeDefined()
    await act('Omar', { kind: 'claim' })
    expect(textOf(user.received.slice(-2))).toContain('Omar')
  })

  it('hands a case over to a colleague, who alone may answer then', async () => {
    await openCase()
    await act('Mira', { kind: 'claim' })
    await act('Mira', { kind: 'hand-over', to: { account: 'omar', name: 'Omar' } })
    const before = user.received.length
    await act('Mira', { kind: 'reply', text: 'Doch noch ich.' })
    expect(user.received).toHaveLength(before)
    await act('Omar', { kind: 'reply', text: 'Ich übernehme.' })
    expect(textOf(user.received.slice(-1))).toContain('Ich übernehme.')
  })

  it('writes a note that the user never sees, also about a case of somebody else', async () => {
    await openCase()
    await act('Mira', { kind: 'claim' })
    const before = user.received.length
    await act('Omar', { kind: 'note', text: 'Ich kenne die Vermieterin.' })
    expect(user.received).toHaveLength(before)
    const record = await core.store.readOpenCase(user.key)
    const lines = await core.store.readCaseLines(record?.id ?? '')
    expect(lines.at(-1)).toMatchObject({ author: 'note', name: 'Omar' })
    const stored = JSON.stringify(await core.store.readTranscript(user.key, 100))
    expect(stored).not.toContain('Vermieterin')
  })

  it('brings a correction to the user, marked as one, from whoever has the case alone', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'Das Amt öffnet um 8 Uhr.' })
    await user.say('Danke, und wo ist das?')
    const waiting = await core.store.readOpenCase(user.key)
    await act('Omar', { kind: 'correct', text: 'Das Amt hat zu.' })
    expect(textOf(user.received)).not.toContain('Das Amt hat zu.')
    await act('Mira', { kind: 'correct', text: 'Das Amt öffnet um 9 Uhr.' })
    const [correction] = user.received.slice(-1)
    expect(correction?.author).toBe('person')
    const heading = core.services.sentences.say('de', 'handoff.corrected', { name: 'Mira' })
    expect(textOf(user.received.slice(-1))).toContain(heading)
    expect(textOf(user.received.slice(-1))).toContain('Das Amt öffnet um 9 Uhr.')
    const record = await core.store.readOpenCase(user.key)
    expect(record?.waitingSince).toBe(waiting?.waitingSince)
    const lines = await core.store.readCaseLines(record?.id ?? '')
    expect(lines.slice(-2).map(({ author, text }) => [author, text])).toEqual([
      ['system', 'corrected'],
      ['mediator', 'Das Amt öffnet um 9 Uhr.'],
    ])
  })

  it('notes how a case ended', async () => {
    await openCase()
    const record = await core.store.readOpenCase(user.key)
    await act('Mira', { kind: 'close', outcome: 'referred' })
    expect(await core.store.readCase(record?.id ?? '')).toMatchObject({ outcome: 'referred' })
  })

  it('gets a closed case back when the user has one more question on it', async () => {
    await openCase()
    const record = await core.store.readOpenCase(user.key)
    await act('Mira', { kind: 'reply', text: 'Das ist die Lösung.' })
    await act('Mira', { kind: 'close', outcome: 'solved' })
    await user.press('reopen-case')
    expect(await core.store.readOpenCase(user.key)).toMatchObject({
      id: record?.id,
      status: 'claimed',
      claimedBy: { name: 'Mira' },
      assistantMuted: false,
    })
    await act('Mira', { kind: 'reply', text: 'Gern.' })
    expect(textOf(user.received.slice(-1))).toContain('Gern.')
  })

  it('opens a closed case again, unless the user has another', async () => {
    await openCase()
    const first = (await core.store.readOpenCase(user.key))!
    await act('Mira', { kind: 'close', outcome: 'other' })
    await core.act('Omar', { kind: 'reopen' }, first)
    expect(await core.store.readOpenCase(user.key)).toMatchObject({
      id: first.id,
      claimedBy: { name: 'Omar' },
    })
    await act('Omar', { kind: 'close', outcome: 'other' })
    await openCase()
    await core.act('Mira', { kind: 'reopen' }, first)
    expect(await core.store.readCase(first.id)).toMatchObject({ status: 'closed' })
    await user.press('reopen-case')
    expect(await core.store.readCase(first.id)).toMatchObject({ status: 'closed' })
  })

  it("cannot reach another user's case through a conversation of their own", async () => {
    await openCase()
    const record = (await core.store.readOpenCase(user.key))!
    const stranger = core.user()
    const address = { channel: 'telegram', conversation: stranger.key.slice(9) } as const
    await core.act('Mira', { kind: 'reply', text: 'Falsch zugestellt.' }, { ...record, address })
    expect(stranger.received).toEqual([])
    await stranger.send({ kind: 'action', action: { kind: 'withdraw-case', caseId: record.id } })
    await stranger.send({ kind: 'action', action: { kind: 'reopen-case', caseId: record.id } })
    expect(await core.store.readOpenCase(user.key)).toMatchObject({ status: 'open' })
  })

  it('keeps an old way back from ending a newer case', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'Einen Moment.' })
    const old = user.received.flatMap(({ buttons }) => buttons.flat()).at(-1)
    await act('Mira', { kind: 'close', outcome: 'solved' })
    await openCase()
    await user.send({ kind: 'action', action: old!.action })
    expect(await core.store.readOpenCase(user.key)).toBeDefined()
  })

  it('does not stand between a user and the emergency number', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'Einen Moment.' })
    const replies = await user.say('Ich will mich umbringen')
    expect(replies).toHaveLength(1)
    const record = await core.store.readOpenCase(user.key)
    const lines = await core.store.readCaseLines(record?.id ?? '')
    expect(lines.at(-1)?.text).toBe('Ich will mich umbringen')
  })

  it('writes text that nobody can mistake for markup or turn around', async () => {
    await openCase()
    await act('Mira', { kind: 'reply', text: 'a\u202eb<b>c' })
    const last = user.received.at(-1)
    expect(textOf(last ? [last] : [])).toContain('ab<b>c')
  })
})
