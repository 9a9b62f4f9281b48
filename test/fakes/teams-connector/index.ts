/**
 * A strict stand-in for the service of Teams that takes a bot's messages, and for Microsoft's
 * signing keys, on loopback. What it finds wrong it answers with 400 and keeps as a violation;
 * `close()` rejects when there was one, so no test can overlook it.
 *
 *     const teams = await startFakeTeams()
 *     const channel = createTeamsChannel({ registration: teams.registration, ... })
 *     await teams.receive(url, teams.activities.text({ id: '29:reader' }, 'Kaution'))
 *     const [answer] = await teams.waitForMessages(1)
 *     await teams.close()
 *
 * activities.ts  activities as Teams sends them     keys.ts    tokens and the keys that sign them
 * checks.ts      what Teams refuses                 server.ts  the HTTP around it
 * streams.ts     answers on their way
 */
import type { AddressInfo } from 'node:net'
import { createWaiting } from '../waiting.ts'
import { type ActivityFactory, createActivityFactory } from './activities.ts'
import { createSigningKey, createToken, type SigningKey, type TokenRecipe } from './keys.ts'
import {
  type Call,
  createConnectorServer,
  type PostedMessage,
  type ScriptedAnswer,
} from './server.ts'
import type { OpenStream } from './streams.ts'

export type { Person, Place } from './activities.ts'
export type { Call, PostedMessage, ScriptedAnswer } from './server.ts'

export const clientId = '11111111-1111-4111-8111-111111111111'
export const tenantId = '22222222-2222-4222-8222-222222222222'

export interface FakeTeams {
  serviceUrl: string
  openIdMetadataUrl: string
  /** How the channel has to be set up for this fake. */
  registration: {
    clientId: string
    clientSecret: string
    tenantId: string
    allowedTenants: string[]
    openIdMetadataUrl: string
    botToken: () => Promise<string>
  }
  activities: ActivityFactory
  key: SigningKey
  /** Calls that were well formed, in order, those that were made to fail among them. */
  calls: Call[]
  /** Messages that reached their conversation, as they are now. */
  messages: PostedMessage[]
  /** Drafts that stand on the screen. */
  drafts(): OpenStream[]
  /** Streams that are open take nothing more: two minutes are over, or the reader pressed Stop. */
  refuseStreams(): void
  /** The next calls are answered so, in order; those that only say "typing" are not counted. */
  answerNext(...answers: ScriptedAnswer[]): void
  /** A token that is right, but for what is changed. */
  token(
    changes?: { claims?: Record<string, unknown> } & Partial<Omit<TokenRecipe, 'claims'>>,
  ): string
  /** Posts an activity as Teams does; resolves to status and body. */
  receive(
    url: string,
    activity: unknown,
    authorization?: string | null,
  ): Promise<{ status: number; body: unknown }>
  waitForMessages(count: number): Promise<PostedMessage[]>
  waitForCalls(count: number): Promise<Call[]>
  takeViolations(): string[]
  /** Ends all connections. @throws Error that lists the violations. */
  close(): Promise<void>
}

/** Starts a fake on a free port of loopback, or on the one given. */
export async function startFakeTeams(
  options: {
    port?: number
    /** Between two requests of one stream; a second, unless a test has no time. */
    streamPauseMilliseconds?: number
  } = {},
): Promise<FakeTeams> {
  const key = createSigningKey('key-1')
  const violations: string[] = []
  const waiting = createWaiting(() => {
    const wrong = violations.length > 0 ? `; violations: ${violations.join('; ')}` : ''
    return `calls: ${calls.length}${wrong}`
  })
  const botToken = createToken({ key, claims: { aud: 'connector', exp: 9_999_999_999 } })
  const fake = createConnectorServer({
    keys: [key],
    botToken,
    violations,
    streamPauseMilliseconds: options.streamPauseMilliseconds ?? 1000,
    onChange() {
      waiting.look()
    },
  })
  const { server, calls, messages, streams } = fake
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const serviceUrl = `${origin}/de/`
  const openIdMetadataUrl = `${origin}/v1/.well-known/openidconfiguration`

  function token(changes: Parameters<FakeTeams['token']>[0] = {}): string {
    const seconds = Math.floor(Date.now() / 1000)
    const claims = {
      iss: 'https://api.botframework.com',
      aud: clientId,
      nbf: seconds - 60,
      exp: seconds + 3600,
      serviceurl: serviceUrl,
      ...changes.claims,
    }
    return createToken({ key, ...changes, claims })
  }

  return {
    serviceUrl,
    openIdMetadataUrl,
    registration: {
      clientId,
      clientSecret: 'not used: the token below stands in',
      tenantId,
      allowedTenants: [tenantId],
      openIdMetadataUrl,
      botToken: async () => botToken,
    },
    activities: createActivityFactory({ serviceUrl, tenant: tenantId, bot: `28:${clientId}` }),
    key,
    calls,
    messages,
    drafts: streams.shown,
    refuseStreams: streams.refuse,
    answerNext: (...answers) => fake.script(answers),
    token,
    async receive(url, activity, authorization = `Bearer ${token()}`) {
      const response = await fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(authorization !== null && { authorization }),
        },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    waitForMessages: (count) =>
      waiting.until(() => (messages.length >= count ? messages : undefined), `${count} messages`),
    waitForCalls: (count) =>
      waiting.until(() => (calls.length >= count ? calls : undefined), `${count} calls`),
    takeViolations: () => violations.splice(0),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      if (violations.length > 0) {
        throw new Error(`Teams would have refused:\n${violations.join('\n')}`)
      }
    },
  }
}
