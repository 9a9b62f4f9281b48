/** The fake next door is ours; this emulator of the Bot API was written by others. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Channel } from '../src/channels/channel.ts'
import { createTelegramChannel } from '../src/channels/telegram/index.ts'
import type { InboundMessage } from '../src/message.ts'
import { createRecordingLogger } from './fakes/telegram-bot-api/logger.ts'

const token = '42:second-opinion'
let emulator: TelegramServer
let channel: Channel

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

beforeEach(async () => {
  emulator = new TelegramServer({ host: '127.0.0.1', port: await freePort(), storeTimeout: 60 })
  await emulator.start()
  channel = createTelegramChannel({
    token,
    apiRoot: emulator.config.apiURL,
    // The emulator knows no setMyCommands: the channel has to get over it.
    commands: { commands: ['help'], languages: ['en'], describe: () => 'Help' },
    logger: createRecordingLogger(),
  })
})
afterEach(async () => {
  await channel.stop()
  await emulator.stop()
})

it('a reader asks, is answered, and presses a button', async () => {
  const received: InboundMessage[] = []
  await channel.start(async (message) => {
    received.push(message)
    const question = message.content.kind === 'text' ? message.content.text : message.content.kind
    await channel.showTyping?.(message.address)
    await channel.send(
      message.address,
      {
        author: 'assistant',
        language: 'de',
        direction: 'ltr',
        blocks: [{ kind: 'paragraph', content: [{ text: `You said: ${question}` }] }],
        buttons: [[{ label: 'Ask a person', action: { kind: 'ask-person' } }]],
      },
      message.updateId,
    )
    return true
  })

  const reader = emulator.getClient(token, { userId: 7, chatId: 7, timeout: 10_000 })
  await reader.sendMessage(reader.makeMessage('Kaution & Miete'))
  const [answer] = (await reader.getUpdates()).result
  expect(answer).toMatchObject({
    message: {
      chat_id: 7,
      text: 'You said: Kaution &amp; Miete',
      parse_mode: 'HTML',
      reply_markup: {
        inline_keyboard: [[{ text: 'Ask a person', callback_data: 'ask-person' }]],
      },
    },
  })

  await reader.sendCallback(reader.makeCallbackQuery('ask-person'))
  const [afterPress] = (await reader.getUpdates()).result
  expect(afterPress).toMatchObject({ message: { text: 'You said: action' } })

  await reader.sendCommand(reader.makeCommand('/place 06108'))
  await reader.getUpdates()

  expect(received.map(({ address, content }) => [address.conversation, content])).toEqual([
    ['7', { kind: 'text', text: 'Kaution & Miete' }],
    ['7', { kind: 'action', action: { kind: 'ask-person' } }],
    ['7', { kind: 'command', command: 'place', argument: '06108' }],
  ])
})
