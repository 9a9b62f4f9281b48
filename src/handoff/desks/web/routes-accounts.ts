import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Account } from '../../../storage/store.ts'
import { type Accounts, joinSchema, loginSchema, tidyName } from './accounts.ts'
import { parseBody, type RouteContext } from './guards.ts'
import type { WebDeskStore } from './options.ts'

/** Attempts within 15 minutes; an office with ten mediators shares one address. */
const attemptsPerAddress = 60
const attemptsPerName = 10
const attemptsWindow = '15 minutes'

export function registerAccountRoutes(
  { server, sessions, guards, refuse, changing }: RouteContext,
  accounts: Accounts,
  store: Pick<WebDeskStore, 'listAccounts'>,
): void {
  const attempts = createAttemptLimits(server)

  async function signIn(request: FastifyRequest, reply: FastifyReply, account: Account) {
    const token = await sessions.open(request, reply, account)
    return { account: describeAccount(account), token }
  }

  server.get('/desk/api/session', async (request, reply) => {
    const session = await sessions.read(request)
    const token = sessions.offerFormToken(request, reply)
    return { account: session ? describeAccount(session.account) : null, token }
  })

  server.post('/desk/api/login', changing, async (request, reply) => {
    const login = parseBody(request, loginSchema)
    if (!login) return refuse(request, reply, 400, 'incomplete')
    if (await attempts.exceeded(request, reply, ['address', 'name'])) {
      return refuse(request, reply, 429, 'too-many-attempts')
    }
    const account = await accounts.logIn(login)
    if (!account) return refuse(request, reply, 401, 'wrong-name-or-passphrase')
    return signIn(request, reply, account)
  })

  server.post('/desk/api/join', changing, async (request, reply) => {
    const join = parseBody(request, joinSchema)
    if (!join) return refuse(request, reply, 400, 'join-incomplete')
    if (await attempts.exceeded(request, reply, ['address'])) {
      return refuse(request, reply, 429, 'too-many-attempts')
    }
    const outcome = await accounts.join(join)
    switch (outcome.kind) {
      case 'joined':
        return signIn(request, reply, outcome.account)
      case 'invitation-invalid':
        return refuse(request, reply, 410, 'invitation-invalid')
      case 'name-taken':
        return refuse(request, reply, 409, 'name-taken')
      default:
        return outcome satisfies never
    }
  })

  server.post('/desk/api/logout', changing, async (request, reply) => {
    await sessions.close(request, reply)
    return reply.code(204).send()
  })

  server.get(
    '/desk/api/accounts',
    guards.administrator(async () => ({
      accounts: (await store.listAccounts()).map(describeAccount),
    })),
  )

  server.post(
    '/desk/api/invitations',
    changing,
    guards.administrator(async (request, reply) => {
      const wanted = parseBody(request, z.strictObject({ administrator: z.boolean() }))
      if (!wanted) return refuse(request, reply, 400, 'incomplete')
      return reply.code(201).send(await accounts.invite(wanted.administrator))
    }),
  )
}

function describeAccount({ id, name, administrator }: Account) {
  return { id, name, administrator }
}

/** Counts every attempt, good or bad, so that many at the same moment are counted as well. */
function createAttemptLimits(server: RouteContext['server']) {
  const timeWindow = attemptsWindow
  const limits = {
    address: server.createRateLimit({ max: attemptsPerAddress, timeWindow }),
    name: server.createRateLimit({
      max: attemptsPerName,
      timeWindow,
      keyGenerator: (request) => tidyName(nameOf(request)).normalize('NFKC').toLowerCase(),
    }),
  }
  return {
    /** Whether this attempt was one too many; says in `Retry-After` when the next one counts. */
    async exceeded(request: FastifyRequest, reply: FastifyReply, by: (keyof typeof limits)[]) {
      const results = await Promise.all(by.map((limit) => limits[limit](request)))
      const waits = results.flatMap((result) =>
        !result.isAllowed && result.isExceeded ? [result.ttlInSeconds] : [],
      )
      if (waits.length > 0) reply.header('retry-after', Math.max(...waits))
      return waits.length > 0
    },
  }
}

function nameOf(request: FastifyRequest): string {
  return z.object({ name: z.string() }).safeParse(request.body).data?.name ?? ''
}
