/** Answers that mediators turn into drafts: what is proposed, who may approve, and what is kept. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type House,
  inviteMediator,
  openHouse,
  passphrase,
  staff,
  type Visitor,
} from './web-desk-house.ts'

let house: House
let amina: Visitor
let jonas: Visitor
beforeEach(async () => {
  house = await openHouse()
  ;({ administrator: amina, mediator: jonas } = await staff(house))
})
afterEach(() => house.close())

const written = {
  topic: 'tenancy',
  title: 'Darf ich grillen?',
  answer: 'Ja, wenn niemand gestört wird.',
  questions: ['grillen auf dem balkon'],
  source: null as { title: string; url: string } | null,
}
const source = { title: 'Mietrecht', url: 'https://example.org/recht' }

async function bodyOf(response: Response) {
  return (await response.json()) as { id: string; code: string }
}
async function newDraft(changes: Partial<typeof written> = {}): Promise<string> {
  const answer = await jonas.post('/desk/api/drafts', { ...written, ...changes })
  return (await bodyOf(answer)).id
}
async function approve(visitor: Visitor, id: string, changedAt?: string): Promise<number> {
  const seen = changedAt ?? (await house.store.readDraft(id))!.changedAt
  return (await visitor.post(`/desk/api/drafts/${id}/approve`, { changedAt: seen })).status
}

describe('a case', () => {
  it('proposes the question and what was answered, in German where it was translated', async () => {
    const one = await house.openCase({ topic: 'housing', language: 'uk' }, [
      {
        author: 'user',
        text: 'Мене звати Олена. Чи можна смажити?',
        translation: {
          kind: 'translated',
          text: 'Ich heiße Olena Petrenko. Darf man grillen?',
          language: 'de',
          by: 'DeepL',
        },
      },
      { author: 'mediator', name: 'Jonas', text: 'Ja.' },
      { author: 'note', name: 'Jonas', text: 'unter uns' },
      { author: 'mediator', name: 'Jonas', text: 'Mehr unter jonas@example.org.' },
      { author: 'user', text: 'Дякую' },
    ])
    const answer = await jonas.get(`/desk/api/cases/${one.id}/draft`)
    const proposed = (await answer.json()) as typeof written
    expect(proposed).toMatchObject({ topic: 'housing', title: '', source: null })
    expect(proposed.answer).toBe('Ja.\n\nMehr unter ….')
    expect(proposed.questions).toHaveLength(1)
    expect(proposed.questions[0]).toContain('Darf man grillen?')
    expect(proposed.questions[0]).not.toContain('Petrenko')
  })

  it('that nobody has answered proposes nothing', async () => {
    const one = await house.openCase()
    const answer = await jonas.get(`/desk/api/cases/${one.id}/draft`)
    expect([answer.status, (await bodyOf(answer)).code]).toEqual([409, 'draft-no-reply'])
  })
})

describe('a draft', () => {
  it('is approved by somebody who has not written in it, for exactly these words', async () => {
    const id = await newDraft({ source })
    expect(await approve(jonas, id)).toBe(409)
    expect(await approve(amina, id, '2026-01-01T00:00:00.000Z')).toBe(409)
    expect(await approve(amina, id)).toBe(204)
    expect((await house.store.readDraft(id))?.approvedBy).toBe(
      (await house.store.findAccount('amina'))!.id,
    )
    const change = { ...written, source, title: 'Darf ich auf dem Balkon grillen?' }
    expect((await amina.post(`/desk/api/drafts/${id}`, change)).status).toBe(204)
    expect(await house.store.readDraft(id)).not.toHaveProperty('approvedBy')
    expect(await approve(amina, id)).toBe(409)
    const mira = await inviteMediator(house, amina, 'Mira')
    expect(await approve(mira, id)).toBe(204)
  })

  it('is approved by nobody without a source', async () => {
    expect(await approve(amina, await newDraft())).toBe(409)
  })

  it('keeps the day on which its source was written down', async () => {
    const id = await newDraft({ source })
    const day = house.clock.now.toISOString().slice(0, 10)
    // A later day, within the session of twelve hours.
    house.clock.now = new Date(`${day}T23:59:00Z`)
    await jonas.signIn('Jonas', passphrase)
    house.clock.now = new Date(house.clock.now.getTime() + 3_600_000)
    await jonas.post(`/desk/api/drafts/${id}`, { ...written, source, answer: 'Anders.' })
    expect((await house.store.readDraft(id))?.sources).toEqual([{ ...source, checkedOn: day }])
  })

  it.each([
    ['no title', { title: ' ' }],
    ['a title that fits no button', { title: 'a'.repeat(61) }],
    ['a topic that is none', { topic: 'weather' }],
    ['an address that is none', { source: { title: 'Recht', url: 'irgendwo' } }],
    ['a field that nobody asked for', { caseId: 'case-1' }],
  ])('is refused with %s', async (_what, wrong) => {
    const answer = await jonas.post('/desk/api/drafts', { ...written, ...wrong })
    expect([answer.status, (await bodyOf(answer)).code]).toEqual([400, 'draft-incomplete'])
    expect(await house.store.listDrafts()).toEqual([])
  })

  it('that is gone can be neither changed nor approved', async () => {
    const id = await newDraft({ source })
    const { changedAt } = (await house.store.readDraft(id))!
    expect((await amina.post(`/desk/api/drafts/${id}/remove`)).status).toBe(204)
    expect(await approve(amina, id, changedAt)).toBe(404)
    expect((await jonas.post(`/desk/api/drafts/${id}`, written)).status).toBe(404)
  })
})
