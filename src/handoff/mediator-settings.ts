/** What a mediator can take: kept as JSON beside the account, and nothing in it is required. */
import { z } from 'zod'
import { topics } from '../knowledge/schema.ts'
import { usualHours, weekdays } from './office-hours.ts'

const span = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/)
  .refine((value) => value.slice(0, 5) < value.slice(6))

export const weeklyHours = z.partialRecord(z.enum(weekdays), z.array(span))

export const mediatorSettingsSchema = z.object({
  /** Languages that the mediator writes. */
  languages: z.array(z.string()).default([]),
  /** Empty: every topic. */
  topics: z.array(z.enum(topics)).default([]),
  /** Keys of districts; empty: the whole state. */
  districts: z.array(z.string()).default([]),
  hours: weeklyHours.default(usualHours),
  /** Open cases at a time; absent: no limit. */
  capacity: z.number().int().min(0).optional(),
  /** Takes no new cases for now. */
  paused: z.boolean().default(false),
})
export type MediatorSettings = z.infer<typeof mediatorSettingsSchema>

/** The settings as they were written; the usual ones where nothing was, or what was can't be read. */
export function parseMediatorSettings(json: string): MediatorSettings {
  try {
    const read = mediatorSettingsSchema.safeParse(JSON.parse(json))
    if (read.success) return read.data
  } catch {
    // Written by hand, or by another version: the usual settings leave nobody without a mediator.
  }
  return mediatorSettingsSchema.parse({})
}
