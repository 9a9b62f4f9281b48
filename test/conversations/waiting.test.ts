/** Whoever waits for a person is told by when to expect an answer, and is not forgotten. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Core, startCore, textOf, type User } from './core.ts'

let core: Core
let user: User
let now: Date
beforeEach(async () => {
  now = new Date('2026-11-23T09:00:00+01:00')
  core = await startCore({ now: () => now })
  user = core.user()
})
afterEach(() => core.stop())

function mediator(name: string, settings: object = {}): Promise<void> {
  return core.store.createAccount({
    id: name.toLowerCase(),
    name,
    administrator: false,
    passphraseHash: '',
    createdAt: now.toISOString(),
    settings: JSON.stringify(settings),
  })
}

async function openCase(question: string) {
  await user.say(question)
  await user.press('ask-person')
  const said = textOf(
    await user.press('consent', (action) => action.kind === 'consent' && action.given),
  )
  return { said, record: (await core.store.readOpenCase(user.key))! }
}

const german = 'Wie backe ich einen Apfelkuchen?'

it('promises an answer within opening hours, in the language of the user', async () => {
  await mediator('Mira', { languages: ['uk'] })
  now = new Date('2026-11-27T15:00:00+01:00')
  const { said, record } = await openCase('як спекти яблучний пиріг?')
  expect(said).toContain('понеділок, 30 листопада')
  expect(said).toContain('11:00')
  expect(record).toMatchObject({
    asked: { account: 'mira', name: 'Mira' },
    promisedBy: '2026-11-30T10:00:00.000Z',
  })
  expect(
    user.received
      .at(-1)
      ?.buttons.flat()
      .map(({ action }) => action.kind),
  ).toEqual(['withdraw-case'])
})

it('says that nobody writes the language, and how to get an interpreter', async () => {
  await mediator('Mira', { languages: ['de'] })
  const { said } = await openCase('як спекти яблучний пиріг?')
  expect(said).toContain('Українська')
  await user.press('show-entry')
  expect(textOf(user.received.slice(-1))).toContain('SiSA')
})

it('reminds the desk once, then asks the next one, and tells the user each time', async () => {
  await mediator('Mira')
  await mediator('Omar', { paused: true })
  const { record } = await openCase(german)
  const before = user.received.length
  now = new Date('2026-11-23T10:20:00+01:00')
  await core.look()
  expect(user.received).toHaveLength(before)

  now = new Date('2026-11-23T10:31:00+01:00')
  await core.look()
  await core.look()
  expect(textOf(user.received.slice(before))).toBe(
    core.services.sentences.say('de', 'handoff.reminded'),
  )

  await core.store.writeAccountSettings('omar', '{}')
  now = new Date('2026-11-23T13:01:00+01:00')
  await core.look()
  await core.look()
  expect(user.received).toHaveLength(before + 2)
  expect(textOf(user.received.slice(-1))).toContain(
    core.services.sentences.say('de', 'handoff.rerouted'),
  )
  expect(await core.store.readOpenCase(user.key)).toMatchObject({
    asked: { account: 'omar' },
    askedBefore: ['mira'],
    reminded: false,
  })
  const lines = await core.store.readCaseLines(record.id)
  expect(lines.slice(-2)).toMatchObject([
    { author: 'system', text: 'reminded' },
    { author: 'system', text: 'rerouted', name: 'Omar' },
  ])
})

it('frees the case of a mediator who claimed it and fell silent', async () => {
  await mediator('Mira')
  const { record } = await openCase(german)
  await core.act('Mira', { kind: 'claim' }, record)
  for (const time of ['11:00', '14:00', '15:30']) {
    now = new Date(`2026-11-23T${time}:00+01:00`)
    await core.look()
  }
  const freed = await core.store.readOpenCase(user.key)
  expect(freed).toMatchObject({ status: 'open', askedBefore: ['mira'] })
  expect(freed?.claimedBy).toBeUndefined()
  expect(freed?.asked).toBeUndefined()
})

it('leaves alone who was answered', async () => {
  await mediator('Mira')
  const { record } = await openCase(german)
  await core.act('Mira', { kind: 'reply', text: 'Mit Äpfeln.' }, record)
  const before = user.received.length
  now = new Date('2026-11-24T17:00:00+01:00')
  await core.look()
  expect(user.received).toHaveLength(before)
})
