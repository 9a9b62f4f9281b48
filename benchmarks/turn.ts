/**
 * `npm run bench:turn`: Telegram updates through webhook, retrieval, SQLite and out to a fake Bot API
 * on loopback, beside a bare grammY echo bot over the same wire in the same run.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type FakeTelegram, startFakeTelegram } from '../test/fakes/telegram-bot-api/index.ts'
import { freePort } from '../test/process/free-port.ts'

const help = `Usage: npm run bench:turn [-- --turns 1000 --conversations 20]

Sends questions as Telegram does and waits for each answer before the next one of the same
conversation. Prints turns a second, latency from the webhook's request to sendMessage, processor
time a turn, resident memory and the time to ready with a warm cache, for Lotse and for a grammY echo
bot, and the ratio.

  --turns          answered messages a program (default 1000)
  --conversations  side by side (default 20)
  --help           shows this text
`

const questions = [
  'Wie viel Kaution darf der Vermieter verlangen?',
  'how many days do I have to register my new address',
  'скільки застави може вимагати орендодавець',
  'صاحب البيت يقول ممنوع أترك حذائي أمام الباب',
  'Wie kündige ich meine Wohnung?',
  'Nebenkostenabrechnung zu hoch was tun',
  'What is the best recipe for lasagne?',
  'шум у сусідів вночі що робити',
]
const root = join(import.meta.dirname, '..')
const secret = 'benchmark-secret-token'

interface Figures {
  turnsPerSecond: number
  p50: number
  p95: number
  p99: number
  processorMilliseconds: number
  residentMegabytes: number
  readyMilliseconds: number
}

interface Contestant {
  /** What Node is started with. */
  command: string[]
  readyLine: RegExp
  environment: (telegram: FakeTelegram, port: number) => Record<string, string>
  /** Start once before, so that what is cached on disk is there. */
  warmUp: boolean
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      turns: { type: 'string', default: '1000' },
      conversations: { type: 'string', default: '20' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const turns = Number(values.turns)
  const conversations = Number(values.conversations)
  if (!(turns > 0) || !(conversations > 0)) throw new Error('Both numbers are above 0. See --help.')
  const directory = mkdtempSync(join(tmpdir(), 'lotse-bench-'))
  const echo: Contestant = {
    command: ['benchmarks/echo-bot.ts'],
    readyLine: /ready/,
    warmUp: false,
    environment: (telegram, port) => ({
      BOT_TOKEN: telegram.token,
      API_ROOT: telegram.apiRoot,
      PORT: String(port),
      SECRET: secret,
    }),
  }
  const lotse: Contestant = {
    command: startCommand(),
    readyLine: /Lotse is ready/,
    warmUp: true,
    environment: (telegram, port) => ({
      DATA_DIR: directory,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      TELEGRAM_WEBHOOK_SECRET: secret,
      LOG_LEVEL: 'warn',
    }),
  }
  const echoFigures = await measure(echo, turns, conversations)
  const lotseFigures = await measure(lotse, turns, conversations)
  rmSync(directory, { recursive: true })
  print(lotseFigures, echoFigures)
}

async function measure(
  contestant: Contestant,
  turns: number,
  conversations: number,
): Promise<Figures> {
  const answered = new Map<number, () => void>()
  const telegram = await startFakeTelegram({
    // The typing pause between two answers of one turn does not count: the first answer ends it.
    onMessage: ({ chatId }) => answered.get(chatId)?.(),
  })
  const port = await freePort()
  if (contestant.warmUp) await stop((await start(contestant, telegram, port)).child)
  const { child, readyMilliseconds } = await start(contestant, telegram, port)
  await run(telegram, answered, conversations * 5, conversations)
  const processorBefore = processorTime(child.pid ?? 0)
  const begun = performance.now()
  const latencies = await run(telegram, answered, turns, conversations)
  const seconds = (performance.now() - begun) / 1000
  const processorMilliseconds = (processorTime(child.pid ?? 0) - processorBefore) / turns
  const residentMegabytes = residentMemory(child.pid ?? 0)
  await stop(child)
  await telegram.close()
  const sorted = latencies.toSorted((one, other) => one - other)
  const percentile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return {
    turnsPerSecond: turns / seconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    processorMilliseconds,
    residentMegabytes,
    readyMilliseconds,
  }
}

/** Lotse runs as `npm start` runs it, but without npm in between. */
function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [, ...command] = scripts.start.split(' ')
  return command
}

/** Each conversation sends its next message when its last one was answered. */
async function run(
  telegram: FakeTelegram,
  answered: Map<number, () => void>,
  turns: number,
  conversations: number,
): Promise<number[]> {
  const latencies: number[] = []
  let begun = 0
  async function converse(chatId: number): Promise<void> {
    while (begun < turns) {
      const text = questions[begun++ % questions.length] ?? ''
      const answer = new Promise<void>((resolve) => answered.set(chatId, resolve))
      const sentAt = performance.now()
      const [status] = await Promise.all([telegram.receiveText({ id: chatId }, text), answer])
      if (status !== 200) throw new Error(`The webhook answered ${status}.`)
      latencies.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: conversations }, (_, index) => converse(index + 1)))
  return latencies
}

async function start(
  contestant: Contestant,
  telegram: FakeTelegram,
  port: number,
): Promise<{ child: ChildProcess; readyMilliseconds: number }> {
  const begun = performance.now()
  const child = spawn(process.execPath, contestant.command, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...contestant.environment(telegram, port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (contestant.readyLine.test(output)) resolve()
    })
    child.once('exit', () =>
      reject(new Error(`${contestant.command.join(' ')} ended before it was ready.`)),
    )
  })
  const readyMilliseconds = performance.now() - begun
  await telegram.waitForCalls('setWebhook', 1)
  return { child, readyMilliseconds }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

function residentMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}

/** Milliseconds of processor time, all threads, user and system; Linux counts in hundredths of a second. */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function print(lotse: Figures, echo: Figures): void {
  const rows: [string, keyof Figures][] = [
    ['turns a second', 'turnsPerSecond'],
    ['p50 ms', 'p50'],
    ['p95 ms', 'p95'],
    ['p99 ms', 'p99'],
    ['processor ms a turn', 'processorMilliseconds'],
    ['resident memory MB', 'residentMegabytes'],
    ['ready after ms (warm cache)', 'readyMilliseconds'],
  ]
  const line = (cells: string[]) =>
    `${cells.map((cell, index) => (index === 0 ? cell.padEnd(30) : cell.padStart(10))).join('')}\n`
  process.stdout.write(line(['', 'Lotse', 'echo bot', 'ratio']))
  for (const [label, key] of rows) {
    process.stdout.write(
      line([
        label,
        lotse[key].toFixed(1),
        echo[key].toFixed(1),
        (lotse[key] / echo[key]).toFixed(2),
      ]),
    )
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
