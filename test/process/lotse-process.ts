/** The real program as an operator starts it, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { shareSearchIndex } from '../search-index.ts'

export interface LotseProcess {
  url: string
  /** Everything that it has printed. */
  output(): string
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): Promise<void>
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>
}

const root = join(import.meta.dirname, '..', '..')
const patienceMilliseconds = 60_000

/** Resolves when the program says that it is ready. @throws Error with its output when it ends before. */
export async function startLotse(
  environment: Record<string, string>,
  script = 'src/main.ts',
): Promise<LotseProcess> {
  if (environment.DATA_DIR) shareSearchIndex(environment.DATA_DIR)
  const child = spawn(process.execPath, [script], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      // Left alone, it would slow down whatever comes after it.
      child.kill('SIGKILL')
      reject(new Error(`Not ready in time:\n${output}`))
    }, patienceMilliseconds)
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const found = /Web chat\s+(http:\S+)\//.exec(output)?.[1]
      if (!found) return
      clearTimeout(timer)
      resolve(found)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`Ended with ${code} before it was ready:\n${output}`))
    })
  })
  return {
    url,
    output: () => output,
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    stop: () => end(child, 'SIGTERM'),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = (await ended) as [number | null]
  return code
}
