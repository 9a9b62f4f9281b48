/**
 * Activities that nobody ever sends, made from recorded ones. `recorded.json` holds what the
 * Microsoft 365 Agents Playground 0.2.28 posted for an installation, messages in a personal chat, a
 * group and a channel, and a pressed button; without the names of its invented people.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { referenceOf } from '../src/channels/teams/reference.ts'
import { commandNames } from '../src/message.ts'
import { openTeamsHouse, type TeamsHouse } from './teams-house.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fakes', 'teams-connector', 'recorded.json'), 'utf8'),
) as Json[]

/** A whole message, field by field; an extra field fails as a missing one does. */
const wholeMessage = z.strictObject({
  updateId: z.string().regex(/^\S.* \S/s),
  address: z.strictObject({
    channel: z.literal('teams'),
    conversation: z.string().min(1),
    reference: z.string(),
  }),
  from: z.strictObject({ kind: z.literal('user') }),
  content: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), text: z.string() }),
    z.strictObject({ kind: z.literal('action'), action: z.looseObject({ kind: z.string() }) }),
    z.strictObject({
      kind: z.literal('command'),
      command: z.enum(commandNames),
      argument: z.string(),
    }),
    z.strictObject({
      kind: z.literal('unsupported'),
      what: z.enum(['sticker', 'voice', 'photo', 'file', 'location', 'contact', 'other']),
    }),
  ]),
  locale: z.string().min(1).optional(),
  receivedAt: z.iso.datetime(),
})

/** Changes at a random place: another value, nothing, or one more. */
const mutation = fc.record({
  place: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 5 }),
  change: fc.oneof(
    fc.constant({ kind: 'remove' as const }),
    fc.record({
      kind: fc.constant('replace' as const),
      value: fc.oneof(
        fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
        fc.constantFrom<Json>(
          '',
          ' ',
          '\u0000',
          '\ud83d',
          -1,
          1e308,
          [],
          {},
          [null],
          'x'.repeat(5000),
        ),
        fc.constantFrom<Json>(
          'message',
          'invoke',
          'installationUpdate',
          'conversationUpdate',
          'personal',
        ),
      ),
    }),
    fc.record({
      kind: fc.constant('add' as const),
      name: fc.constantFrom('constructor', 'toString', 'text', 'value', 'entities', 'role'),
      value: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
    }),
  ),
})

const anyActivity = fc
  .tuple(fc.constantFrom(...recorded), fc.array(mutation, { minLength: 1, maxLength: 4 }))
  .map(([activity, mutations]) =>
    mutations.reduce((changed, { place, change }) => mutate(changed, place, change), activity),
  )

function mutate(
  value: Json,
  [step = 0, ...further]: number[],
  change:
    | { kind: 'remove' }
    | { kind: 'replace'; value: Json }
    | { kind: 'add'; name: string; value: Json },
): Json {
  if (typeof value !== 'object' || value === null) {
    return change.kind === 'remove' ? null : change.value
  }
  const entries = Object.entries(value)
  if (change.kind === 'add' && further.length === 0) entries.push([change.name, change.value])
  const index = entries.length > 0 ? step % entries.length : 0
  const [name, inner] = entries[index] ?? []
  if (name !== undefined && inner !== undefined) {
    if (further.length > 0) entries[index] = [name, mutate(inner, further, change)]
    else if (change.kind === 'remove') entries.splice(index, 1)
    else if (change.kind === 'replace') entries[index] = [name, change.value]
  }
  return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries)
}

let house: TeamsHouse
beforeAll(async () => {
  house = await openTeamsHouse({
    registration: { allowedTenants: ['00000000-0000-0000-0000-0000000000001'] },
  })
})
afterAll(() => house.close())

/** With the token that Microsoft would send along. */
async function post(activity: Json): Promise<number> {
  const serviceurl =
    typeof activity === 'object' && activity !== null && 'serviceUrl' in activity
      ? activity.serviceUrl
      : 'https://smba.example/'
  const authorization = `Bearer ${house.teams.token({ claims: { serviceurl } })}`
  return (await house.teams.receive(house.url, activity, authorization)).status
}

describe('malformed activities', () => {
  it('as they were recorded are all understood', async () => {
    const statuses = await Promise.all(recorded.map(post))
    expect(statuses).toEqual(recorded.map(() => 200))
    expect(house.accepted.length).toBe(recorded.length)
  })

  it('never break the channel, and never leave half a message', async () => {
    const counts: Record<number, number> = {}
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyActivity, { minLength: 60, maxLength: 60 }),
        async (activities) => {
          const before = house.accepted.length
          const statuses = await Promise.all(activities.map(post))
          for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
          const taken = statuses.filter((status) => status === 200).length
          const accepted = house.accepted.slice(before)
          expect(accepted.length).toBeLessThanOrEqual(taken)
          for (const message of accepted) {
            wholeMessage.parse(message)
            expect(referenceOf(message.address)).toBeDefined()
          }
        },
      ),
      // Making so long a list shorter takes minutes, and says little more.
      { numRuns: 12, endOnFailure: true },
    )
    expect(Object.keys(counts).toSorted()).toEqual(['200', '400', '401'])
    expect(await post(recorded[6]!)).toBe(200)
  })

  it('cut off in the middle are answered 400, and nothing of them is stored', async () => {
    const before = house.accepted.length
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...recorded).map((activity) => JSON.stringify(activity)),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        async (text, share) => {
          const cut = text.slice(0, Math.ceil(text.length * share))
          expect((await house.teams.receive(house.url, cut)).status).toBe(400)
        },
      ),
      { numRuns: 50 },
    )
    expect(house.accepted.length).toBe(before)
  })
})
