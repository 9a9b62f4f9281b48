/**
 * Which lines of a page answer a question: the curated path, which shows what stands there and writes
 * nothing. The follow-up's own signals of each line, weighed and cut on the train split once.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createInspection, type HybridOptions, type Inspection } from '../src/retrieval/hybrid.ts'
import type { Passage } from '../src/retrieval/retriever.ts'
import {
  type EvaluationLanguage,
  evaluationLanguages,
  type Page,
  type Question,
} from './evaluation-pages.ts'
import { fitLogistic, type LogisticModel } from './fitting.ts'

/** Shares from 0 to 1. */
export interface LineResult {
  questions: number
  /** Of the lines that were chosen for questions the page answers, and of those that answer them. */
  precision: number
  recall: number
  f1: number
  /** The same for saying that the page does not answer. */
  abstention: { precision: number; recall: number; f1: number }
}

export type LineResults = Partial<Record<EvaluationLanguage, LineResult>>

/** One question with what is known of each line of its page. */
interface Judged {
  features: number[][]
  answers: ReadonlySet<number>
  answerable: boolean
}

interface Cuts {
  /** A line is worth showing from this probability on; between two such lines a weaker one stays. */
  line: number
  /** Without one line as likely as this the page does not answer. */
  page: number
}

export interface FittedLines {
  model: LogisticModel
  cuts: Cuts
}

const fittedSchema = z.object({
  model: z.object({ intercept: z.number(), coefficients: z.array(z.number()) }),
  cuts: z.object({ line: z.number(), page: z.number() }),
})
const fittedFile = join(import.meta.dirname, 'evaluation-lines-fitted.json')

type LineOptions = Omit<HybridOptions, 'passages'> & { onProgress: (text: string) => void }

/** Measures with what `fitLines` found; nothing of these questions is learned. */
export async function evaluateLines(
  pages: readonly Page[],
  questions: readonly Question[],
  options: LineOptions,
): Promise<LineResults> {
  const { model, cuts } = fittedSchema.parse(JSON.parse(await readFile(fittedFile, 'utf8')))
  const results: LineResults = {}
  for (const language of evaluationLanguages) {
    const judged = await judgeQuestions(pages, questions, language, options)
    results[language] = measure(judged, model, cuts)
  }
  return results
}

/** Fits weights and cuts on these questions, one for all languages, and keeps them. */
export async function fitLines(
  pages: readonly Page[],
  questions: readonly Question[],
  options: LineOptions,
): Promise<FittedLines> {
  const train: Judged[] = []
  for (const language of evaluationLanguages) {
    train.push(...(await judgeQuestions(pages, questions, language, options)))
  }
  const model = fitLogistic(
    train
      .filter(({ answerable }) => answerable)
      .flatMap(({ features, answers }) =>
        features.map((row, line) => ({ features: row, label: answers.has(line) })),
      ),
  )
  const fitted = { model, cuts: chooseCuts(train, model) }
  await writeFile(fittedFile, `${JSON.stringify(fitted, null, 2)}\n`)
  return fitted
}

async function judgeQuestions(
  pages: readonly Page[],
  questions: readonly Question[],
  language: EvaluationLanguage,
  { onProgress, ...options }: LineOptions,
): Promise<Judged[]> {
  onProgress(`lines in ${language}`)
  const passages = pages.flatMap((page) => linesOf(page, language))
  const inspection = await createInspection({ ...options, passages })
  const linesIn = new Map(
    pages.map((page) => [page.page, page.text[language].split('\n')] as const),
  )
  const judged: Judged[] = []
  for (const { question, page, answers, answerable } of questions) {
    const lines = linesIn.get(page)
    if (!lines) throw new Error(`The page "${page}" of a question is not among the pages.`)
    const signals = await signalsOf(inspection, question[language], language, page, lines.length)
    judged.push({ features: featuresOf(signals, lines), answers: new Set(answers), answerable })
  }
  await inspection.close()
  return judged
}

function linesOf({ page, text }: Page, language: EvaluationLanguage): Passage[] {
  return text[language].split('\n').map((line, number) => ({
    id: `${page}#${language}/${number}`,
    entry: page,
    language,
    kind: 'section',
    audience: [],
    text: line,
  }))
}

interface Signals {
  lexical: number[]
  dense: number[]
}

async function signalsOf(
  inspection: Inspection,
  text: string,
  language: EvaluationLanguage,
  page: string,
  lines: number,
): Promise<Signals> {
  const signals = {
    lexical: new Array<number>(lines).fill(0),
    dense: new Array<number>(lines).fill(0),
  }
  for (const scored of await inspection.inspectPassages({ text, language, entry: page })) {
    const { id } = inspection.collection.passages[scored.passage]!
    const line = Number(id.slice(id.lastIndexOf('/') + 1))
    signals.lexical[line] = scored.lexical
    signals.dense[line] = scored.dense
  }
  return signals
}

/** A line that says "Monday to Friday" answers because of the heading above it: neighbours count. */
function featuresOf({ lexical, dense }: Signals, lines: readonly string[]): number[][] {
  const [mostLexical, mostDense] = [Math.max(...lexical), Math.max(...dense)]
  const around = (values: number[], line: number, reach: number) => {
    const near = values.slice(Math.max(0, line - reach), line + reach + 1)
    return near.reduce((sum, value) => sum + value, 0) / near.length
  }
  return lines.map((text, line) => [
    lexical[line]!,
    dense[line]!,
    around(lexical, line, 1),
    around(dense, line, 1),
    around(lexical, line, 3),
    around(dense, line, 3),
    Math.max(0, ...lexical.slice(Math.max(0, line - 3), line)),
    Math.max(0, ...dense.slice(Math.max(0, line - 3), line)),
    mostLexical > 0 ? lexical[line]! / mostLexical : 0,
    mostDense > 0 ? dense[line]! / mostDense : 0,
    mostLexical,
    mostDense,
    Math.min(1, text.length / 100),
    1 / lines.length,
  ])
}

const likelihood = (model: LogisticModel, row: readonly number[]) =>
  1 /
  (1 +
    Math.exp(-row.reduce((sum, value, i) => sum + value * model.coefficients[i]!, model.intercept)))

/** The run of lines whose probabilities exceed the cut by most, all in all. */
function choose(likely: readonly number[], cuts: Cuts): ReadonlySet<number> {
  if (Math.max(...likely) < cuts.page) return new Set()
  let best = { from: 0, to: 0, sum: 0 }
  let run = { from: 0, sum: 0 }
  for (const [line, p] of likely.entries()) {
    run =
      run.sum > 0 ? { ...run, sum: run.sum + p - cuts.line } : { from: line, sum: p - cuts.line }
    if (run.sum > best.sum) best = { from: run.from, to: line + 1, sum: run.sum }
  }
  return new Set(Array.from({ length: best.to - best.from }, (_, i) => best.from + i))
}

function chooseCuts(train: readonly Judged[], model: LogisticModel): Cuts {
  const steps = Array.from({ length: 12 }, (_, i) => (i + 1) * 0.04)
  const tried = steps.flatMap((line) =>
    steps.map((page) => {
      const cuts = { line, page }
      const { f1, abstention } = measure(train, model, cuts)
      return { cuts, worth: f1 + abstention.f1 }
    }),
  )
  return tried.toSorted((one, other) => other.worth - one.worth)[0]!.cuts
}

function measure(judged: readonly Judged[], model: LogisticModel, cuts: Cuts): LineResult {
  const lines = { right: 0, chosen: 0, wanted: 0 }
  const pages = { right: 0, chosen: 0, wanted: 0 }
  for (const { features, answers, answerable } of judged) {
    const chosen = choose(
      features.map((row) => likelihood(model, row)),
      cuts,
    )
    if (answerable) {
      lines.chosen += chosen.size
      lines.wanted += answers.size
      lines.right += [...chosen].filter((line) => answers.has(line)).length
    } else {
      pages.wanted++
    }
    if (chosen.size === 0) {
      pages.chosen++
      if (!answerable) pages.right++
    }
  }
  return { questions: judged.length, ...harmonic(lines), abstention: harmonic(pages) }
}

function harmonic({ right, chosen, wanted }: { right: number; chosen: number; wanted: number }) {
  const precision = chosen === 0 ? 0 : right / chosen
  const recall = wanted === 0 ? 0 : right / wanted
  return {
    precision,
    recall,
    f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  }
}
