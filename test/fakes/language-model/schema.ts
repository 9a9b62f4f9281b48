/** The JSON Schemas that "strict" structured outputs take, by OpenAI's guide. */
import { Violation } from './call.ts'

const keywords = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'description',
  'anyOf',
])

/** @throws Violation for what a provider would refuse. */
export function checkSchema(schema: unknown, path = 'the schema'): void {
  if (typeof schema !== 'object' || schema === null) throw new Violation(`${path} is no object`)
  const known = schema as Record<string, unknown>
  for (const keyword of Object.keys(known)) {
    if (!keywords.has(keyword)) throw new Violation(`${path} has the unknown keyword ${keyword}`)
  }
  if (path === 'the schema' && known.type !== 'object') {
    throw new Violation('the root of the schema is no object')
  }
  if (known.type === 'array') checkSchema(known.items, `${path}.items`)
  if (known.type !== 'object') return
  const properties = known.properties as Record<string, unknown> | undefined
  if (!properties) throw new Violation(`${path} has no properties`)
  if (known.additionalProperties !== false) {
    throw new Violation(`${path} does not say additionalProperties: false`)
  }
  const required = new Set((known.required as string[] | undefined) ?? [])
  for (const [name, property] of Object.entries(properties)) {
    if (!required.has(name)) throw new Violation(`${path}.${name} is not required`)
    checkSchema(property, `${path}.${name}`)
  }
}
