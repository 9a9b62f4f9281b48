import { Translator as DeepLClient, DeepLError, type TargetLanguageCode } from 'deepl-node'
import { markKept, unmarkKept } from './keep-words.ts'
import { TranslationError, type Translator } from './translator.ts'

/** DeepL wants a variety where a language has several; the others go by our own code. */
const targets: Record<string, string> = { en: 'en-GB', pt: 'pt-PT', 'de-simple': 'de' }

/** DeepL's own client. `url` replaces the address that it derives from the key. */
export function createDeepL(options: { key: string; url?: string }): Translator {
  const client = new DeepLClient(options.key, {
    // Whoever waits for the text gets the original instead of a second try.
    maxRetries: 0,
    ...(options.url && { serverUrl: options.url }),
  })
  return {
    name: 'DeepL',
    async translate({ text, from, to, keep = [] }, signal) {
      const isMarked = keep.length > 0
      const source = from === 'de-simple' ? 'de' : from
      const target = (targets[to] ?? to) as TargetLanguageCode
      try {
        const asked = isMarked
          ? client.translateText(markKept(text, keep), source as 'de', target, {
              tagHandling: 'html',
            })
          : client.translateText(text, source as 'de', target)
        const translated = (await Promise.race([asked, aborted(signal)])).text
        return isMarked ? unmarkKept(translated) : translated
      } catch (cause) {
        if (cause instanceof DeepLError || signal.aborted) {
          const reason = cause instanceof Error ? cause.message : String(cause)
          throw new TranslationError(`DeepL does not translate: ${reason}`, { cause })
        }
        throw cause
      }
    },
  }
}

/** The client knows no signal; its late answer is dropped. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
