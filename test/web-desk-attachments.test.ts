import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Case, maximumAttachmentBytes } from '../src/storage/store.ts'
import { pdf, png } from './attachment-files.ts'
import {
  type House,
  inviteOrganisation,
  openHouse,
  staff,
  type Visitor,
  visit,
} from './web-desk-house.ts'
import { accountOf } from './web-desk-page.ts'

let house: House
let jonas: Visitor
let amina: Visitor
beforeAll(async () => {
  house = await openHouse()
  const people = await staff(house)
  jonas = people.mediator
  amina = people.administrator
})
afterAll(() => house.close())

function upload(
  visitor: Visitor,
  one: Pick<Case, 'id'>,
  bytes: Uint8Array,
  query = 'name=flur.png&type=image/png',
) {
  return visitor.post(`/desk/api/cases/${one.id}/attachments?${query}`, bytes, {
    'content-type': 'application/octet-stream',
  })
}

async function uploaded(one: Pick<Case, 'id'>, bytes: Uint8Array = png, query?: string) {
  const response = await upload(jonas, one, bytes, query)
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

function reply(visitor: Visitor, one: Pick<Case, 'id'>, ids: string[], text = '') {
  return visitor.post(`/desk/api/cases/${one.id}/reply`, {
    id: randomUUID(),
    text,
    attachments: ids.map((id) => ({ id, alternative: 'Ein Regal' })),
  })
}

async function linesOf(visitor: Visitor, { id }: Pick<Case, 'id'>) {
  const detail = await visitor.get(`/desk/api/cases/${id}`)
  return ((await detail.json()) as { lines: { attachments: unknown[] }[] }).lines
}

describe('a file at the web desk', () => {
  it('goes with a reply, alone or with words, and every mediator sees it', async () => {
    const one = await house.openCase()
    const photo = await uploaded(one)
    const plan = await uploaded(one, pdf, 'name=plan.pdf&type=application/pdf')
    expect((await reply(jonas, one, [photo, plan])).status).toBe(202)
    await expect.poll(async () => (await linesOf(amina, one)).at(-1)?.attachments.length).toBe(2)
    expect(house.acts.at(-1)?.content).toMatchObject({
      act: {
        kind: 'reply',
        text: '',
        attachments: [
          {
            id: photo,
            kind: 'photo',
            mediaType: 'image/png',
            alternative: 'Ein Regal',
            size: png.length,
          },
          { id: plan, kind: 'document', mediaType: 'application/pdf', name: 'plan.pdf' },
        ],
      },
    })
    const url = `/desk/api/cases/${one.id}/attachments/${photo}`
    expect((await linesOf(amina, one)).at(-1)?.attachments).toMatchObject([
      { shown: 'image', url, name: 'flur.png', alternative: 'Ein Regal', size: png.length },
      { shown: 'file', name: 'plan.pdf' },
    ])
    const shown = await amina.get(url)
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(Buffer.compare(Buffer.from(await shown.arrayBuffer()), png)).toBe(0)
  })

  it('that says it is a page is saved, never shown', async () => {
    const one = await house.openCase()
    const page = await uploaded(one, Buffer.from('<script>'), 'name=a.html&type=text/html')
    const { headers } = await jonas.get(`/desk/api/cases/${one.id}/attachments/${page}`)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('content-disposition')).toMatch(/^attachment/)
  })

  it('of one case goes with no reply in another, and is shown in no other', async () => {
    const [one, other] = [await house.openCase(), await house.openCase()]
    const photo = await uploaded(one)
    expect((await reply(jonas, other, [photo])).status).toBe(400)
    const shown = await jonas.get(`/desk/api/cases/${other.id}/attachments/${photo}`)
    expect([shown.status, await shown.text()]).toEqual([404, 'Diese Datei gibt es nicht mehr.'])
  })

  it('is taken from nobody who may not reply', async () => {
    const one = await house.openCase({
      status: 'claimed',
      claimedBy: await accountOf(house, 'Amina'),
    })
    expect((await upload(jonas, one, png)).status).toBe(409)
    expect((await upload(visit(house), one, png)).status).toBe(401)
    const closed = await house.openCase({ status: 'closed', closedAt: new Date().toISOString() })
    expect((await upload(jonas, closed, png)).status).toBe(409)
    const stranger = await inviteOrganisation(house, amina, 'Verein')
    expect((await upload(stranger, one, png)).status).toBe(404)
    expect((await upload(jonas, { id: 'no-case' }, png)).status).toBe(404)
  })

  it('is a file with a name, and not over the limit', async () => {
    const one = await house.openCase()
    expect((await upload(jonas, one, png, 'type=image/png')).status).toBe(400)
    expect((await upload(jonas, one, new Uint8Array())).status).toBe(400)
    expect((await upload(jonas, one, new Uint8Array(maximumAttachmentBytes + 1))).status).toBe(413)
    const json = await jonas.post(`/desk/api/cases/${one.id}/attachments?name=a`, { a: 1 })
    expect(json.status).toBe(415)
  })

  it('is no reason for an empty reply', async () => {
    const one = await house.openCase()
    expect((await reply(jonas, one, [])).status).toBe(400)
    expect((await reply(jonas, one, [randomUUID()])).status).toBe(400)
  })
})
