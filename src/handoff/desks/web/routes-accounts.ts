import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Account } from '../../../storage/store.ts'
import { type AcceptDeskAct, actMessage } from '../../desk.ts'
import { type Accounts, joinSchema, loginSchema, resetSchema } from './accounts.ts'
import type { EventHub } from './events.ts'
import { idOf, parseBody, type RouteContext } from './guards.ts'
import type { WebDeskOptions } from './options.ts'
import { describeAccount, describeOrganisation, invitable } from './organisations.ts'

interface AccountRoutesOptions extends Pick<WebDeskOptions, 'store' | 'organisations' | 'now'> {
  accounts: Accounts
  events: EventHub
  accept: AcceptDeskAct
}

export function registerAccountRoutes(
  { server, sessions, guards, refuse, changing, attempts }: RouteContext,
  { store, now, organisations, accounts, events, accept }: AccountRoutesOptions,
): void {
  const describe = (account: Account) => describeAccount(account, organisations)

  /** Administrators see every case: nobody is one for an organisation. */
  const invitationSchema = z.union([
    z.strictObject({ administrator: z.boolean() }),
    z.strictObject({
      administrator: z.literal(false),
      organisation: z
        .string()
        .refine((id) => invitable(organisations).some((one) => one.id === id)),
    }),
  ])

  async function signIn(request: FastifyRequest, reply: FastifyReply, account: Account) {
    const token = await sessions.open(request, reply, account)
    return { account: describe(account), token }
  }

  server.get('/desk/api/session', async (request, reply) => {
    const session = await sessions.read(request)
    const token = sessions.offerFormToken(request, reply)
    return { account: session ? describe(session.account) : null, token }
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
      case 'agreement-missing':
        return refuse(request, reply, 400, 'agreement-missing')
      case 'name-taken':
        return refuse(request, reply, 409, 'name-taken')
      default:
        return outcome satisfies never
    }
  })

  /** What somebody with a link agrees to; a post, because the secret belongs into no address. */
  server.post('/desk/api/invitations/terms', changing, async (request, reply) => {
    const asked = parseBody(request, z.strictObject({ token: z.string().min(1).max(200) }))
    if (!asked) return refuse(request, reply, 400, 'incomplete')
    const terms = await accounts.readTerms(asked.token)
    if (!terms) return refuse(request, reply, 410, 'invitation-invalid')
    const { organisation } = terms
    return { organisation: organisation ? describeOrganisation(organisations, organisation) : null }
  })

  server.post('/desk/api/reset', changing, async (request, reply) => {
    const reset = parseBody(request, resetSchema)
    if (!reset) return refuse(request, reply, 400, 'passphrase-short')
    if (await attempts.exceeded(request, reply, ['address'])) {
      return refuse(request, reply, 429, 'too-many-attempts')
    }
    const account = await accounts.resetPassphrase(reset)
    if (!account) return refuse(request, reply, 410, 'invitation-invalid')
    return signIn(request, reply, account)
  })

  server.post('/desk/api/logout', changing, async (request, reply) => {
    await sessions.close(request, reply)
    return reply.code(204).send()
  })

  server.get(
    '/desk/api/accounts',
    guards.administrator(async () => ({
      accounts: (await store.listAccounts()).map(describe),
      organisations: invitable(organisations),
    })),
  )

  server.post(
    '/desk/api/invitations',
    changing,
    guards.administrator(async (request, reply) => {
      const wanted = parseBody(request, invitationSchema)
      if (!wanted) return refuse(request, reply, 400, 'incomplete')
      return reply.code(201).send(await accounts.invite(wanted))
    }),
  )

  server.post(
    '/desk/api/accounts/:id/passphrase-link',
    changing,
    guards.administrator(async (request, reply) => {
      const account = await store.readAccount(idOf(request))
      if (!account) return refuse(request, reply, 404, 'account-gone')
      return reply.code(201).send(await accounts.offerNewPassphrase(account.id))
    }),
  )

  server.post(
    '/desk/api/accounts/:id/remove',
    changing,
    guards.administrator(async (request, reply, session) => {
      const account = await store.readAccount(idOf(request))
      if (!account) return refuse(request, reply, 404, 'account-gone')
      // So an administrator is always left.
      if (account.id === session.account.id) return refuse(request, reply, 409, 'own-account')
      await store.deleteSessions(account.id)
      await handBack(account)
      await store.removeAccount(account.id, now().toISOString())
      await events.dropExpired()
      return reply.code(204).send()
    }),
  )

  /** As if they had done it themselves: the users hear of it, and everybody may take the cases. */
  async function handBack({ id, name }: Account): Promise<void> {
    for (const one of await store.listClaimedCases(id)) {
      await accept(
        actMessage({
          updateId: `desk:${randomUUID()}`,
          address: one.address,
          mediator: { account: id, name },
          caseId: one.id,
          act: { kind: 'release' },
          receivedAt: now(),
        }),
      )
    }
  }
}
