/**
 * Fits fusion, confidence and thresholds on the knowledge base's own questions and on the development
 * half of test/evaluation/messages, and writes src/retrieval/fitted.json. Run it again when entries have been added; minutes at most.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { Knowledge } from '../src/knowledge/schema.ts'
import type { EntryId } from '../src/message.ts'
import {
  type ConfidenceThresholds,
  evenWeights,
  type FittedModel,
  featureNames,
  fittedFor,
  type LogisticModel,
  lexicalOnly,
  probability,
} from '../src/retrieval/confidence.ts'
import { type FusionWeights, signalNames } from '../src/retrieval/fusion.ts'
import { createInspection } from '../src/retrieval/hybrid.ts'
import { buildPassages } from '../src/retrieval/passages.ts'
import type { Passage } from '../src/retrieval/retriever.ts'
import { readMessages } from './evaluation-messages.ts'
import { fitOnPages } from './fit-on-pages.ts'
import {
  askMessages,
  askOwnQuestions,
  askUnrelated,
  askWithoutPhrasings,
  type Judgement,
  judge,
  rowOf,
  type Trial,
  type TrialKind,
} from './fit-trials.ts'
import { areaUnderCurve, fitLogistic, fitShares, wilsonLowerBound } from './fitting.ts'

const usage = `Fits the confidence of retrieval on the knowledge base's own questions.

  node scripts/fit-confidence.ts [--dry-run] [--knowledge FOLDER] [--models FOLDER] [--model NAME]...
                                 [--pages FILE --questions FILE]

  --dry-run     print the figures, write nothing
  --knowledge   default: knowledge
  --models      default: models
  --model       an encoder in the models folder; may stand several times; default: lotse-encoder.
                Search by words alone is always fitted beside it.
  --pages, --questions
                fits the confidence of follow-ups and of pages without phrasings too, on the train
                split of questions in the format that npm run evaluate reads; kept without them
`

const outputFile = new URL('../src/retrieval/fitted.json', import.meta.url)
const messagesFile = new URL('../test/evaluation/messages/development.jsonl', import.meta.url)
const unrelatedFile = new URL('../test/evaluation/unrelated-messages.yaml', import.meta.url)

/** What each kind of trial counts in sum: questions in a known language come most often. */
const kindWeights: Record<TrialKind, number> = {
  own: 1,
  foreign: 0.4,
  'entry-left-out': 0.6,
  'foreign-left-out': 0.3,
  unrelated: 0.4,
  message: 1.5,
  'uncovered-message': 0.6,
}

/** What each kind counts in sum for the fusion. Messages are few, and are what people really write. */
const rankingWeights: Partial<Record<TrialKind, number>> = { own: 0.6, foreign: 0.2, message: 1.2 }

/** Of a question's candidates, for fitting the fusion. */
const rankedCandidates = 20
/** Own questions that are asked; thousands more change nothing but the time. */
const mostQuestions = 3000

/** A related entry in the first place is wrong, but not as wrong as any other. */
const relatedWeight = 0.25

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    'dry-run': { type: 'boolean', default: false },
    knowledge: { type: 'string', default: 'knowledge' },
    models: { type: 'string', default: 'models' },
    pages: { type: 'string' },
    questions: { type: 'string' },
    model: { type: 'string', multiple: true, default: ['lotse-encoder'] },
  },
})

async function main(): Promise<void> {
  const { knowledge, problems } = await readKnowledge(values.knowledge)
  if (problems.length > 0) {
    process.stderr.write(`${problems.length} problem(s) left out; see npm run knowledge:lint\n`)
  }
  const passages = buildPassages(knowledge)
  const unrelated = z
    .record(z.string(), z.array(z.string()))
    .parse(parseYaml(await readFile(unrelatedFile, 'utf8')))
  const models: Record<string, FittedModel> = {}
  for (const embeddingModel of [...values.model, undefined]) {
    const start = fittedFor(embeddingModel)
    const isRelated = (one: EntryId, other: EntryId) =>
      relatedOf(knowledge, one).includes(other) || relatedOf(knowledge, other).includes(one)
    const retriever = await createInspection({
      passages,
      modelsDirectory: values.models,
      embeddingModel,
      model: { ...start, fusion: evenWeights() },
    })
    if (embeddingModel && !retriever.collection.dense) {
      throw new Error(
        `${retriever.description}: put the model there, or name another with --model.`,
      )
    }
    const messages = await readDevelopmentMessages(knowledge)
    const asked = await askOwnQuestions(retriever, isRelated, undefined, undefined, mostQuestions)
    asked.push(...(await askMessages(retriever, messages, isRelated)))
    const unanswered = await askUnrelated(retriever, unrelated)
    await retriever.close()
    const fusion = fitFusion(asked)
    const own = asked.map((trial) => judge(trial, fusion))
    const none = unanswered.map((trial) => judge(trial, fusion))
    const name = embeddingModel ?? lexicalOnly
    const fitted = fitConfidence(own, none)
    report(name, fusion, fitted, own, none)
    const pageFusion = fitFusion(await askPlainSections(passages, embeddingModel))
    const model = {
      ...start,
      fusion,
      ...fitted,
      pages: { ...start.pages, fusion: pageFusion },
    }
    const { pages, questions } = values
    if (pages && questions) {
      const options = { modelsDirectory: values.models, embeddingModel }
      const onPages = await fitOnPages({ pages, questions }, options, model)
      model.followUp = onPages.followUp
      model.pages.confidence = onPages.confidence
    }
    models[name] = model
  }
  const fittedOn = {
    contentHash: knowledge.contentHash,
    entries: knowledge.entries.size,
    questions: passages.filter(({ kind }) => kind === 'question').length,
    unrelated: Object.values(unrelated).flat().length,
  }
  if (values['dry-run']) return
  const text = JSON.stringify({ fittedOn, models }, roundNumbers, 2)
  await writeFile(outputFile, `${text}\n`)
  console.log(`Written: ${outputFile.pathname}`)
}

/** Own questions put to the sections alone, as pages without phrasings are searched. */
async function askPlainSections(
  passages: readonly Passage[],
  embeddingModel: string | undefined,
): Promise<Trial[]> {
  const start = fittedFor(embeddingModel)
  const retriever = await createInspection({
    passages: passages.filter(({ kind }) => kind !== 'question'),
    modelsDirectory: values.models,
    embeddingModel,
    model: { ...start, pages: { ...start.pages, fusion: evenWeights() } },
  })
  const questions = passages.filter(({ kind }) => kind === 'question')
  const trials = await askWithoutPhrasings(retriever, questions, mostQuestions)
  await retriever.close()
  return trials
}

/** First messages of the development half that an entry answers, or that none does. */
async function readDevelopmentMessages(
  knowledge: Knowledge,
): Promise<{ language: string; text: string; entry?: EntryId }[]> {
  const messages = await readMessages(fileURLToPath(messagesFile))
  return messages.flatMap(({ language, text, expect }) => {
    if (expect.decision === 'abstain') return [{ language, text }]
    if (expect.decision !== 'answer' || !knowledge.entries.has(expect.entry)) return []
    return [{ language, text, entry: expect.entry }]
  })
}

const relatedOf = (knowledge: Knowledge, entry: EntryId): readonly EntryId[] =>
  knowledge.entries.get(entry)?.meta.related ?? []

function fitFusion(trials: readonly Trial[]): FusionWeights {
  const ranked = trials.filter(({ kind, rank }) => kind in rankingWeights && rank >= 0)
  const counts = countKinds(ranked)
  const examples = ranked.map(({ kind, candidates, right }) => ({
    candidates: candidates.slice(0, rankedCandidates).map(({ signals }) => rowOf(signals)),
    right: right.slice(0, rankedCandidates),
    weight: ((rankingWeights[kind] ?? 0) * ranked.length) / counts.get(kind)!,
  }))
  const shares = fitShares(examples, signalNames.length)
  const weights = Object.fromEntries(signalNames.map((name, i) => [name, shares[i]!]))
  return withLearnedShare(weights as FusionWeights, ranked)
}

/**
 * The classifier's probabilities lie at either end, which the softmax loss takes for boasting; what
 * counts here is who comes first. The trials' classifiers also lack an eighth of the phrasings.
 */
const learnedShares = [0, 0.05, 0.1, 0.15, 0.2]

function withLearnedShare(fitted: FusionWeights, ranked: readonly Trial[]): FusionWeights {
  const counts = countKinds(ranked)
  const rest = 1 - fitted.learned
  const tried = learnedShares.map((learned) => {
    const shares = signalNames.map((name) => [
      name,
      name === 'learned' ? learned : (fitted[name] / rest) * (1 - learned),
    ])
    const weights = Object.fromEntries(shares) as FusionWeights
    const first = ranked.reduce((sum, trial) => {
      const worth = (rankingWeights[trial.kind] ?? 0) / counts.get(trial.kind)!
      return judge(trial, weights).rank === 0 ? sum + worth : sum
    }, 0)
    return { weights, first }
  })
  return tried.reduce((best, one) => (one.first > best.first ? one : best)).weights
}

function fitConfidence(
  own: readonly Judgement[],
  none: readonly Judgement[],
): { confidence: LogisticModel; thresholds: ConfidenceThresholds } {
  const fit = [...own, ...none.filter(({ fold }) => fold === 'unrelated-fit')]
  return {
    confidence: fitModel(fit),
    thresholds: chooseThresholds(crossPredict(own, none)),
  }
}

/** True where the first candidate is the right entry. */
const isRight = (trial: Judgement) => trial.rank === 0

function fitModel(trials: readonly Judgement[]): LogisticModel {
  const counts = countKinds(trials)
  const model = fitLogistic(
    trials.map((trial) => ({
      features: featureNames.map((name) => trial.features[name] ?? 0),
      label: isRight(trial),
      weight:
        ((kindWeights[trial.kind] * trials.length) / counts.get(trial.kind)! / 3) *
        (trial.acceptable && !isRight(trial) ? relatedWeight : 1),
    })),
  )
  return {
    intercept: model.intercept,
    coefficients: Object.fromEntries(featureNames.map((name, i) => [name, model.coefficients[i]!])),
  }
}

function countKinds(trials: readonly { kind: TrialKind }[]): Map<TrialKind, number> {
  const counts = new Map<TrialKind, number>()
  for (const { kind } of trials) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

interface Prediction {
  trial: Judgement
  confidence: number
}

/** Each trial judged by a model that never saw its entry; unrelated ones by one that saw the other half. */
function crossPredict(own: readonly Judgement[], none: readonly Judgement[]): Prediction[] {
  const entries = [...new Set(own.map(({ fold }) => fold))]
  const folds = Math.min(5, entries.length)
  const predictions: Prediction[] = []
  for (let fold = 0; fold < folds; fold++) {
    const held = new Set(entries.filter((_, i) => i % folds === fold))
    const rest = own.filter((trial) => !held.has(trial.fold))
    const model = fitModel([...rest, ...none.filter(({ fold }) => fold === 'unrelated-fit')])
    for (const trial of own) {
      if (held.has(trial.fold)) {
        predictions.push({ trial, confidence: probability(model, trial.features) })
      }
    }
  }
  for (const half of ['unrelated-fit', 'unrelated-held-out']) {
    const model = fitModel([...own, ...none.filter(({ fold }) => fold !== half)])
    for (const trial of none) {
      if (trial.fold === half) {
        predictions.push({ trial, confidence: probability(model, trial.features) })
      }
    }
  }
  return predictions
}

/** How sure the share of acceptable first candidates must be, and how few unrelated messages may pass. */
const wanted = {
  answer: { acceptable: 0.945, unrelated: 0.025 },
  // A question with buttons costs a tap; "I do not know" costs somebody their answer.
  clarify: { acceptable: 0.6, unrelated: 0.15 },
}

/**
 * The smallest threshold above which the first candidate is right or related often enough, by the
 * lower end of Wilson's interval, and hardly an unrelated message passes.
 */
function chooseThresholds(predictions: readonly Prediction[]): ConfidenceThresholds {
  const unrelated = predictions.filter(({ trial }) => trial.kind === 'unrelated')
  const choose = (aim: (typeof wanted)['answer']) => {
    let surest = { threshold: 0.98, bound: 0 }
    for (let percentage = 5; percentage < 99; percentage++) {
      const threshold = percentage / 100
      const passes = ({ confidence }: Prediction) => confidence >= threshold
      if (share(unrelated, passes) > aim.unrelated) continue
      const bound = acceptableBound(predictions.filter(passes))
      if (bound >= aim.acceptable) return threshold
      if (bound > surest.bound) surest = { threshold, bound }
    }
    // Search by words alone never gets there: it answers only where it is at its surest.
    return surest.threshold
  }
  return { answer: choose(wanted.answer), clarify: choose(wanted.clarify) }
}

/** Kinds count as in the fit; the number of trials is Kish's effective one. */
function acceptableBound(predictions: readonly Prediction[]): number {
  let sum = 0
  let squares = 0
  let acceptable = 0
  for (const { trial } of predictions) {
    if (trial.kind === 'unrelated') continue
    const weight = kindWeights[trial.kind]
    sum += weight
    squares += weight ** 2
    if (trial.acceptable) acceptable += weight
  }
  if (sum === 0) return 0
  const trials = sum ** 2 / squares
  return wilsonLowerBound((acceptable / sum) * trials, trials)
}

function report(
  name: string,
  fusion: FusionWeights,
  fitted: { confidence: LogisticModel; thresholds: ConfidenceThresholds },
  own: readonly Judgement[],
  none: readonly Judgement[],
): void {
  const predictions = crossPredict(own, none)
  const of = (kind: TrialKind, fold?: string) =>
    predictions.filter(({ trial }) => trial.kind === kind && (!fold || trial.fold === fold))
  const confidences = (kind: TrialKind) => of(kind).map(({ confidence }) => confidence)
  const { answer, clarify } = fitted.thresholds
  console.log(`\n${name}`)
  console.log('fusion    ', JSON.stringify(fusion, roundNumbers))
  console.log('confidence', JSON.stringify(fitted.confidence, roundNumbers))
  console.log('thresholds', JSON.stringify(fitted.thresholds, roundNumbers))
  for (const kind of ['own', 'foreign'] as const) {
    const trials = of(kind)
    console.log(
      kind.padEnd(10),
      `${trials.length} questions,`,
      `first ${percent(share(trials, ({ trial }) => isRight(trial)))},`,
      `first three ${percent(share(trials, ({ trial }) => trial.rank >= 0 && trial.rank < 3))},`,
      `answered ${percent(share(trials, ({ confidence }) => confidence >= answer))},`,
      `answered by an unrelated entry ${percent(share(trials, (p) => p.confidence >= answer && !p.trial.acceptable))},`,
      `not known ${percent(share(trials, ({ confidence }) => confidence < clarify))}`,
    )
  }
  for (const [kind, fold] of [
    ['entry-left-out'],
    ['foreign-left-out'],
    ['unrelated', 'unrelated-fit'],
    ['unrelated', 'unrelated-held-out'],
  ] as const) {
    const trials = of(kind, fold)
    console.log(
      (fold ?? kind).padEnd(18),
      `${trials.length} messages,`,
      `answered ${percent(share(trials, ({ confidence }) => confidence >= answer))}`,
      `(by an unrelated entry ${percent(share(trials, (p) => p.confidence >= answer && !p.trial.acceptable))}),`,
      `answered or clarified ${percent(share(trials, ({ confidence }) => confidence >= clarify))}`,
    )
  }
  const auroc = areaUnderCurve(confidences('own'), confidences('entry-left-out'))
  const aurocUnrelated = areaUnderCurve(confidences('own'), confidences('unrelated'))
  console.log(reliabilityTable(predictions))
  console.log(`AUROC own/left out ${percent(auroc)}, own/unrelated ${percent(aurocUnrelated)}`)
}

/** How often the first candidate is right at each confidence; kinds count as in the fit. */
function reliabilityTable(predictions: readonly Prediction[]): string {
  const counts = countKinds(predictions.map(({ trial }) => trial))
  const weightOf = ({ trial: { kind } }: Prediction) => kindWeights[kind] / counts.get(kind)!
  const total = (some: readonly Prediction[], value: (one: Prediction) => number) =>
    some.reduce((sum, one) => sum + weightOf(one) * value(one), 0)
  const whole = total(predictions, () => 1)
  let error = 0
  const rows = [...Array(10).keys()].map((tenth) => {
    const some = predictions.filter(
      ({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth,
    )
    const weight = total(some, () => 1)
    const said = total(some, ({ confidence }) => confidence) / weight
    const right = total(some, ({ trial }) => (isRight(trial) ? 1 : 0)) / weight
    if (weight > 0) error += (Math.abs(said - right) * weight) / whole
    return `  ${tenth / 10} to ${(tenth + 1) / 10}: ${some.length} trials, said ${percent(said)}, right ${percent(right)}`
  })
  return ['reliability', ...rows, `  expected calibration error ${percent(error)}`].join('\n')
}

function share<T>(list: readonly T[], holds: (item: T) => boolean): number {
  return list.length === 0 ? 0 : list.filter(holds).length / list.length
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`

function roundNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(4)) : value
}

if (values.help) {
  process.stdout.write(usage)
} else {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
