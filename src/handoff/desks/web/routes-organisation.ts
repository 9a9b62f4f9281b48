/** What an organisation's own people set: what it takes, how much at a time, and pauses. */
import { z } from 'zod'
import { usualHours } from '../../office-hours.ts'
import {
  type DirectoryTerms,
  organisationSettingsSchema,
  parseOrganisationSettings,
} from '../../organisation-settings.ts'
import { parseBody, type RouteContext } from './guards.ts'
import type { WebDeskOptions } from './options.ts'
import type { OrganisationPage } from './wire.ts'

export function registerOrganisationRoutes(
  { server, guards, refuse, changing }: RouteContext,
  {
    store,
    organisations,
    districts,
  }: Pick<WebDeskOptions, 'store' | 'organisations' | 'districts'>,
): void {
  server.get(
    '/desk/api/organisation',
    guards.mediator(async (request, reply, { account }) => {
      const directory = organisations.get(account.organisation ?? '')
      if (!directory) return refuse(request, reply, 404, 'organisation-gone')
      const written = (await store.readOrganisationSettings()).get(directory.id)
      return {
        id: directory.id,
        name: directory.name,
        settings: parseOrganisationSettings(written),
        directory: {
          languages: directory.languages,
          topics: directory.topics,
          districts: servedDistricts(directory),
          capacity: directory.capacity,
          hours: directory.hours ?? usualHours,
        },
      } satisfies OrganisationPage
    }),
  )

  server.post(
    '/desk/api/organisation',
    changing,
    guards.mediator(async (request, reply, { account }) => {
      const directory = organisations.get(account.organisation ?? '')
      if (!directory) return refuse(request, reply, 404, 'organisation-gone')
      const settings = parseBody(request, narrowerThan(directory))
      if (!settings) return refuse(request, reply, 400, 'settings-incomplete')
      await store.writeOrganisationSettings(directory.id, JSON.stringify(settings))
      return reply.code(204).send()
    }),
  )

  function servedDistricts({ districts: served }: DirectoryTerms) {
    return districts.filter(({ key }) => served === 'all' || served.includes(key))
  }

  /** Nobody takes what the directory does not say of them: a person looks at that first. */
  function narrowerThan(directory: DirectoryTerms) {
    const oneOf = (all: readonly string[]) => z.array(z.string().refine((one) => all.includes(one)))
    const served = servedDistricts(directory).map(({ key }) => key)
    return z.strictObject({
      ...organisationSettingsSchema.shape,
      languages: oneOf(directory.languages),
      topics: oneOf(directory.topics),
      districts: oneOf(served),
    })
  }
}
