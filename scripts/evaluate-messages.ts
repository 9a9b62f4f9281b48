/** Measures the whole conversation on labelled first messages: `test/evaluation/messages/`. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { handleMessage, nothingKnown } from '../src/conversation/handle-message.ts'
import type { Services } from '../src/conversation/turn.ts'
import type { Decision } from '../src/message.ts'
import { buildServices } from '../src/services.ts'
import {
  countAbstention,
  countCrisis,
  countFalseAlarms,
  countLanguage,
  countRetrieval,
  countTalk,
  isAsExpected,
  isLanguageRight,
  type LabelledMessage,
  type Result,
  readMessages,
  resultOf,
  rightEntries,
} from './evaluation-messages.ts'

const help = `Usage: node scripts/evaluate-messages.ts [options]

Answers every labelled message as the first one of a fresh conversation, as "npm run ask" does, and
counts per language what became of it; then lists each message that went wrong.

  --file FILE      messages, one JSON object a line, as test/evaluation/messages/README.md tells;
                   default: test/evaluation/messages/development.jsonl
  --figures-only   no single messages: for held-out.jsonl, which nobody should tune on
  --json           one JSON document on standard output
  --help           shows this text

Messages whose entry is not in the knowledge base yet are left out and counted.
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      'figures-only': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const file =
    values.file ??
    fileURLToPath(new URL('../test/evaluation/messages/development.jsonl', import.meta.url))
  const messages = await readMessages(file)
  const { services, retriever } = await buildServices(readConfig(process.env))
  const known = messages.filter((message) => isCovered(message, services))
  const results: Result[] = []
  for (const message of known) results.push(await ask(services, message))
  await retriever.close()

  const figures = figuresOf(results)
  const failures = values['figures-only'] ? [] : failuresOf(results)
  const leftOut = messages.length - known.length
  const search = retriever.description
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ messages: results.length, leftOut, search, figures, failures }, null, 2)}\n`,
    )
    return
  }
  console.log(`${results.length} messages, ${leftOut} left out (no such entry yet), ${search}`)
  for (const [title, rows] of Object.entries(figures)) {
    console.log(`\n${title}`)
    console.table(rows)
  }
  for (const failure of failures) console.log(failureLine(failure))
}

function isCovered({ expect }: LabelledMessage, { knowledge }: Services): boolean {
  return (
    expect.decision !== 'answer' ||
    rightEntries(expect).some((entry) => knowledge.entries.has(entry))
  )
}

async function ask(services: Services, message: LabelledMessage): Promise<Result> {
  const outcome = await handleMessage(
    {
      updateId: 'ask',
      address: { channel: 'cli', conversation: 'ask' },
      from: { kind: 'user' },
      content: { kind: 'text', text: message.text },
      receivedAt: services.now().toISOString(),
    },
    nothingKnown,
    services,
  )
  return resultOf(message, outcome)
}

/** Per language, `all` last. */
function figuresOf(results: Result[]) {
  const of = (kind: LabelledMessage['kind']) =>
    results.filter(({ message }) => message.kind === kind)
  return {
    answerable: perLanguage(of('answerable'), countRetrieval),
    'landlords, of twins': perLanguage(of('landlord'), countRetrieval),
    unanswerable: perLanguage(of('unanswerable'), countAbstention),
    crisis: perLanguage(of('crisis'), countCrisis),
    'false crisis alarms': perLanguage(results, countFalseAlarms),
    'chat, commands, wish for a person': perLanguage(of('talk'), (some) => {
      const { chat, command, handoff } = countTalk(some)
      const share = ({ right, messages }: typeof chat) => `${right} of ${messages}`
      return { chat: share(chat), command: share(command), handoff: share(handoff) }
    }),
    'language recognised': perLanguage(results, countLanguage),
  }
}

function perLanguage<Counts>(results: Result[], count: (results: Result[]) => Counts) {
  const byLanguage = Map.groupBy(results, ({ message }) => message.language)
  return Object.fromEntries([
    ...[...byLanguage].map(([language, some]) => [language, count(some)] as const),
    ['all', count(results)] as const,
  ])
}

function failuresOf(results: Result[]) {
  return results
    .filter((result) => !isAsExpected(result) || !isLanguageRight(result))
    .map((result) => ({
      id: result.message.id,
      text: result.message.text,
      expected: expected(result.message.expect),
      decided: decided(result.decision),
      ...(!isLanguageRight(result) && { languageTaken: result.language }),
      candidates: result.candidates
        .slice(0, 3)
        .map(({ entry, confidence }) => ({ entry, confidence: Number(confidence.toFixed(3)) })),
    }))
}

function failureLine(failure: ReturnType<typeof failuresOf>[number]): string {
  const { id, text, languageTaken, candidates } = failure
  const found = candidates.map(({ entry, confidence }) => `${entry} ${confidence}`).join(', ')
  const language = languageTaken ? ` [taken for ${languageTaken}]` : ''
  return `\n${id}: ${text}\n  wanted ${failure.expected}, got ${failure.decided}${language}\n  ${found}`
}

function expected(expect: LabelledMessage['expect']): string {
  if (expect.decision === 'answer') return `answer ${rightEntries(expect).join(' or ')}`
  if (expect.decision === 'crisis') return `crisis ${expect.card}`
  if (expect.decision === 'chat') return `chat ${expect.topic}`
  if (expect.decision === 'command') return `command ${expect.command}`
  return expect.decision
}

function decided(decision: Decision): string {
  switch (decision.kind) {
    case 'answer':
      return `answer ${decision.entry}`
    case 'clarify':
      return `clarify ${decision.question} ${decision.entries.join(' or ')}`
    case 'crisis':
      return `crisis ${decision.card}`
    case 'chat':
      return `chat ${decision.topic}`
    case 'command':
      return `command ${decision.command}`
    case 'handoff':
      return `handoff ${decision.stage}`
    case 'refer':
      return 'refer'
    default:
      return decision satisfies never
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
