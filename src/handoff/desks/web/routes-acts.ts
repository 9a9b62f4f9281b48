import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { openEventStream, qrCode } from '../../../http/index.ts'
import { caseOutcomes, type DeskAct } from '../../../message.ts'
import type { Case } from '../../../storage/store.ts'
import { type AcceptDeskAct, actMessage } from '../../desk.ts'
import { expiryOf, hashSecret, isInTurn, isMediationAct } from '../../mediation.ts'
import type { EventHub } from './events.ts'
import { idOf, parseBody, type RouteContext } from './guards.ts'
import type { WebDeskOptions } from './options.ts'
import { namedFilesSchema, readNamedFiles } from './routes-attachments.ts'
import { createSecret } from './secrets.ts'
import type { Session } from './sessions.ts'
import type { DeskErrorCode } from './text-keys.ts'
import type { MediationInvitation, Twin } from './wire.ts'

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
/** A photo may go without a word. */
const replySchema = actSchema
  .extend({ text: z.string(), attachments: namedFilesSchema.default([]) })
  .refine(({ text, attachments }) => text.trim() !== '' || attachments.length > 0)
  .refine(({ text }) => [...text].length <= longestReply)
const handOverSchema = actSchema.extend({ account: z.string() })
const closeSchema = actSchema.extend({ outcome: z.enum(caseOutcomes) })

const sharedTextSchema = textSchema.extend({ isProposal: z.literal(true).optional() })
const inviteSchema = actSchema.extend({ entry: z.string().max(120).optional() })

interface ActRoutesOptions
  extends Pick<WebDeskOptions, 'store' | 'now' | 'twins' | 'invitationLinks'> {
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
  registerAct('reply', replySchema, async ({ text, attachments: named }, one) => {
    const attachments = one && (await readNamedFiles(store, one, named))
    if (one && !attachments) return undefined
    return { kind: 'reply', text, ...(attachments?.length && { attachments }) }
  })
  registerAct('note', textSchema, ({ text }) => ({ kind: 'note', text }))
  registerAct('release', actSchema, () => ({ kind: 'release' }))
  registerAct('hand-over', handOverSchema, async ({ account }) => {
    const colleague = await store.readAccount(account)
    return colleague && { kind: 'hand-over', to: { account, name: colleague.name } }
  })
  registerAct('close', closeSchema, ({ outcome }) => ({ kind: 'close', outcome }))
  registerAct('reopen', actSchema, () => ({ kind: 'reopen' }))
  registerAct('open-room', actSchema, () => ({ kind: 'open-room' }))
  registerAct('say-to-both', sharedTextSchema, ({ text, isProposal }) => ({
    kind: 'say-to-both',
    text,
    ...(isProposal && { isProposal }),
  }))
  registerAct('propose-agreement', textSchema, ({ text }) => ({ kind: 'propose-agreement', text }))
  registerAct('end-mediation', actSchema, () => ({ kind: 'end-mediation' }))

  server.post(
    '/desk/api/cases/:id/invite',
    changing,
    guards.mediator(async (request, reply, session) => {
      const body = parseBody(request, inviteSchema)
      if (!body) return refuse(request, reply, 400, 'act-incomplete')
      const one = await store.readCase(idOf(request))
      if (!one) return refuse(request, reply, 404, 'case-gone')
      const secret = createSecret()
      const { entry } = body
      const act: DeskAct = {
        kind: 'invite',
        secretHash: hashSecret(secret),
        ...(entry && { entry }),
      }
      const obstacle = obstacleTo(act, one, session) ?? (await outOfTurn(act, one))
      if (obstacle) return refuse(request, reply, 409, obstacle)
      const at = now()
      // The link of a repeated request would lead nowhere: the first one's secret is kept by nobody.
      const isNew = await accept(toMessage(one, session, body.id, act))
      if (!isNew) return refuse(request, reply, 409, 'mediation')
      const links = await options.invitationLinks(secret)
      return reply.code(202).send({
        links: links.map(({ channel, url }) => ({ channel, url, code: qrCode(url) })),
        expiresAt: expiryOf(at),
      } satisfies MediationInvitation)
    }),
  )

  server.get(
    '/desk/api/twins',
    guards.mediator(async (request) => ({
      twins: options.twins(context.languages.of(request).code) satisfies Twin[],
    })),
  )

  function registerAct<Shape extends z.ZodType<{ id: string }>>(
    name: DeskAct['kind'],
    shape: Shape,
    /** `undefined`: the body names what does not exist. */
    toAct: (
      body: z.infer<Shape>,
      one: Case | undefined,
    ) => DeskAct | undefined | Promise<DeskAct | undefined>,
  ) {
    server.post(
      `/desk/api/cases/:id/${name}`,
      changing,
      guards.mediator(async (request, reply, session) => {
        const body = parseBody(request, shape)
        const one = await store.readCase(idOf(request))
        const act = body && (await toAct(body, one))
        if (!act) return refuse(request, reply, 400, 'act-incomplete')
        if (!one) return refuse(request, reply, 404, 'case-gone')
        const obstacle =
          obstacleTo(act, one, session) ??
          (await otherCase(act, one)) ??
          (await stranger(act, one)) ??
          (await outOfTurn(act, one))
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

  /** What the mediation is not as far for, or too far. */
  async function outOfTurn(act: DeskAct, one: Case): Promise<DeskErrorCode | undefined> {
    if (!isMediationAct(act)) return undefined
    const mediation = await store.readMediationOfCase(one.id)
    return isInTurn(act, mediation) ? undefined : 'mediation'
  }

  async function take(reply: FastifyReply, one: Case, session: Session, id: string, act: DeskAct) {
    await accept(toMessage(one, session, id, act))
    // What came of it arrives with the next event: another mediator may have been first.
    return reply.code(202).send({ received: true })
  }

  function toMessage(one: Case, { account }: Session, id: string, act: DeskAct) {
    return actMessage({
      updateId: `desk:${id}`,
      address: one.address,
      mediator: { account: account.id, name: account.name },
      caseId: one.id,
      act,
      receivedAt: now(),
    })
  }
}

/** Why nothing can be done here now. The core decides again when the act's turn comes. */
function obstacleTo(act: DeskAct, one: Case, { account }: Session): DeskErrorCode | undefined {
  if (act.kind === 'note' || act.kind === 'reopen') return undefined
  if (one.status === 'closed') return 'case-closed'
  if (one.claimedBy && one.claimedBy.account !== account.id) return 'case-claimed'
  // Whoever speaks to both sides has the case already.
  return isMediationAct(act) && !one.claimedBy ? 'mediation' : undefined
}
