import { type BrowserBundle, serveBundle } from '../../../http/index.ts'
import type { RouteContext } from './guards.ts'
import { languageCookie } from './languages.ts'
import type { DeskLanguage } from './options.ts'
import { renderPage } from './page.ts'

const yearSeconds = 365 * 24 * 3_600

interface PageQuery {
  Querystring: { language?: string | string[] }
}

/** The pages hold no secrets: everything on them that needs a session is fetched. */
export function registerPageRoutes(
  { server, languages }: RouteContext,
  options: { bundle: BrowserBundle; languages: DeskLanguage[]; secureCookies: boolean },
): void {
  serveBundle(server, options.bundle)
  server.get('/desk/', (_request, reply) => reply.redirect('/desk'))

  for (const path of ['/desk', '/desk/join']) {
    server.get<PageQuery>(path, async (request, reply) => {
      const chosen = languages.offered.find(({ code }) => code === request.query.language)
      if (chosen) {
        reply.setCookie(languageCookie, chosen.code, {
          path: '/desk',
          httpOnly: true,
          sameSite: 'lax',
          secure: options.secureCookies,
          maxAge: yearSeconds,
        })
      }
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      const language = chosen ?? languages.of(request)
      return renderPage(language, options.languages, languages, options.bundle)
    })
  }
}
