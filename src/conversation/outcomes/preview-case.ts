/** Exactly what a mediator would see, before anybody does. Consent is for these words and no others. */
import { linesToPassOn } from '../../handoff/preview.ts'
import type { Routing } from '../../handoff/route-case.ts'
import type { Block, Button } from '../../message.ts'
import { type NewCaseLine, takerOfOrganisation } from '../../storage/store.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { type Covered, coverContact } from './cover-contact.ts'
import { districtsNear } from './expect-person.ts'

export async function previewCase(turn: Turn, question: string): Promise<Outcome> {
  const { services, conversation } = turn
  const { language } = conversation
  const lines = linesToPassOn(await turn.readTranscript(), question)
  const covered = coverContact(turn, lines)
  const topic = topicOf(turn)
  const place = services.knowledge.municipalities.get(conversation.municipality ?? '')
  const spoken = services.knowledge.languages.get(language)?.name ?? language
  const earlier = covered.lines.slice(0, -1)
  const routing = await services.routeCase({
    topic,
    language,
    districts: districtsNear(turn),
    askedBefore: [],
  })
  const blocks: Block[] = [
    { kind: 'heading', text: services.sentences.say(language, 'handoff.previewIntro') },
    say(services, language, 'handoff.previewLanguage', { language: spoken }),
    ...(place ? [say(services, language, 'handoff.previewPlace', { place: place.name })] : []),
    say(services, language, 'handoff.previewTopic', {
      topic: services.sentences.say(language, `topic.${topic}`),
    }),
    ...(earlier.length > 0
      ? [say(services, language, 'handoff.previewMessages'), ...earlier.map(quoteLine)]
      : []),
    say(services, language, 'handoff.previewQuestion', { question: '' }),
    { kind: 'quote', text: covered.lines.at(-1)?.text ?? '' },
    ...contactBlocks(turn, covered),
    ...whoMaySee(turn, routing),
    { kind: 'note', text: services.sentences.say(language, privacyKey(covered)) },
    ...translatorNote(turn),
    say(services, language, 'handoff.previewAsk'),
  ]
  return answerWith(turn, { kind: 'handoff', stage: 'previewed' }, blocks, {
    buttons: choices(turn, covered),
    conversation: {
      ...conversation,
      pending: {
        kind: 'preview',
        lines: covered.lines,
        ...(covered.found.length > 0 && { linesWithContact: lines }),
        topic,
        organisations: organisationsOf(routing),
      },
    },
  })
}

/** Each word that is covered, so that the user sees what the other choice would tell. */
function contactBlocks({ services, conversation }: Turn, { found }: Covered): Block[] {
  if (found.length === 0) return []
  return [
    say(services, conversation.language, 'handoff.previewContact'),
    {
      kind: 'list',
      ordered: false,
      items: found.map(({ cover, text }) => [{ text: `${cover} ` }, { text, strong: true }]),
    },
  ]
}

/** Whoever may choose to be known is not told that names never go. */
const privacyKey = ({ found }: Covered) =>
  found.length > 0 ? 'handoff.previewReads' : 'handoff.previewPrivacy'

function choices({ services, conversation }: Turn, { found }: Covered): Button[][] {
  const choose = (key: string, choice: { given: boolean; withContact?: true }) =>
    button(services, conversation.language, key, { kind: 'consent', ...choice })
  const no = choose('button.consentNo', { given: false })
  if (found.length === 0) return [[choose('button.consentYes', { given: true }), no]]
  return [
    [choose('button.onlyHere', { given: true })],
    [choose('button.withContact', { given: true, withContact: true })],
    [no],
  ]
}

/** Our own mediators need no name; every organisation has one, and its turn. */
function whoMaySee(
  { services, conversation }: Turn,
  { asked, organisations = [] }: Routing,
): Block[] {
  const [first, ...others] = organisations
  const isFirst = first !== undefined && asked?.account === takerOfOrganisation(first.id)
  const later = (isFirst ? others : organisations).map(({ name }) => name).join(', ')
  const { language } = conversation
  return [
    ...(isFirst ? [say(services, language, 'handoff.goesTo', { organisation: first.name })] : []),
    ...(later ? [say(services, language, 'handoff.goesToNext', { organisations: later })] : []),
  ]
}

/** Consent is also for who else gets to see the words. */
function translatorNote({ services, conversation }: Turn): Block[] {
  if (!services.translatedBy) return []
  const values = { service: services.translatedBy }
  const text = services.sentences.say(conversation.language, 'handoff.previewTranslator', values)
  return [{ kind: 'note', text }]
}

function quoteLine({ author, text }: NewCaseLine): Block {
  return author === 'assistant' ? { kind: 'quote', author: 'Lotse', text } : { kind: 'quote', text }
}

/** The topic of the last answer; of nothing in particular where there was none. */
export function topicOf(turn: Turn): string {
  const { lastEntry } = turn.conversation
  return turn.services.knowledge.entries.get(lastEntry ?? '')?.meta.referral[0] ?? 'everyday'
}

function organisationsOf({ organisations = [] }: Routing): string[] {
  return organisations.map(({ id }) => id)
}
