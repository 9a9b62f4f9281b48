/** Photos, voice notes and documents of a case: shown to mediators, and taken from them for a reply. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isShown, sendAttachment } from '../../../http/index.ts'
import type { Attachment } from '../../../message.ts'
import { type Case, maximumAttachmentBytes } from '../../../storage/store.ts'
import { idOf, type RouteContext } from './guards.ts'
import type { WebDeskOptions, WebDeskStore } from './options.ts'
import type { StoredFile } from './wire.ts'

const path = '/desk/api/cases/:id/attachments'

/** Stored bytes that a reply names, with what the mediator says of them. */
export const namedFilesSchema = z
  .array(z.strictObject({ id: z.uuid(), alternative: z.string().max(500) }))
  .max(10)

const uploadSchema = z.object({
  name: z.string().min(1).max(200),
  type: z.string().max(100).default(''),
})

type AttachmentRoutesOptions = Pick<WebDeskOptions, 'store' | 'now'>

export function registerAttachmentRoutes(
  context: RouteContext,
  { store, now }: AttachmentRoutesOptions,
): void {
  const { server, guards, refuse, changing, languages, sessions } = context

  server.get(
    `${path}/:attachment`,
    guards.mediator(async (request, reply) => {
      const { attachment: id } = z.object({ attachment: z.string() }).parse(request.params)
      const one = await store.readCase(idOf(request))
      const attachment = one && (await store.readAttachment(one.conversation, id))
      if (attachment) return sendAttachment(request, reply, attachment)
      const texts = languages.texts(languages.of(request))
      return reply
        .code(404)
        .type('text/plain; charset=utf-8')
        .send(texts['attachment.gone'] ?? '')
    }),
  )

  // Everywhere else a body is JSON; here it is the file.
  server.register(async (scope: FastifyInstance) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_, body, done) =>
      done(null, body),
    )
    scope.post(
      path,
      { onRequest: [...changing.onRequest, requireSession], bodyLimit: maximumAttachmentBytes },
      guards.mediator(async (request, reply, { account }) => {
        const described = uploadSchema.safeParse(request.query).data
        const bytes = request.body
        if (!described || !(bytes instanceof Buffer) || bytes.length === 0) {
          return refuse(request, reply, 400, 'act-incomplete')
        }
        const one = await store.readCase(idOf(request))
        if (!one) return refuse(request, reply, 404, 'case-gone')
        if (one.status === 'closed') return refuse(request, reply, 409, 'case-closed')
        if (one.claimedBy && one.claimedBy.account !== account.id) {
          return refuse(request, reply, 409, 'case-claimed')
        }
        const attachment: Attachment = {
          id: randomUUID(),
          ...kindOf(described.type),
          name: described.name,
          alternative: '',
          size: bytes.length,
        }
        await store.addAttachment(
          { conversation: one.conversation, caseId: one.id, attachment, bytes },
          now().toISOString(),
        )
        return reply.code(201).send({ id: attachment.id } satisfies StoredFile)
      }),
    )
  })

  /** Before the body is read: nobody else makes us read ten megabytes. */
  async function requireSession(request: FastifyRequest, reply: FastifyReply) {
    if (!(await sessions.read(request))) return refuse(request, reply, 401, 'sign-in')
  }
}

/** What a reply names, as it was stored; `undefined` where something of it is not there. */
export async function readNamedFiles(
  store: Pick<WebDeskStore, 'readAttachment'>,
  one: Pick<Case, 'conversation'>,
  named: z.infer<typeof namedFilesSchema>,
): Promise<Attachment[] | undefined> {
  const attachments: Attachment[] = []
  for (const { id, alternative } of named) {
    const stored = await store.readAttachment(one.conversation, id)
    if (!stored) return undefined
    const { bytes: _, ...attachment } = stored
    attachments.push({ ...attachment, alternative })
  }
  return attachments
}

/** A browser says what a file is; what it does not show or play is a document. */
function kindOf(declared: string): Pick<Attachment, 'kind' | 'mediaType'> {
  const mediaType = /^[a-z]+\/[\w.+-]+/i.exec(declared)?.[0].toLowerCase()
  if (!mediaType) return { kind: 'document', mediaType: 'application/octet-stream' }
  for (const kind of ['photo', 'voice'] as const) {
    if (isShown({ kind, mediaType })) return { kind, mediaType }
  }
  return { kind: 'document', mediaType }
}
