import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Channel } from '../src/channels/channel.ts'
import { createTelegramChannel } from '../src/channels/telegram/index.ts'
import type { Attachment, OutboundMessage } from '../src/message.ts'
import { type FakeTelegram, startFakeTelegram } from './fakes/telegram-bot-api/index.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'

const chat = { channel: 'telegram', conversation: '7001' } as const
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 13, 10, 45, 45])
const ogg = Buffer.from('OggS and opus')
const pdf = Buffer.from('%PDF-1.7 \r\n--\r\n')

const photo: Attachment = {
  id: 'photo-1',
  kind: 'photo',
  mediaType: 'image/jpeg',
  name: 'flur.jpg',
  alternative: '',
  size: jpeg.length,
}
const voice: Attachment = {
  ...photo,
  id: 'voice-1',
  kind: 'voice',
  mediaType: 'audio/ogg',
  name: 'n.ogg',
}
const document: Attachment = {
  ...photo,
  id: 'pdf-1',
  kind: 'document',
  mediaType: 'application/pdf',
  name: 'Einigung "Müller"; 1.pdf',
}

function message(
  text: string,
  attachments: Attachment[],
  more: Partial<OutboundMessage> = {},
): OutboundMessage {
  return {
    author: 'person',
    language: 'de',
    direction: 'ltr',
    blocks: [{ kind: 'quote', author: 'Antwort von Mira', text }],
    buttons: [[{ label: 'Zurück', action: { kind: 'back-to-assistant', caseId: '1' } }]],
    attachments,
    ...more,
  }
}

let telegram: FakeTelegram
let channel: Channel
let stored: Map<string, Buffer>

beforeEach(async () => {
  telegram = await startFakeTelegram()
  stored = new Map([
    ['photo-1', jpeg],
    ['voice-1', ogg],
    ['pdf-1', pdf],
  ])
  channel = createTelegramChannel({
    token: telegram.token,
    apiRoot: telegram.apiRoot,
    commands: { commands: [], languages: [], describe: () => '' },
    logger: createRecordingLogger(),
    callTimeoutSeconds: 1,
    async readAttachment(to, id) {
      const bytes = to.conversation === chat.conversation ? stored.get(id) : undefined
      return bytes && { ...photo, id, bytes }
    },
  })
})
afterEach(() => telegram.close())

const sent = () =>
  telegram.messages.map(({ attachment, text, buttons }) => [
    attachment?.kind ?? 'text',
    text.trim(),
    buttons.length,
  ])

describe('an attachment', () => {
  it('carries a short text as its caption, marked as a person, with the buttons below', async () => {
    expect(await channel.send(chat, message('So sieht es aus', [photo]), 'o1')).toEqual({
      kind: 'delivered',
    })
    expect(sent()).toEqual([['photo', '👤 Antwort von Mira\nSo sieht es aus', 1]])
    const [{ attachment } = {}] = telegram.messages
    expect(Buffer.compare(attachment!.bytes, jpeg)).toBe(0)
    expect(attachment!.name).toBe('flur.jpg')
  })

  it('comes in its order with others, each marked, the buttons under the last', async () => {
    await channel.send(chat, message('Hier', [photo, voice, document]), 'o1')
    expect(sent()).toEqual([
      ['photo', '👤 Antwort von Mira\nHier', 0],
      ['voice', '👤', 0],
      ['document', '👤', 1],
    ])
    expect(telegram.messages[2]!.attachment!.name).toBe('Einigung Müller 1.pdf')
  })

  it('of the assistant is not marked as a person', async () => {
    const plain = message('', [document], { author: 'assistant', blocks: [], buttons: [] })
    await channel.send(chat, plain, 'o1')
    expect(sent()).toEqual([['document', '', 0]])
  })

  it('says below it what is to be seen, in one line of its own', async () => {
    const described = { ...photo, alternative: 'Ein Regal hinter der Tür <leer>' }
    await channel.send(chat, message('Hier', [described, described]), 'o1')
    expect(sent()).toEqual([
      ['photo', '👤 Antwort von Mira\nHier\n\nEin Regal hinter der Tür <leer>', 0],
      ['photo', '👤 Ein Regal hinter der Tür <leer>', 1],
    ])
  })

  it('follows a text that is too long for a caption', async () => {
    const fitting = 'x'.repeat(1024 - '👤 Antwort von Mira\n'.length)
    await channel.send(chat, message(fitting, [photo]), 'o1')
    await channel.send(chat, message(`${fitting}y`, [photo]), 'o2')
    expect(sent().map(([kind, text]) => [kind, String(text).length])).toEqual([
      ['photo', 1024],
      ['text', 1025],
      ['photo', 2],
    ])
  })

  it('that comes after a failure is sent alone: what arrived before is not sent again', async () => {
    telegram.answerNext('sendVoice', { kind: 'rate-limit', retryAfter: 3 })
    const three = message('Hier', [photo, voice, document])
    expect(await channel.send(chat, three, 'o1')).toMatchObject({ kind: 'retry', afterSeconds: 3 })
    expect(await channel.send(chat, three, 'o1')).toEqual({ kind: 'delivered' })
    expect(sent().map(([kind]) => kind)).toEqual(['photo', 'voice', 'document'])
  })

  it('that Telegram does not take as a photo or a voice note arrives as a document', async () => {
    stored.set('photo-1', Buffer.from('GIF89a'))
    telegram.answerNext('sendVoice', {
      kind: 'error',
      code: 400,
      description: 'Bad Request: VOICE_MESSAGES_FORBIDDEN',
    })
    const webm: Attachment = { ...voice, mediaType: 'audio/webm' }
    await channel.send(chat, message('Hier', [photo, voice, webm]), 'o1')
    expect(sent()).toEqual([
      ['document', '👤 Antwort von Mira\nHier', 0],
      ['document', '👤', 0],
      ['document', '👤', 1],
    ])
  })

  it('keeps its caption where Telegram could not read the markup', async () => {
    telegram.answerNext('sendPhoto', {
      kind: 'error',
      code: 400,
      description: "Bad Request: can't parse entities: unsupported start tag",
    })
    await channel.send(chat, message('a < b', [photo]), 'o1')
    expect(sent()).toEqual([['photo', '👤 Antwort von Mira\na < b', 1]])
  })

  it('that was deleted meanwhile leaves the words of its message', async () => {
    stored.clear()
    expect(await channel.send(chat, message('Hier', [photo]), 'o1')).toEqual({ kind: 'delivered' })
    expect(sent()).toEqual([['text', '👤 Antwort von Mira\nHier', 1]])
  })

  it('of one chat reaches no other, whoever names it', async () => {
    const other = { ...chat, conversation: '7002' }
    await channel.send(other, message('Hier', [photo]), 'o1')
    expect(sent()).toEqual([['text', '👤 Antwort von Mira\nHier', 1]])
  })

  it('closes quietly for a reader who has blocked the bot', async () => {
    telegram.block(7001)
    expect(await channel.send(chat, message('Hier', [photo]), 'o1')).toEqual({ kind: 'gone' })
  })
})
