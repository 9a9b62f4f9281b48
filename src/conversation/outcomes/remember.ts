/** Language, role and place: asked for, changed, remembered; and everything forgotten. */
import type { Action, LanguageCode, Role } from '../../message.ts'
import { answerWith, button, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { answerEntry } from './answer-entry.ts'
import { findReferrals, referralBlocks } from './refer.ts'

export function chooseLanguage(turn: Turn): Outcome {
  const { services, conversation } = turn
  const spoken = [...services.knowledge.languages.values()].filter(
    ({ code, status }) =>
      status !== 'recognised' && (services.knowledge.messages.has(code) || code === 'de-simple'),
  )
  const buttons = spoken.map(({ code, name }) => ({
    label: name,
    action: { kind: 'set-language', language: code } satisfies Action,
  }))
  return answerWith(
    turn,
    { kind: 'command', command: 'language' },
    [say(services, conversation.language, 'language.choose')],
    { buttons: pairs(buttons) },
  )
}

/** The last answer comes again in the new language, so that nobody has to ask twice. */
export function setLanguage(turn: Turn, language: LanguageCode): Outcome | undefined {
  const { services, conversation } = turn
  const known = services.knowledge.languages.get(language)
  if (!known || known.status === 'recognised') return undefined
  const changed = {
    ...conversation,
    language,
    languageSettled: true,
    otherLanguage: undefined,
  }
  const outcome = answerWith(
    turn,
    { kind: 'command', command: 'language' },
    [say(services, language, 'language.changed')],
    { conversation: changed },
  )
  // What the user is asked to agree to stays; its button still means the same.
  const asked = ['preview', 'forget', 'invitation']
  const isAsked = asked.includes(conversation.pending?.kind ?? '')
  const again =
    conversation.lastEntry &&
    !isAsked &&
    answerEntry({ ...turn, text: '', conversation: changed }, conversation.lastEntry, 'short')
  return again
    ? {
        ...outcome,
        conversation: again.conversation,
        replies: [...outcome.replies, ...again.replies],
      }
    : outcome
}

export function askRole(turn: Turn): Outcome {
  const { services, conversation } = turn
  const { language } = conversation
  return answerWith(
    turn,
    { kind: 'command', command: 'role' },
    [say(services, language, 'role.ask')],
    {
      buttons: [
        [
          button(services, language, 'button.tenant', { kind: 'set-role', role: 'tenant' }),
          button(services, language, 'button.landlord', { kind: 'set-role', role: 'landlord' }),
        ],
      ],
    },
  )
}

/** A twin that was just answered is told again from the other side. */
export function setRole(turn: Turn, role: Role): Outcome {
  const { services, conversation } = turn
  const changed = { ...conversation, role, pending: undefined }
  const again =
    conversation.lastEntry &&
    answerEntry({ ...turn, text: '', conversation: changed }, conversation.lastEntry, 'short')
  if (again) return again
  return answerWith(
    turn,
    { kind: 'command', command: 'role' },
    [say(services, conversation.language, 'role.saved')],
    { conversation: changed },
  )
}

export function askPlace(turn: Turn, topics: string[]): Outcome {
  const { services, conversation } = turn
  const { language } = conversation
  const current = services.knowledge.municipalities.get(conversation.municipality ?? '')
  return answerWith(
    turn,
    { kind: 'command', command: 'place' },
    [
      ...(current ? [say(services, language, 'place.current', { place: current.name })] : []),
      say(services, language, 'clarify.place'),
    ],
    {
      buttons: [[button(services, language, 'button.skipPlace', { kind: 'skip-place' })]],
      conversation: {
        ...conversation,
        pending: { kind: 'place', topics, asked: true, attempts: 0 },
      },
    },
  )
}

/** Remembers the town and, where the user waits for that, names who helps there. */
export function setPlace(turn: Turn, key: string): Outcome | undefined {
  const { services, conversation } = turn
  const municipality = services.knowledge.municipalities.get(key)
  if (!municipality) return undefined
  const { language, pending } = conversation
  const topics = pending?.kind === 'place' ? pending.topics : []
  const changed = { ...conversation, municipality: key, pending: undefined }
  const placed = { ...turn, conversation: changed }
  const referrals = topics.length > 0 ? findReferrals(placed, topics, 2) : []
  const blocks = [
    say(services, language, 'place.saved', { place: municipality.name }),
    ...(referrals.length > 0
      ? [say(services, language, 'refer.intro'), ...referralBlocks(placed, referrals)]
      : []),
  ]
  return answerWith(
    placed,
    referrals.length > 0
      ? { kind: 'refer', organisations: referrals.map(({ organisation }) => organisation.id) }
      : { kind: 'command', command: 'place' },
    blocks,
    {
      buttons: [[button(services, language, 'button.askPerson', { kind: 'ask-person' })]],
      conversation: changed,
    },
  )
}

export function confirmForget(turn: Turn): Outcome {
  const { services, conversation } = turn
  const { language } = conversation
  return answerWith(
    turn,
    { kind: 'command', command: 'forget' },
    [say(services, language, 'forget.confirm')],
    {
      buttons: [
        [
          button(services, language, 'button.forgetYes', { kind: 'forget', confirmed: true }),
          button(services, language, 'button.forgetNo', { kind: 'forget', confirmed: false }),
        ],
      ],
      conversation: { ...conversation, pending: { kind: 'forget' } },
    },
  )
}

export function forget(turn: Turn, confirmed: boolean): Outcome | undefined {
  const { services, conversation } = turn
  if (conversation.pending?.kind !== 'forget') return undefined
  const { language } = conversation
  const key = confirmed ? 'forget.done' : 'forget.cancelled'
  return {
    decision: { kind: 'command', command: 'forget' },
    conversation: confirmed ? 'erase' : { ...conversation, pending: undefined },
    replies: [reply(services, language, [say(services, language, key)])],
    caseChanges: [],
  }
}

function pairs<T>(items: T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / 2) }, (_, row) =>
    items.slice(row * 2, row * 2 + 2),
  )
}
