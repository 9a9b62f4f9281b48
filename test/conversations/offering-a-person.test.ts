/** When a person is offered, and what is shown before anything is passed on. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Action, OutboundMessage } from '../../src/message.ts'
import { type Core, decide, startCore, stateOf, textOf, type User } from './core.ts'

let core: Core
let user: User
beforeAll(async () => {
  core = await startCore()
})
afterAll(() => core.stop())
beforeEach(() => {
  user = core.user()
})

const say = (key: string, values?: Record<string, string>) =>
  core.services.sentences.say('de', key, values)
const actions = (messages: OutboundMessage[]) =>
  messages.flatMap(({ buttons }) => buttons.flat()).map(({ action }) => action)
const kinds = (messages: OutboundMessage[]) => actions(messages).map(({ kind }) => kind)
const consent = (withContact: boolean) => (action: Action) =>
  action.kind === 'consent' && action.given && (action.withContact === true) === withContact
const linesOfCase = async () => {
  const record = await core.store.readOpenCase(user.key)
  return (await core.store.readCaseLines(record?.id ?? '')).map(({ text }) => text)
}

const deposit = 'Wie viel Kaution darf der Vermieter verlangen?'
const notHelped = (action: Action) => action.kind === 'feedback' && !action.helped

describe('a person is offered', () => {
  it('when one is asked for', async () => {
    await user.say(deposit)
    const replies = await user.say('Ich möchte mit einem Menschen sprechen')
    expect(kinds(replies)).toContain('consent')
  })

  it('when nothing was found', async () => {
    const { decision, replies } = await decide(core.services, 'Wie backe ich einen Apfelkuchen?')
    expect(decision).toEqual({ kind: 'handoff', stage: 'offered' })
    expect(kinds(replies)).toContain('ask-person')
  })

  it('among others after one answer that did not help, and first of all after the second', async () => {
    await user.say(deposit)
    const once = await user.press('feedback', notHelped)
    expect(kinds(once)).toEqual(['ask-person', 'name-organisation'])
    await user.say('Wie kündige ich meine Wohnung?')
    const twice = await user.press('feedback', notHelped)
    expect(textOf(twice)).toContain(say('feedback.sorryAgain'))
    expect(kinds(twice)).toEqual(['consent', 'consent'])
    expect(await core.store.readOpenCase(user.key)).toBeUndefined()
  })

  it('among others again after an answer that helped, and after a person was asked', async () => {
    await user.say(deposit)
    await user.press('feedback', notHelped)
    await user.press('feedback', (action) => action.kind === 'feedback' && action.helped)
    expect(kinds(await user.press('feedback', notHelped))).toContain('name-organisation')
    await user.press('feedback', notHelped)
    await user.press('consent', consent(false))
    expect((await stateOf(core, user))?.notHelped).toBeUndefined()
  })

  it('below an answer of high risk, with the button on top', async () => {
    const { decision, replies } = await decide(
      core.services,
      'Ich habe einen Brief vom Amt bekommen und verstehe ihn nicht, was muss ich tun?',
    )
    expect(decision).toMatchObject({ entry: 'authorities/authority-letter' })
    expect(replies[0]?.buttons[0]?.[0]?.action.kind).toBe('ask-person')
    expect(textOf(replies)).toContain(say('handoff.offer'))
  })

  it('above the answer where the entry says so', async () => {
    const action = { kind: 'show-entry', entry: 'housing/eviction' } as const
    const replies = await user.send({ kind: 'action', action })
    expect(textOf(replies.slice(0, 1)).startsWith(say('handoff.offer'))).toBe(true)
    expect(replies[0]?.buttons[0]?.[0]?.action.kind).toBe('ask-person')
  })

  it('as one button among others where no rule says more', async () => {
    const { replies } = await decide(core.services, deposit)
    expect(textOf(replies)).not.toContain(say('handoff.offer'))
    expect(kinds(replies)[0]).not.toBe('ask-person')
    expect(kinds(replies)).toContain('ask-person')
  })

  it('below a crisis card, and gets what was written there', async () => {
    const card = await user.say('Mein Mann schlägt mich')
    expect(kinds(card)).toEqual(['ask-person'])
    const preview = await user.press('ask-person')
    expect(textOf(preview)).toContain('Mein Mann schlägt mich')
    expect(kinds(preview)).toContain('consent')
  })

  it('no second time while one has the case', async () => {
    await user.say(deposit)
    await user.press('ask-person')
    await user.press('consent', consent(false))
    const replies = await user.say(
      'Ich habe einen Brief vom Amt bekommen und verstehe ihn nicht, was muss ich tun?',
    )
    expect(textOf(replies)).not.toContain(say('handoff.offer'))
  })
})

describe('an authority that wants free interpreters', () => {
  const wish =
    'Wir sind das Jobcenter und brauchen einen Dolmetscher für ein Gespräch mit einem Kunden'

  it.each([
    ['asks for one', async () => user.say(wish)],
    [
      'asks for a person about it',
      async () => user.send({ kind: 'command', command: 'person', argument: wish }),
    ],
    [
      'asks for a person first',
      async () => {
        await user.send({ kind: 'command', command: 'person', argument: '' })
        return user.say(wish)
      },
    ],
  ])('and %s gets the entry on that, and no case', async (_how, ask) => {
    const replies = await ask()
    expect((await stateOf(core, user))?.lastEntry).toBe('authorities/interpreter-for-authorities')
    expect(kinds(replies)).not.toContain('consent')
    expect(kinds(replies)).not.toContain('ask-person')
    await user.press('feedback', notHelped)
    expect(kinds(await user.press('feedback', notHelped))).toEqual(['name-organisation'])
  })

  it('may ask a person about something else', async () => {
    await user.say(wish)
    const replies = await user.send({
      kind: 'command',
      command: 'person',
      argument: 'Wie erreichen wir Ihren Verein für ein gemeinsames Sommerfest?',
    })
    expect(kinds(replies)).toContain('consent')
  })

  it('is not whom a tenant is taken for', async () => {
    await user.say('Mein Vermieter spricht nur Deutsch. Wie bekomme ich einen Dolmetscher?')
    const replies = await user.send({ kind: 'command', command: 'person', argument: '' })
    expect(kinds(replies)).toContain('consent')
  })
})

describe('what is passed on', () => {
  it('is what the user wrote, and of the answers their titles', async () => {
    await user.say(deposit)
    await user.press('show-details')
    await user.say('Wie backe ich einen Apfelkuchen?')
    await user.press('ask-person')
    await user.press('consent', consent(false))
    const title = core.services.knowledge.entries.get('housing/deposit')?.texts.get('de')?.title
    expect(await linesOfCase()).toEqual([deposit, title, 'Wie backe ich einen Apfelkuchen?'])
  })

  it('names the answer that was shown to this very question, and no preview of before', async () => {
    await user.say(deposit)
    await user.press('ask-person')
    await user.press('consent', (action) => action.kind === 'consent' && !action.given)
    await user.press('ask-person')
    await user.press('consent', consent(false))
    const title = core.services.knowledge.entries.get('housing/deposit')?.texts.get('de')?.title
    expect(await linesOfCase()).toEqual([title, deposit])
  })
})

describe('a number and a name that the user typed', () => {
  const question = 'Ich heiße Samir Haddad, rufen Sie mich an: 0151 23456789. Wie backe ich Kuchen?'
  const covered = 'Ich heiße [Name], rufen Sie mich an: [Telefonnummer]. Wie backe ich Kuchen?'
  beforeEach(async () => {
    await user.say(question)
  })

  it('are shown covered and uncovered before the user chooses', async () => {
    const preview = textOf(await user.press('ask-person'))
    expect(preview).toContain(covered)
    expect(preview).toContain('[Name] Samir Haddad')
    expect(preview).toContain('[Telefonnummer] 0151 23456789')
    expect(preview).not.toContain(say('handoff.previewPrivacy'))
  })

  it('stay covered unless the user allows them, also in what is read along later', async () => {
    await user.press('ask-person')
    await user.press('consent', consent(false))
    await user.say('Meine Nummer ist 0151 23456789, wie hoch ist die Kaution?')
    const lines = (await linesOfCase()).join('\n')
    expect(lines).toContain(covered)
    expect(lines).toContain('Meine Nummer ist [Telefonnummer]')
    expect(lines).not.toContain('23456789')
    expect(lines).not.toContain('Haddad')
  })

  it('stay covered where the user types yes', async () => {
    await user.press('ask-person')
    await user.say('ja')
    expect((await linesOfCase()).join()).not.toContain('23456789')
  })

  it('go along as they were written where the user allows it', async () => {
    await user.press('ask-person')
    await user.press('consent', consent(true))
    await user.say('Meine Nummer ist 0151 23456789, wie hoch ist die Kaution?')
    const lines = await linesOfCase()
    expect(lines[0]).toBe(question)
    expect(lines.join()).toContain('Meine Nummer ist 0151 23456789')
  })

  it('go to the person as they are once the user writes to them directly', async () => {
    await user.press('ask-person')
    await user.press('consent', consent(false))
    const record = (await core.store.readOpenCase(user.key))!
    await core.act('Mira', { kind: 'reply', text: 'Unter welcher Nummer?' }, record)
    await user.say('0151 23456789')
    expect((await linesOfCase()).at(-1)).toBe('0151 23456789')
  })
})

it('leaves one choice where there is nothing to cover', async () => {
  await user.say('Wie backe ich einen Apfelkuchen?')
  const preview = await user.press('ask-person')
  expect(kinds(preview)).toEqual(['consent', 'consent'])
  expect(textOf(preview)).toContain(say('handoff.previewPrivacy'))
})
