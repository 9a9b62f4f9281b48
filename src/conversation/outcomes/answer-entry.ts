/** The answer of one entry, with everything that belongs to it: sources, help, buttons. */
import type { AnswerRequest, ComposedAnswer } from '../../answering/compose-answer.ts'
import type { Entry } from '../../knowledge/schema.ts'
import type { Block, Button, EntryId, LanguageCode } from '../../message.ts'
import { button, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { findReferrals, referralBlocks } from './refer.ts'

/** @param byModel takes the place of the curated text, which is then a button away. */
export function answerEntry(
  turn: Turn,
  entryId: EntryId,
  part: Exclude<AnswerRequest['part'], 'both-sides'>,
  byModel?: ComposedAnswer,
): Outcome | undefined {
  const { services, conversation } = turn
  const entry = services.knowledge.entries.get(entryId)
  if (!entry) return undefined
  const language = conversation.language
  const answer =
    byModel ?? services.composeAnswer({ entry, language, role: conversation.role, part })
  const rule = part === 'short' && !turn.openCase ? handoffRule(entry) : undefined
  const offer = [say(services, language, 'handoff.offer')]
  const blocks = [
    ...(rule === 'first' ? offer : []),
    ...answer.blocks,
    ...(part === 'short' ? helpNow(turn, entry) : []),
    ...(rule === 'offer' ? offer : []),
  ]
  const asksPlace = part === 'short' && entry.meta.needsPlace && !conversation.municipality
  const checked = byModel
    ? [button(services, language, 'button.wholeText', { kind: 'show-entry', entry: entryId })]
    : []
  const buttons = [checked, ...answerButtons(turn, entry, part)]
  const replies = [reply(services, language, blocks, buttons)]
  if (asksPlace) {
    replies.push(
      reply(
        services,
        language,
        [say(services, language, 'clarify.place')],
        [[button(services, language, 'button.skipPlace', { kind: 'skip-place' })]],
      ),
    )
  }
  return {
    decision: { kind: 'answer', entry: entryId, part: typeof part === 'object' ? 'passage' : part },
    conversation: {
      ...conversation,
      lastEntry: entryId,
      ...(turn.text && { lastQuestion: turn.text }),
      pending: asksPlace
        ? { kind: 'place', topics: entry.meta.referral, asked: true, attempts: 0 }
        : undefined,
    },
    replies,
    caseChanges: [],
  }
}

/** A matter of high risk is always worth a person. */
function handoffRule({ meta }: Entry): Entry['meta']['handoff'] {
  return meta.handoff ?? (meta.risk === 'high' ? 'offer' : undefined)
}

/** A high-risk matter names help for today; an entry that depends on the place names the office. */
function helpNow(turn: Turn, entry: Entry): Block[] {
  const { services, conversation } = turn
  const isDue = entry.meta.risk === 'high' || (entry.meta.needsPlace && conversation.municipality)
  if (!isDue) return []
  const referrals = findReferrals(turn, entry.meta.referral, 2)
  if (referrals.length === 0) return []
  const heading = services.sentences.say(conversation.language, 'answer.helpHere')
  return [{ kind: 'heading', text: heading }, ...referralBlocks(turn, referrals)]
}

function answerButtons(turn: Turn, entry: Entry, part: AnswerRequest['part']): Button[][] {
  const { services, conversation } = turn
  const { language } = conversation
  const { id } = entry.meta
  const make = (key: string, action: Button['action']) => button(services, language, key, action)
  const german = entry.texts.get('de')
  const isTwin = german?.sections['For landlords'] && german.sections['For tenants']
  const otherSide =
    conversation.role === 'landlord'
      ? make('button.tenant', { kind: 'set-role', role: 'tenant' })
      : make('button.landlord', { kind: 'set-role', role: 'landlord' })
  const rule = handoffRule(entry)
  const askPerson = rule === 'never' ? [] : [make('button.askPerson', { kind: 'ask-person' })]
  return [
    rule ? askPerson : [],
    [
      ...(part === 'short' && german?.sections.Details
        ? [make('button.details', { kind: 'show-details', entry: id })]
        : []),
      ...(isTwin && part === 'short' ? [otherSide] : []),
    ],
    [
      make('button.helped', { kind: 'feedback', helped: true, entry: id }),
      make('button.notHelped', { kind: 'feedback', helped: false, entry: id }),
    ],
    rule ? [] : askPerson,
    [make('button.changeLanguage', { kind: 'choose-language' }), ...switchButton(turn)],
  ]
}

/** Asked once in another language: that language is one tap away. */
export function switchButton(turn: Turn): Button[] {
  const other = turn.conversation.otherLanguage
  const language = other ? turn.services.knowledge.languages.get(other) : undefined
  if (!language || language.status === 'recognised') return []
  return [{ label: language.name, action: { kind: 'set-language', language: language.code } }]
}

/** The title of an entry in the reader's language, for buttons. */
export function entryTitle(turn: Turn, entryId: EntryId, language: LanguageCode): string {
  const texts = turn.services.knowledge.entries.get(entryId)?.texts
  const spoken = turn.services.sentences.spokenFor(language)
  return (texts?.get(language) ?? texts?.get(spoken) ?? texts?.get('de'))?.title ?? entryId
}
