/** From "ask a person" to an open case: preview, consent, case; or an organisation where nobody is there. */
import { openCase } from '../../handoff/open-case.ts'
import { askAgain, silentMediator } from '../../handoff/relay.ts'
import type { Block, Button } from '../../message.ts'
import type { Case, NewCaseLine } from '../../storage/store.ts'
import { answerWith, button, paragraph, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { answerInstead } from './answer-instead.ts'
import { districtsNear, expectations, interpreterButtons } from './expect-person.ts'
import { previewCase, topicOf } from './preview-case.ts'
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
  return (await answerInstead(turn, question)) ?? previewCase(turn, question)
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

/** What was typed as "yes" is the careful choice: names and numbers stay covered. */
export async function giveConsent(
  turn: Turn,
  { given, withContact }: { given: boolean; withContact?: true },
): Promise<Outcome | undefined> {
  const { services, conversation, message } = turn
  const { language, pending } = conversation
  if (pending?.kind !== 'preview') return undefined
  const answered = { ...conversation, notHelped: undefined, pending: undefined }
  if (!given) {
    return answerWith(
      turn,
      { kind: 'handoff', stage: 'refused' },
      [say(services, language, 'handoff.declined')],
      { conversation: answered },
    )
  }
  const municipality = services.knowledge.municipalities.get(conversation.municipality ?? '')
  const lines = (withContact && pending.linesWithContact) ?? pending.lines
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
    lines: await forMediator(turn, lines, routing.asked?.account),
    ...(municipality && { municipality }),
  })
  const outcome = answerWith(
    turn,
    { kind: 'handoff', stage: 'opened' },
    [say(services, language, 'handoff.opened'), ...expectations(turn, routing)],
    {
      conversation: { ...answered, sharesContact: withContact },
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
