/** Reads the environment, starts the program, stops it in good order. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { PromptError } from './answering/prompts.ts'
import { type App, startApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'
import { KnowledgeError } from './knowledge/load.ts'

const help = `Usage: npm start

Starts Lotse: the web chat at /, the mediators' desk at /desk, and Telegram where a token is set.
Settings stand in .env; .env.example explains each line.

  --help   shows this text
`

const stillStarting =
  'Lotse is starting. The first start after a change of the content builds the search index, which takes about half a minute.'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  if (existsSync('.env')) process.loadEnvFile('.env')
  const patience = setTimeout(() => process.stdout.write(`${stillStarting}\n`), 2_000)
  const app = await startApp(readConfig(process.env)).finally(() => clearTimeout(patience))
  process.stdout.write(`\nLotse is ready.\n\n${app.report.join('\n')}\n\n`)
  stopOnSignal(app)
}

function stopOnSignal(app: App): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1)
      isStopping = true
      app.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  }
}

/** One line that says what to do; the stack is for mistakes of ours. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if (error instanceof KnowledgeError || error instanceof PromptError) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}. Another program uses this port: stop it, or set PORT in .env.`
  }
  if (error instanceof TypeError && 'code' in error) return `${error.message}. See --help.`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

main().catch((error: unknown) => {
  process.stderr.write(`Lotse could not start: ${explain(error)}\n`)
  process.exit(1)
})
