/** How the assistant comes back, how a case ends, and what the user is asked then; under a fake clock. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeskAct } from '../../src/message.ts'
import { type Core, startCore, stateOf, textOf, type User } from './core.ts'

const question = 'Wie backe ich einen Apfelkuchen?'
const known = 'Wie viel Kaution darf der Vermieter verlangen?'

let core: Core
let user: User
let now = new Date('2026-11-23T09:00:00Z')
beforeAll(async () => {
  core = await startCore({ now: () => now })
})
afterAll(() => core.stop())
beforeEach(() => {
  user = core.user()
})

const say = (key: string, values?: Record<string, string>) =>
  core.services.sentences.say('de', key, values)
const record = async () => (await core.store.readOpenCase(user.key))!
const act = async (what: DeskAct) => core.act('Mira', what, await record())
const last = (count = 1) => textOf(user.received.slice(-count))

async function openCase(): Promise<void> {
  await user.say(question)
  await user.press('ask-person')
  await user.press('consent', (action) => action.kind === 'consent' && action.given)
}

async function passHours(hours: number): Promise<void> {
  now = new Date(now.getTime() + hours * 3_600_000)
  await core.look()
  await core.look()
}

describe('when nobody writes any more', () => {
  it('the assistant speaks again after the time that it had named, and both sides are told', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Ich frage nach.' })
    expect(textOf(user.received)).toContain(
      say('handoff.assistantSilent', { duration: '48 Stunden' }),
    )
    const before = user.received.length
    await passHours(47)
    expect(user.received).toHaveLength(before)
    await passHours(2)
    expect(user.received).toHaveLength(before + 1)
    expect(last()).toBe(say('handoff.assistantReturned', { duration: '48 Stunden', name: 'Mira' }))
    expect((await core.store.readCaseLines((await record()).id)).at(-1)).toMatchObject({
      author: 'system',
      text: 'assistant-returned',
      name: 'Mira',
    })
    const [answer] = await user.say(known)
    expect(answer?.author).toBe('assistant')
  })

  it('the case stays with the mediator, who reads along and may come back', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Ich frage nach.' })
    await passHours(49)
    await user.say(known)
    const open = await record()
    expect(open).toMatchObject({ status: 'claimed', assistantMuted: false })
    expect((await core.store.readCaseLines(open.id)).map(({ text }) => text)).toContain(known)
    await act({ kind: 'reply', text: 'Ich habe nachgefragt.' })
    expect(last()).toContain('Ich habe nachgefragt.')
    expect(last(2)).toContain(say('handoff.assistantSilent', { duration: '48 Stunden' }))
    expect(await user.say(known)).toEqual([])
  })

  it('never speaks again while the user waits for an answer', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Worum geht es?' })
    await user.say('Um den Kuchen.')
    await passHours(24 * 20)
    expect(await record()).toMatchObject({ assistantMuted: true })
    expect(textOf(user.received)).not.toContain('Deshalb antworte ich wieder')
  })

  it('takes no word of the clock for it while the user waits', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Worum geht es?' })
    await user.say('Um den Kuchen.')
    const { id, address } = await record()
    const before = user.received.length
    await core.receive({
      address,
      from: { kind: 'program' },
      content: { kind: 'overdue', caseId: id, step: 'return', since: '9999' },
    })
    expect(user.received).toHaveLength(before)
    expect(await record()).toMatchObject({ assistantMuted: true })
  })

  it('counts the time from the last word of either side', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Worum geht es?' })
    await passHours(40)
    await user.say('Um den Kuchen.')
    await act({ kind: 'reply', text: 'Mit Äpfeln.' })
    await passHours(40)
    expect(await record()).toMatchObject({ assistantMuted: true })
  })

  it('is silent where a mediator answered after the clock had looked', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Worum geht es?' })
    const { id, address } = await record()
    const since = now.toISOString()
    now = new Date(now.getTime() + 1000)
    await act({ kind: 'reply', text: 'Sind Sie noch da?' })
    const before = user.received.length
    await core.receive({
      address,
      from: { kind: 'program' },
      content: { kind: 'overdue', caseId: id, step: 'return', since },
    })
    expect(user.received).toHaveLength(before)
    expect(await record()).toMatchObject({ assistantMuted: true })
  })

  it('asks the mediator again when the user wants the person back', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Ich frage nach.' })
    await passHours(49)
    const said = textOf(await user.press('ask-person'))
    expect(said).toContain(say('handoff.askedAgain', { name: 'Mira' }))
    const open = await record()
    expect(open.waitingSince).toBeDefined()
    expect((await core.store.readCaseLines(open.id)).at(-1)?.text).toBe('user-asked-again')
  })

  it('passes on to the mediator what the assistant cannot answer meanwhile', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Ich frage nach.' })
    await passHours(49)
    const said = textOf(await user.say('Und wie backe ich eine Lasagne?'))
    expect(said).toContain(say('handoff.askedAgain', { name: 'Mira' }))
    const open = await record()
    expect(open.waitingSince).toBeDefined()
    expect((await core.store.readCaseLines(open.id)).map(({ text }) => text)).toContain(
      'Und wie backe ich eine Lasagne?',
    )
  })
})

describe('after weeks', () => {
  it('a case in which the user fell silent is closed, and the user may open it again', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Worum geht es?' })
    const { id } = await record()
    await passHours(24 * 31)
    expect(await core.store.readCase(id)).toMatchObject({
      status: 'closed',
      closedBy: 'program',
      outcome: 'unreachable',
    })
    expect((await core.store.readCaseLines(id)).at(-1)?.text).toBe('expired')
    expect(last()).toContain(say('handoff.expired'))
    await user.press('reopen-case')
    expect(await record()).toMatchObject({ id, status: 'claimed' })
    await passHours(1)
    expect(await record()).toMatchObject({ id, status: 'claimed' })
  })

  it('a case that nobody ever answered ends with an apology and somebody to turn to', async () => {
    await openCase()
    const { id } = await record()
    await passHours(24 * 31)
    expect(await core.store.readCase(id)).toMatchObject({
      status: 'closed',
      outcome: 'unanswered',
    })
    expect(last()).toContain(say('handoff.neverAnswered'))
    expect(last().length).toBeGreaterThan(say('handoff.neverAnswered').length + 20)
  })

  it('a case in which the user still writes is left open', async () => {
    await openCase()
    await passHours(24 * 20)
    await user.say(known)
    await passHours(24 * 20)
    expect(await record()).toMatchObject({ status: 'open' })
  })
})

describe('when a case is over', () => {
  /** A day of its own, on which nothing else is counted. */
  beforeEach(() => {
    now = new Date(now.getTime() + 24 * 3_600_000)
  })
  const today = async () => {
    const day = now.toISOString().slice(0, 10)
    return (await core.store.readCaseResults()).filter((result) => result.day === day)
  }
  const results = async () =>
    (await today()).map(({ outcome, helped, count }) => [outcome, helped, count])

  async function close(): Promise<void> {
    await openCase()
    await act({ kind: 'reply', text: 'Mit Äpfeln.' })
    await act({ kind: 'close', outcome: 'solved' })
  }
  const rate = (helped: boolean) =>
    user.press('rate-case', (action) => action.kind === 'rate-case' && action.helped === helped)

  it('the user is asked whether it helped, and the answer is counted once, without a name', async () => {
    await close()
    expect(last()).toContain(say('handoff.didItHelp'))
    expect(await results()).toEqual([['solved', undefined, 1]])
    expect(textOf(await rate(true))).toBe(say('feedback.thanks'))
    await rate(true)
    expect(await results()).toEqual([['solved', true, 1]])
    await rate(false)
    expect(await results()).toEqual([['solved', false, 1]])
    const [row] = await today()
    expect(Object.keys(row ?? {}).toSorted()).toEqual([
      'count',
      'day',
      'helped',
      'language',
      'outcome',
      'topic',
    ])
  })

  it('is counted once when it is opened again and closed again', async () => {
    await close()
    await rate(false)
    await user.press('reopen-case')
    expect(await results()).toEqual([])
    await act({ kind: 'close', outcome: 'referred' })
    expect(await results()).toEqual([['referred', undefined, 1]])
  })

  it('stays counted when the user is forgotten', async () => {
    await close()
    await rate(true)
    await user.say('/forget')
    await user.say('ja')
    expect(await results()).toEqual([['solved', true, 1]])
  })

  it('the user who went back to the assistant is asked as well', async () => {
    await openCase()
    await act({ kind: 'reply', text: 'Mit Äpfeln.' })
    await user.press('back-to-assistant')
    expect(last()).toContain(say('handoff.didItHelp'))
    await rate(true)
    expect(await results()).toEqual([['returned', true, 1]])
  })

  it('whoever was not helped is offered the same person and an organisation', async () => {
    await close()
    const [reply] = await rate(false)
    expect(reply?.buttons.flat().map(({ action }) => action.kind)).toEqual([
      'reopen-case',
      'name-organisation',
    ])
  })

  it('nobody rates the case of somebody else', async () => {
    await close()
    const action = user.received
      .flatMap(({ buttons }) => buttons.flat())
      .map((button) => button.action)
      .find(({ kind }) => kind === 'rate-case')!
    const stranger = core.user()
    await stranger.send({ kind: 'action', action })
    expect(await results()).toEqual([['solved', undefined, 1]])
  })

  it('its text at the desk goes when the user withdraws, also then', async () => {
    await openCase()
    const { id } = await record()
    await act({ kind: 'close', outcome: 'other' })
    await user.press('withdraw-case')
    expect(await core.store.readCase(id)).toBeUndefined()
    expect(await core.store.readCaseLines(id)).toEqual([])
    expect(await stateOf(core, user)).toBeDefined()
  })
})
