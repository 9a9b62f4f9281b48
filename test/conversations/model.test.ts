/** Talks with a language model behind the conversation: over HTTP, with the real content and grounding. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ModelUses } from '../../src/answering/model-uses.ts'
import { createLanguageModel } from '../../src/answering/models/index.ts'
import type { Services } from '../../src/conversation/turn.ts'
import type { OutboundMessage } from '../../src/message.ts'
import { plainText } from '../../src/message-text.ts'
import {
  type FakeLanguageModel,
  type ModelCall,
  type ScriptedAnswer,
  startFakeLanguageModel,
} from '../fakes/language-model/index.ts'
import { type Core, decide, startCore, textOf } from './core.ts'

const deposit = 'Ich bin ausgezogen. Wann bekomme ich meine Kaution zurück?'
const takesTime =
  'Nach dem Auszug darf die Vermieterseite Schäden oder Schulden prüfen; das dauert oft einige Monate.'
let provider: FakeLanguageModel
let core: Core
/** What every switch brings; a test takes the ones that are on. */
let all: ModelUses
beforeAll(async () => {
  core = await startCore(
    {},
    {
      model: {
        name: 'the provider of the test',
        complete: (request) =>
          createLanguageModel({
            kind: 'openai',
            url: provider.openAiUrl,
            model: provider.model,
            key: provider.key,
          }).complete(request),
      },
      switches: { answers: true, rewrites: true, judges: true, translates: true },
      seconds: 30,
      onGrounded() {},
    },
  )
  if (!core.services.model) throw new Error('The core has no model.')
  all = core.services.model
})
afterAll(() => core.stop())
beforeEach(async () => {
  provider = await startFakeLanguageModel()
})
afterEach(() => provider.close())

function switchOn(...uses: ('compose' | 'rewrite' | 'judge')[]): void {
  const on = Object.entries(all).filter(([name]) => uses.includes(name as 'compose'))
  core.services.model = { patience: all.patience, ...Object.fromEntries(on) }
}

function waitOnly(milliseconds: number): void {
  core.services.model = {
    ...core.services.model,
    patience: () => AbortSignal.timeout(milliseconds),
  }
}

/** What comes with all switches off. */
async function curatedAnswer(...texts: string[]) {
  core.services.model = undefined
  const user = core.user()
  for (const text of texts) await user.say(text)
  return blocksOf(user.received)
}

/** Id of the passage that holds these words. */
function passageWith(call: ModelCall, words: string): string {
  const found = [...call.user.matchAll(/^\[(p\d+)\] ([\s\S]*?)(?=\n\n\[p|\n<\/data)/gm)]
  const id = found.find(([, , text]) => text?.includes(words))?.[1]
  if (!id) throw new Error(`No passage holds "${words}":\n${call.user}`)
  return id
}

const says =
  (...sentences: [text: string, from: string][]) =>
  (call: ModelCall): ScriptedAnswer => ({
    kind: 'json',
    value: {
      sentences: sentences.map(([text, from]) => ({ text, passages: [passageWith(call, from)] })),
    },
  })

const byModel = ({ sentences }: Services) => sentences.say('de', 'answer.byModel')
const blocksOf = (messages: OutboundMessage[]) => messages.map(({ blocks }) => blocks)

describe('an answer put together by a model', () => {
  it('goes out marked as such, with the sources of its passages and the whole text a button away', async () => {
    switchOn('compose')
    provider.answerWith(says([takesTime, 'einige Monate']))
    const user = core.user()
    const [answer] = await user.say(deposit)
    const text = textOf(answer ? [answer] : [])
    expect(text).toContain(takesTime)
    expect(text).toContain(byModel(core.services))
    expect(text).toContain('https://www.gesetze-im-internet.de/bgb/__551.html')
    expect(text).toContain(core.services.sentences.say('de', 'answer.general'))
    const whole = await user.press('show-entry')
    expect(blocksOf(whole)[0]).toEqual((await curatedAnswer(deposit))[0])
  })

  it('is asked for in the language of the reader, and only what passages hold', async () => {
    switchOn('compose')
    provider.answerWith(says([takesTime, 'einige Monate']))
    await core.user().say(deposit)
    const [call] = provider.calls
    expect(call?.name).toBe('answer')
    expect(call?.user).toContain('German (Deutsch)')
    expect(call?.user).toContain(deposit)
    expect(call?.user).not.toMatch(/\]\(https?:|\]\(tel:/)
  })

  it('does not show the provider who asks, and puts the name back', async () => {
    switchOn('compose')
    const name = 'Frau Öztürk'
    provider.answerWith((call) => {
      const placeholder = /⟦name-\d+⟧/.exec(call.user)?.[0] ?? 'nobody'
      return says([`${placeholder}: ${takesTime}`, 'einige Monate'])(call)
    })
    const reply = await core.user().say(`Guten Tag, mein Name ist ${name}. ${deposit}`)
    expect(provider.calls[0]?.user).not.toContain('Öztürk')
    expect(provider.calls[0]?.user).toContain('⟦name-')
    expect(textOf(reply)).toContain(`${name.split(' ')[1]}: ${takesTime}`)
    expect(textOf(reply)).not.toContain('⟦')
  })

  it('gives way to the curated text where a figure is not the entry’s', async () => {
    switchOn('compose')
    provider.answerWith(
      says(
        ['Die Kaution beträgt höchstens 5 Monatsmieten.', 'einige Monate'],
        [takesTime, 'Monate'],
      ),
    )
    const replies = await core.user().say(deposit)
    expect(blocksOf(replies)).toEqual(await curatedAnswer(deposit))
  })

  it('links a telephone number as the entry does, and nothing that the model writes itself', async () => {
    switchOn('compose')
    provider.answerWith(
      says(
        [
          'Bei Rauch im Treppenhaus bleiben Sie in der Wohnung und rufen am Fenster die 112.',
          'Fenster',
        ],
        ['Mehr steht auf [dieser Seite](https://evil.example/x).', 'Fenster'],
      ),
    )
    const replies = await core
      .user()
      .say('Darf ich meine Schuhe im Treppenhaus vor der Tür lassen?')
    const inlines = replies.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'paragraph' ? block.content : [])),
    )
    expect(inlines).toContainEqual({ text: '112', phone: '112' })
    expect(JSON.stringify(replies)).not.toContain('evil')
  })

  it.each<ScriptedAnswer>([
    { kind: 'hang' },
    { kind: 'error', status: 500 },
    { kind: 'error', status: 401 },
    { kind: 'error', status: 429 },
    { kind: 'text', text: 'Gern! Die Kaution ist 5.000 Euro.' },
    { kind: 'half', value: { sentences: [] } },
    { kind: 'json', value: { sentences: [] } },
    { kind: 'json', value: { sentences: [{ text: takesTime, passages: [] }] } },
    { kind: 'json', value: { sentences: [{ text: takesTime, passages: ['p99'] }] } },
    { kind: 'refusal' },
  ])('costs nobody the curated answer: %j', async (answer) => {
    switchOn('compose')
    if (answer.kind === 'hang') waitOnly(200)
    provider.answer(answer)
    const replies = await core.user().say(deposit)
    expect(blocksOf(replies)).toEqual(await curatedAnswer(deposit))
  })

  it.each([
    ['a crisis', 'Mein Mann schlägt mich, ich habe Angst'],
    ['a greeting', 'Hallo'],
    ['what nobody knows', 'Wie backe ich einen Apfelkuchen mit Zimt?'],
  ])('is never asked for in %s', async (_, text) => {
    switchOn('compose')
    expect(blocksOf(await core.user().say(text))).toEqual(await curatedAnswer(text))
    expect(provider.calls).toHaveLength(0)
  })

  it('is never asked for in a matter of high risk', async () => {
    switchOn('compose')
    const text = 'Wie verlängere ich meinen Aufenthaltstitel?'
    const replies = await core.user().say(text)
    const { decision } = await decide({ ...core.services, model: undefined }, text)
    const entry = decision.kind === 'answer' ? decision.entry : 'none'
    expect(core.services.knowledge.entries.get(entry)?.meta.risk).toBe('high')
    expect(blocksOf(replies)).toEqual(await curatedAnswer(text))
    expect(provider.calls).toHaveLength(0)
  })

  it('answers a follow-up from the entry of before', async () => {
    switchOn('compose')
    provider.answerWith(says([takesTime, 'einige Monate']))
    const user = core.user()
    await user.say(deposit)
    const reply = await user.say('Und wie lange dauert das?')
    expect(textOf(reply)).toContain(takesTime)
    expect(textOf(reply)).toContain(byModel(core.services))
  })
})

describe('an answer on its way', () => {
  const second = 'Was übrig bleibt, wird nach der Abrechnung ausgezahlt.'
  const both = () => says([takesTime, 'einige Monate'], [second, 'einige Monate'])
  let drafts: { text: string; draft: string }[]
  beforeEach(() => {
    drafts = []
    core.services.showDraft = async (_, message, draft) => {
      drafts.push({ text: plainText(message), draft })
    }
  })
  afterEach(() => {
    delete core.services.showDraft
  })

  it('is shown sentence by sentence, marked as a machine’s, as one and the same draft', async () => {
    switchOn('compose')
    provider.answerWith(both())
    const reply = await core.user().say(deposit)
    expect(drafts[0]?.text).toContain(takesTime)
    expect(drafts[0]?.text).toContain(byModel(core.services))
    expect(new Set(drafts.map(({ draft }) => draft)).size).toBe(1)
    expect(textOf(reply)).toContain(takesTime)
  })

  it('shows no sentence that grounding holds back, and nothing where the first one is', async () => {
    switchOn('compose')
    const wrong = 'Die Kaution beträgt höchstens 5 Monatsmieten.'
    provider.answerWith(says([takesTime, 'einige Monate'], [wrong, 'einige Monate']))
    await core.user().say(deposit)
    expect(drafts.length).toBeGreaterThan(0)
    expect(drafts.map(({ text }) => text).join()).not.toContain('5 Monatsmieten')
    drafts = []
    provider.answerWith(says([wrong, 'einige Monate'], [takesTime, 'einige Monate']))
    await core.user().say(deposit)
    expect(drafts).toEqual([])
  })

  it('waits for the judge, and is not shown where it says no', async () => {
    switchOn('compose', 'judge')
    provider.answerWith((call) =>
      call.name === 'judge' ? { kind: 'json', value: { answers: 'no' } } : both()(call),
    )
    await core.user().say(deposit)
    expect(drafts).toEqual([])
  })

  it('costs nobody the answer where it can not be shown', async () => {
    switchOn('compose')
    core.services.showDraft = () => Promise.reject(new Error('The channel is away.'))
    provider.answerWith(both())
    expect(textOf(await core.user().say(deposit))).toContain(takesTime)
  })
})

describe('a model as judge', () => {
  const judges = (answers: string) => {
    provider.answerWith(() => ({ kind: 'json', value: { answers } }))
  }

  it('takes an answer back, and the user is asked', async () => {
    switchOn('judge')
    judges('no')
    const outcome = await decide(core.services, deposit)
    expect(outcome.decision).toMatchObject({ kind: 'clarify', question: 'entry' })
  })

  it.each(['yes', 'partly'])('lets an answer stand with "%s"', async (answers) => {
    switchOn('judge')
    judges(answers)
    expect((await decide(core.services, deposit)).decision).toMatchObject({ kind: 'answer' })
    expect(provider.calls.map(({ name }) => name)).toEqual(['judge'])
  })

  it('lets it stand as well where it says nothing', async () => {
    switchOn('judge')
    waitOnly(200)
    provider.answer({ kind: 'hang' })
    expect((await decide(core.services, deposit)).decision).toMatchObject({ kind: 'answer' })
  })

  it('is never asked to answer what nobody knows', async () => {
    switchOn('judge')
    const outcome = await decide(core.services, 'Wie backe ich einen Apfelkuchen mit Zimt?')
    expect(outcome.decision.kind).not.toBe('answer')
    expect(provider.calls).toHaveLength(0)
  })
})

describe('a model that rewrites', () => {
  const story =
    'Hallo zusammen ich schreibe weil ich gar nicht mehr weiter weiß es ist alles so viel gewesen mit dem Umzug und dem Geld und er hat gesagt das kommt noch und jetzt sind schon Wochen vorbei und nichts ist da'
  const rewrites = (question: string) => {
    provider.answerWith(() => ({ kind: 'json', value: { question } }))
  }

  it('is not needed where the message says what it asks', async () => {
    switchOn('rewrite')
    expect((await decide(core.services, deposit)).decision.kind).toBe('answer')
    expect(provider.calls).toHaveLength(0)
  })

  it('brings no matter up that the message did not find itself', async () => {
    switchOn('rewrite')
    rewrites('Wie viel Rundfunkbeitrag muss ich zahlen?')
    const outcome = await decide(core.services, story)
    const before = await decide({ ...core.services, model: undefined }, story)
    expect(provider.calls).toHaveLength(1)
    expect(outcome.decision).toEqual(before.decision)
  })

  it('sharpens a follow-up within the entry of before', async () => {
    switchOn('rewrite')
    rewrites('Was darf von der Kaution abgezogen werden?')
    const user = core.user()
    await user.say(deposit)
    const reply = await user.say('Und was darf er davon behalten?')
    expect(textOf(reply)).toContain('Normale Abnutzung')
    expect(provider.calls[0]?.user).toContain(deposit)
    expect(textOf(reply)).not.toContain(byModel(core.services))
  })
})

describe('all switches at once', () => {
  it('share one time limit, and the curated answer goes out at its end', async () => {
    let waits = 0
    switchOn('compose', 'rewrite', 'judge')
    core.services.model = {
      ...core.services.model,
      patience() {
        waits++
        return AbortSignal.timeout(200)
      },
    }
    provider.answerWith(() => ({ kind: 'hang' }))
    const user = core.user()
    await user.say(deposit)
    await user.say('Und wie lange dauert das?')
    expect(waits).toBe(2)
    expect(blocksOf(user.received)).toEqual(
      await curatedAnswer(deposit, 'Und wie lange dauert das?'),
    )
  })
})
