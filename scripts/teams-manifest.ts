/** The app that Teams installs: its manifest in every language, and what Microsoft says of it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import type { LanguageCode } from '../src/message.ts'

/** The language of the manifest itself; Teams shows it where it has no better one. */
export const defaultLanguage = 'de'

/** Languages that Teams itself speaks; it asks for an app's words in no other. */
const teamsLanguages = ['ar', 'en', 'es', 'fr', 'pl', 'pt', 'ro', 'ru', 'tr', 'uk', 'vi']

/** Sentences of one language by key. */
type Sentences = Record<string, string>

export type ManifestValues = Record<
  'version' | 'clientId' | 'developer' | 'publicUrl' | 'domain' | 'privacyUrl' | 'termsUrl',
  string
>

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

export interface AppDescription {
  manifest: Json
  /** Files with the words of one language each, by name. */
  localizations: Map<string, Json>
}

/**
 * Fills in the manifest: `{{name}}` is a value, `{{text key}}` a fixed sentence of the assistant.
 * @throws RangeError when a placeholder has no value, or a value no placeholder.
 */
export function describeApp(options: {
  template: Json
  values: ManifestValues
  messages: ReadonlyMap<LanguageCode, Sentences>
}): AppDescription {
  const { template, values, messages } = options
  const unused = new Set(Object.keys(values))
  const sentence = (language: LanguageCode, key: string) => {
    const text = messages.get(language)?.[key]
    if (!text) throw new RangeError(`The messages in "${language}" lack the sentence "${key}".`)
    return text
  }
  const fill = (language: LanguageCode) => (text: string) =>
    text.replace(/\{\{(?:text )?([^}]*)\}\}/g, (placeholder, name: string) => {
      if (placeholder.startsWith('{{text ')) return sentence(language, name)
      const value = values[name as keyof ManifestValues]
      if (value === undefined) throw new RangeError(`The manifest wants an unknown "${name}".`)
      unused.delete(name)
      return value
    })

  const languages = teamsLanguages.filter((language) => messages.has(language))
  const manifest = mapStrings(template, fill(defaultLanguage))
  if (unused.size > 0) {
    throw new RangeError(`The manifest has no place for ${[...unused].join(', ')}.`)
  }
  const localizationInfo = {
    defaultLanguageTag: defaultLanguage,
    additionalLanguages: languages.map((languageTag) => ({
      languageTag,
      file: `${languageTag}.json`,
    })),
  }
  const spoken = stringsIn(template).filter(([, text]) => text.includes('{{text '))
  const localizations = new Map(
    languages.map((language): [string, Json] => [
      `${language}.json`,
      {
        $schema: String((template as { $schema: string }).$schema).replace(
          'MicrosoftTeams.schema',
          'MicrosoftTeams.Localization.schema',
        ),
        'name.short': (template as { name: { short: string } }).name.short,
        ...Object.fromEntries(spoken.map(([path, text]) => [path, fill(language)(text)])),
      },
    ]),
  )
  return { manifest: { ...(manifest as object), localizationInfo } as Json, localizations }
}

/** What Microsoft's published schema says against the app; empty when nothing. */
export function findProblems({ manifest, localizations }: AppDescription): string[] {
  const { manifestVersion } = manifest as { manifestVersion: string }
  return [
    ...check('manifest.json', manifest, `v${manifestVersion}/MicrosoftTeams.schema.json`),
    ...[...localizations].flatMap(([file, words]) =>
      check(file, words, `v${manifestVersion}/MicrosoftTeams.Localization.schema.json`),
    ),
  ]
}

/** The schemas as Microsoft ships them in the package `@microsoft/app-manifest`. */
const schemas = join(
  createRequire(import.meta.url).resolve('@microsoft/app-manifest'),
  '..',
  'json-schemas',
  'teams',
)

function check(file: string, document: Json, schemaFile: string): string[] {
  const schema = JSON.parse(readFileSync(join(schemas, schemaFile), 'utf8')) as { $schema: string }
  const Validator = schema.$schema.includes('draft-04') ? AjvDraft04.default : Ajv
  const ajv = new Validator({ allErrors: true, strict: false, unicodeRegExp: false })
  addFormats.default(ajv as never)
  const validate = ajv.compile(schema)
  validate(document)
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${file}${instancePath}: ${message}`,
  )
}

function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, mapStrings(one, change)]),
  )
}

/** Every string with its place as Teams writes it: `bots[0].commandLists[1].commands[0].title`. */
function stringsIn(value: Json, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]]
  if (Array.isArray(value))
    return value.flatMap((one, index) => stringsIn(one, `${path}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) =>
    stringsIn(one, path === '' ? name : `${path}.${name}`),
  )
}
