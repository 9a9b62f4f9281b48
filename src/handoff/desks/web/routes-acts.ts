import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { openEventStream } from '../../../http/index.ts'
import { caseOutcomes, type DeskAct } from '../../../message.ts'
import type { Case } from '../../../storage/store.ts'
import { type AcceptDeskAct, actMessage } from '../../desk.ts'
import type { EventHub } from './events.ts'
import { idOf, parseBody, type RouteContext } from './guards.ts'
import type { WebDeskOptions } from './options.ts'
import type { Session } from './sessions.ts'
import type { DeskErrorCode } from './text-keys.ts'

/** As long as a user's message may be. */
const longestReply = 4_000

/** The browser makes the id, so that a repeated request is the same act. */
const actSchema = z.strictObject({ id: z.uuid() })
const textSchema = actSchema.extend({
  text: z
    .string()
    .refine((text) => text.trim() !== '')
    .refine((text) => [...text].length <= longestReply),
})
const handOverSchema = actSchema.extend({ account: z.string() })
const closeSchema = actSchema.extend({ outcome: z.enum(caseOutcomes) })

interface ActRoutesOptions extends Pick<WebDeskOptions, 'store' | 'now'> {
  events: EventHub
  accept: AcceptDeskAct
}

/** What a mediator does, and how other browsers learn of it. */
export function registerActRoutes(context: RouteContext, options: ActRoutesOptions): void {
  const { server, guards, refuse, changing, visibility } = context
  const { store, events, accept, now } = options

  server.get(
    '/desk/api/events',
    { exposeHeadRoute: false },
    guards.mediator(async (request, reply, session) => {
      const stream = openEventStream(request, reply)
      await events.add(stream, session.tokenHash, session.account.organisation)
      return reply
    }),
  )

  registerAct('claim', actSchema, () => ({ kind: 'claim' }))
  registerAct('reply', textSchema, ({ text }) => ({ kind: 'reply', text }))
  registerAct('note', textSchema, ({ text }) => ({ kind: 'note', text }))
  registerAct('release', actSchema, () => ({ kind: 'release' }))
  registerAct('hand-over', handOverSchema, async ({ account }) => {
    const colleague = await store.readAccount(account)
    return colleague && { kind: 'hand-over', to: { account, name: colleague.name } }
  })
  registerAct('close', closeSchema, ({ outcome }) => ({ kind: 'close', outcome }))
  registerAct('reopen', actSchema, () => ({ kind: 'reopen' }))

  function registerAct<Shape extends typeof actSchema>(
    name: DeskAct['kind'],
    shape: Shape,
    /** `undefined`: the body names what does not exist. */
    toAct: (body: z.infer<Shape>) => DeskAct | undefined | Promise<DeskAct | undefined>,
  ) {
    server.post(
      `/desk/api/cases/:id/${name}`,
      changing,
      guards.mediator(async (request, reply, session) => {
        const body = parseBody(request, shape)
        const act = body && (await toAct(body))
        if (!act) return refuse(request, reply, 400, 'act-incomplete')
        const one = await store.readCase(idOf(request))
        if (!one) return refuse(request, reply, 404, 'case-gone')
        const obstacle =
          obstacleTo(act, one, session) ?? (await otherCase(act, one)) ?? (await stranger(act, one))
        if (obstacle) return refuse(request, reply, 409, obstacle)
        return take(reply, one, session, body.id, act)
      }),
    )
  }

  /** A conversation has at most one case that is not closed. */
  async function otherCase(act: DeskAct, one: Case): Promise<DeskErrorCode | undefined> {
    if (act.kind !== 'reopen') return undefined
    const open = await store.readOpenCase(one.conversation)
    return open && open.id !== one.id ? 'other-case-open' : undefined
  }

  /** An organisation that the user did not agree to gets no case by way of a colleague. */
  async function stranger(act: DeskAct, one: Case): Promise<DeskErrorCode | undefined> {
    if (act.kind !== 'hand-over') return undefined
    const colleague = await store.readAccount(act.to.account)
    return colleague && visibility.mayReceive(colleague, one.organisations ?? [])
      ? undefined
      : 'not-agreed'
  }

  async function take(reply: FastifyReply, one: Case, session: Session, id: string, act: DeskAct) {
    const { account } = session
    await accept(
      actMessage({
        updateId: `desk:${id}`,
        address: one.address,
        mediator: { account: account.id, name: account.name },
        caseId: one.id,
        act,
        receivedAt: now(),
      }),
    )
    // What came of it arrives with the next event: another mediator may have been first.
    return reply.code(202).send({ received: true })
  }
}

/** Why nothing can be done here now. The core decides again when the act's turn comes. */
function obstacleTo(act: DeskAct, one: Case, { account }: Session): DeskErrorCode | undefined {
  if (act.kind === 'note' || act.kind === 'reopen') return undefined
  if (one.status === 'closed') return 'case-closed'
  if (one.claimedBy && one.claimedBy.account !== account.id) return 'case-claimed'
  return undefined
}
