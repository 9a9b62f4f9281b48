/** User and mediator each write their own language; a scripted translator stands in for the service. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createReader } from '../../src/handoff/translation/index.ts'
import { type Core, startCore, textOf, type User } from './core.ts'

const translations: Record<string, string> = {
  'як спекти яблучний пиріг?': 'Wie backt man Apfelkuchen?',
  'Bis zum 24. Dezember.': 'До 24 грудня.',
  'Rufen Sie 112 an.': 'Телефонуйте 113.',
  'дякую вам': 'Danke Ihnen',
  'Die Kaution zahlt das Jobcenter.': 'Kaution сплачує Jobcenter.',
}

let core: Core
let user: User
let asked: string[]
let kept: readonly string[]
beforeEach(async () => {
  asked = []
  core = await startCore({
    translatedBy: 'Test',
    readIn: createReader(
      {
        name: 'Test',
        async translate({ text, from, to, keep = [] }) {
          asked.push(`${from} ${to} ${text}`)
          kept = keep
          const translation = translations[text]
          if (!translation) throw new Error('not scripted')
          return translation
        },
      },
      () => undefined,
    ),
  })
  user = core.user()
  await user.say('як спекти яблучний пиріг?')
  await user.press('ask-person')
  await user.press('consent', (action) => action.kind === 'consent' && action.given)
})
afterEach(() => core.stop())

const openCase = async () => (await core.store.readOpenCase(user.key))!
const lines = async () => core.store.readCaseLines((await openCase()).id)

it('tells who will translate before the user agrees', () => {
  const preview = textOf(user.received.slice(-2, -1))
  expect(preview).toContain(
    core.services.sentences.say('uk', 'handoff.previewTranslator', { service: 'Test' }),
  )
})

describe('a mediator reads', () => {
  it('the question as it was written, with a translation', async () => {
    expect((await lines()).at(-1)).toMatchObject({
      author: 'user',
      text: 'як спекти яблучний пиріг?',
      translation: { kind: 'translated', text: 'Wie backt man Apfelkuchen?', by: 'Test' },
    })
  })

  it('what the user writes later, too', async () => {
    await core.act('Mira', { kind: 'reply', text: 'Bis zum 24. Dezember.' }, await openCase())
    await user.say('дякую вам')
    expect((await lines()).at(-1)).toMatchObject({
      text: 'дякую вам',
      translation: { kind: 'translated', text: 'Danke Ihnen' },
    })
  })

  it('as it stands what the user writes in the language of the desk', async () => {
    await core.act('Mira', { kind: 'reply', text: 'Bis zum 24. Dezember.' }, await openCase())
    asked = []
    await user.say('Vielen Dank, dann komme ich am Montag mit meiner Schwester vorbei.')
    expect(asked).toEqual([])
    expect((await lines()).at(-1)?.translation).toBeUndefined()
  })

  it('at once what may be an emergency, also before anybody answered', async () => {
    asked = []
    const replies = await user.say('я хочу вмерти')
    expect(replies).toHaveLength(1)
    expect(asked).toEqual([])
    expect((await lines()).map(({ text }) => text)).toContain('я хочу вмерти')
  })

  it('at once, without a translation, what may be an emergency', async () => {
    await core.act('Mira', { kind: 'reply', text: 'Bis zum 24. Dezember.' }, await openCase())
    asked = []
    const replies = await user.say('я хочу вмерти')
    expect(replies).toHaveLength(1)
    expect(asked).toEqual([])
  })
})

describe('a user reads', () => {
  it('as it stands what the mediator wrote in the language of the user', async () => {
    asked = []
    const text = 'Добрий день, я вже запитала у вашої сусідки про пиріг.'
    await core.act('Mira', { kind: 'reply', text }, await openCase())
    expect(asked).toEqual([])
    const said = textOf(user.received.slice(-1))
    expect(said).toContain(text)
    expect(said).not.toContain('Test')
    expect((await lines()).at(-1)?.translation).toBeUndefined()
  })

  it('the translation first, who made it, and the original below', async () => {
    await core.act('Mira', { kind: 'reply', text: 'Bis zum 24. Dezember.' }, await openCase())
    const said = textOf(user.received.slice(-1))
    expect(said.indexOf('До 24 грудня.')).toBeGreaterThan(-1)
    expect(said.indexOf('Bis zum 24. Dezember.')).toBeGreaterThan(said.indexOf('Test'))
    expect((await lines()).at(-1)).toMatchObject({
      author: 'mediator',
      text: 'Bis zum 24. Dezember.',
      translation: { text: 'До 24 грудня.' },
    })
  })

  it('German terms in German, with what they mean in the language of the user', async () => {
    const text = 'Die Kaution zahlt das Jobcenter.'
    await core.act('Mira', { kind: 'reply', text }, await openCase())
    expect(kept).toEqual(['Kaution', 'Jobcenter'])
    const { explanations } = core.services.knowledge.glossary.Kaution!
    const said = textOf(user.received.slice(-1))
    expect(said).toContain(`Kaution: ${explanations.uk}`)
    expect(said.indexOf('Kaution сплачує')).toBeLessThan(said.indexOf('Kaution: '))
  })

  it.each([
    ['lost a number', 'Rufen Sie 112 an.'],
    ['failed', 'Nicht übersetzbar.'],
  ])('the original with a warning where the translation %s', async (_what, text) => {
    await core.act('Mira', { kind: 'reply', text }, await openCase())
    const said = textOf(user.received.slice(-1))
    expect(said).toContain(text)
    expect(said).toContain(core.services.sentences.say('uk', 'translation.unsure'))
    expect(said).not.toContain('113')
    expect((await lines()).at(-1)).toMatchObject({ translation: { kind: 'unsure' } })
  })
})
