/**
 * Who can help: by topic, then the nearest level, then the language, then by what an organisation
 * mainly does: the first of its topics.
 */
import type { Knowledge, Municipality, Organisation, Topic } from '../knowledge/schema.ts'
import { kilometresBetween } from './distance.ts'
import type { Directory, Referral, ReferralLevel } from './referral.ts'

const levels: ReferralLevel[] = ['same-town', 'district', 'bigger-city', 'state']
/** The first two topics are what the matter is about; the others only touch it. */
const mainTopics = 2

export function createDirectory(
  knowledge: Pick<Knowledge, 'organisations' | 'municipalities' | 'districts'>,
): Directory {
  const { municipalities, districts } = knowledge
  // Who refused, or took the consent back, is not named at all.
  const organisations = [...knowledge.organisations.values()].filter(
    ({ consent }) => consent === 'unasked' || consent === 'given',
  )

  function levelFor(
    organisation: Organisation,
    home: Municipality | undefined,
  ): ReferralLevel | undefined {
    if (home && organisation.municipality === home.key && serves(organisation, home)) {
      return 'same-town'
    }
    if (organisation.districts === 'all') return 'state'
    if (!home) return undefined
    if (organisation.districts.includes(home.district)) return 'district'
    // An authority is responsible for its own district only, however near it is.
    if (organisation.kind === 'authority') return undefined
    const cities = districts.get(home.district)?.biggerCities ?? []
    return organisation.municipality && cities.includes(organisation.municipality)
      ? 'bigger-city'
      : undefined
  }

  return {
    find({ topics, language, municipality, limit = 3 }) {
      const home = municipality ? municipalities.get(municipality) : undefined
      return organisations
        .flatMap((organisation) => {
          const topic = firstTopic(organisation, topics)
          const level = levelFor(organisation, home)
          if (topic === -1 || !level) return []
          const referral = toReferral(organisation, level, language, home)
          const ownRank = organisation.topics.indexOf(topics[topic]!)
          return [{ referral, topic, ownRank }]
        })
        .toSorted(
          (one, other) =>
            Number(one.topic >= mainTopics) - Number(other.topic >= mainTopics) ||
            levels.indexOf(one.referral.level) - levels.indexOf(other.referral.level) ||
            one.topic - other.topic ||
            (one.referral.kilometres ?? 0) - (other.referral.kilometres ?? 0) ||
            Number(other.referral.speaksLanguage) - Number(one.referral.speaksLanguage) ||
            one.ownRank - other.ownRank ||
            one.referral.organisation.id.localeCompare(other.referral.organisation.id),
        )
        .slice(0, limit)
        .map(({ referral }) => referral)
    },

    biggerCity(municipality, district) {
      const home = municipalities.get(municipality)
      const cities = districts.get(home?.district ?? '')?.biggerCities ?? []
      const city = cities
        .map((key) => municipalities.get(key))
        .find((candidate) => candidate?.district === district)
      if (!home || !city) return undefined
      return { municipality: city, kilometres: Math.round(kilometresBetween(home, city)) }
    },
  }

  function toReferral(
    organisation: Organisation,
    level: ReferralLevel,
    language: string,
    home: Municipality | undefined,
  ): Referral {
    const city = municipalities.get(organisation.municipality ?? '')
    const speaksLanguage = organisation.languages.includes(language)
    return {
      organisation,
      level,
      speaksLanguage,
      ...(city && city.key !== home?.key && { city }),
      ...(city &&
        home &&
        level === 'bigger-city' && { kilometres: Math.round(kilometresBetween(home, city)) }),
    }
  }
}

function firstTopic(organisation: Organisation, topics: Topic[]): number {
  return topics.findIndex((topic) => organisation.topics.includes(topic))
}

function serves({ districts }: Organisation, { district }: Municipality): boolean {
  return districts === 'all' || districts.includes(district)
}
