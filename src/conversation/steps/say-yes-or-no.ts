import { giveConsent } from '../outcomes/ask-person.ts'
import { forget } from '../outcomes/remember.ts'
import type { Outcome, Turn } from '../turn.ts'

/** "Yes" typed instead of the button. Anything but a plain yes or no is no consent. */
export async function sayYesOrNo(turn: Turn): Promise<Outcome | undefined> {
  const { services, conversation, text, messageLanguage } = turn
  const { pending, language } = conversation
  if (pending?.kind !== 'preview' && pending?.kind !== 'forget') return undefined
  const says = (kind: 'yes' | 'no') =>
    services.phrases.consistsOf([kind], text, messageLanguage) ||
    services.phrases.consistsOf([kind], text, language)
  const answer = says('yes') ? true : says('no') ? false : undefined
  if (answer === undefined) return undefined
  return pending.kind === 'preview' ? giveConsent(turn, answer) : forget(turn, answer)
}
