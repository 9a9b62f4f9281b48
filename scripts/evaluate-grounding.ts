/** Measures grounding on the hand-written set: what it catches, a kind, and what it drops in vain. */
import { parseArgs } from 'node:util'
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

  --json      one JSON document on standard output
  --errors    each answer that was judged wrongly
`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    json: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
  },
})

if (values.help) {
  process.stdout.write(usage)
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
