/** Measures grounding on the hand-written set: what it catches, a kind, and what it drops in vain. */
import { parseArgs } from 'node:util'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { measureMutations } from './grounding-mutations.ts'
import {
  countByKind,
  groundingLanguages,
  type JudgedAnswer,
  judgeAnswers,
  openGrounding,
  readGroundingSet,
} from './grounding-set.ts'

const usage = `Measures grounding on answers that a model might have written.

  npm run evaluate:grounding -- [options]

  --mutations sentences of the knowledge base instead, copied and with one thing wrong
  --json      one JSON document on standard output
  --errors    each answer that was judged wrongly
`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    mutations: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
  },
})

if (values.help) {
  process.stdout.write(usage)
} else if (values.mutations) {
  const knowledge = await loadKnowledge('knowledge')
  const results = measureMutations(await openGrounding(), knowledge)
  const rows = results.map(({ mutation, sentences, dropped }) => {
    const share = ((100 * dropped) / sentences).toFixed(1)
    return `${mutation.padEnd(14)} ${String(sentences).padStart(9)}  ${String(dropped).padStart(7)}  ${share.padStart(5)} %`
  })
  process.stdout.write(
    values.json
      ? `${JSON.stringify(results, null, 2)}\n`
      : `${['mutation       sentences  dropped', ...rows].join('\n')}\n`,
  )
} else {
  const judged = judgeAnswers(await openGrounding(), await readGroundingSet())
  const kinds = countByKind(judged)
  const languages = Object.fromEntries(
    groundingLanguages.map((language) => [
      language,
      share(judged.filter((answer) => answer.language === language)),
    ]),
  )
  const all = share(judged)
  const errors = judged.filter(({ kind, reason }) => (kind === 'good') === (reason !== undefined))
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ all, kinds, languages, errors }, null, 2)}\n`)
  } else {
    const rows = kinds.map(({ kind, answers, dropped, reasons }) =>
      [
        kind.padEnd(10),
        String(answers).padStart(7),
        String(dropped).padStart(8),
        ` ${Object.entries(reasons)
          .toSorted(([, one], [, other]) => other - one)
          .map(([reason, count]) => `${reason} ${count}`)
          .join(', ')}`,
      ].join(' '),
    )
    const perLanguage = Object.entries(languages).map(
      ([language, { bad, caught, good, alarms }]) =>
        `${language.padEnd(10)} ${caught} of ${bad} bad ones dropped, ${alarms} of ${good} good ones`,
    )
    const failures = errors.map(
      ({ kind, language, text, reason }) =>
        `${language} ${kind}: ${text}${reason ? ` (${JSON.stringify(reason)})` : ''}`,
    )
    process.stdout.write(
      `${[
        'kind       answers  dropped  reasons',
        ...rows,
        '',
        ...perLanguage,
        `all        ${all.caught} of ${all.bad} bad ones dropped, ${all.alarms} of ${all.good} good ones`,
        ...(values.errors ? ['', ...failures] : []),
      ].join('\n')}\n`,
    )
  }
}

function share(judged: readonly JudgedAnswer[]) {
  const good = judged.filter(({ kind }) => kind === 'good')
  const bad = judged.filter(({ kind }) => kind !== 'good')
  const isDropped = ({ reason }: JudgedAnswer) => reason !== undefined
  return {
    good: good.length,
    alarms: good.filter(isDropped).length,
    bad: bad.length,
    caught: bad.filter(isDropped).length,
  }
}
