/** "Tell me when there is an answer": over two starts of the whole program, with an entry in between. */
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { readConfig } from '../../src/config.ts'
import type { Action, InboundContent, InboundMessage, OutboundMessage } from '../../src/message.ts'
import { plainText } from '../../src/message-text.ts'
import { contentWith, entryText, entryYaml } from '../content.ts'

const question = 'Wie backe ich einen Apfelkuchen?'
const day = 86_400_000

let content: Awaited<ReturnType<typeof contentWith>>
let dataDirectory: string
let now: Date
let app: App | undefined
let received: { to: string; message: OutboundMessage }[]
let accept: (message: InboundMessage) => Promise<unknown>
beforeEach(async () => {
  content = await contentWith({
    'entries/housing/deposit/entry.yaml': entryYaml('housing/deposit'),
    'entries/housing/deposit/de.md': entryText('Kaution'),
  })
  dataDirectory = await mkdtemp(join(tmpdir(), 'lotse-tell-'))
  now = new Date('2026-11-23T09:00:00Z')
  received = []
})
afterEach(async () => {
  await app?.stop()
  app = undefined
  await content.remove()
  await rm(dataDirectory, { recursive: true })
})

const channel: Channel = {
  name: 'telegram',
  async send(to, message) {
    received.push({ to: to.conversation, message })
    return { kind: 'delivered' }
  },
  async start(accepted) {
    accept = accepted
  },
  async stop() {},
}

async function start(): Promise<void> {
  await app?.stop()
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDirectory,
    KNOWLEDGE_DIR: content.directory,
    LOG_LEVEL: 'silent',
  })
  app = await startApp(config, { channels: [channel], services: { now: () => now } })
}

async function addEntry(id: string, topic: string): Promise<void> {
  const folder = join(content.directory, 'entries', id)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'entry.yaml'), entryYaml(id))
  await writeFile(
    join(folder, 'de.md'),
    entryText(topic).replace('## Questions\n', `## Questions\n- ${question}\n`),
  )
}

async function send(conversation: string, what: InboundContent): Promise<OutboundMessage[]> {
  const before = received.length
  await accept({
    updateId: randomUUID(),
    address: { channel: 'telegram', conversation },
    from: { kind: 'user' },
    content: what,
    receivedAt: now.toISOString(),
  })
  await expect.poll(() => received.length, { timeout: 10_000 }).toBeGreaterThan(before)
  return received.slice(before).map(({ message }) => message)
}
const press = (conversation: string, action: Action) =>
  send(conversation, { kind: 'action', action })
const ask = (conversation: string, text = question) => send(conversation, { kind: 'text', text })
const textOf = (messages: OutboundMessage[]) => messages.map(plainText).join('\n')
const toldTo = (conversation: string) =>
  received.filter(({ to, message }) => to === conversation && isNews(message))
const isNews = (message: OutboundMessage) =>
  plainText(message).includes('Jetzt gibt es eine Antwort')

it('keeps the question without names, and tells once when a new entry answers it', async () => {
  await start()
  const [unknown] = await ask('1', `${question} Rufen Sie mich an: 0151 23456789`)
  expect(unknown?.buttons.flat().map(({ action }) => action.kind)).toContain('tell-me')
  const kept = textOf(await press('1', { kind: 'tell-me' }))
  expect(kept).toContain(question)
  expect(kept).not.toContain('23456789')

  now = new Date(now.getTime() + day)
  await start()
  await addEntry('offers/cake', 'Apfelkuchen')
  now = new Date(now.getTime() + day)
  await start()
  await expect.poll(() => toldTo('1').length, { timeout: 10_000 }).toBe(1)
  const [news] = toldTo('1')
  expect(plainText(news!.message)).toContain(question)
  expect(news!.message.blocks.at(1)).toMatchObject({ text: 'Apfelkuchen' })
  await start()
  await ask('2', 'Hallo')
  expect(toldTo('1')).toHaveLength(1)
})

it('tells nobody who changed their mind, was forgotten, or asked for something else', async () => {
  await start()
  for (const conversation of ['mind', 'forgotten', 'expired']) {
    await ask(conversation)
    await press(conversation, { kind: 'tell-me' })
  }
  await ask('other', 'Wie repariere ich mein Fahrrad?')
  await press('other', { kind: 'tell-me' })
  const wish = received
    .filter(({ to }) => to === 'mind')
    .flatMap(({ message }) => message.buttons.flat())
    .find(({ action }) => action.kind === 'tell-me-not')
  await press('mind', wish!.action)
  await send('forgotten', { kind: 'command', command: 'forget', argument: '' })
  await press('forgotten', { kind: 'forget', confirmed: true })

  await addEntry('offers/cake', 'Apfelkuchen')
  now = new Date(now.getTime() + 89 * day)
  await start()
  await expect.poll(() => toldTo('expired').length, { timeout: 10_000 }).toBe(1)
  await ask('last', 'Hallo')
  for (const conversation of ['mind', 'forgotten', 'other']) {
    expect(toldTo(conversation)).toEqual([])
  }
})

it('tells nobody after 90 days', async () => {
  await start()
  await ask('early', 'Wie repariere ich mein Fahrrad?')
  await press('early', { kind: 'tell-me' })
  await addEntry('offers/bicycle', 'Fahrrad')
  await writeFile(
    join(content.directory, 'entries/offers/bicycle/de.md'),
    entryText('Fahrrad').replace(
      '## Questions\n',
      '## Questions\n- Wie repariere ich mein Fahrrad?\n',
    ),
  )
  now = new Date(now.getTime() + 91 * day)
  await start()
  await ask('last', 'Hallo')
  expect(received.filter(({ message }) => isNews(message))).toEqual([])
})
