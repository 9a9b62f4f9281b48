/** From "ask a person" to an open case: preview, consent, case; or an organisation where nobody is there. */
import { openCase } from '../../handoff/open-case.ts'
import { linesToPassOn } from '../../handoff/preview.ts'
import { askAgain, silentMediator } from '../../handoff/relay.ts'
import type { Routing } from '../../handoff/route-case.ts'
import type { Block, Button } from '../../message.ts'
import { type Case, type NewCaseLine, takerOfOrganisation } from '../../storage/store.ts'
import { answerWith, button, paragraph, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { districtsNear, expectations, interpreterButtons } from './expect-person.ts'
import { forMediator } from './read-each-other.ts'
import { findReferrals, referralBlocks } from './refer.ts'

/** Somebody wants a person: show what would be passed on, and ask. */
export async function askPerson(turn: Turn, question: string | undefined): Promise<Outcome> {
  const { services, conversation, openCase: existing } = turn
  const { language } = conversation
  if (existing) return remindPerson(turn, existing)
  if (!(await services.mediatorsReachable())) return nobodyThere(turn)
  if (!question) {
    return answerWith(
      turn,
      { kind: 'handoff', stage: 'offered' },
      [say(services, language, 'handoff.writeQuestion'), say(services, language, 'chat.privacy')],
      { conversation: { ...conversation, pending: { kind: 'question' } } },
    )
  }
  return preview(turn, question)
}

/** There is a case already: whoever has it hears that the user wants them. */
async function remindPerson(turn: Turn, existing: Case): Promise<Outcome> {
  // A text is shared with the person anyway; what stands behind "/person" would be lost.
  const written: NewCaseLine[] =
    turn.message.content.kind === 'command' && turn.text
      ? await forMediator(turn, [{ author: 'user', text: turn.text }], silentMediator(existing))
      : []
  return {
    ...answerWith(turn, { kind: 'handoff', stage: 'opened' }, [sayWhoAnswers(turn, existing)], {
      buttons: [[withdrawButton(turn, existing.id)]],
    }),
    caseChanges: [askAgain(existing, written, turn.services.now().toISOString())],
  }
}

export function sayWhoAnswers({ services, conversation }: Turn, existing: Case): Block {
  const { language } = conversation
  const name = existing.claimedBy?.name
  return name && !existing.waitingSince
    ? say(services, language, 'handoff.askedAgain', { name })
    : say(services, language, 'handoff.alreadyOpen')
}

/** Exactly what a mediator would see. Consent is for these lines and no others. */
async function preview(turn: Turn, question: string): Promise<Outcome> {
  const { services, conversation } = turn
  const { language } = conversation
  const lines = linesToPassOn(await turn.readTranscript(), question)
  const topic = topicOf(turn)
  const place = services.knowledge.municipalities.get(conversation.municipality ?? '')
  const spoken = services.knowledge.languages.get(language)?.name ?? language
  const earlier = lines.slice(0, -1)
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
    { kind: 'quote', text: question },
    ...whoMaySee(turn, routing),
    { kind: 'note', text: services.sentences.say(language, 'handoff.previewPrivacy') },
    ...translatorNote(turn),
    say(services, language, 'handoff.previewAsk'),
  ]
  return answerWith(turn, { kind: 'handoff', stage: 'previewed' }, blocks, {
    buttons: [
      [
        button(services, language, 'button.consentYes', { kind: 'consent', given: true }),
        button(services, language, 'button.consentNo', { kind: 'consent', given: false }),
      ],
    ],
    conversation: {
      ...conversation,
      pending: { kind: 'preview', lines, topic, organisations: organisationsOf(routing) },
    },
  })
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
function topicOf(turn: Turn): string {
  const { lastEntry } = turn.conversation
  return turn.services.knowledge.entries.get(lastEntry ?? '')?.meta.referral[0] ?? 'everyday'
}

function organisationsOf({ organisations = [] }: Routing): string[] {
  return organisations.map(({ id }) => id)
}

export async function giveConsent(turn: Turn, given: boolean): Promise<Outcome | undefined> {
  const { services, conversation, message } = turn
  const { language, pending } = conversation
  if (pending?.kind !== 'preview') return undefined
  const answered = { ...conversation, pending: undefined }
  if (!given) {
    return answerWith(
      turn,
      { kind: 'handoff', stage: 'refused' },
      [say(services, language, 'handoff.declined')],
      { conversation: answered },
    )
  }
  const municipality = services.knowledge.municipalities.get(conversation.municipality ?? '')
  const caseId = services.newId()
  const routing = await services.routeCase({
    topic: pending.topic,
    language,
    districts: districtsNear(turn),
    askedBefore: [],
    organisations: pending.organisations,
  })
  const change = openCase({
    id: caseId,
    address: message.address,
    language,
    topic: pending.topic,
    at: services.now().toISOString(),
    routing,
    organisations: pending.organisations,
    lines: await forMediator(turn, pending.lines, routing.asked?.account),
    ...(municipality && { municipality }),
  })
  const outcome = answerWith(
    turn,
    { kind: 'handoff', stage: 'opened' },
    [say(services, language, 'handoff.opened'), ...expectations(turn, routing)],
    {
      conversation: answered,
      buttons: [...interpreterButtons(turn, routing), [withdrawButton(turn, caseId)]],
    },
  )
  return { ...outcome, caseChanges: [change] }
}

export function withdrawButton({ services, conversation }: Turn, caseId: string): Button {
  return button(services, conversation.language, 'button.withdraw', {
    kind: 'withdraw-case',
    caseId,
  })
}

/** Nobody is at a desk: an organisation that the user can reach, and the reason. */
function nobodyThere(turn: Turn): Outcome {
  const { services, conversation } = turn
  const { language } = conversation
  const referrals = findReferrals(turn, [topicOf(turn), 'everyday', 'community'], 2)
  return answerWith(
    turn,
    { kind: 'handoff', stage: 'refused' },
    [
      say(services, language, 'handoff.nobody'),
      ...(referrals.length > 0
        ? referralBlocks(turn, referrals)
        : [paragraph(services.sentences.say(language, 'refer.noneFound'))]),
    ],
    { conversation: withPlaceAsked(turn) },
  )
}

function withPlaceAsked(turn: Turn) {
  const { conversation } = turn
  if (conversation.municipality) return { ...conversation, pending: undefined }
  return {
    ...conversation,
    pending: { kind: 'place' as const, topics: [topicOf(turn)], asked: false, attempts: 0 },
  }
}
