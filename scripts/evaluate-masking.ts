/** Measures the masking of personal data on made-up messages in eight languages. */
import { parseArgs } from 'node:util'
import { countMasking, runMaskingSet } from './masking-set.ts'

const usage = `Measures the masking of personal data.

  npm run evaluate:masking -- [options]

  --json      one JSON document on standard output
  --errors    each message in which something was missed or masked without need
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
  const results = await runMaskingSet()
  const kinds = countMasking(results)
  const personal = results.filter(({ expected }) => expected.length > 0)
  const summary = {
    messages: results.length,
    withPersonalData: personal.length,
    withAlarm: results.filter(({ alarms }) => alarms.length > 0).length,
  }
  const errors = results.filter(
    ({ expected, alarms }) => alarms.length > 0 || expected.some(({ isMasked }) => !isMasked),
  )
  const table = [
    `${summary.messages} messages, ${summary.withPersonalData} with personal data; in ${summary.withAlarm} something was masked without need`,
    'kind           labelled  masked  without need',
    ...kinds.map(({ kind, labelled, masked, alarms }) =>
      [
        kind.padEnd(14),
        String(labelled).padStart(8),
        String(masked).padStart(7),
        String(alarms).padStart(13),
      ].join(' '),
    ),
    ...(values.errors ? errors.map((error) => JSON.stringify(error)) : []),
  ]
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ...summary, kinds, errors }, null, 2)}\n`
      : `${table.join('\n')}\n`,
  )
}
