/**
 * The shape of everything under `knowledge/`. Content is written by people who don't program, so
 * each message says what is wrong in their words; `lint.ts` adds the file and how to mend it.
 */
import { z } from 'zod'
import type { EntryId, LanguageCode, Role } from '../message.ts'

export const topics = [
  'residence',
  'asylum',
  'ukraine',
  'benefits',
  'housing',
  'tenancy',
  'discrimination',
  'interpreting',
  'language-course',
  'health',
  'psychosocial',
  'family',
  'school',
  'work',
  'recognition',
  'violence',
  'debts',
  'legal',
  'community',
  'everyday',
] as const
export type Topic = (typeof topics)[number]

const day = z.iso.date('a day is written as year-month-day, for example 2026-11-22')
const webAddress = z.url({ protocol: /^https?$/, error: 'a link begins with https://' })
const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use small letters, figures and hyphens, for example deposit')

export const languageSchema = z.strictObject({
  code: z.string().regex(/^[a-z]{2,3}(-simple)?$/),
  /** The language's own name for itself, as buttons show it. */
  name: z.string().min(1),
  /** ISO 15924, for example Arab. */
  script: z.string().regex(/^[A-Z][a-z]{3}$/),
  direction: z.enum(['ltr', 'rtl']),
  /** ready: everything is written; partial: starred entries; recognised: understood, answered in `answersIn`. */
  status: z.enum(['ready', 'partial', 'recognised']),
  answersIn: z.string().optional(),
})
export type Language = z.infer<typeof languageSchema>
export const languagesSchema = z.array(languageSchema)

/** A figure stands once in `entry.yaml`; `{{name}}` inserts it, formatted for the reader's language. */
export const figureSchema = z.union(
  [
    z.strictObject({ euros: z.number() }),
    z.strictObject({ number: z.number() }),
    z.strictObject({ percent: z.number() }),
    z.strictObject({ date: day }),
    /** As people dial it; `116 016` or `0345 213 893 99`. */
    z.strictObject({
      phone: z
        .string()
        .regex(/^[+0-9][0-9 /-]{1,24}$/, 'a phone number has only figures and spaces'),
    }),
    z.strictObject({ email: z.email('an e-mail address has an @') }),
    z.strictObject({ link: webAddress, label: z.string().optional() }),
    /** An address, a paragraph, a German term or office hours: shown as it stands in every language. */
    z.strictObject({ text: z.string().min(1) }),
  ],
  {
    error:
      'a figure is one of: euros, number, percent, date, phone, email, link, text; for example "deadline_weeks: { number: 2 }"',
  },
)
export type Figure = z.infer<typeof figureSchema>

export const sourceSchema = z.strictObject({
  title: z.string().min(3),
  url: webAddress,
  checkedOn: day,
})
export type Source = z.infer<typeof sourceSchema>

export const audiences = ['tenant', 'landlord', 'authority'] as const satisfies Role[]

/** `entry.yaml`: all that is the same in every language. */
export const entryMetaSchema = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z-]+\/[a-z0-9-]+$/,
      'the id is topic/slug, as the folders are named',
    ) as z.ZodType<EntryId>,
  audience: z.array(z.enum(audiences)).min(1),
  /** `saxony-anhalt`, or the 5-digit district or 8-digit municipality keys that the entry is for. */
  region: z.union([
    z.literal('saxony-anhalt'),
    z.array(z.string().regex(/^15\d{3}(\d{3})?$/)).min(1),
  ]),
  risk: z.enum(['normal', 'high']),
  sources: z.array(sourceSchema).min(1, 'name at least one source'),
  reviewEvery: z
    .string()
    .regex(/^\d+ (weeks|months|years?)$|^1 (week|month)$/, 'for example: 6 months'),
  /** Topics of the organisations that help further. */
  referral: z.array(z.enum(topics)).min(1),
  /**
   * A person for this matter: `offer` says so below the answer, `first` above it, each with the button
   * on top; `never` offers none. Left out: a button among others; with high risk as `offer`.
   */
  handoff: z.enum(['offer', 'first', 'never']).optional(),
  /** true: where the person lives changes what to do, so the assistant asks for the town. */
  needsPlace: z.boolean().default(false),
  /** `unverified` where a statement is common knowledge whose source nobody has looked up yet. */
  confidence: z.enum(['verified', 'unverified']).default('verified'),
  /** A sentence in the entry says that the law is changing; the day this was last looked at. */
  lawInFlux: day.optional(),
  /** Entries that people mix up with this one; offered as buttons under the answer. */
  related: z.array(z.string()).default([]),
  figures: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), figureSchema).default({}),
})
export type EntryMeta = z.infer<typeof entryMetaSchema>

/** Front matter of `de.md`, `ar.md` ... */
export const entryTextFrontMatterSchema = z.strictObject({
  /** Hash of the German text that was translated; `npm run knowledge:status` prints it. German has none. */
  translatedFrom: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .optional(),
  reviewedBy: z.enum(['native', 'none']).default('none'),
  machineMade: z.boolean().default(false),
})

/** The headings that a language file may have, in this order. They are the same words in every language. */
export const sections = [
  'Questions',
  'Questions from landlords',
  'Answer',
  'For tenants',
  'For landlords',
  'Ways to agree',
  'Details',
] as const
export type SectionName = (typeof sections)[number]

/** One language of one entry, as loaded. Texts are Markdown with `{{figures}}` already inserted. */
export interface EntryText {
  language: LanguageCode
  title: string
  /** What people ask, as they type it; `landlord` only in twins and landlords' entries. */
  questions: { tenant: string[]; landlord: string[] }
  /** Markdown of each section, without its heading. */
  sections: Partial<Record<SectionName, string>>
  reviewedBy: 'native' | 'none'
  machineMade: boolean
  status: TranslationStatus
}

/** missing: no file; machine: nobody wrote it; unreviewed: no native reader yet; outdated: the German changed since. */
export type TranslationStatus = 'missing' | 'machine' | 'unreviewed' | 'current' | 'outdated'

export interface Entry {
  meta: EntryMeta
  texts: Map<LanguageCode, EntryText>
}

const weekday = z.enum(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'])
export const organisationSchema = z.strictObject({
  id: slug,
  name: z.string().min(2),
  kind: z.enum([
    'migrant-organisation',
    'advice',
    'authority',
    'umbrella',
    'meeting-place',
    'interpreting',
    'shelter',
  ]),
  /** What it does, one short sentence a language; German and English at least. */
  description: z.record(z.string(), z.string().min(3)),
  /** Languages spoken there; empty where nobody has said. */
  languages: z.array(z.string()),
  topics: z.array(z.enum(topics)).min(1),
  /** 5-digit district keys that it serves, or `all` for the whole state. */
  districts: z.union([z.literal('all'), z.array(z.string().regex(/^15\d{3}$/)).min(1)]),
  /** Where it sits; 8-digit municipality key. Absent for a hotline or a website. */
  municipality: z
    .string()
    .regex(/^15\d{6}$/)
    .optional(),
  contact: z
    .strictObject({
      phone: z.string().optional(),
      email: z.email().optional(),
      website: webAddress.optional(),
      address: z.string().optional(),
    })
    .refine((contact) => Object.values(contact).some(Boolean), 'name at least one way to reach it'),
  /** Opening hours, `mo: 09:00-12:00`; absent where unknown. */
  hours: z.partialRecord(weekday, z.array(z.string().regex(/^\d\d:\d\d-\d\d:\d\d$/))).optional(),
  /** Only `given` may receive cases; `unasked` is named with its public contact. */
  consent: z.enum(['unasked', 'given', 'refused', 'withdrawn']),
  /** Open cases it takes at a time. */
  capacity: z.number().int().min(0),
  sourceCheckedOn: day,
  /** The year the source itself dates from, where it is older than the check: shown beside the contact. */
  sourceDate: z
    .string()
    .regex(/^\d{4}(-\d\d){0,2}$/)
    .optional(),
  sources: z.array(sourceSchema).min(1),
})
export type Organisation = z.infer<typeof organisationSchema>

export const glossarySchema = z.record(
  z.string(),
  z.strictObject({ explanations: z.record(z.string(), z.string().min(3)) }),
)
export type Glossary = z.infer<typeof glossarySchema>

/**
 * `crisis/<situation>.yaml`. A card is fixed text; no model ever writes, translates or chooses it.
 * Triggers and exceptions are word patterns, see `language/word-pattern.ts`.
 */
export const crisisCardSchema = z.strictObject({
  id: slug,
  /** Cards are tried in this order, smallest first: life before law. */
  order: z.number().int(),
  numbers: z
    .array(
      z.strictObject({
        phone: z.string().regex(/^[0-9 ]{3,20}$/),
        /** What answers there, a few words a language. */
        label: z.record(z.string(), z.string().min(2)),
      }),
    )
    .min(1),
  links: z.array(z.strictObject({ url: webAddress, label: z.string() })).default([]),
  sources: z.array(sourceSchema).default([]),
  confidence: z.enum(['verified', 'unverified']).default('verified'),
  reviewEvery: z.string(),
  referral: z.array(z.enum(topics)).min(1),
  texts: z.record(
    z.string(),
    z.strictObject({
      title: z.string().min(2),
      sentence: z.string().min(5),
      steps: z.array(z.string()).max(4).default([]),
    }),
  ),
  triggers: z.record(z.string(), z.array(z.string().min(2)).min(1)),
  /** Cut out of the text before its triggers are tried: the smoke alarm's empty battery. */
  exceptions: z.record(z.string(), z.array(z.string().min(2))).default({}),
  /** Whole messages that must fire and that must not, a language; the lint tries each. */
  examples: z.record(
    z.string(),
    z.strictObject({
      fires: z.array(z.string()).min(1),
      staysQuiet: z.array(z.string()).default([]),
    }),
  ),
})
export type CrisisCard = z.infer<typeof crisisCardSchema>

export const districtSchema = z.strictObject({
  key: z.string().regex(/^15\d{3}$/),
  name: z.string(),
  seat: z.string(),
  neighbours: z.array(z.string()),
  /** Municipality keys of the bigger cities that people turn to, nearest first. */
  biggerCities: z.array(z.string().regex(/^15\d{6}$/)),
})
export type District = z.infer<typeof districtSchema>

export interface Municipality {
  key: string
  name: string
  district: string
  population: number
  latitude: number
  longitude: number
}

/** A named place with its postal code; several places share a code and a place may have several. */
export interface PostalPlace {
  postalCode: string
  place: string
  district: string
  latitude: number
  longitude: number
}

/** Names of towns in other scripts and languages, as word patterns: `магдебур*`, `ماغدبورغ`. */
export const placeNamesSchema = z.array(
  z.strictObject({
    municipality: z.string().regex(/^15\d{6}$/),
    names: z.array(z.string().min(3)).min(1),
  }),
)
export type PlaceNames = z.infer<typeof placeNamesSchema>

export interface Knowledge {
  languages: Map<LanguageCode, Language>
  entries: Map<EntryId, Entry>
  organisations: Map<string, Organisation>
  glossary: Glossary
  /** Fixed sentences; `messages/<language>.yaml`. */
  messages: Map<LanguageCode, Record<string, string>>
  /** Words by which people greet, thank, ask for a person ...; the `recognise` part of the same files. */
  phrases: Map<LanguageCode, Record<string, string[]>>
  crisisCards: CrisisCard[]
  districts: Map<string, District>
  municipalities: Map<string, Municipality>
  postalPlaces: PostalPlace[]
  placeNames: PlaceNames
  /** SHA-256 over every content file that retrieval reads, 16 hex digits. */
  contentHash: string
}
