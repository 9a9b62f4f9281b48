/** What is fitted on pages and questions labelled for them, and not on the knowledge base. */
import {
  confidenceFeatures,
  type FittedModel,
  followUpFeatureNames,
  followUpFeatures,
  type LogisticModel,
} from '../src/retrieval/confidence.ts'
import { createInspection, type HybridOptions, type Inspection } from '../src/retrieval/hybrid.ts'
import { wordsOf } from '../src/retrieval/lexical/index.ts'
import {
  type EvaluationLanguage,
  evaluationLanguages,
  type Page,
  passagesOfPage,
  type Question,
  readPages,
  readQuestions,
} from './evaluation-pages.ts'
import { fitLogistic, type LabelledExample } from './fitting.ts'

/**
 * Signals for pages. Their own cosines are left out: an encoder may have been trained with these very
 * questions.
 */
const pageFeatureNames = ['score', 'rivalry', 'crowd', 'length'] as const

/**
 * Two confidences: how likely a paragraph of a known page answers, and how likely the pages hold an
 * answer at all. Only the train split is used: the others are for reporting.
 */
export async function fitOnPages(
  files: { pages: string; questions: string },
  options: Omit<HybridOptions, 'passages'>,
  model: FittedModel,
): Promise<{ followUp: LogisticModel; confidence: LogisticModel }> {
  const pages = await readPages(files.pages)
  const questions = (await readQuestions(files.questions)).filter(({ split }) => split === 'train')
  const followUps: LabelledExample[] = []
  const present: LabelledExample[] = []
  for (const language of evaluationLanguages) {
    const passages = pages.flatMap((page) => passagesOfPage(page, language))
    const retriever = await createInspection({ ...options, passages, model })
    for (const question of questions) {
      followUps.push(...(await askOwnPage(retriever, question, language)))
      if (question.answerable)
        present.push(...(await askCorpus(retriever, pages, question, language)))
    }
    await retriever.close()
  }
  return {
    followUp: named(followUpFeatureNames, followUps),
    confidence: named(pageFeatureNames, present),
  }
}

/** The best paragraph stands for the page. */
async function askOwnPage(
  retriever: Inspection,
  { answerable, page, question }: Question,
  language: EvaluationLanguage,
): Promise<LabelledExample[]> {
  const query = { text: question[language], language, entry: page }
  const found = await retriever.inspectPassages(query)
  const best = found.toSorted((a, b) => b.lexical + b.dense - a.lexical - a.dense)[0]
  if (!best) return []
  const features = followUpFeatures(best)
  return [{ features: followUpFeatureNames.map((name) => features[name]), label: answerable }]
}

/** Once with all pages, once without those of the right group. */
async function askCorpus(
  retriever: Inspection,
  pages: readonly Page[],
  { group, question }: Question,
  language: EvaluationLanguage,
): Promise<LabelledExample[]> {
  const text = question[language]
  const right = new Set(pages.filter((page) => page.group === group).map(({ page }) => page))
  const examples: LabelledExample[] = []
  for (const label of [true, false]) {
    const scored = await retriever.inspect({ text, language }, label ? {} : { entries: right })
    if (scored.length === 0) continue
    const features = confidenceFeatures(scored, 0, wordsOf(text).length)
    examples.push({ features: pageFeatureNames.map((name) => features[name]), label })
  }
  return examples
}

function named(names: readonly string[], examples: readonly LabelledExample[]): LogisticModel {
  const { intercept, coefficients } = fitLogistic(examples)
  return {
    intercept,
    coefficients: Object.fromEntries(names.map((name, i) => [name, coefficients[i]!])),
  }
}
