/** A mediator's photo on its way to the user of the case, and to nobody else. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Attachment, OutboundMessage } from '../../src/message.ts'
import { attachment, png } from '../attachment-files.ts'
import { type Core, startCore, textOf, type User } from './core.ts'

let core: Core
let user: User
beforeAll(async () => {
  core = await startCore()
})
afterAll(() => core.stop())
beforeEach(() => {
  user = core.user()
})

async function openCase(of = user) {
  await of.say('Wie backe ich einen Apfelkuchen?')
  await of.press('ask-person')
  await of.press('consent', (action) => action.kind === 'consent' && action.given)
  const record = await core.store.readOpenCase(of.key)
  if (!record) throw new Error('The user has no open case.')
  return record
}

/** Stores it for the user's conversation, as a desk does before it replies. */
async function store(caseId: string, of = user): Promise<Attachment> {
  const photo = attachment('photo', png, { id: randomUUID() })
  const at = core.services.now().toISOString()
  await core.store.addAttachment(
    { conversation: of.key, caseId, attachment: photo, bytes: png },
    at,
  )
  return photo
}

const withAttachments = (messages: OutboundMessage[]) =>
  messages.filter((message) => message.attachments?.length)

describe('an attachment of a mediator', () => {
  it('reaches the user with the words, as from a person, and stands at the desk and in the talk', async () => {
    const record = await openCase()
    const photo = await store(record.id)
    await core.act('Mira', { kind: 'reply', text: 'So geht es.', attachments: [photo] }, record)
    const [message, ...others] = withAttachments(user.received)
    expect(others).toEqual([])
    expect(message).toMatchObject({ author: 'person', attachments: [photo] })
    expect(textOf([message!])).toContain('So geht es.')
    expect(textOf([message!])).toContain('Mira')
    const lines = await core.store.readCaseLines(record.id)
    expect(lines.at(-1)).toMatchObject({ author: 'mediator', attachments: [photo] })
    const transcript = await core.store.readTranscript(user.key, 5)
    expect(transcript.at(-1)?.content).toMatchObject({ message: { attachments: [photo] } })
  })

  it('may come without a word, and still says from whom', async () => {
    const record = await openCase()
    const photo = await store(record.id)
    await core.act('Mira', { kind: 'reply', text: '', attachments: [photo] }, record)
    const [message] = withAttachments(user.received)
    expect(textOf([message!])).toContain('Mira')
    expect(message!.blocks.some((block) => block.kind === 'quote')).toBe(false)
  })

  it('that the desk was refused reaches nobody', async () => {
    const record = await openCase()
    await core.act('Mira', { kind: 'claim' }, record)
    const photo = await store(record.id)
    await core.act('Rashid', { kind: 'reply', text: '', attachments: [photo] }, record)
    expect(withAttachments(user.received)).toEqual([])
  })

  it('has a name and a description that turn no line round', async () => {
    const record = await openCase()
    const photo = { ...(await store(record.id)), name: 'a\u202egpj.exe', alternative: 'b\u0007c' }
    await core.act('Mira', { kind: 'reply', text: 'Hier', attachments: [photo] }, record)
    const [message] = withAttachments(user.received)
    expect(message?.attachments).toMatchObject([{ name: 'agpj.exe', alternative: 'bc' }])
  })

  it('is deleted when the user withdraws the case, and when all is erased', async () => {
    const record = await openCase()
    const inCase = await store(record.id)
    await user.press('withdraw-case')
    expect(await core.store.readAttachment(user.key, inCase.id)).toBeUndefined()
    const later = await store((await openCase()).id)
    await user.send({ kind: 'command', command: 'forget', argument: '' })
    await user.press('forget', (action) => action.kind === 'forget' && action.confirmed)
    expect(await core.store.readAttachment(user.key, later.id)).toBeUndefined()
  })

  it('of one user is read for no other, even where a message names it', async () => {
    const other = core.user()
    const photo = await store((await openCase()).id)
    const record = await openCase(other)
    await core.act('Mira', { kind: 'reply', text: 'Hier', attachments: [photo] }, record)
    expect(await core.store.readAttachment(other.key, photo.id)).toBeUndefined()
    expect(await core.store.readAttachment(user.key, photo.id)).toBeDefined()
  })
})
