/**
 * The path of every message, on one page:
 *
 * open hand-off? relay, stop -> crisis? -> command or button? -> person wanted? -> place
 * -> small talk -> follow-up
 * -> retrieve and decide: answer | clarify | refer | hand off
 *
 * Pure but for its services: it stores nothing and sends nothing, so a turn can be tried again.
 */
import { stripUnsafeCharacters } from '../language/normalize-text.ts'
import type { InboundContent, InboundMessage } from '../message.ts'
import { newConversation } from './conversation.ts'
import { tellOtherSide } from './mediation/tell-other-side.ts'
import { noticeContext } from './notice-context.ts'
import { settleLanguage } from './settle-language.ts'
import { shareWithPerson } from './share-with-person.ts'
import { answerQuestion } from './steps/answer-question.ts'
import { followUp } from './steps/follow-up.ts'
import { handOff } from './steps/hand-off.ts'
import { pressButton } from './steps/press-button.ts'
import { refuseInput } from './steps/refuse-input.ts'
import { relay } from './steps/relay.ts'
import { runCommand } from './steps/run-command.ts'
import { sayYesOrNo } from './steps/say-yes-or-no.ts'
import { showCrisisCard } from './steps/show-crisis-card.ts'
import { smallTalk } from './steps/small-talk.ts'
import { takePlace } from './steps/take-place.ts'
import type { Before, Outcome, Services, Step, Turn } from './turn.ts'

const steps: Step[] = [
  relay,
  showCrisisCard,
  runCommand,
  pressButton,
  refuseInput,
  sayYesOrNo,
  handOff,
  takePlace,
  smallTalk,
  followUp,
  answerQuestion,
]

/** What is known before the first message of somebody new. */
export const nothingKnown: Before = {
  conversation: undefined,
  openCase: undefined,
  readCase: async () => undefined,
  mediation: undefined,
  readMediation: async () => undefined,
  findMediation: async () => undefined,
  readAwaitedAnswer: async () => undefined,
  readTranscript: async () => [],
}

/** Exactly one outcome a message. Throws only when a room behind a port fails. */
export async function handleMessage(
  message: InboundMessage,
  before: Before,
  services: Services,
): Promise<Outcome> {
  const turn = noticeContext(prepare(message, before, services))
  for (const step of steps) {
    const outcome = await step(turn)
    if (outcome) return tellOtherSide(turn, await shareWithPerson(turn, outcome))
  }
  throw new Error('The last step answers every message.')
}

function prepare(message: InboundMessage, before: Before, services: Services): Turn {
  const text = stripUnsafeCharacters(writtenText(message.content)).trim()
  const { openCase, readCase, mediation, readMediation, findMediation, readTranscript } = before
  const settled = settleLanguage(text, message.locale, before.conversation, services)
  return {
    message,
    text,
    openCase,
    readCase,
    mediation,
    readMediation,
    findMediation,
    readAwaitedAnswer: before.readAwaitedAnswer,
    readTranscript,
    services,
    conversation: { ...(before.conversation ?? newConversation('de')), ...settled.conversation },
    messageLanguage: settled.messageLanguage,
    patience: startedOnce(services),
  }
}

function startedOnce({ model }: Services): Turn['patience'] {
  let signal: AbortSignal | undefined
  return () => {
    signal ??= model?.patience() ?? AbortSignal.abort()
    return signal
  }
}

/** What a person wrote in their own words: also behind "/person". */
function writtenText(content: InboundContent): string {
  if (content.kind === 'text') return content.text
  return content.kind === 'command' && content.command === 'person' ? content.argument : ''
}
