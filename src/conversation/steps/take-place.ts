import { setPlace } from '../outcomes/remember.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'

const mostChoices = 6
/** Longer texts are a new question, not a town that was misspelt. */
const longestPlace = 40

/** The town or postal code that was asked for; a bare postal code counts at any time. */
export async function takePlace(turn: Turn): Promise<Outcome | undefined> {
  const { services, conversation, text } = turn
  const { pending, language } = conversation
  const isAsked = pending?.kind === 'place'
  if (!isAsked && !/^\s*\d{5}\s*$/.test(text)) return undefined
  const found = services.places.find(text)
  if (found.length === 1 && found[0]) return setPlace(turn, found[0].key)
  if (found.length > 1) {
    return answerWith(
      turn,
      { kind: 'clarify', question: 'place', entries: [] },
      [say(services, language, 'place.which')],
      {
        buttons: found
          .slice(0, mostChoices)
          .map(({ key, name }) => [
            { label: name, action: { kind: 'set-place', municipality: key } },
          ]),
      },
    )
  }
  const isMisspelt = isAsked && pending.asked && pending.attempts === 0
  const looksLikePlace = text.length <= longestPlace && text.split(/\s+/).length <= 3
  if (!isMisspelt || !looksLikePlace || (await saysSomethingElse(turn))) return undefined
  return answerWith(
    turn,
    { kind: 'clarify', question: 'place', entries: [] },
    [say(services, language, 'place.notFound', { text })],
    {
      buttons: [[button(services, language, 'button.skipPlace', { kind: 'skip-place' })]],
      conversation: { ...conversation, pending: { ...pending, attempts: pending.attempts + 1 } },
    },
  )
}

/** A thank-you, a follow-up or a new question is no misspelt town. */
async function saysSomethingElse({ services, text, messageLanguage }: Turn): Promise<boolean> {
  const { phrases, retriever, thresholds } = services
  const talk = ['greeting', 'thanks', 'goodbye', 'whoAreYou', 'no'] as const
  if (phrases.consistsOf([...talk], text, messageLanguage)) return true
  if (phrases.begins('followUpStart', text, messageLanguage)) return true
  if (phrases.contains('followUp', text, messageLanguage)) return true
  const [best] = await retriever.retrieve({ text, language: messageLanguage, limit: 1 })
  return best !== undefined && best.confidence >= thresholds.clarify
}
