import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AdaptiveCard, CardElement, ExecuteAction } from '../src/channels/teams/card.ts'
import { renderMessage } from '../src/channels/teams/markup.ts'
import type { Address, Attachment, OutboundMessage } from '../src/message.ts'
import { attachment, pdf, png, wav } from './attachment-files.ts'
import { checkCard } from './fakes/teams-connector/checks.ts'
import { button, openTeamsHouse, reader, say, type TeamsHouse } from './teams-house.ts'

const publicUrl = 'https://lotse.test/'
const stored = new Map([
  ['id-of-photo', { ...attachment('photo', png), bytes: png }],
  ['id-of-document', { ...attachment('document', pdf, { mediaType: 'text/html' }), bytes: pdf }],
])
const links = {
  publicUrl,
  read: async (id: string) => stored.get(id),
  gone: (language: string) => `gone in ${language}`,
}

let house: TeamsHouse
beforeEach(async () => {
  house = await openTeamsHouse({ attachmentLinks: links })
})
afterEach(() => house.close())

function answer(attachments: Attachment[], changes: Partial<OutboundMessage> = {}) {
  return say([{ kind: 'quote', author: 'Answer from Mira', text: 'Look' }], {
    author: 'person',
    attachments,
    ...changes,
  })
}

/** The elements below the words of the message. */
function shown(attachments: Attachment[]): CardElement[] {
  const [card, ...others] = renderMessage(answer(attachments), { links })
  expect(others).toEqual([])
  checkCard(card!)
  return card!.body.slice(1)
}

function actionOf({ body }: AdaptiveCard): ExecuteAction {
  const action = body.flatMap((element) => (element.type === 'ActionSet' ? element.actions : []))[0]
  if (!action) throw new Error('The card has no button.')
  return action
}

const chat = (): Address => ({
  channel: 'teams',
  conversation: 'a:reader',
  reference: JSON.stringify({
    serviceUrl: house.teams.serviceUrl,
    bot: '28:bot',
    user: reader.id,
    personal: true,
  }),
})

describe('an attachment on Teams', () => {
  it('is a picture with its description, and a link to it', () => {
    const url = 'https://lotse.test/teams/attachments/id-of-photo'
    expect(shown([attachment('photo', png, { alternative: 'A shelf' })])).toMatchObject([
      { type: 'Image', url, altText: 'A shelf', selectAction: { url } },
      { inlines: [{ text: '🖼 flur.png', selectAction: { url } }, { text: ' (1 kB)' }] },
    ])
  })

  it('is a link alone where a card could not show or play it', () => {
    const big = attachment('photo', png, { size: 1024 * 1024 + 1 })
    const webp = attachment('photo', png, { mediaType: 'image/webp' })
    const voice = attachment('voice', wav, { alternative: 'Hello, this is Mira' })
    const texts = [big, webp, voice, attachment('document', pdf)].map((one) =>
      shown([one]).map((element) =>
        element.type === 'RichTextBlock'
          ? element.inlines.map(({ text }) => text).join('')
          : element.type,
      ),
    )
    expect(texts).toEqual([
      ['🖼 flur.png (1.0 MB)'],
      ['🖼 flur.png (1 kB)'],
      ['🎤 sprache.wav (4 kB)', 'Hello, this is Mira'],
      ['📄 Einigung اتفاق.pdf (1 kB)'],
    ])
  })

  it('keeps its place after a button was pressed', async () => {
    const message = answer([attachment('photo', png)], {
      buttons: [[button('Back', { kind: 'ask-person' })]],
    })
    await house.teams.receive(house.url, house.teams.activities.text(reader, 'Hello'))
    const { address } = house.accepted.at(-1)!
    expect(await house.reply(address, message)).toEqual({ kind: 'delivered' })
    const card = house.teams.messages.at(-1)?.activity.attachments[0]
      ?.content as unknown as AdaptiveCard
    const press = house.teams.activities.cardAction(reader, actionOf(card))
    const { body } = await house.teams.receive(house.url, press)
    expect(JSON.stringify(body)).toContain('✓ Back')
    expect(JSON.stringify(body)).toContain('"type":"Image"')
  })

  it('is left out where nobody could fetch it', () => {
    expect(JSON.stringify(renderMessage(answer([attachment('photo', png)])))).not.toContain('flur')
  })

  it('is fetched by its link, by nobody who guesses, and is run by no browser', async () => {
    const fetched = await fetch(`${house.url}/teams/attachments/id-of-photo`)
    expect(Buffer.compare(Buffer.from(await fetched.arrayBuffer()), png)).toBe(0)
    expect(fetched.headers.get('content-type')).toBe('image/png')
    expect(fetched.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(fetched.headers.get('x-robots-tag')).toBe('noindex')
    const page = await fetch(`${house.url}/teams/attachments/id-of-document`)
    expect(page.headers.get('content-type')).toBe('application/octet-stream')
    expect(page.headers.get('content-disposition')).toMatch(/^attachment; /)
  })

  it('that is gone says so in the language of the browser', async () => {
    const ask = async (headers: Record<string, string>) => {
      const answer = await fetch(`${house.url}/teams/attachments/other`, { headers })
      return [answer.status, await answer.text()]
    }
    expect(await ask({ 'accept-language': 'ar-SY,ar;q=0.9,de;q=0.8' })).toEqual([404, 'gone in ar'])
    expect(await ask({ 'accept-language': '*' })).toEqual([404, 'gone in de'])
  })

  it('alone is a message, and its name stands on a locked phone', async () => {
    const alone = answer([attachment('document', pdf)], { blocks: [] })
    expect(await house.channel.send(chat(), alone, 'o1')).toEqual({ kind: 'delivered' })
    expect(house.teams.messages[0]?.activity).toMatchObject({ summary: 'Einigung اتفاق.pdf' })
  })
})
