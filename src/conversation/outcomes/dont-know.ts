/** Says openly that the knowledge base holds no answer, offers a person, and names who may help. */
import { askAgain } from '../../handoff/relay.ts'
import type { Block } from '../../message.ts'
import type { Candidate } from '../../retrieval/retriever.ts'
import { button, reply, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { switchButton } from './answer-entry.ts'
import { sayWhoAnswers, withdrawButton } from './ask-person.ts'
import { findReferrals, referralBlocks } from './refer.ts'

/** An entry this weak still hints at the topic, and so at who could help. */
const hint = 0.15
const anyTopic = ['everyday', 'community']

export async function dontKnow(
  turn: Turn,
  question: string,
  candidates: Candidate[],
): Promise<Outcome> {
  const { services, conversation, openCase } = turn
  const { language, municipality } = conversation
  const [best] = candidates
  const topics =
    best && best.confidence >= hint
      ? (services.knowledge.entries.get(best.entry)?.meta.referral ?? anyTopic)
      : anyTopic
  const referrals = findReferrals(turn, topics)
  const personThere = await services.mediatorsReachable()
  const blocks: Block[] = [
    say(services, language, 'unknown.sorry'),
    ...offer(turn, personThere),
    say(services, language, 'unknown.rephrase'),
    ...(referrals.length > 0
      ? [say(services, language, 'refer.intro'), ...referralBlocks(turn, referrals)]
      : [say(services, language, 'refer.noneFound')]),
  ]
  const buttons = [
    [
      openCase
        ? withdrawButton(turn, openCase.id)
        : button(services, language, 'button.askPerson', { kind: 'ask-person' }),
    ],
    // Whoever waits for a person is told by that person.
    openCase ? [] : [button(services, language, 'button.tellMe', { kind: 'tell-me' })],
    [
      button(services, language, 'button.changeLanguage', { kind: 'choose-language' }),
      ...switchButton(turn),
    ],
  ]
  const district = services.knowledge.municipalities.get(municipality ?? '')?.district
  return {
    decision: personThere
      ? { kind: 'handoff', stage: 'offered' }
      : { kind: 'refer', organisations: referrals.map(({ organisation }) => organisation.id) },
    conversation: {
      ...conversation,
      lastQuestion: question,
      unansweredQuestion: question,
      lastEntry: undefined,
      pending: municipality ? undefined : { kind: 'place', topics, asked: false, attempts: 0 },
    },
    replies: [reply(services, language, blocks, buttons)],
    caseChanges: openCase ? [askAgain(openCase, [], services.now().toISOString())] : [],
    unanswered: { language, topic: topics[0] ?? 'everyday', ...(district && { district }) },
    candidates,
  }
}

/** Who has a case already is not offered a second one: the person they know is asked. */
function offer(turn: Turn, personThere: boolean): Block[] {
  const { services, conversation, openCase } = turn
  if (openCase) return [sayWhoAnswers(turn, openCase)]
  return personThere ? [say(services, conversation.language, 'unknown.person')] : []
}
