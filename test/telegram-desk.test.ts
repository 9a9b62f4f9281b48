/** The mediators' desk in a Telegram group: real core and database, a strict stand-in for Telegram. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { anonymousAdministrator } from './fakes/telegram-bot-api/index.ts'
import {
  aylin,
  ben,
  buildTelegramDeskServices,
  groupId,
  openTelegramDeskHouse,
  question,
  type TelegramDeskHouse,
  type TelegramUser,
} from './telegram-desk-house.ts'

let house: TelegramDeskHouse
let user: TelegramUser
const say = (key: string, values?: Record<string, string>) =>
  house.services.sentences.say('de', key, values)
/** Names are set apart from the sentence around them. */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
const heard = () => plain(user.heard())
const patience = { timeout: 10_000 }

let built: Awaited<ReturnType<typeof buildTelegramDeskServices>>
beforeAll(async () => {
  built = await buildTelegramDeskServices()
})
afterAll(() => built.retriever.close())
beforeEach(async () => {
  house = await openTelegramDeskHouse(built.services)
  user = house.user(77)
})
afterEach(() => house.close())

/** A case with its topic and its card. */
async function opened() {
  const record = await user.openCase()
  const topic = await house.topic()
  await house.card(topic)
  return { record, topic }
}
async function press(by: typeof aylin, topic: number, data: string) {
  await vi.waitFor(async () => {
    const card = await house.card(topic)
    expect(card.buttons.flat().map((button) => button.callback_data)).toContain(data)
  }, patience)
  await house.group.press(by, await house.card(topic), data)
  await house.settle()
}
/** What mediators read at the top of the screen after a press. */
const toasts = () =>
  house.telegram.calls
    .filter(({ method, parameters }) => method === 'answerCallbackQuery' && parameters.text)
    .map(({ parameters }) => parameters.text)
async function write(by: typeof aylin, text: string, topic?: number) {
  const update = await house.group.write(by, text, topic)
  await house.settle()
  return update
}

describe('a case', () => {
  it('is a topic with a pinned card: topic, place, language, since when, the question', async () => {
    const { topic } = await opened()
    const card = await house.card(topic)
    for (const part of [
      question,
      say('desk.case.no-place'),
      'Deutsch',
      'Telegram',
      say('desk.case.free'),
      'wartet seit: ',
    ])
      expect(plain(card.text)).toContain(part)
    expect(card.buttons.flat().map(({ text }) => text)).toEqual([
      say('desk.claim'),
      say('desk.close'),
    ])
    const name = house.group.topics()[0]?.name
    expect(name).toMatch(/^🆕 Deutsch · \S.* · Ort unbekannt$/)
    expect(name).not.toContain('Apfelkuchen')
  })

  it('is claimed by a button: the one card and the name of the topic change', async () => {
    const { topic } = await opened()
    const { messageId } = await house.card(topic)
    await press(aylin, topic, 'desk claim')
    const card = await house.card(topic, (text) => expect(plain(text)).toContain('Bei Aylin'))
    expect(card.messageId).toBe(messageId)
    await house.topic(({ name }) => expect(name).toMatch(/^👤/))
    expect(await house.store().readOpenCase(user.key)).toMatchObject({
      claimedBy: { account: `telegram:${aylin.id}`, name: 'Aylin' },
    })
    expect(heard()).toContain(say('handoff.claimed', { name: 'Aylin' }))
  })

  it('is handed back, closed with an outcome and opened again, and its topic with it', async () => {
    const { record, topic } = await opened()
    await press(aylin, topic, 'desk claim')
    await press(aylin, topic, 'desk ask release')
    await press(aylin, topic, 'desk release')
    await press(ben, topic, 'desk ask close')
    await press(ben, topic, 'desk close referred')
    await house.card(topic, (text) => expect(text).toContain(say('desk.outcome.referred')))
    await house.topic(({ isClosed, name }) => {
      expect(isClosed).toBe(true)
      expect(name).toMatch(/^✅/)
    })
    expect(await house.store().readCase(record.id)).toMatchObject({
      status: 'closed',
      outcome: 'referred',
    })
    await press(aylin, topic, 'desk reopen')
    await house.topic(({ isClosed }) => expect(isClosed).toBe(false))
    await house.card(topic, (text) => expect(plain(text)).toContain('Bei Aylin'))
  })

  it('is opened again, with its topic, when the user has one more question', async () => {
    const { topic } = await opened()
    await write(aylin, 'Mit Zimt.', topic)
    await press(aylin, topic, 'desk ask close')
    await press(aylin, topic, 'desk close solved')
    await house.topic(({ isClosed }) => expect(isClosed).toBe(true))
    await user.press('reopen-case')
    await house.topic(({ isClosed }) => expect(isClosed).toBe(false))
    await house.lines(topic, (texts) =>
      expect(texts.join()).toContain(say('desk.system.user-reopened')),
    )
  })

  it('asks once more before it closes, and a change of mind brings the buttons back', async () => {
    const { topic } = await opened()
    await press(aylin, topic, 'desk ask close')
    await press(aylin, topic, 'desk ask nothing')
    await press(aylin, topic, 'desk claim')
    await house.card(topic, (text) => expect(plain(text)).toContain('Bei Aylin'))
    expect(toasts()[0]).toBe(say('desk.close.outcome'))
  })

  it('that another has is not taken away: whoever tries reads why', async () => {
    const { topic } = await opened()
    await press(aylin, topic, 'desk claim')
    await press(ben, topic, 'desk ask release')
    await press(ben, topic, 'desk release')
    expect(toasts().at(-1)).toBe(say('desk.error.case-claimed'))
    await write(ben, 'Ich mische mich ein', topic)
    await house.lines(topic, (texts) =>
      expect(texts.join()).toContain(say('desk.error.case-claimed')),
    )
    expect(heard()).not.toContain('Ich mische mich ein')
    expect(await house.store().readOpenCase(user.key)).toMatchObject({ status: 'claimed' })
  })

  it('shows what happened at another desk, and a mediator there goes on', async () => {
    const { record, topic } = await opened()
    await house.act('Mira', { kind: 'reply', text: 'Guten Tag aus dem Browser' }, record)
    await house.card(topic, (text) => expect(plain(text)).toContain('Bei Mira'))
    const texts = await house.lines(topic, (found) => expect(found.join()).toContain('Browser'))
    expect(plain(texts.join())).toContain('Mira')
  })

  it('that the user withdraws is taken out of the group with all that was said', async () => {
    const { topic } = await opened()
    await write(aylin, '/note Bitte leise sein', topic)
    await user.say('Mein geheimer Nachsatz')
    await house.lines(topic, (texts) => expect(texts.join()).toContain('Nachsatz'))
    await user.press('withdraw-case')
    await vi.waitFor(() => expect(house.group.topics()).toEqual([]), patience)
    expect(house.group.messagesIn(topic)).toEqual([])
    const desk = `telegram ${groupId}`
    await vi.waitFor(async () => expect(await house.store().listDeskCases(desk)).toEqual([]))
  })

  it('gets a new topic with everything in it where somebody has deleted its own', async () => {
    const { topic } = await opened()
    await write(aylin, 'Mit Zimt und etwas Zitrone.', topic)
    house.group.deleteTopic(topic)
    await user.say('Noch jemand da?')
    const anew = await house.topic(({ id }) => expect(id).not.toBe(topic))
    await house.lines(anew, (texts) => {
      expect(texts.join()).toContain('Zimt')
      expect(texts.join()).toContain('Noch jemand da?')
    })
  })

  it('gets a new card where somebody has deleted its own', async () => {
    const { topic } = await opened()
    const { messageId } = await house.card(topic)
    const { messages } = house.telegram
    messages.splice(
      messages.findIndex((message) => message.messageId === messageId),
      1,
    )
    await house.act('Mira', { kind: 'claim' }, (await house.store().readOpenCase(user.key))!)
    await vi.waitFor(
      () =>
        expect(
          plain(
            house.group
              .messagesIn(topic)
              .map(({ text }) => text)
              .join(),
          ),
        ).toContain('Bei Mira'),
      patience,
    )
  })

  it('stays open as a topic while it is open as a case, whoever closes the topic by hand', async () => {
    const { topic } = await opened()
    const [state] = house.group.topics()
    Object.assign(state!, { isClosed: true, name: 'Von Hand' })
    await house.group.send(aylin, { forum_topic_closed: {} }, topic)
    await house.topic(({ isClosed, name }) => {
      expect(isClosed).toBe(false)
      expect(name).toMatch(/^🆕/)
    })
  })
})

describe('the topic of a case', () => {
  it('carries a reply to the user as from that person, and the user back, without an echo', async () => {
    const { topic } = await opened()
    await write(aylin, 'Mit Zimt und etwas Zitrone.', topic)
    expect(user.received().at(-1)?.text).toContain('👤')
    expect(heard()).toContain('Mit Zimt und etwas Zitrone.')
    expect(heard()).toContain(say('handoff.fromPerson', { name: 'Aylin' }))
    await user.say('Danke, das hilft mir sehr!')
    const texts = await house.lines(topic, (found) =>
      expect(found.join()).toContain('Danke, das hilft mir sehr!'),
    )
    expect(texts.join()).not.toContain('Zimt')
    expect(texts.join()).toContain(say('desk.author.user'))
  })

  it('shows the translation first where there is one, and the words as they were written', async () => {
    house.services.readIn = async ({ text }) => ({
      kind: 'translated',
      text: `auf Deutsch: ${text}`,
      language: 'de',
      by: 'TestTranslator',
    })
    const { topic } = await opened()
    const card = await house.card(topic)
    expect(card.text).toContain(`auf Deutsch: ${question}`)
    const [first] = await house.lines(topic, (texts) => expect(texts.length).toBeGreaterThan(0))
    expect(first).toContain(say('desk.translation.original'))
    expect(plain(first ?? '')).toContain(
      say('desk.translation.machine', { service: 'TestTranslator' }),
    )
    await write(aylin, 'Antwort', topic)
    await house.lines(topic, (texts) => {
      expect(texts.join()).toContain(say('desk.translation.sent'))
      expect(texts.join()).toContain('auf Deutsch: Antwort')
    })
  })

  it('keeps a note inside, and anything with a slash that is no command', async () => {
    const { record, topic } = await opened()
    const before = user.received().length
    await write(aylin, '/note Bitte vorsichtig sein', topic)
    await write(aylin, '/notiz Bitte leise sein', topic)
    await write(aylin, '/note@lotse_fake_bot Bitte ruhig sein', topic)
    await house.lines(topic, (texts) => expect(texts.join()).toContain(say('desk.note.hint')))
    expect(user.received()).toHaveLength(before)
    const lines = await house.store().readCaseLines(record.id)
    expect(lines.filter(({ author }) => author === 'note').map(({ text }) => text)).toEqual([
      'Bitte vorsichtig sein',
      'Bitte ruhig sein',
    ])
    expect(lines.map(({ text }) => text).join()).not.toContain('leise')
  })

  it('offers with /over who acted in the group and is still there, and hands over by a button', async () => {
    const { topic } = await opened()
    await write(ben, '/note Ich kenne das', topic)
    await write(aylin, 'Ich helfe Ihnen.', topic)
    await write(aylin, '/over', topic)
    const menu = await vi.waitFor(() => {
      const found = house.group
        .messagesIn(topic)
        .find(({ text }) => text.includes(say('desk.hand-over.to')))
      expect(found).toBeDefined()
      return found!
    }, patience)
    expect(menu.buttons.flat().map(({ text }) => text)).toEqual(['Ben', say('desk.dismiss')])
    await house.group.press(aylin, menu, `desk over telegram:${ben.id}`)
    await house.settle()
    await house.card(topic, (text) => expect(plain(text)).toContain('Bei Ben'))
    await vi.waitFor(() => expect(house.group.messagesIn(topic)).not.toContain(menu), patience)
    await house.group.leave(aylin)
    await write(ben, '/over', topic)
    await house.lines(topic, (texts) =>
      expect(texts.join()).toContain(say('desk.hand-over.nobody')),
    )
  })

  it('hands the case over by name, also to an account of the web desk', async () => {
    await house.store().createAccount({
      id: 'account-mira',
      name: 'Mira',
      administrator: false,
      passphraseHash: 'hash',
      createdAt: new Date().toISOString(),
      settings: '{}',
    })
    const { topic } = await opened()
    await write(aylin, '/over Nobody', topic)
    await house.lines(topic, (texts) => expect(texts.join()).toContain(say('desk.hand-over.to')))
    await write(aylin, '/over mira', topic)
    await house.card(topic, (text) => expect(plain(text)).toContain('Bei Mira'))
  })

  it('brings an edited reply to the user as a correction, once for each change', async () => {
    const { topic } = await opened()
    const reply = await write(aylin, 'Das Amt öffnet um 8 Uhr.', topic)
    await house.group.edit(reply, 'Das Amt öffnet um 9 Uhr.')
    await house.settle()
    expect(heard()).toContain(say('handoff.corrected', { name: 'Aylin' }))
    expect(heard()).toContain('um 9 Uhr')
    const before = user.received().length
    await house.group.edit(reply, 'Das Amt öffnet um 9 Uhr.')
    await house.settle()
    expect(user.received()).toHaveLength(before)
  })

  it('lets no edit make a reply of what never went out', async () => {
    const { record, topic } = await opened()
    const note = await write(aylin, '/note Vorsicht, laut', topic)
    const unknown = await write(aylin, '/notiz sehr geheim', topic)
    const before = user.received().length
    await house.group.edit(note, 'Vorsicht, sehr laut')
    await house.group.edit(unknown, 'sehr geheim')
    await house.settle()
    expect(user.received()).toHaveLength(before)
    const lines = await house.store().readCaseLines(record.id)
    expect(lines.at(-1)).toMatchObject({ author: 'note', text: 'Vorsicht, sehr laut' })
    await house.lines(topic, (texts) => {
      expect(texts.join()).toContain(say('desk.note.hint'))
      expect(texts.join()).toContain(say('desk.error.unexpected'))
    })
  })

  it('takes the same update once', async () => {
    const { topic } = await opened()
    const reply = await write(aylin, 'Nur einmal', topic)
    for (let repeat = 0; repeat < 3; repeat++) await house.telegram.receive(reply)
    await house.settle()
    expect(heard().split('Nur einmal')).toHaveLength(2)
  })

  it('carries a photo, a voice note and a document to the user, with what stands below', async () => {
    const { record, topic } = await opened()
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
    const small = house.telegram.addFile(new Uint8Array([0xff, 0xd8, 0xff]))
    const large = house.telegram.addFile(jpeg)
    const sizes = [small, large].map((file_id) => ({ file_id, width: 1, height: 1 }))
    const photo = await house.group.send(aylin, { photo: sizes, caption: 'So sieht es aus' }, topic)
    const voice = {
      file_id: house.telegram.addFile(new Uint8Array([1, 2])),
      mime_type: 'audio/ogg',
    }
    await house.group.send(aylin, { voice }, topic)
    const document = {
      file_id: house.telegram.addFile(new Uint8Array([3])),
      mime_type: 'application/pdf',
      file_name: 'Formular.pdf',
    }
    await house.group.send(aylin, { document }, topic)
    await house.telegram.receive(photo)
    await house.settle()
    const sent = user
      .received()
      .flatMap(({ attachment, text }) => (attachment ? [{ attachment, text }] : []))
    expect(sent.map(({ attachment }) => [attachment.kind, [...attachment.bytes]])).toEqual([
      ['photo', [...jpeg]],
      ['voice', [1, 2]],
      ['document', [3]],
    ])
    expect(plain(sent[0]?.text ?? '')).toContain('So sieht es aus')
    expect(plain(sent[0]?.text ?? '')).toContain('Aylin')
    expect(sent[2]?.attachment.name).toBe('Formular.pdf')
    expect(await house.store().readCase(record.id)).toMatchObject({
      claimedBy: { name: 'Aylin' },
    })
  })

  it('leaves a file in the group whose words are a note, and corrects what stands below one', async () => {
    const { record, topic } = await opened()
    const file_id = house.telegram.addFile(new Uint8Array([0xff, 0xd8, 0xff]))
    const photo = [{ file_id, width: 1, height: 1 }]
    await house.group.send(aylin, { photo, caption: '/note Nur für uns' }, topic)
    await house.settle()
    const lines = await house.store().readCaseLines(record.id)
    expect(lines.at(-1)).toMatchObject({ author: 'note', text: 'Nur für uns' })
    expect(user.received().some(({ attachment }) => attachment)).toBe(false)
    const sent = await house.group.send(aylin, { photo, caption: 'Um 8 Uhr' }, topic)
    await house.settle()
    await house.group.editCaption(sent, 'Um 9 Uhr')
    await house.settle()
    expect(heard()).toContain(say('handoff.corrected', { name: 'Aylin' }))
    expect(user.received().filter(({ attachment }) => attachment)).toHaveLength(1)
  })

  it('says so where a file is too large, or Telegram does not give it', async () => {
    const { topic } = await opened()
    const large = house.telegram.addFile(new Uint8Array(11 * 1024 * 1024))
    const huge = house.telegram.addFile(new Uint8Array(21 * 1024 * 1024))
    for (const file_id of [large, huge]) {
      await house.group.send(aylin, { document: { file_id } }, topic)
    }
    await house.group.send(aylin, { document: { file_id: 'unknown' } }, topic)
    await house.lines(topic, (texts) => {
      const unfit = say('desk.error.not-passed-on', { size: '10' })
      expect(texts.filter((text) => plain(text) === plain(unfit))).toHaveLength(2)
      expect(texts.join()).toContain(say('desk.error.unexpected'))
    })
    expect(user.received().some(({ attachment }) => attachment)).toBe(false)
  })

  it('says so where something cannot be passed on', async () => {
    const { topic } = await opened()
    await house.group.send(aylin, { sticker: { file_id: 'x' } }, topic)
    await house.lines(topic, (texts) =>
      expect(plain(texts.join())).toContain(say('desk.error.not-passed-on', { size: '10' })),
    )
  })
})

describe('who may act', () => {
  it('is nobody without a name of their own: they read why', async () => {
    const { record, topic } = await opened()
    const text = 'Wer bin ich?'
    const group = { id: groupId, type: 'supergroup' }
    const channel = { id: -100_555, type: 'channel' }
    await house.group.send(aylin, { text, ...anonymousAdministrator, sender_chat: group }, topic)
    await house.group.send(aylin, { text, sender_chat: channel }, topic)
    await house.lines(topic, (texts) => {
      expect(texts).toHaveLength(2)
      for (const one of texts) expect(one).toContain(say('desk.error.anonymous'))
    })
    expect(heard()).not.toContain(text)
    expect(await house.store().readCase(record.id)).toMatchObject({ status: 'open' })
  })

  it('is nobody who is not in the group, or no longer', async () => {
    const { record, topic } = await opened()
    const stranger = { id: 999, firstName: 'Stranger' }
    await write(stranger, 'Von außen', topic)
    await press(stranger, topic, 'desk claim')
    await write(ben, '/note da', topic)
    await house.group.leave(ben)
    await write(ben, 'Von einem, der ging', topic)
    expect(heard()).not.toContain('Von')
    expect(await house.store().readCase(record.id)).toMatchObject({ status: 'open' })
    await press(aylin, topic, 'desk claim')
    await house.card(topic, (text) => expect(plain(text)).toContain('Bei Aylin'))
  })

  it('is nobody of another group, where the bot stays silent', async () => {
    const { record, topic } = await opened()
    const other = house.telegram.addGroup(-100_777)
    other.state.members.add(aylin.id)
    await other.write(aylin, 'Aus einer anderen Gruppe', topic)
    await other.write(aylin, '/start')
    const card = await house.card(topic)
    await other.press(aylin, card, 'desk claim')
    await house.settle()
    expect(await house.store().readCase(record.id)).toMatchObject({ status: 'open' })
    expect(heard()).not.toContain('Aus einer anderen Gruppe')
    expect(other.messagesIn()).toEqual([])
  })

  it('is made known to the operator by the number of a group to which the bot is added', async () => {
    await house.telegram.addGroup(-100_778).tellRights()
    expect(house.logger.lines.at(-1)).toMatchObject({ level: 'info', fields: { group: -100_778 } })
    expect(house.telegram.messages).toEqual([])
  })

  it('is nobody in the general topic, and only a command there is answered', async () => {
    await opened()
    await write(aylin, 'Guten Morgen zusammen')
    await write(aylin, '/help@another_bot')
    await write(aylin, '/help@lotse_fake_bot')
    await vi.waitFor(() => expect(house.group.messagesIn()).toHaveLength(1), patience)
    expect(house.group.messagesIn()[0]?.text).toBe(say('desk.cases.empty-hint'))
    expect(heard()).not.toContain('Guten Morgen')
  })
})

describe('the group of the desk', () => {
  const advice = () => house.logger.lines.filter(({ level }) => level === 'error')

  it.each([
    ['has no topics', 'no topics', { isForum: false }],
    ['does not have the bot', 'not in the group', { isBotInside: false }],
    [
      'lets the bot do too little',
      'may not manage topics, pin messages',
      { rights: { can_manage_topics: false, can_pin_messages: false, can_delete_messages: true } },
    ],
  ])(
    'that %s is told to the operator in one line, and nobody is sent there',
    async (_what, line, state) => {
      await house.close()
      house = await openTelegramDeskHouse(built.services, {
        prepare: (group) => Object.assign(group.state, state),
      })
      user = house.user(77)
      await vi.waitFor(() => expect(advice()).toHaveLength(1), patience)
      expect(advice()[0]?.message).toContain(line)
      expect(house.desk().isReachable()).toBe(false)
      await user.openCase()
      expect(house.telegram.calls.map(({ method }) => method)).not.toContain('createForumTopic')
      const rights = { can_manage_topics: true, can_pin_messages: true, can_delete_messages: true }
      Object.assign(house.group.state, { isForum: true, isBotInside: true, rights })
      await house.group.tellRights()
      await house.card(await house.topic())
      expect(house.desk().isReachable()).toBe(true)
    },
  )

  it('shows its own commands', async () => {
    await vi.waitFor(() => {
      const call = house.telegram.calls.find(({ parameters }) => parameters.scope !== undefined)
      expect(call?.parameters).toMatchObject({
        scope: { type: 'chat', chat_id: groupId },
        commands: [{ command: 'note' }, { command: 'over' }],
      })
    }, patience)
  })
})
