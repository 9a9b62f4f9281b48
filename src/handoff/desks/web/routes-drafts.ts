/** Answers that mediators turn into drafts of entries, and the second person who approves them. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { topics } from '../../../knowledge/schema.ts'
import type { CaseLine, Draft } from '../../../storage/store.ts'
import { idOf, parseBody, type RouteContext } from './guards.ts'
import type { WebDeskOptions } from './options.ts'
import type { DraftText, DraftView } from './wire.ts'

/** Drafts are German: every other language is translated from it. */
const draftLanguage = 'de'

const text = (longest: number) => z.string().trim().min(1).max(longest)

const draftSchema = z.strictObject({
  topic: z.enum(topics),
  /** A button of a phone shows no more. */
  title: text(60),
  answer: text(6_000),
  questions: z.array(text(200)).max(30),
  source: z
    .strictObject({ title: text(200), url: z.url({ protocol: /^https?$/ }).max(500) })
    .nullable(),
})
/** Approved is what was seen: a draft that was changed meanwhile is another one. */
const approvalSchema = z.strictObject({ changedAt: z.string() })

type DraftRoutesOptions = Pick<WebDeskOptions, 'store' | 'maskPersons' | 'now'>

export function registerDraftRoutes(context: RouteContext, options: DraftRoutesOptions): void {
  const { server, guards, refuse, changing } = context
  const { store, maskPersons, now } = options

  server.get(
    '/desk/api/cases/:id/draft',
    guards.mediator(async (request, reply) => {
      const one = await store.readCase(idOf(request))
      if (!one) return refuse(request, reply, 404, 'case-gone')
      const lines = await store.readCaseLines(one.id)
      const replies = lines.filter(({ author }) => author === 'mediator')
      if (replies.length === 0) return refuse(request, reply, 409, 'draft-no-reply')
      const question = lines.findLast(({ id, author }) => author === 'user' && id < replies[0]!.id)
      const asked = question && germanOf(question, one.language)
      return {
        topic: topics.find((topic) => topic === one.topic) ?? 'everyday',
        title: '',
        answer: replies.map((line) => withoutPersons(line.text, draftLanguage)).join('\n\n'),
        questions: asked ? [withoutPersons(asked.text, asked.language)] : [],
        source: null,
      } satisfies DraftText
    }),
  )

  server.get(
    '/desk/api/drafts',
    guards.mediator(async (_request, _reply, { account }) => {
      const [drafts, accounts] = await Promise.all([store.listDrafts(), store.listAccounts()])
      const names = new Map(accounts.map(({ id, name }) => [id, name]))
      return { drafts: drafts.map((draft) => describeDraft(draft, account.id, names)) }
    }),
  )

  server.post(
    '/desk/api/drafts',
    changing,
    guards.mediator(async (request, reply, { account }) => {
      const written = parseBody(request, draftSchema)
      if (!written) return refuse(request, reply, 400, 'draft-incomplete')
      // A number of its own: nothing tells which case it came from.
      const id = randomUUID()
      await store.writeDraft({ id, ...contentOf(written), writtenBy: [account.id], ...changed() })
      return reply.code(201).send({ id })
    }),
  )

  server.post(
    '/desk/api/drafts/:id',
    changing,
    guards.mediator(async (request, reply, { account }) => {
      const written = parseBody(request, draftSchema)
      if (!written) return refuse(request, reply, 400, 'draft-incomplete')
      const before = await store.readDraft(idOf(request))
      if (!before) return refuse(request, reply, 404, 'draft-gone')
      // Other words than the ones that were approved: the approval is over.
      const { approvedBy: _, ...draft } = before
      const writtenBy = [...new Set([...before.writtenBy, account.id])]
      await store.writeDraft({ ...draft, ...contentOf(written, before), writtenBy, ...changed() })
      return reply.code(204).send()
    }),
  )

  server.post(
    '/desk/api/drafts/:id/approve',
    changing,
    guards.mediator(async (request, reply, { account }) => {
      const seen = parseBody(request, approvalSchema)
      if (!seen) return refuse(request, reply, 400, 'draft-incomplete')
      const draft = await store.readDraft(idOf(request))
      if (!draft) return refuse(request, reply, 404, 'draft-gone')
      const mayApprove = draft.sources.length > 0 && !draft.writtenBy.includes(account.id)
      const isApproved =
        mayApprove && (await store.approveDraft(draft.id, seen.changedAt, account.id))
      if (!isApproved) return refuse(request, reply, 409, 'draft-not-ready')
      return reply.code(204).send()
    }),
  )

  server.post(
    '/desk/api/drafts/:id/remove',
    changing,
    guards.mediator(async (request, reply) => {
      await store.deleteDraft(idOf(request))
      return reply.code(204).send()
    }),
  )

  function withoutPersons(written: string, language: string): string {
    return maskPersons(written, language).replaceAll(/⟦[^⟧]*⟧/gu, '…')
  }

  function changed() {
    return { changedAt: now().toISOString() }
  }

  /** Whoever writes a source down has looked at it that day. */
  function contentOf({ source, ...content }: z.infer<typeof draftSchema>, before?: Draft) {
    const known = before?.sources[0]
    const isSame = source && known?.url === source.url && known.title === source.title
    const checkedOn = isSame ? known.checkedOn : now().toISOString().slice(0, 10)
    return { ...content, sources: source ? [{ ...source, checkedOn }] : [] }
  }
}

/** The user's question as a mediator read it. */
function germanOf({ text: written, translation }: CaseLine, language: string) {
  return translation?.kind === 'translated'
    ? { text: translation.text, language: translation.language }
    : { text: written, language }
}

function describeDraft(draft: Draft, reader: string, names: Map<string, string>): DraftView {
  const [source] = draft.sources
  return {
    id: draft.id,
    topic: draft.topic,
    title: draft.title,
    answer: draft.answer,
    questions: draft.questions,
    source: source ? { title: source.title, url: source.url } : null,
    changedAt: draft.changedAt,
    writers: draft.writtenBy.flatMap((account) => names.get(account) ?? []),
    isOwn: draft.writtenBy.includes(reader),
    isApproved: draft.approvedBy !== undefined,
  }
}
