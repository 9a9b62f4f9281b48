import { z } from 'zod'
import { otherCaseOf } from '../../mediation.ts'
import { describeCase, describeMediation, summariseCase } from './case-view.ts'
import { idOf, type RouteContext } from './guards.ts'
import type { WebDeskOptions } from './options.ts'
import { readWords } from './search-words.ts'
import type { Session } from './sessions.ts'

/** More than this nobody looks through; a search finds the rest. */
const mostListed = 1_000
const hourMilliseconds = 3_600_000

/**
 * "Show more" asks for a longer list, not for the next page: between two pages of a list that others
 * change, a case could be shown twice or never.
 */
const listSchema = z.object({
  status: z.enum(['open', 'closed']).default('open'),
  holder: z.enum(['all', 'unclaimed', 'mine']).default('all'),
  language: z.string().max(20).optional(),
  topic: z.string().max(60).optional(),
  waiting: z.literal('yes').optional(),
  words: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(mostListed).default(50),
})

/** Sentences that a mediator can put into a reply; the content says which there are. */
const phrasePrefix = 'desk.phrase.'

type CaseRoutesOptions = Pick<WebDeskOptions, 'store' | 'languages' | 'texts' | 'now'>

/** What mediators read of cases, and that they read it. */
export function registerCaseRoutes(context: RouteContext, options: CaseRoutesOptions): void {
  const { server, guards, refuse, languages, visibility } = context
  const { store, now } = options

  server.get(
    '/desk/api/cases',
    guards.mediator(async (request, reply, { account }) => {
      const asked = listSchema.safeParse(request.query).data
      if (!asked) return refuse(request, reply, 400, 'incomplete')
      const language = languages.of(request)
      const { organisation } = account
      const holder = { account: account.id, ...(organisation && { organisation }) }
      const search = {
        isClosed: asked.status === 'closed',
        isWaiting: asked.waiting === 'yes',
        ...(asked.language && { language: asked.language }),
        ...(asked.topic && { topic: asked.topic }),
        ...(asked.holder === 'unclaimed' && { holder: 'nobody' as const }),
        ...(asked.holder === 'mine' && { holder }),
        ...(organisation && { organisation }),
        words: readWords(asked.words, {
          texts: languages.texts(language),
          languages: options.languages,
          reader: language.code,
        }),
      }
      const [found, counts] = await Promise.all([
        store.searchCases(search, asked.limit),
        store.countCases(search, holder),
      ])
      return { cases: found.map(summariseCase), counts }
    }),
  )

  server.get(
    '/desk/api/cases/:id/summary',
    guards.mediator(async (request, reply) => {
      const overview = await store.readCaseOverview(idOf(request))
      return overview ? summariseCase(overview) : refuse(request, reply, 404, 'case-gone')
    }),
  )

  server.get(
    '/desk/api/cases/:id',
    guards.mediator(async (request, reply, session) => {
      const one = await store.readCase(idOf(request))
      if (!one) return refuse(request, reply, 404, 'case-gone')
      await noteView(one.id, session)
      const [lines, mediation] = await Promise.all([
        store.readCaseLines(one.id),
        viewMediation(one.id, session),
      ])
      return describeCase(one, lines, mediation)
    }),
  )

  async function viewMediation(caseId: string, { account }: Session) {
    const mediation = await store.readMediationOfCase(caseId)
    if (!mediation) return null
    const otherCase = otherCaseOf(mediation, caseId)
    const isVisible = otherCase !== undefined && (await visibility.sees(account, otherCase))
    const [other, otherLines] = isVisible
      ? await Promise.all([store.readCase(otherCase), store.readCaseLines(otherCase)])
      : []
    return describeMediation(mediation, other, otherLines)
  }

  /** A page that stays open fetches a case again and again: once an hour tells enough. */
  function noteView(caseId: string, { account }: Session): Promise<void> {
    const at = now()
    const anHourAgo = new Date(at.getTime() - hourMilliseconds).toISOString()
    return store.recordCaseView(
      { caseId, account: account.id, name: account.name, at: at.toISOString() },
      anHourAgo,
    )
  }

  server.get(
    '/desk/api/cases/:id/audit',
    guards.administrator(async (request) => {
      const entries = await store.readCaseAudit(idOf(request))
      return { entries: entries.map(({ at, name, act }) => ({ at, name, act })) }
    }),
  )

  /** Who could have this case: the user has agreed to their organisation, or they are our own. */
  server.get(
    '/desk/api/cases/:id/colleagues',
    guards.mediator(async (request, reply) => {
      const one = await store.readCase(idOf(request))
      if (!one) return refuse(request, reply, 404, 'case-gone')
      const accounts = await store.listAccounts()
      return {
        colleagues: accounts
          .filter((colleague) => visibility.mayReceive(colleague, one.organisations ?? []))
          .map(({ id, name }) => ({ account: id, name })),
      }
    }),
  )

  server.get(
    '/desk/api/phrases',
    guards.mediator(async (request, reply) => {
      const asked = z.object({ language: z.string().max(20) }).safeParse(request.query).data
      if (!asked) return refuse(request, reply, 400, 'incomplete')
      const phrases = Object.entries(options.texts(asked.language)).flatMap(([key, sentence]) =>
        key.startsWith(phrasePrefix) ? [{ key, text: sentence }] : [],
      )
      return { phrases }
    }),
  )
}
