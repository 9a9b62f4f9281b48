/** What stands before a route: who may use it, and that our own page asked. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { requireSameOrigin } from '../../../http/index.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import type { InterfaceLanguages } from './languages.ts'
import { equalInConstantTime } from './secrets.ts'
import type { Session, Sessions } from './sessions.ts'
import type { DeskErrorCode } from './text-keys.ts'
import type { Visibility } from './visibility.ts'

export const formTokenHeader = 'x-desk-token'

/** Everything about one case stands below it. */
const casePath = '/desk/api/cases/:id'

/** Answers with a code for the page and a sentence, in the mediator's language, for the mediator. */
export type Refuse = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  code: DeskErrorCode,
) => FastifyReply

export function createRefuse(languages: InterfaceLanguages): Refuse {
  return (request, reply, status, code) => {
    const texts = languages.texts(languages.of(request))
    return reply.code(status).send({ code, error: texts[`desk.error.${code}`] ?? code })
  }
}

/** Hooks for every route of the desk that changes something. */
export function requireOwnPage(sessions: Sessions, refuse: Refuse) {
  return [
    requireSameOrigin,
    async (request: FastifyRequest, reply: FastifyReply) => {
      const given = request.headers[formTokenHeader]
      const expected = sessions.expectedFormToken(request)
      const matches =
        typeof given === 'string' && expected !== undefined && equalInConstantTime(given, expected)
      if (!matches) return refuse(request, reply, 403, 'form-expired')
    },
  ]
}

type SignedInHandler<Answer> = (
  request: FastifyRequest,
  reply: FastifyReply,
  session: Session,
) => Promise<Answer>

export interface Guards {
  /** 401 without a session; 404 where the address names a case that the account may not see. */
  mediator<Answer>(handler: SignedInHandler<Answer>): RouteHandler
  /** 401 without a session, 403 for mediators who are not administrators. */
  administrator<Answer>(handler: SignedInHandler<Answer>): RouteHandler
}
type RouteHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

export function createGuards(sessions: Sessions, refuse: Refuse, visibility: Visibility): Guards {
  /** Here, and not in each route: a route that is added later shows nobody a case of others. */
  async function isVisible(request: FastifyRequest, { account }: Session): Promise<boolean> {
    const isAboutCase = request.routeOptions.url?.startsWith(casePath)
    return !isAboutCase || visibility.sees(account, idOf(request))
  }

  function guard<Answer>(allows: (session: Session) => boolean, handler: SignedInHandler<Answer>) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const session = await sessions.read(request)
      if (!session) return refuse(request, reply, 401, 'sign-in')
      if (!allows(session)) return refuse(request, reply, 403, 'administrators-only')
      if (!(await isVisible(request, session))) return refuse(request, reply, 404, 'case-gone')
      return handler(request, reply, session)
    }
  }
  return {
    mediator: (handler) => guard(() => true, handler),
    administrator: (handler) => guard(({ account }) => account.administrator, handler),
  }
}

/** What the address names: a case or an account. */
export function idOf(request: FastifyRequest): string {
  return z.object({ id: z.string() }).parse(request.params).id
}

/** Everything that the desk's routes share. */
export interface RouteContext {
  server: FastifyInstance
  sessions: Sessions
  guards: Guards
  refuse: Refuse
  languages: InterfaceLanguages
  attempts: AttemptLimits
  visibility: Visibility
  /** Route options of everything that changes something. */
  changing: { onRequest: ReturnType<typeof requireOwnPage> }
}

/** The body, or `undefined` where it has not the shape that our own page sends. */
export function parseBody<Shape extends z.ZodType>(
  request: FastifyRequest,
  shape: Shape,
): z.infer<Shape> | undefined {
  return shape.safeParse(request.body).data
}
