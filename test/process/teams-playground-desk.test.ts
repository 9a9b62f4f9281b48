/** The mediators' desk in a channel, against Microsoft's Agents Playground over its HTTP endpoints. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { freePort } from './free-port.ts'
import { type LotseProcess, startLotse } from './lotse-process.ts'
import { sentencesIn } from './sentences.ts'
import { channelId, type Playground, type Post, startPlayground } from './teams-playground.ts'

const patience = { timeout: 20_000, interval: 50 }
const question = 'How do I bake an apple pie?'
const english = sentencesIn('en')
const german = sentencesIn('de')

let directory: string
let lotse: LotseProcess
let playground: Playground

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lotse-playground-desk-'))
  const port = await freePort()
  lotse = await startLotse({
    DATA_DIR: directory,
    PORT: String(port),
    TEAMS_DEVELOPMENT: 'true',
    TEAMS_DESK_CHANNEL_ID: channelId,
    EMBEDDING_MODEL: 'none',
  })
  playground = await startPlayground(`http://127.0.0.1:${port}/api/messages`, directory)
})
afterAll(async () => {
  await playground?.stop()
  await lotse?.kill()
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

/** What the bot posted there last, once it contains the text. */
async function last(conversation: string, text: string): Promise<Post> {
  await vi.waitFor(
    () => expect(playground.posts(conversation).at(-1)?.text).toContain(text),
    patience,
  )
  return playground.posts(conversation).at(-1)!
}

it('shows a case as a post, changes its one card, and carries words both ways', async () => {
  const { channel, personalChat, person } = playground
  const greeted = await playground.write(channel, 'hello', { mention: true })
  await last(greeted, german['desk.cases.empty-hint']!)

  await playground.write(personalChat, question)
  await playground.press(
    await last(personalChat, english['unknown.sorry']!),
    english['button.askPerson']!,
  )
  const preview = await last(personalChat, english['handoff.previewAsk']!)
  await playground.press(preview, english['button.consentYes']!)
  const post = await last(channel, question)
  expect(playground.posts(channel)).toHaveLength(1)

  const thread = `${channel};messageid=${post.id}`
  await playground.press({ ...post, conversation: thread }, german['desk.claim']!)
  await last(personalChat, person.name)
  const card = await last(thread, german['desk.release']!)
  expect(card.id).toBe(post.id)

  // The Playground hands on only what mentions the bot, whatever the app's permissions are.
  await playground.write(thread, 'There is a class.', { mention: true })
  const answer = await last(personalChat, 'There is a class.')
  expect(answer.text).toContain(person.name)
  await playground.write(personalChat, 'Thank you, where?')
  await last(thread, 'Thank you, where?')
  await playground.write(thread, '/note Has no oven.', { mention: true })
  await playground.write(personalChat, 'And when?')
  await last(thread, 'And when?')
  expect(JSON.stringify(playground.posts(personalChat))).not.toContain('oven')
}, 60_000)
