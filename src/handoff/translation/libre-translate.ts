import { z } from 'zod'
import { markKept, unmarkKept } from './keep-words.ts'
import { TranslationError, type Translator } from './translator.ts'

/** LibreTranslate's names where they are not ours. */
const codes: Record<string, string> = { kmr: 'ku', 'de-simple': 'de' }

const answerSchema = z.object({ translatedText: z.string() })
const refusalSchema = z.object({ error: z.string() })

/** A LibreTranslate server, such as one that the operator runs: nothing leaves the house. */
export function createLibreTranslate(options: { url: string; key?: string }): Translator {
  const address = `${options.url.replace(/\/+$/, '')}/translate`
  return {
    name: 'LibreTranslate',
    async translate({ text, from, to, keep = [] }, signal) {
      const isMarked = keep.length > 0
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          q: isMarked ? markKept(text, keep) : text,
          source: codes[from] ?? from,
          target: codes[to] ?? to,
          format: isMarked ? 'html' : 'text',
          ...(options.key && { api_key: options.key }),
        }),
        signal,
      }).catch((cause: unknown) => {
        throw new TranslationError(`${address} can't be reached; check TRANSLATOR_URL.`, { cause })
      })
      const body: unknown = await response.json().catch(() => undefined)
      const answer = answerSchema.safeParse(body)
      if (response.ok && answer.success) {
        const { translatedText } = answer.data
        return isMarked ? unmarkKept(translatedText) : translatedText
      }
      const refusal = refusalSchema.safeParse(body).data?.error ?? 'no reason given'
      throw new TranslationError(`LibreTranslate answered ${response.status}: ${refusal}`)
    },
  }
}
