/** The real program against Microsoft's Agents Playground, over its HTTP endpoints. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'
import { type Playground, type Post, startPlayground } from './teams-playground.ts'

const patience = { timeout: 20_000, interval: 50 }
const question = 'How much deposit may the landlord ask for?'
const english = sentencesIn('en')

let directory: string
let lotse: LotseProcess
let playground: Playground

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-playground-'))
  const port = await freePort()
  lotse = await startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    TEAMS_DEVELOPMENT: 'true',
    EMBEDDING_MODEL: 'none',
  })
  playground = await startPlayground(`http://127.0.0.1:${port}/api/messages`, directory)
})
afterAll(async () => {
  await playground?.stop()
  await lotse?.kill()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

/** Resolves to what the bot posted there, once there is so much of it. */
async function posts(conversation: string, count: number): Promise<Post[]> {
  await vi.waitFor(
    () => expect(playground.posts(conversation).length).toBeGreaterThanOrEqual(count),
    patience,
  )
  return playground.posts(conversation)
}

describe('in the Agents Playground, over HTTP', () => {
  it('greets a group once, is silent there unless it is mentioned, and answers when it is', async () => {
    const { groupChat } = playground
    await playground.install(groupChat)
    const [greeting] = await posts(groupChat, 1)
    expect(greeting?.text).toContain(english['chat.greeting']!)
    await playground.write(groupChat, question)
    await playground.write(groupChat, question, { mention: true })
    const [, answer] = await posts(groupChat, 2)
    expect(answer?.text).toContain('Deposit')
    await playground.write(groupChat, '/help', { mention: true })
    const all = await posts(groupChat, 3)
    expect(all.map(({ text }) => text.includes(english['chat.help']!.slice(0, 20)))).toEqual([
      false,
      false,
      true,
    ])
  })

  it('answers a post of a channel in its thread, and goes on there', async () => {
    const thread = await playground.write(playground.channel, question, { mention: true })
    expect(thread).toContain(';messageid=')
    const [answer] = await posts(thread, 1)
    expect(answer?.text).toContain('Deposit')
    const other = await playground.write(playground.channel, '/help', { mention: true })
    await posts(other, 1)
    await playground.write(thread, 'Thank you!', { mention: true })
    const [, thanks] = await posts(thread, 2)
    expect(thanks?.text).toContain(english['chat.thanks']!)
    expect(playground.posts(other)).toHaveLength(1)
    expect(playground.posts(playground.channel)).toHaveLength(0)
  })

  it('changes the card whose button was pressed', async () => {
    const thread = await playground.write(playground.channel, question, { mention: true })
    const [answer] = await posts(thread, 1)
    const card = JSON.stringify(await playground.press(answer!, english['button.helped']!))
    expect(card).toContain(`✓ ${english['button.helped']}`)
    expect(card).not.toContain(english['button.notHelped'])
    expect(card).toContain(english['button.askPerson'])
  })
})
