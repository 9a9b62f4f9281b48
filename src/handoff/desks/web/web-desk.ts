import { bundleBrowserCode } from '../../../http/index.ts'
import type { InboundMessage } from '../../../message.ts'
import type { AcceptDeskAct, Desk } from '../../desk.ts'
import { createAccounts } from './accounts.ts'
import { createAttemptLimits } from './attempt-limits.ts'
import { createEventHub } from './events.ts'
import { createGuards, createRefuse, type RouteContext, requireOwnPage } from './guards.ts'
import { createInterfaceLanguages } from './languages.ts'
import type { WebDeskOptions } from './options.ts'
import { registerAccountRoutes } from './routes-accounts.ts'
import { registerActRoutes } from './routes-acts.ts'
import { registerAttachmentRoutes } from './routes-attachments.ts'
import { registerCaseRoutes } from './routes-cases.ts'
import { registerDraftRoutes } from './routes-drafts.ts'
import { registerOrganisationRoutes } from './routes-organisation.ts'
import { registerPageRoutes } from './routes-pages.ts'
import { registerSettingsRoutes } from './routes-settings.ts'
import { createSessions } from './sessions.ts'
import { createVisibility } from './visibility.ts'

/** In the order in which they apply. */
const styleSheets = [
  'base',
  'controls',
  'frame',
  'list',
  'case',
  'attachments',
  'mediation',
  'pages',
  'settings',
  'narrow',
]

/**
 * The mediators' desk in the browser: a page at `/desk`, an API under `/desk/api`, live updates by
 * server-sent events.
 *
 * @example
 * const desk = createWebDesk({ store, languages, districts, organisations, texts, secureCookies, publicUrl, now })
 * await desk.registerRoutes?.(server)
 * await desk.start(store.acceptInbound)
 */
export function createWebDesk(options: WebDeskOptions): Desk {
  const sessions = createSessions(options)
  const accounts = createAccounts(options)
  const visibility = createVisibility(options.store)
  const events = createEventHub(sessions, visibility)
  const languages = createInterfaceLanguages(options)
  const refuse = createRefuse(languages)
  let accept: AcceptDeskAct = () =>
    Promise.reject(new Error('Start the web desk before its server.'))

  return {
    name: 'web',
    async registerRoutes(server) {
      const bundle = await bundleBrowserCode({
        name: 'desk',
        entry: new URL('client/desk.ts', import.meta.url),
        styles: styleSheets.map((name) => new URL(`client/styles/${name}.css`, import.meta.url)),
      })
      await server.register(async (scope) => {
        scope.addHook('onRequest', async (_request, reply) => {
          reply.header('cache-control', 'no-store')
        })
        const context: RouteContext = {
          server: scope,
          sessions,
          guards: createGuards(sessions, refuse, visibility),
          refuse,
          languages,
          attempts: createAttemptLimits(scope),
          visibility,
          changing: { onRequest: requireOwnPage(sessions, refuse) },
        }
        registerPageRoutes(context, { ...options, bundle })
        const acting = {
          ...options,
          accounts,
          events,
          accept: (message: InboundMessage) => accept(message),
        }
        registerAccountRoutes(context, acting)
        registerSettingsRoutes(context, acting)
        registerOrganisationRoutes(context, options)
        registerDraftRoutes(context, options)
        registerCaseRoutes(context, options)
        registerAttachmentRoutes(context, options)
        registerActRoutes(context, acting)
      })
    },
    async start(acceptAct) {
      accept = acceptAct
    },
    caseChanged: (caseId) => events.caseChanged(caseId).catch(() => undefined),
    async stop() {
      events.stop()
    },
  }
}
