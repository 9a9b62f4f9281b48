/**
 * A desk with everything real around it: HTTP server, SQLite, argon2, the life of a case. Only the
 * conversation's worker is played here, in a few lines, so that these tests need no knowledge base.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { load as parse } from 'js-yaml'
import { createFirstInvitation, createWebDesk } from '../src/handoff/desks/web/index.ts'
import { isMediationAct } from '../src/handoff/mediation.ts'
import type { DirectoryTerms } from '../src/handoff/organisation-settings.ts'
import { applyDeskAct, relayToPerson, returnToAssistant } from '../src/handoff/relay.ts'
import { createHttpServer } from '../src/http/index.ts'
import { type Language, languagesSchema } from '../src/knowledge/schema.ts'
import { maskPersonalData } from '../src/language/mask-personal-data.ts'
import type { InboundMessage } from '../src/message.ts'
import { createSqliteStore } from '../src/storage/sqlite.ts'
import type { Case, CaseChange, NewCaseLine, Store, Turn } from '../src/storage/store.ts'

const root = new URL('../', import.meta.url)
const languages: Language[] = languagesSchema.parse(
  parse(readFileSync(new URL('knowledge/languages.yaml', root), 'utf8')),
)
const sentences = parse(
  readFileSync(new URL('test/fakes/desk-texts.yaml', root), 'utf8'),
) as Record<string, Record<string, string>>

/** The desk's sentences in one language, as the content would give them. */
export function deskTexts(language: string): Record<string, string> {
  const written = Object.entries(sentences).flatMap(([key, texts]) => {
    const sentence = texts[language]
    return sentence === undefined ? [] : [[key, sentence]]
  })
  return Object.fromEntries(written)
}

/** Of the directory, as the content would give them. */
const organisations: DirectoryTerms[] = [
  {
    id: 'mieterrat-halle',
    name: 'Mieterrat Halle',
    kind: 'advice',
    languages: ['de', 'ar'],
    topics: ['housing', 'tenancy'],
    districts: ['15002'],
    hours: { tu: ['09:00-12:00'] },
    capacity: 0,
    consent: 'unasked',
  },
  {
    id: 'haus-dessau',
    name: 'Haus Dessau',
    kind: 'meeting-place',
    languages: [],
    topics: ['community'],
    districts: 'all',
    capacity: 3,
    consent: 'given',
  },
  {
    id: 'nein-danke',
    name: 'Nein Danke',
    kind: 'advice',
    languages: [],
    topics: ['housing'],
    districts: 'all',
    capacity: 3,
    consent: 'refused',
  },
]

export interface House {
  url: string
  server: FastifyInstance
  store: Store
  /** Acts as they reached the core, each once. */
  acts: InboundMessage[]
  clock: { now: Date }
  /** Every route of the desk, as `POST /desk/api/login`. */
  routes: string[]
  firstInvitation(): Promise<string | undefined>
  openCase(changes?: Partial<Case>, lines?: NewCaseLine[]): Promise<Case>
  userWrites(one: Case, text: string): Promise<void>
  /** The user goes back to the assistant. */
  userReturns(one: Case): Promise<void>
  erase(one: Case): Promise<void>
  close(): Promise<void>
}

export async function openHouse(options: { publicUrl?: string } = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'lotse-desk-'))
  const store = await createSqliteStore({ file: join(folder, 'lotse.db') })
  const server = await createHttpServer({ logger: false, publicUrl: options.publicUrl })
  const clock = { now: new Date() }
  const now = () => clock.now
  const publicUrl = options.publicUrl ?? 'http://localhost'
  const desk = createWebDesk({
    store,
    languages,
    districts: [
      { key: '15001', name: 'Dessau-Roßlau' },
      { key: '15002', name: 'Halle (Saale)' },
    ],
    organisations: new Map(organisations.map((one) => [one.id, one])),
    maskPersons: (text, language) => maskPersonalData(text, language).text,
    texts: deskTexts,
    secureCookies: publicUrl.startsWith('https:'),
    publicUrl,
    twins: () => [{ entry: 'housing/stairwell-shoes', title: 'Schuhe im Treppenhaus' }],
    invitationLinks: async (secret) => [
      { channel: 'web', url: `${publicUrl}/?start=join_${secret}` },
    ],
    now,
  })
  const acts: InboundMessage[] = []
  let updates = 0

  const routes: string[] = []
  server.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((one) => `${one} ${url}`))
  })
  await desk.registerRoutes?.(server)
  await desk.start(async (message) => {
    const fresh = await store.acceptInbound(message)
    if (fresh) {
      acts.push(message)
      queueMicrotask(() => void answerNext())
    }
    return fresh
  })
  await server.listen({ host: '127.0.0.1', port: 0 })

  async function answerNext() {
    for (const { id, message } of await store.nextInbound(new Set(), 20)) {
      const changes = message.content.kind === 'desk' ? await changesOf(message) : []
      await commit(id, message.address, changes, changes.length > 0 ? auditOf(message) : undefined)
      if (message.content.kind === 'desk') await desk.caseChanged(message.content.caseId)
    }
  }

  async function changesOf({ content, from }: InboundMessage): Promise<CaseChange[]> {
    if (content.kind !== 'desk' || from.kind !== 'mediator') return []
    const mediator = { account: from.account, name: from.name }
    if (isMediationAct(content.act)) return []
    const one = await store.readCase(content.caseId)
    const effect = applyDeskAct(one, content.act, {
      mediator,
      at: clock.now.toISOString(),
      hasOtherCase: false,
    })
    return effect.kind === 'refused' ? [] : [effect.change]
  }

  function auditOf({ content, from }: InboundMessage): Turn['audit'] {
    if (content.kind !== 'desk' || from.kind !== 'mediator') return undefined
    const { account, name } = from
    return { caseId: content.caseId, account, name, act: content.act.kind }
  }

  async function commit(
    inboundId: number,
    address: Case['address'],
    caseChanges: CaseChange[],
    audit?: Turn['audit'],
  ) {
    await store.commitTurn({
      inboundId,
      at: clock.now.toISOString(),
      address,
      state: { kind: 'keep', json: '{}' },
      transcript: [],
      outbound: [],
      caseChanges,
      ...(audit && { audit }),
    })
  }

  /** A turn that a user's message caused. */
  async function turn(address: Case['address'], caseChanges: CaseChange[], erase = false) {
    const updateId = `update-${++updates}`
    await store.acceptInbound({
      updateId,
      address,
      from: { kind: 'user' },
      content: { kind: 'text', text: 'x' },
      receivedAt: clock.now.toISOString(),
    })
    const found = await store.nextInbound(new Set(), 100)
    const row = found.find(({ message }) => message.updateId === updateId)
    if (!erase) return commit(row!.id, address, caseChanges)
    await store.commitTurn({
      inboundId: row!.id,
      at: clock.now.toISOString(),
      address,
      state: { kind: 'erase' },
      transcript: [],
      outbound: [],
      caseChanges: [],
    })
  }

  return {
    url: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    server,
    store,
    acts,
    clock,
    routes,
    firstInvitation: () => createFirstInvitation({ store, publicUrl, now }),
    async openCase(changes = {}, lines = [{ author: 'user', text: 'Guten Tag' }]) {
      const number = ++updates
      const address = changes.address ?? { channel: 'telegram', conversation: `chat-${number}` }
      const one: Case = {
        id: `case-${number}`,
        conversation: `${address.channel}:${address.conversation}`,
        address,
        status: 'open',
        language: 'ar',
        place: 'Halle (Saale)',
        topic: 'housing',
        openedAt: clock.now.toISOString(),
        waitingSince: clock.now.toISOString(),
        askedBefore: [],
        reminded: false,
        assistantMuted: false,
        ...changes,
      }
      await turn(address, [{ kind: 'open', case: one, lines }])
      await desk.caseChanged(one.id)
      return one
    },
    async userWrites(one, text) {
      const now = await store.readCase(one.id)
      await turn(one.address, [
        relayToPerson(now!, { author: 'user', text }, clock.now.toISOString()),
      ])
      await desk.caseChanged(one.id)
    },
    async userReturns(one) {
      const now = await store.readCase(one.id)
      await turn(one.address, [returnToAssistant(now!, clock.now.toISOString())])
      await desk.caseChanged(one.id)
    },
    async erase(one) {
      await turn(one.address, [], true)
      await desk.caseChanged(one.id)
    },
    async close() {
      await desk.stop()
      await server.close()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export interface Visitor {
  /** Cookies by name, as a browser keeps them. */
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** As our own page sends it, with the form token; `headers` replace what a page would send. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  signIn(name: string, passphrase: string): Promise<Response>
  join(link: string, name: string, passphrase: string): Promise<Response>
}

/** Somebody with a browser's cookies, over HTTP. */
export function visit({ url }: Pick<House, 'url'>): Visitor {
  const cookies = new Map<string, string>()
  let token = ''

  async function ask(path: string, request: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(cookie && { cookie }), ...request.headers }
    const response = await fetch(url + path, { redirect: 'manual', ...request, headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  async function refreshToken() {
    const response = await ask('/desk/api/session', {})
    token = ((await response.json()) as { token: string }).token
  }

  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    async post(path, body = {}, headers = {}) {
      await refreshToken()
      return ask(path, {
        method: 'POST',
        body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          'x-desk-token': token,
          ...headers,
        },
      })
    },
    signIn: (name, passphrase) => visitor.post('/desk/api/login', { name, passphrase }),
    join: (link, name, passphrase) =>
      visitor.post('/desk/api/join', { token: link.split('#')[1], name, passphrase }),
  }
  return visitor
}

/** Everybody's passphrase in these tests. */
export const passphrase = 'vier nasse Ziegel singen'

/** The first administrator, and a mediator whom they invited. */
export async function staff(house: House) {
  const administrator = visit(house)
  await administrator.join((await house.firstInvitation())!, 'Amina', passphrase)
  return { administrator, mediator: await inviteMediator(house, administrator, 'Jonas') }
}

export async function inviteMediator(house: House, administrator: Visitor, name: string) {
  const invited = await administrator.post('/desk/api/invitations', { administrator: false })
  const { link } = (await invited.json()) as { link: string }
  const mediator = visit(house)
  await mediator.join(link, name, passphrase)
  return mediator
}

/** Somebody who takes cases for an organisation of the directory. */
export async function inviteOrganisation(
  house: House,
  administrator: Visitor,
  name: string,
  organisation = 'mieterrat-halle',
) {
  const invited = await administrator.post('/desk/api/invitations', {
    administrator: false,
    organisation,
  })
  const { link } = (await invited.json()) as { link: string }
  const mediator = visit(house)
  const token = link.split('#')[1]
  await mediator.post('/desk/api/join', { token, name, passphrase, agrees: true })
  return mediator
}
