/**
 * The two statistical recognisers, each loaded once in the life of the process and never over the
 * network: fastText's lid.176.ftz (176 languages) and Google's cld3.
 */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { LanguageCode } from '../message.ts'

/** Probability of each of our languages; what the model gives to others is left out. */
export type Probabilities = Map<LanguageCode, number>

/** Labels of the models that mean one of our languages under another name. */
const labelsOf: Record<LanguageCode, string[]> = {
  kmr: ['ku'],
  sr: ['sr', 'hr', 'bs', 'sh'],
  ar: ['ar', 'arz'],
  ur: ['ur', 'pnb'],
  uk: ['uk', 'rue'],
  zh: ['zh', 'yue', 'wuu'],
}

interface FastTextModel {
  predict(text: string, count: number, threshold: number): FastTextPredictions
}
interface FastTextPredictions {
  size(): number
  get(index: number): [probability: number, label: string]
  delete(): void
}

/** @param text one line of small letters. */
export type StatisticalModel = (text: string) => Probabilities

let fastText: Promise<FastTextModel> | undefined
let cld3:
  | Promise<{ findLanguage(text: string): { language: string; probability: number } }>
  | undefined

/** Guesses below it are not fetched, which takes longer than the guessing; nobody tells them from 0. */
const negligible = 1e-5

/** fastText's lid.176 restricted to `languages`; takes about a tenth of a millisecond a message. */
export async function loadFastText(languages: LanguageCode[]): Promise<StatisticalModel> {
  fastText ??= openFastText()
  const model = await fastText
  const languageOf = mapLabels(languages)
  return (text) => {
    const probabilities: Probabilities = new Map()
    // Trained on whole lines: the line break belongs to what the model has seen.
    const predictions = model.predict(`${text}\n`, -1, negligible)
    for (let index = 0; index < predictions.size(); index++) {
      const [probability, label] = predictions.get(index)
      const language = languageOf.get(label.slice('__label__'.length))
      if (language) {
        probabilities.set(language, (probabilities.get(language) ?? 0) + probability)
      }
    }
    predictions.delete()
    return probabilities
  }
}

/** cld3's one best language, empty where it is none of `languages`. */
export async function loadCld3(languages: LanguageCode[]): Promise<StatisticalModel> {
  cld3 ??= import('cld3-asm')
    .then(({ loadModule }) => loadModule())
    .then((factory) => factory.create(0, 1000))
  const identifier = await cld3
  const languageOf = mapLabels(languages)
  return (text) => {
    const { language: label, probability } = identifier.findLanguage(text)
    const language = languageOf.get(label)
    return new Map(language ? [[language, probability]] : [])
  }
}

async function openFastText(): Promise<FastTextModel> {
  const { getFastTextClass, getFastTextModule } = await import('fasttext.wasm.js')
  const FastText = await getFastTextClass({ getFastTextModule })
  // The package exports its files without naming them, so the path is taken from its entry point.
  const entry = createRequire(import.meta.url).resolve('fasttext.wasm.js')
  const model = new URL(
    '../models/language-identification/assets/lid.176.ftz',
    pathToFileURL(entry),
  )
  return new FastText().loadModel(model.href)
}

function mapLabels(languages: LanguageCode[]): Map<string, LanguageCode> {
  return new Map(
    languages.flatMap((language) =>
      (labelsOf[language] ?? [language]).map((label) => [label, language] as const),
    ),
  )
}
