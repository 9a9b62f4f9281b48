/** Golden talks: decision, entry, sources and language, never the prose. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, decide, startCore, stateOf, textOf } from './core.ts'

let core: Core
beforeAll(async () => {
  core = await startCore()
})
afterAll(() => core.stop())

describe('a question that the knowledge base answers', () => {
  it.each([
    ['ar', 'هل يمكنني ترك الأحذية في الدرج أمام باب الشقة؟', 'housing/stairwell-shoes'],
    ['uk', 'скільки застави може вимагати орендодавець', 'housing/deposit'],
    ['en', 'how many days do I have to register my new address', 'authorities/registration'],
    ['de', 'Wie kündige ich meine Wohnung?', 'housing/notice-by-tenant'],
  ])('is answered in %s from the right entry with its sources', async (language, text, entry) => {
    const outcome = await decide(core.services, text)
    expect(outcome.decision).toMatchObject({ kind: 'answer', entry })
    const [answer] = outcome.replies
    expect(answer).toMatchObject({ language, author: 'assistant' })
    expect(answer?.direction).toBe(language === 'ar' ? 'rtl' : 'ltr')
    const sources = answer?.blocks.find((block) => block.kind === 'sources')
    expect(sources?.items.length).toBeGreaterThan(0)
    expect(sources?.items[0]?.checked).toContain('2026')
    const actions = answer?.buttons.flat().map(({ action }) => action.kind)
    expect(actions).toEqual(
      expect.arrayContaining(['feedback', 'ask-person', 'choose-language', 'show-details']),
    )
  })

  it("tells a landlord the landlord's side of a twin, and a tenant the tenant's", async () => {
    const landlord = core.user()
    const forLandlord = textOf(
      await landlord.say('Meine Mieter stellen ihre Schuhe ins Treppenhaus'),
    )
    expect((await stateOf(core, landlord))?.role).toBe('landlord')
    const forTenant = textOf(await landlord.press('set-role'))
    const title = forLandlord.split('\n')[0]
    expect(forTenant.split('\n')[0]).toBe(title)
    expect(forLandlord).toContain('Für Vermieterinnen und Vermieter')
    expect(forLandlord).not.toContain('Für Mieterinnen und Mieter')
    expect(forTenant).toContain('Für Mieterinnen und Mieter')
  })

  it('does not take somebody for a landlord because of a question that landlords ask too', async () => {
    const user = core.user()
    await user.say('Wie hoch darf die Kaution sein?')
    expect((await stateOf(core, user))?.role).toBeUndefined()
  })

  it('always offers a person and names help where the risk is high', async () => {
    const { replies, decision } = await decide(
      core.services,
      'Ich habe einen Brief vom Amt bekommen und verstehe ihn nicht, was muss ich tun?',
    )
    expect(decision).toMatchObject({ kind: 'answer', entry: 'authorities/authority-letter' })
    const [answer] = replies
    expect(answer?.buttons.flat().map(({ action }) => action.kind)).toContain('ask-person')
    expect(textOf(replies)).toContain(core.services.sentences.say('de', 'answer.helpHere'))
  })

  it('understands a follow-up within the last entry', async () => {
    const user = core.user()
    await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    const before = (await stateOf(core, user))?.lastEntry
    await user.say('und wann bekomme ich das zurück?')
    expect(before).toBe('housing/deposit')
    expect((await stateOf(core, user))?.lastEntry).toBe('housing/deposit')
  })

  it('shows the details on request', async () => {
    const user = core.user()
    const short = textOf(await user.say('Wie viel Kaution darf der Vermieter verlangen?'))
    const details = textOf(await user.press('show-details'))
    expect(details.split('\n')[0]).toBe(short.split('\n')[0])
    expect(details).not.toBe(short)
  })
})

describe('a question that the knowledge base does not answer', () => {
  it.each([
    'Wie backe ich einen Apfelkuchen?',
    'What is the best recipe for lasagne?',
    'من فاز بكأس العالم؟',
    'яка завтра погода у Києві',
  ])('gets an open "I do not know", a person and an organisation: %s', async (text) => {
    const outcome = await decide(core.services, text)
    expect(outcome.decision).toEqual({ kind: 'handoff', stage: 'offered' })
    expect(outcome.replies[0]?.buttons.flat().map(({ action }) => action.kind)).toContain(
      'ask-person',
    )
  })

  it('is counted without its text', async () => {
    const user = core.user()
    await user.say('Wie backe ich einen Apfelkuchen?')
    const counted = await core.store.readUnanswered()
    expect(counted.length).toBeGreaterThan(0)
    expect(JSON.stringify(counted)).not.toContain('Fahrrad')
  })
})

describe('in an emergency', () => {
  it.each([
    ['de', 'Hilfe, es brennt in meiner Küche!', 'gas-or-fire'],
    ['ar', 'أريد أن أقتل نفسي', 'suicide'],
    ['uk', "чоловік б'є мене", 'violence-at-home'],
    ['en', 'my baby is not breathing', 'medical-emergency'],
  ])('the card comes before anything else in %s', async (language, text, card) => {
    const { decision, replies } = await decide(core.services, text)
    expect(decision).toEqual({ kind: 'crisis', card })
    const [first] = replies[0]?.blocks ?? []
    expect(replies[0]?.language).toBe(language)
    expect(first?.kind === 'paragraph' && first.content[0]?.phone).toMatch(/^\+?\d+$/)
  })

  it('the card comes also for what stands behind a command', async () => {
    const user = core.user()
    await user.send({ kind: 'command', command: 'person', argument: 'Ich will mich umbringen' })
    expect(user.received[0]?.blocks[0]).toMatchObject({ kind: 'paragraph' })
    expect(textOf(user.received)).toContain('112')
  })

  it('an alarming word alone fires nothing', async () => {
    const { decision } = await decide(
      core.services,
      'Der Rauchmelder piept, weil die Batterie leer ist',
    )
    expect(decision.kind).not.toBe('crisis')
  })
})

describe('language', () => {
  it('stays when one message comes in another language, and changes with the second', async () => {
    const user = core.user()
    await user.say('كم مبلغ التأمين الذي يحق لصاحب البيت أن يطلبه؟')
    const [first] = await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    expect(first?.language).toBe('ar')
    expect(first?.buttons.flat().map(({ action }) => action)).toContainEqual({
      kind: 'set-language',
      language: 'de',
    })
    const [second] = await user.say('Und wie kündige ich meine Wohnung richtig?')
    expect(second?.language).toBe('de')
  })

  it('changes by command and by button, and says the last answer again', async () => {
    const user = core.user()
    await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    const [said, again] = await user.send({ kind: 'command', command: 'language', argument: 'ar' })
    expect(said?.language).toBe('ar')
    expect(again?.direction).toBe('rtl')
    await user.send({ kind: 'command', command: 'language', argument: '' })
    const [back] = await user.press(
      'set-language',
      (action) => action.kind === 'set-language' && action.language === 'uk',
    )
    expect(back?.language).toBe('uk')
  })

  it('is kept by one word, a number and a German term', async () => {
    const user = core.user()
    await user.say('скільки застави може вимагати орендодавець')
    for (const text of ['Kaution', '06217', 'Jobcenter']) {
      const [reply] = await user.say(text)
      expect(reply?.language, text).toBe('uk')
    }
  })
})

describe('what goes before the first question', () => {
  it('does not decide the language of a chat that began with a command or a sticker', async () => {
    for (const first of [
      { kind: 'command', command: 'start', argument: '' } as const,
      { kind: 'unsupported', what: 'sticker' } as const,
    ]) {
      const user = core.user()
      await user.send(first)
      const [answer] = await user.say('هل يمكنني ترك الأحذية في الدرج أمام باب الشقة؟')
      expect(answer?.language).toBe('ar')
    }
  })
})

describe('one word', () => {
  it.each([
    ['سلام', ['ar', 'fa']],
    ['стоп', ['uk', 'ru']],
    ['merhaba', ['tr']],
    ['hallo', ['de']],
  ])('%s is answered in a language that says so', async (text, languages) => {
    const { replies } = await decide(core.services, text)
    expect(languages).toContain(replies[0]?.language)
  })
})

describe('place', () => {
  it('is not what a short question after an open "I do not know" is taken for', async () => {
    const user = core.user()
    await user.say('Wie backe ich einen Apfelkuchen?')
    const replies = await user.say('Kaution')
    // Answered or offered with a button: one word may be short of an answer, but is no place.
    expect(JSON.stringify(replies)).toContain('housing/deposit')
    expect((await stateOf(core, user))?.municipality).toBeUndefined()
  })

  it('is taken in any spelling when it was asked for, and names the nearest help', async () => {
    const user = core.user()
    await user.say('Wie backe ich einen Apfelkuchen?')
    await user.say('merseburg')
    const state = await stateOf(core, user)
    expect(state?.municipality).toBe('15088220')
  })

  it('asks again once when the town is unknown, then lets the matter rest', async () => {
    const user = core.user()
    await user.send({ kind: 'command', command: 'place', argument: '' })
    const [again] = await user.say('Atlantis')
    expect(textOf(again ? [again] : [])).toContain('Atlantis')
    await user.say('Xanadu')
    expect((await stateOf(core, user))?.municipality).toBeUndefined()
  })
})

describe('being forgotten', () => {
  it('is confirmed once, erases everything and says so', async () => {
    const user = core.user()
    await user.say('Wie viel Kaution darf der Vermieter verlangen?')
    await user.send({ kind: 'command', command: 'forget', argument: '' })
    expect(await stateOf(core, user)).toBeDefined()
    const [done] = await user.press(
      'forget',
      (action) => action.kind === 'forget' && action.confirmed,
    )
    expect(textOf(done ? [done] : [])).toBe(core.services.sentences.say('de', 'forget.done'))
    expect(await stateOf(core, user)).toBeUndefined()
    expect(await core.store.readTranscript(user.key, 10)).toEqual([])
  })

  it('takes an open case with it', async () => {
    const user = core.user()
    await user.say('Wie backe ich einen Apfelkuchen?')
    await user.press('ask-person')
    await user.say('ja')
    expect(await core.store.readOpenCase(user.key)).toBeDefined()
    await user.say('/forget')
    await user.say('ja')
    expect(await core.store.readOpenCase(user.key)).toBeUndefined()
  })
})

describe('what cannot be read', () => {
  it.each([
    [{ kind: 'unsupported', what: 'voice' } as const],
    [{ kind: 'text', text: 'x'.repeat(4001) } as const],
    [{ kind: 'text', text: '  \u200b ' } as const],
    [{ kind: 'text', text: '👍' } as const],
  ])('gets a kind sentence: %o', async (content) => {
    const user = core.user()
    const [reply, ...more] = await user.send(content)
    expect(more).toEqual([])
    expect(textOf(reply ? [reply] : []).length).toBeGreaterThan(10)
  })

  it('answers every button of an old message without failing', async () => {
    const user = core.user()
    for (const action of [
      { kind: 'consent', given: true },
      { kind: 'none-of-these' },
      { kind: 'show-entry', entry: 'no/such-entry' },
      { kind: 'back-to-assistant', caseId: 'over' },
      { kind: 'set-place', municipality: '99999999' },
      { kind: 'forget', confirmed: true },
    ] as const) {
      const [reply] = await user.send({ kind: 'action', action })
      expect(textOf(reply ? [reply] : [])).toBe(
        core.services.sentences.say('de', 'chat.staleButton'),
      )
    }
  })
})
