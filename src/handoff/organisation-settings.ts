/**
 * What an organisation of the directory takes: what the directory says of it, narrowed by what its own
 * people set at the desk. Nothing they set makes it more than the directory says.
 */
import { z } from 'zod'
import { type Organisation, topics } from '../knowledge/schema.ts'
import { type MediatorSettings, weeklyHours } from './mediator-settings.ts'
import { instantOfDay, usualHours } from './office-hours.ts'

/** Empty lists and absent fields: as the directory says. */
export const organisationSettingsSchema = z.object({
  languages: z.array(z.string()).default([]),
  topics: z.array(z.enum(topics)).default([]),
  districts: z.array(z.string()).default([]),
  hours: weeklyHours.optional(),
  /** Open cases at a time. */
  capacity: z.number().int().min(0).max(1000).optional(),
  /** The last day without new cases, in the time of Saxony-Anhalt. */
  pausedUntil: z.iso.date().optional(),
})
export type OrganisationSettings = z.infer<typeof organisationSettingsSchema>

/** The settings as they were written; none where nothing was, or what was can't be read. */
export function parseOrganisationSettings(json = '{}'): OrganisationSettings {
  try {
    const read = organisationSettingsSchema.safeParse(JSON.parse(json))
    if (read.success) return read.data
  } catch {
    // Written by hand, or by another version: the directory still says what it is for.
  }
  return organisationSettingsSchema.parse({})
}

/** What the program needs to know of an organisation to ask it. */
export type DirectoryTerms = Pick<
  Organisation,
  'id' | 'name' | 'kind' | 'languages' | 'topics' | 'districts' | 'hours' | 'capacity' | 'consent'
>

/** Who said no in the directory is asked about nothing, whatever was agreed at the desk. */
export function mayTakeCases({ consent }: Pick<Organisation, 'consent'>): boolean {
  return consent !== 'refused' && consent !== 'withdrawn'
}

/** As routing sees it, from `at` on. */
export function organisationTerms(
  directory: DirectoryTerms,
  settings: OrganisationSettings,
  at: Date,
): { settings: MediatorSettings; pausedUntil?: Date } {
  const { pausedUntil, hours, capacity } = settings
  const opensAgain = pausedUntil === undefined ? at : instantOfDay(pausedUntil, 1)
  const isPaused = opensAgain > at
  const served = directory.districts === 'all' ? undefined : directory.districts
  return {
    settings: {
      languages: narrowed(directory.languages, settings.languages),
      topics: narrowed(directory.topics, settings.topics),
      districts: served ? narrowed(served, settings.districts) : settings.districts,
      hours: hours ?? directory.hours ?? usualHours,
      capacity: capacity ?? directory.capacity,
      paused: isPaused,
    },
    ...(isPaused && { pausedUntil: opensAgain }),
  }
}

function narrowed<Item>(all: readonly Item[], chosen: readonly Item[]): Item[] {
  return chosen.length === 0 ? [...all] : all.filter((one) => chosen.includes(one))
}
