/** What a mediator decides about themselves: name, languages, topics, hours, passphrase. */
import { z } from 'zod'
import { mediatorSettingsSchema, parseMediatorSettings } from '../../mediator-settings.ts'
import { type Accounts, changePassphraseSchema, nameSchema } from './accounts.ts'
import type { EventHub } from './events.ts'
import { parseBody, type RouteContext } from './guards.ts'
import type { WebDeskOptions } from './options.ts'
import { describeAccount } from './organisations.ts'

interface SettingsRoutesOptions
  extends Pick<WebDeskOptions, 'store' | 'districts' | 'languages' | 'organisations'> {
  accounts: Accounts
  events: EventHub
}

export function registerSettingsRoutes(context: RouteContext, options: SettingsRoutesOptions) {
  const { server, guards, refuse, changing, sessions, attempts } = context
  const { store, districts, organisations, accounts, events } = options
  const languages = new Set(options.languages.map(({ code }) => code))
  const districtKeys = new Set(districts.map(({ key }) => key))
  const settingsSchema = z.strictObject({
    name: nameSchema,
    settings: mediatorSettingsSchema.extend({
      languages: z.array(z.string().refine((code) => languages.has(code))),
      districts: z.array(z.string().refine((key) => districtKeys.has(key))),
    }),
  })

  server.get(
    '/desk/api/settings',
    guards.mediator(async (_request, _reply, { account }) => ({
      name: account.name,
      settings: parseMediatorSettings(account.settings),
      districts,
    })),
  )

  server.post(
    '/desk/api/settings',
    changing,
    guards.mediator(async (request, reply, { account }) => {
      const wanted = parseBody(request, settingsSchema)
      if (!wanted) return refuse(request, reply, 400, 'settings-incomplete')
      if (!(await accounts.rename(account, wanted.name))) {
        return refuse(request, reply, 409, 'name-taken')
      }
      await store.writeAccountSettings(account.id, JSON.stringify(wanted.settings))
      return { account: describeAccount({ ...account, name: wanted.name }, organisations) }
    }),
  )

  server.post(
    '/desk/api/passphrase',
    changing,
    guards.mediator(async (request, reply, { account }) => {
      const wanted = parseBody(request, changePassphraseSchema)
      if (!wanted) return refuse(request, reply, 400, 'passphrase-short')
      if (await attempts.exceeded(request, reply, ['address', 'name'], account.name)) {
        return refuse(request, reply, 429, 'too-many-attempts')
      }
      if (!(await accounts.changePassphrase(account, wanted))) {
        return refuse(request, reply, 403, 'wrong-passphrase')
      }
      const token = await sessions.open(request, reply, account)
      // Not before this page has its new cookie: it would take the end of its stream for its own.
      reply.raw.once('finish', () => void events.dropExpired().catch(() => undefined))
      return { account: describeAccount(account, organisations), token }
    }),
  )
}
