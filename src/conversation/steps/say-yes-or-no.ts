import { joinMediation } from '../mediation/join.ts'
import { giveConsent } from '../outcomes/ask-person.ts'
import { forget } from '../outcomes/remember.ts'
import type { Outcome, Turn } from '../turn.ts'

/** "Yes" typed instead of the button. Anything but a plain yes or no is no consent. */
export async function sayYesOrNo(turn: Turn): Promise<Outcome | undefined> {
  const { services, conversation, text, messageLanguage } = turn
  const { pending, language } = conversation
  const asked = pending?.kind
  if (asked !== 'preview' && asked !== 'forget' && asked !== 'invitation') return undefined
  const says = (kind: 'yes' | 'no') =>
    services.phrases.consistsOf([kind], text, messageLanguage) ||
    services.phrases.consistsOf([kind], text, language)
  const answer = says('yes') ? true : says('no') ? false : undefined
  if (answer === undefined) return undefined
  if (asked === 'invitation') return joinMediation(turn, answer)
  return asked === 'preview' ? giveConsent(turn, { given: answer }) : forget(turn, answer)
}
