/** What somebody who waits for a person may honestly expect: when, and in which language. */
import type { Routing } from '../../handoff/route-case.ts'
import { formatMoment } from '../../knowledge/figures.ts'
import type { Block, Button } from '../../message.ts'
import { say } from '../reply.ts'
import type { Turn } from '../turn.ts'
import { entryTitle } from './answer-entry.ts'

/** How to get an interpreter, for those whom nobody answers in their own language. */
const interpreterEntry = 'authorities/interpreter'

export function expectations(turn: Turn, { promisedBy, speaksLanguage, from }: Routing): Block[] {
  const { services, conversation, messageLanguage } = turn
  const { language } = conversation
  const spoken = services.knowledge.languages.get(messageLanguage)?.name ?? messageLanguage
  return [
    ...(from ? [say(services, language, ...fromFar(turn, from))] : []),
    ...(promisedBy
      ? [say(services, language, 'handoff.promise', { time: formatMoment(promisedBy, language) })]
      : []),
    ...(speaksLanguage === false
      ? [say(services, language, 'handoff.otherLanguage', { language: spoken })]
      : []),
  ]
}

/** The search went up a level: the user is told, and how far it is. */
function fromFar(
  { services, conversation }: Turn,
  from: NonNullable<Routing['from']>,
): [key: string, values?: Record<string, string>] {
  const { municipality = '' } = conversation
  const place = services.knowledge.municipalities.get(municipality)?.name ?? ''
  const city =
    from.kind === 'district'
      ? services.directory.biggerCity(municipality, from.district)
      : undefined
  if (!city) return ['handoff.fromState', { place }]
  const { name } = city.municipality
  return ['handoff.fromCity', { place, city: name, kilometres: String(city.kilometres) }]
}

export function interpreterButtons(turn: Turn, { speaksLanguage }: Routing): Button[][] {
  const { knowledge } = turn.services
  if (speaksLanguage !== false || !knowledge.entries.has(interpreterEntry)) return []
  const label = entryTitle(turn, interpreterEntry, turn.conversation.language)
  return [[{ label, action: { kind: 'show-entry', entry: interpreterEntry } }]]
}

/** The user's own district, then those of the bigger cities near it. */
export function districtsNear({ services, conversation }: Turn): string[] {
  const { municipalities, districts } = services.knowledge
  const home = municipalities.get(conversation.municipality ?? '')
  if (!home) return []
  const cities = districts.get(home.district)?.biggerCities ?? []
  return [home.district, ...cities.map((key) => municipalities.get(key)?.district ?? '')]
}
