/** Fits how likely a paragraph of a known entry answers, on questions labelled for their own page. */
import {
  followUpFeatureNames,
  followUpFeatures,
  type LogisticModel,
} from '../src/retrieval/confidence.ts'
import { createInspection, type HybridOptions } from '../src/retrieval/hybrid.ts'
import {
  evaluationLanguages,
  passagesOfPage,
  readPages,
  readQuestions,
} from './evaluation-pages.ts'
import { fitLogistic, type LabelledExample } from './fitting.ts'

/** Only the train split: the others are for reporting. The best paragraph stands for the page. */
export async function fitFollowUp(
  files: { pages: string; questions: string },
  options: Omit<HybridOptions, 'passages'>,
): Promise<LogisticModel> {
  const pages = await readPages(files.pages)
  const questions = (await readQuestions(files.questions)).filter(({ split }) => split === 'train')
  const examples: LabelledExample[] = []
  for (const language of evaluationLanguages) {
    const passages = pages.flatMap((page) => passagesOfPage(page, language))
    const retriever = await createInspection({ ...options, passages })
    for (const { question, page, answerable } of questions) {
      const text = question[language]
      const found = await retriever.inspectPassages({ text, language, entry: page })
      const best = found.toSorted((a, b) => b.lexical + b.dense - a.lexical - a.dense)[0]
      if (!best) continue
      const features = followUpFeatures(best)
      examples.push({
        features: followUpFeatureNames.map((name) => features[name]),
        label: answerable,
      })
    }
    await retriever.close()
  }
  const { intercept, coefficients } = fitLogistic(examples)
  return {
    intercept,
    coefficients: Object.fromEntries(
      followUpFeatureNames.map((name, i) => [name, coefficients[i]!]),
    ),
  }
}
