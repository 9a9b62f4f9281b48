/**
 * Measures retrieval, on the knowledge base's own questions or on pages and questions from a file; or
 * what a language model makes of the own questions.
 */
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import { createInspection } from '../src/retrieval/hybrid.ts'
import { buildPassages } from '../src/retrieval/passages.ts'
import { evaluateLines, fitLines, type LineResults } from './evaluation-lines.ts'
import { evaluateModel, type ModelResult } from './evaluation-model.ts'
import { askOwnVariants, type OwnResult, type OwnResults } from './evaluation-own.ts'
import { readPages, readQuestions } from './evaluation-pages.ts'
import {
  type Compared,
  type ProtocolResults,
  type Ranking,
  runProtocols,
} from './evaluation-protocols.ts'

const usage = `Measures retrieval.

  npm run evaluate -- [options]
      the knowledge base's own questions, each with its own phrasing taken out of the index: as they
      are written, with one typo in five words, and in Latin letters where the language has others

  npm run evaluate -- --pages FILE --questions FILE [--split train|dev|test] [options]
      these pages in place of the knowledge base, beside a character-4-gram BM25, by five protocols:
      1 same language, 2 across languages to German pages, 3 city known,
      4 abstention (right pages taken out), 5 abstention (own page, labels as given)

  npm run evaluate -- --model [--languages de,en] [--sample N] [--json]
      answers that the language model of the environment (MODEL_PROVIDER and the others) puts
      together for own questions, beside the curated ones: sentences that grounding lets through,
      figures kept, milliseconds, tokens, euros; N questions a language, 20 unless told

  npm run evaluate -- --lines --pages FILE --questions FILE [--split train|dev|test] [--fit]
      which lines of its page answer a question, and that none does; --fit learns the weights from
      these questions first and keeps them

  --knowledge FOLDER   default: knowledge
  --models FOLDER      default: models
  --encoder NAME       default: lotse-encoder; "none" searches by words alone
  --json               one JSON document on standard output
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      pages: { type: 'string' },
      questions: { type: 'string' },
      split: { type: 'string' },
      knowledge: { type: 'string', default: 'knowledge' },
      models: { type: 'string', default: 'models' },
      encoder: { type: 'string', default: 'lotse-encoder' },
      model: { type: 'boolean', default: false },
      lines: { type: 'boolean', default: false },
      fit: { type: 'boolean', default: false },
      languages: { type: 'string', default: 'de,en,ar,fa,uk,ru,tr,fr' },
      sample: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  if (values.model) {
    const results = await evaluateModel(readConfig(process.env), {
      languages: values.languages.split(','),
      perLanguage: countOf(values.sample),
      onProgress: (text) => process.stderr.write(`${text}\n`),
    })
    process.stdout.write(
      values.json ? `${JSON.stringify(results, null, 2)}\n` : modelTable(results),
    )
    return
  }
  if ((values.pages === undefined) !== (values.questions === undefined)) {
    throw new Error('Give both --pages and --questions, or neither.')
  }
  const options = {
    modelsDirectory: values.models,
    embeddingModel: values.encoder === 'none' ? undefined : values.encoder,
  }
  if (values.pages === undefined || values.questions === undefined) {
    const own = await evaluateOwnQuestions(values.knowledge, options)
    process.stdout.write(values.json ? `${JSON.stringify(own, null, 2)}\n` : ownTable(own))
    return
  }
  const all = await readQuestions(values.questions)
  const questions = all.filter(({ split }) => values.split === undefined || split === values.split)
  if (questions.length === 0) {
    throw new Error(
      `No question of split "${values.split}" in ${values.questions}; there are: ${[...new Set(all.map(({ split }) => split))].join(', ')}.`,
    )
  }
  const onProgress = (text: string) => void process.stderr.write(`${text}\n`)
  const pages = await readPages(values.pages)
  if (values.lines) {
    if (values.fit) await fitLines(pages, questions, { ...options, onProgress })
    const lines = await evaluateLines(pages, questions, { ...options, onProgress })
    process.stdout.write(values.json ? `${JSON.stringify(lines, null, 2)}\n` : lineTable(lines))
    return
  }
  const results = await runProtocols(pages, questions, options, onProgress)
  const about = { split: values.split ?? 'all', questions: questions.length, model: values.encoder }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ...about, ...results }, null, 2)}\n`
      : `${about.questions} questions (${about.split}), ${about.model}\n${protocolTable(results)}`,
  )
}

async function evaluateOwnQuestions(
  folder: string,
  options: { modelsDirectory: string; embeddingModel: string | undefined },
): Promise<{ model: string; entries: number; passages: number; results: OwnResults }> {
  const { knowledge, problems } = await readKnowledge(folder)
  if (problems.length > 0) {
    process.stderr.write(`${problems.length} problem(s) left out; see npm run knowledge:lint\n`)
  }
  const passages = buildPassages(knowledge)
  const retriever = await createInspection({ ...options, passages })
  const results = await askOwnVariants(retriever)
  await retriever.close()
  const { description: model } = retriever
  return { model, entries: knowledge.entries.size, passages: passages.length, results }
}

const percent = (share: number) => (100 * share).toFixed(1).padStart(5)

function ownTable({
  model,
  entries,
  passages,
  results,
}: Awaited<ReturnType<typeof evaluateOwnQuestions>>): string {
  const table = ([variant, rows]: [string, OwnResult[]]) => [
    '',
    `${variant}: per cent`,
    'language   questions  first  first three',
    ...rows.map(
      ({ language, questions, first, firstThree }) =>
        `${language.padEnd(10)} ${String(questions).padStart(9)}  ${percent(first)}  ${percent(firstThree)}`,
    ),
  ]
  return [
    `Own questions, ${entries} entries, ${passages} passages, ${model}`,
    ...Object.entries(results).flatMap(table),
    '',
  ].join('\n')
}

function countOf(sample: string): number {
  const count = Number(sample)
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`--sample is a whole number from 1 on, not "${sample}".`)
  }
  return count
}

function modelTable(results: ModelResult[]): string {
  const rows = results.map((row) =>
    [
      row.language.padEnd(10),
      String(row.questions).padStart(9),
      percent(row.composed).padStart(8),
      percent(row.groundedSentences).padStart(9),
      percent(row.figuresKept).padStart(12),
      `${row.milliseconds.median.toFixed(0)} / ${row.milliseconds.p95.toFixed(0)} / ${row.milliseconds.curatedMedian.toFixed(2)}`.padStart(
        22,
      ),
      `${row.tokens.input.toFixed(0)} + ${row.tokens.output.toFixed(0)}`.padStart(12),
      row.eurosPerThousand.toFixed(2).padStart(15),
      `  ${Object.entries(row.without)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}`,
    ].join(' '),
  )
  return [
    'Own questions answered by the language model: per cent, milliseconds (median / 95 of 100 / curated median)',
    'language   questions composed  grounded figures kept           milliseconds       tokens euros per 1,000  without',
    ...rows,
    '',
  ].join('\n')
}

function lineTable(results: LineResults): string {
  const cell = ({ precision, recall, f1 }: { precision: number; recall: number; f1: number }) =>
    `${percent(precision)} / ${percent(recall)} / ${percent(f1)}`
  return [
    'precision / recall / F1, per cent',
    'language   questions  lines that answer        no line answers',
    ...Object.entries(results).map(
      ([language, result]) =>
        `${language.padEnd(10)} ${String(result.questions).padStart(9)}  ${cell(result)}   ${cell(result.abstention)}`,
    ),
    '',
  ].join('\n')
}

function protocolTable(results: ProtocolResults): string {
  const ranking = (name: string, perLanguage: Record<string, Compared<Ranking>>) => [
    '',
    `${name}: recall@1 / recall@5 / MRR@10, per cent`,
    'language   questions  lotse                    char-4 BM25',
    ...Object.entries(perLanguage).map(
      ([language, { lotse, baseline }]) =>
        `${language.padEnd(10)} ${String(lotse.questions).padStart(9)}  ${rankingCell(lotse)}   ${rankingCell(baseline)}`,
    ),
  ]
  const area = (name: string, perLanguage: Record<string, Compared<number>>) => [
    '',
    `${name}: area under the ROC curve, per cent`,
    'language              lotse  char-4 BM25',
    ...Object.entries(perLanguage).map(
      ([language, { lotse, baseline }]) =>
        `${language.padEnd(20)}  ${percent(lotse)}  ${percent(baseline)}`,
    ),
  ]
  return [
    ...ranking('1 same language', results.sameLanguage),
    ...ranking('2 across languages to German pages', results.acrossToGerman),
    ...ranking('3 city known', results.cityKnown),
    ...area('4 abstention, right pages taken out', results.abstentionClean),
    ...area('5 abstention, own page', results.abstentionOwnPage),
    '',
  ].join('\n')
}

const rankingCell = ({ recallAt1, recallAt5, meanReciprocalRankAt10 }: Ranking) =>
  `${percent(recallAt1)} / ${percent(recallAt5)} / ${percent(meanReciprocalRankAt10)}`

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
