/** Naming an organisation: who, how far, how to reach it, and how old that information is. */
import { dialable, formatDay } from '../../knowledge/figures.ts'
import type { Topic } from '../../knowledge/schema.ts'
import type { Block, Inline } from '../../message.ts'
import type { Referral } from '../../referral/referral.ts'
import { paragraph } from '../reply.ts'
import type { Turn } from '../turn.ts'

export function findReferrals(turn: Turn, topics: readonly string[], limit = 1): Referral[] {
  const { municipality, language } = turn.conversation
  return turn.services.directory.find({
    topics: topics as Topic[],
    language,
    limit,
    ...(municipality && { municipality }),
  })
}

export function referralBlocks(turn: Turn, referrals: Referral[]): Block[] {
  const isPlaceKnown = Boolean(turn.conversation.municipality)
  const blocks = referrals.flatMap((referral) => {
    const { organisation } = referral
    const { language } = turn.conversation
    const spoken = turn.services.sentences.spokenFor(language)
    const description =
      organisation.description[language] ??
      organisation.description[spoken] ??
      organisation.description.en ??
      organisation.description.de ??
      ''
    return [
      paragraph({ text: organisation.name, strong: true }, `\n${description}`),
      paragraph(...joinLines(contactLines(referral))),
      paragraph([reason(turn, referral), languagesSpoken(turn, referral)].join(' ')),
      { kind: 'note', text: contactAge(turn, referral) },
    ] satisfies Block[]
  })
  if (isPlaceKnown || blocks.length === 0) return blocks
  const { services, conversation } = turn
  return [...blocks, paragraph(services.sentences.say(conversation.language, 'refer.tellPlace'))]
}

/** Why this one: the user is told when the search went up a level, and how far it is. */
function reason(turn: Turn, referral: Referral): string {
  const { services, conversation } = turn
  const say = (key: string, values?: Record<string, string>) =>
    services.sentences.say(conversation.language, key, values)
  const { municipalities, districts } = services.knowledge
  const home = municipalities.get(conversation.municipality ?? '')
  switch (referral.level) {
    case 'same-town':
      return say('refer.sameTown', { place: home?.name ?? '' })
    case 'district':
      return say('refer.district', { district: districts.get(home?.district ?? '')?.name ?? '' })
    case 'bigger-city':
      return say('refer.biggerCity', {
        place: home?.name ?? '',
        city: referral.city?.name ?? '',
        kilometres: String(referral.kilometres ?? ''),
      })
    case 'state':
      if (!home) return say('refer.statewide')
      // An office with one seat is far away for most; a hotline or a network is near everywhere.
      return say(referral.city ? 'refer.state' : 'refer.statewide')
    default:
      return referral.level satisfies never
  }
}

function languagesSpoken(turn: Turn, { organisation, speaksLanguage }: Referral): string {
  const { services, conversation } = turn
  const names = organisation.languages.map(
    (code) => services.knowledge.languages.get(code)?.name ?? code,
  )
  if (names.length === 0 || !speaksLanguage) {
    return services.sentences.say(conversation.language, 'refer.languageUnknown')
  }
  return services.sentences.say(conversation.language, 'refer.speaks', {
    languages: names.join(', '),
  })
}

function contactLines({ organisation: { contact } }: Referral): Inline[][] {
  return [
    contact.phone && [{ text: contact.phone, phone: dialable(contact.phone) }],
    contact.email && [{ text: contact.email }],
    contact.website && [{ text: new URL(contact.website).hostname, href: contact.website }],
    contact.address && [{ text: contact.address }],
  ].filter((line) => line !== undefined && line !== '')
}

function joinLines(lines: Inline[][]): Inline[] {
  return lines.flatMap((line, index) => (index === 0 ? line : [{ text: '\n' }, ...line]))
}

function contactAge(turn: Turn, { organisation }: Referral): string {
  const { services, conversation } = turn
  const { sourceDate, sourceCheckedOn } = organisation
  const date = sourceDate ?? formatDay(sourceCheckedOn, conversation.language)
  return services.sentences.say(
    conversation.language,
    sourceDate ? 'refer.contactDate' : 'refer.contactChecked',
    { date },
  )
}
